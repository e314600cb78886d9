"""What a report is made of, whatever it is shown as; all text is plain, and escaped where it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assess.errors import AssessError
from assess.reporting.figures.figure import Plot, is_empty
from assess.scoring.columns import Range
from assess.scoring.results import ClaimResult


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title.

    Parameters
    ----------
    level : int
    text : str
    anchor : str
        What links to it say.
    aside : str
        What stands beside it where there is room: a number in short.
    fold : bool
        Whether what stands under it may be folded away.
    country : str
        The country that all under it is about.
    """

    level: int
    text: str
    anchor: str = ""
    aside: str = ""
    fold: bool = False
    country: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a list; its lead names what it is about."""

    text: str
    lead: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A probability with its prior and its intervals, to be drawn beside its figures; all are probabilities."""

    probability: float
    prior: float
    interval: Range | None = None
    interval_50: Range | None = None

    @classmethod
    def of(cls, claim: ClaimResult) -> Bar:
        """Return that of a claim."""
        return cls(claim.probability, claim.prior, claim.interval, claim.interval_50)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Parameters
    ----------
    columns : tuple of str
    rows : tuple of tuple of str
        As many cells each.
    figures : tuple of int
        Columns that hold figures.
    caption : str
        What the table shows, for those who hear it read.
    head : int
        The column that names a row; the last, or the first.
    links : tuple of str
        By row, the anchor that its name leads to, or nothing.
    countries : tuple of str
        By row, the country that it is about.
    bars : tuple of Bar
        By row, what may be drawn beside it.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...] = ()
    caption: str = ""
    head: int = -1
    links: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruler:
    """A probability drawn on the bands of the scale; it shows nothing that no sentence says."""

    bar: Bar


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, drawn only where it is shown."""

    draw: Callable[[], Plot]

    def plot(self) -> Plot | None:
        """Return it; None where the case has no rows for it."""
        try:
            return self.draw()
        except AssessError as error:
            if not is_empty(error):
                raise
            return None


@dataclass(frozen=True, slots=True)
class Command:
    """A line to type."""

    text: str


Block = Heading | Paragraph | Bullets | Grid | Ruler | Figure | Command
