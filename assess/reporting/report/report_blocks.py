"""The blocks of a report, whatever its format; their text is plain, and escaped by each format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assess.reporting.report.answer_cells import GridCell, StackedBar
from assess.reporting.report.mentions import Note, See
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
        The target of links to the heading.
    aside : str
        A short number to show beside it where there is room.
    fold : bool
        Whether the content under it may be folded away.
    country : str
        The country that everything under it is about.
    see : tuple of See
        The links from the content under it.
    """

    level: int
    text: str
    anchor: str = ""
    aside: str = ""
    fold: bool = False
    country: str = ""
    see: tuple[See, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text.

    Parameters
    ----------
    text : str
    by_country : dict of str to str
        The text for each country alone, if the paragraph counts over all of them.
    country : str
        The country that it is about.
    """

    text: str
    by_country: Mapping[str, str] = field(default_factory=dict)
    country: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a list, with its lead; `country` and `see` as in a heading; `notes` go to the foot of the page.

    `is_overall` is true of a point that counts over all countries.
    """

    text: str
    lead: str = ""
    anchor: str = ""
    country: str = ""
    see: tuple[See, ...] = ()
    notes: tuple[Note, ...] = ()
    is_overall: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A probability with its prior and its intervals, to be drawn small."""

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
        Each with as many cells as there are columns.
    figures : tuple of int
        The columns that hold numbers.
    caption : str
        What the table shows, for screen readers.
    head : int
        The index of the column that names a row: the last or the first.
    links : tuple of str
        By row, the anchor that its name links to, if any.
    countries : tuple of str
        By row, the country that it is about.
    bars : tuple of Bar
        By row, the bar that may be drawn beside it.
    notes : tuple of tuple of Note
        By row, its footnotes, for formats with pages.
    by_country : dict of str to Grid
        For a table that counts over all countries, the same table of each country.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...] = ()
    caption: str = ""
    head: int = -1
    links: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    notes: tuple[tuple[Note, ...], ...] = ()
    by_country: Mapping[str, Grid] = field(default_factory=dict)

    @classmethod
    def of(cls, table: RecordTable, caption: str, links: tuple[str, ...] = (), bars: tuple[Bar, ...] = ()) -> Grid:
        """Return a table of records, with headings in the reader's language."""
        heads = tuple(map(heading, table.columns))
        return cls(heads, table.rows, figures(table.columns), caption, links=links, bars=bars)


@dataclass(frozen=True, slots=True)
class Ruler:
    """A probability drawn on the bands of the scale, beside sentences that say the same."""

    bar: Bar


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, drawn only when it is shown.

    Parameters
    ----------
    draw : callable
        Returns the chart.
    table : Grid or None
        The same as a table, for formats without pictures; a page has it folded under the figure.
    country : str
        The country that all of it is about.
    by_country : dict of str to callable
        For a figure of several countries, the function that draws each alone.
    """

    draw: Callable[[], Any]
    table: Grid | None = None
    country: str = ""
    by_country: Mapping[str, Callable[[], Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """A command to type."""

    text: str


@dataclass(frozen=True, slots=True)
class Stacks:
    """Stacked bars, which share a table.

    Parameters
    ----------
    rows : tuple of StackedBar
        A row that stands alone shows all its answers; several rows show their leading answers.
    heads : tuple of str
        The headings of the probability, the prior, the range, the answer, and the question.
    caption : str
    draw : callable, optional
        Returns a chart of the same, for formats in which a picture serves better than a drawing of their own.
    """

    rows: tuple[StackedBar, ...]
    heads: tuple[str, str, str, str, str]
    caption: str
    draw: Callable[[], Any] | None = None

    @property
    def is_single(self) -> bool:
        """Whether it is a single bar, which needs no name."""
        return len(self.rows) == 1 and not self.rows[0].name

    def grid(self) -> Grid:
        """Return the table that says the same."""
        if self.is_single:
            ranged = any(segment.written_range for segment in self.rows[0].segments)
            cells = tuple(
                (s.written, s.written_prior, *([s.written_range] if ranged else []), s.label)
                for s in self.rows[0].segments
            )
            heads = (*self.heads[:2], *(self.heads[2:3] if ranged else ()), self.heads[3])
            return Grid(heads, cells, tuple(range(len(heads) - 1)), self.caption)
        leading = [(row, row.segments[row.leads]) for row in self.rows]
        cells = tuple((s.written, s.written_prior, s.label, row.name) for row, s in leading)
        heads = (*self.heads[:2], *self.heads[3:])
        return Grid(heads, cells, (0, 1), self.caption, links=tuple(row.link for row in self.rows))


@dataclass(frozen=True, slots=True)
class Tiles:
    """A grid of tiles: a row for each question, a column for each country.

    Parameters
    ----------
    head : str
        The heading over the names of the rows.
    columns : tuple of str
    rows : tuple of (str, tuple of GridCell or None)
    caption : str
    countries : tuple of str
        By column, the code of its country, or empty.
    note : str
        The line under the tiles in formats that show no captions; it ends the caption in the others.
    """

    head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[GridCell | None, ...]], ...]
    caption: str
    countries: tuple[str, ...]
    note: str = ""

    @property
    def whole_caption(self) -> str:
        """The caption with the note."""
        return f"{self.caption} {self.note}".rstrip()

    def grid(self) -> Grid:
        """Return the table that says the same."""
        cells = tuple((name, *("" if cell is None else cell.written for cell in row)) for name, row in self.rows)
        return Grid((self.head, *self.columns), cells, caption=self.whole_caption, head=0)


Block = Heading | Paragraph | Bullets | Grid | Stacks | Tiles | Ruler | Figure | Command
