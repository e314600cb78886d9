"""A matrix of competing hypotheses as read: its hypotheses, their priors, and its items."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assess.domain.coding import Code, Level
from assess.formats.ach.grade_cells import Graded
from assess.formats.ach.grid_cells import Judged


@dataclass(frozen=True, slots=True)
class AchRow:
    """One item of a matrix.

    Parameters
    ----------
    judged : tuple of Judged or None
        What each cell under a hypothesis says; None for a blank one.
    typed : tuple of str
        All cells of the row, as typed.
    """

    id: str
    line: int
    text: str
    judged: tuple[Judged | None, ...]
    source: str
    kind: str
    reported: str
    notes: str
    relevance: Level | None
    grades: Graded
    typed: tuple[str, ...]

    @property
    def codes(self) -> tuple[Code | None, ...] | None:
        """The codes of the row, None for each blank cell; None altogether if a cell holds anything else."""
        codes = tuple(each for each in self.judged if each is None or isinstance(each, str))
        return codes if len(codes) == len(self.judged) else None

    @property
    def has_ratios(self) -> bool:
        """Whether the row compares hypotheses by ratios."""
        return any(isinstance(each, Fraction) for each in self.judged)


@dataclass(frozen=True, slots=True)
class Priors:
    """The row of priors: the probability of each hypothesis before any item, and whether any was left blank."""

    line: int
    shares: tuple[Fraction, ...]
    shared: bool
    notes: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Hypotheses (id and description), their priors, and the items coded against them.

    Parameters
    ----------
    head : tuple of tuple of str
        The rows above the items, as typed.
    """

    hypotheses: dict[str, str]
    priors: Priors | None
    rows: tuple[AchRow, ...]
    head: tuple[tuple[str, ...], ...]
