"""The parts of stacked bars and tiles: answers with their probabilities."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """One answer of a stacked bar: its label, and its probabilities as numbers and as written."""

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
        The index of the one that leads.
    moved : bool
        Whether any evidence bears on it.
    name : str
        The name of the question; empty if the bar stands alone.
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
    """A tile: its text, the distance of its answer from the prior, and whether anything is reported.

    Parameters
    ----------
    move : float or None
        In probability; None if no evidence bears on it.
    answer, number : str
        The parts of the text; no number if no evidence bears on it.
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
        """The note beside its text: how far it moved, and of how many bodies it is one."""
        return ", ".join(part for part in (self.change, self.among) if part)

    @property
    def written(self) -> str:
        """The full text of the tile."""
        return f"{self.text} ({self.beside})" if self.beside else self.text

    @property
    def figures(self) -> str:
        """The probability, and how far it moved."""
        return f"{self.number} ({self.change})" if self.change else self.number

    @property
    def shade(self) -> int:
        """The size of its move: 0 for none, 1 to 3 for less than 5, less than 15, and 15 points or more."""
        return 0 if self.move is None else 1 + (abs(self.move) >= 0.05) + (abs(self.move) >= 0.15)
