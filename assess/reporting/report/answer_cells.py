"""What stacked bars and tiles are made of: an answer with its probabilities."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """One answer of a stacked bar: its label and probabilities, with the written ones beside."""

    label: str
    prior: float
    now: float
    written: str
    written_prior: str
    written_range: str


@dataclass(frozen=True, slots=True)
class StackedBar:
    """A question as a bar of its answers, over the bar of their priors.

    Parameters
    ----------
    segments : tuple of Segment
        In the order of the rubric.
    leads : int
        Which of them leads.
    moved : bool
        Whether any evidence bears on it.
    name : str
        What it is of; empty where it stands alone.
    link : str
        The anchor that the name leads to.
    """

    segments: tuple[Segment, ...]
    leads: int
    moved: bool
    name: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A tile: what it says, how far that is from its prior, and whether something is reported there.

    Parameters
    ----------
    move : float or None
        In probability; None if no evidence bears on it.
    answer, number : str
        The parts of the text; no number where no evidence bears on it.
    among : str
        The note that it shows one of several bodies; empty if there is only one.
    """

    text: str
    change: str
    move: float | None
    is_direct: bool
    link: str
    answer: str
    number: str
    among: str = ""

    @property
    def beside(self) -> str:
        """What stands beside its text: how far it moved, and among how many bodies."""
        return ", ".join(part for part in (self.change, self.among) if part)

    @property
    def written(self) -> str:
        """All that it says."""
        return f"{self.text} ({self.beside})" if self.beside else self.text

    @property
    def figures(self) -> str:
        """Its probability, with how far that moved."""
        return f"{self.number} ({self.change})" if self.change else self.number

    @property
    def shade(self) -> int:
        """How far it moved: 0 for not at all, 1 to 3 for less than 5, less than 15, and 15 points or more."""
        return 0 if self.move is None else 1 + (abs(self.move) >= 0.05) + (abs(self.move) >= 0.15)
