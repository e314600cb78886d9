"""The blocks of a report, of whatever format; their text is plain, and escaped by each format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assess.errors import AssessError
from assess.reporting.figures.figure import Plot, is_empty
from assess.reporting.tables.record_table import RecordTable, figures, heading
from assess.scoring.columns import Range
from assess.scoring.results import ClaimResult


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the report.

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
    """A paragraph of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a list, with its lead."""

    text: str
    lead: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A probability with its prior and its intervals, for a small drawing."""

    probability: float
    prior: float
    interval: Range | None = None
    interval_50: Range | None = None

    @classmethod
    def of(cls, claim: ClaimResult) -> Bar:
        """Return the bar of a claim."""
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

    @classmethod
    def of(cls, table: RecordTable, caption: str, links: tuple[str, ...] = (), bars: tuple[Bar, ...] = ()) -> Grid:
        """Return a table of records, its headings in the reader's language."""
        heads = tuple(map(heading, table.columns))
        return cls(heads, table.rows, figures(table.columns), caption, links=links, bars=bars)


@dataclass(frozen=True, slots=True)
class Ruler:
    """A probability drawn on the bands of the scale, beside sentences that say the same."""

    bar: Bar


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, drawn only where it is shown."""

    draw: Callable[[], Plot]

    def plot(self) -> Plot | None:
        """Return the figure; None where the case has no rows for it."""
        try:
            return self.draw()
        except AssessError as error:
            if not is_empty(error):
                raise
            return None


@dataclass(frozen=True, slots=True)
class Command:
    """A command to type."""

    text: str


Block = Heading | Paragraph | Bullets | Grid | Ruler | Figure | Command
