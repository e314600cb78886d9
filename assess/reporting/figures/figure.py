"""A figure: its rows, its text, and its drawing.

E822 no file to write a figure to
    Finds:   A figure's file that ends in none of the endings known, or whose folder is not there.
    Matters: The ending says what is written; a folder made by mistake would hide the figure.
    Example: assess plot CASE forest -o forest.jpg
    Instead: assess plot CASE forest -o forest.svg

E823 nothing to draw
    Finds:   A figure of what the case does not have: claims, dates, a ladder, predictions that are settled.
    Matters: An empty figure would look like an answer.
    Example: assess plot CASE ladder -o ladder.svg      # no claim has a ladder
    Instead: claims: {at-least-partial: {ladder: control, rung: 1, …}, directed: {ladder: control, rung: 2, …}}
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from assess.domain.language import current, language
from assess.domain.notebook_display import Displayed
from assess.domain.quoting import clean, quoted
from assess.errors import AssessError, Finding
from assess.files.atomic_write import put
from assess.files.reading import is_folder
from assess.reporting.figures.as_matplotlib import figure_of, file_of
from assess.reporting.figures.as_svg import svg_of
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.lettering import SMALL
from assess.reporting.figures.palette import DARK, LIGHT
from assess.reporting.words import figure_sentences
from assess.scoring.columns import kinds_of
from assess.scoring.frames import Table

WIDTH = 680.0
"""Of a figure on a page, px; on a phone 360 is right."""
NARROWEST = 320.0
FORMATS = (".svg", ".png", ".pdf")

_TITLE = 15.0
_MOST_SENTENCES = 12
"""Rows that a description for the ear tells; the table of the same rows has them all."""


@dataclass(frozen=True, slots=True)
class Plot(Displayed):
    """A figure, ready to be drawn.

    Parameters
    ----------
    name : str
        Of the figure: ``forest``.
    id : str or None
        What it is about, where it is about one thing.
    title : str
    caption : str
        How to read it.
    rows : tuple
        Frozen records: all that it shows.
    sentences : tuple of str
        Each row as a sentence without its full stop.
    """

    name: str
    id: str | None
    title: str
    caption: str
    rows: tuple[Any, ...]
    sentences: tuple[str, ...] = field(repr=False)
    draw: Callable[[Canvas], None] = field(repr=False, compare=False)
    """Draws the rows on a sheet, from its height on."""
    language: str = field(default_factory=current, repr=False)
    """That it is drawn in: the one spoken where it was made."""

    @property
    def alt(self) -> str:
        """The text alternative of the figure."""
        kept = self.sentences[:_MOST_SENTENCES]
        rest = len(self.sentences) - len(kept)
        with language(self.language):
            more = [figure_sentences.more(rest)] if rest else []
        return clean(" ".join(f"{text}." for text in (self.title, *kept, *more)))

    @property
    def stem(self) -> str:
        """The name of its file, without the suffix."""
        return re.sub(r"[^\w.-]+", "-", self.name if self.id is None else f"{self.name}-{self.id}")

    def records(self) -> Table:
        """Return the rows as plain records, which pandas and polars take over."""
        return Table(map(asdict, self.rows), kinds_of(*dict.fromkeys(map(type, self.rows))))

    def _in_short(self) -> str:
        return f"{self.name}: {self.title}"

    def _repr_html_(self) -> str:
        return f'<figure style="margin:0;overflow-x:auto">{self.svg()}</figure>'

    def sheet(self, width: float = WIDTH, *, alone: bool = False) -> Canvas:
        """Return the drawing, laid out for a width.

        Parameters
        ----------
        width : float, px
            At least 320.
        alone : bool
            Whether it stands by itself, with its caption under it.
        """
        if not width >= NARROWEST:
            text = f"a figure is {width:g} px wide; it is {NARROWEST:g} or more"
            raise ValueError(text)
        margin = 20.0 if alone else 2.0
        sheet = Canvas(width - 2 * margin, margin)
        sheet.height = sheet.paragraph(0.0, 0.0, self.title, sheet.width, _TITLE, bold=True) + 4.0
        with language(self.language):
            self.draw(sheet)
        if alone:
            sheet.height = sheet.paragraph(0.0, sheet.height + 10.0, self.caption, sheet.width, SMALL, faint=True)
        return sheet

    def svg(self, width: float = WIDTH) -> str:
        """Return the figure as an ``svg`` element in the ink of the page around it.

        Parameters
        ----------
        width : float, px
            That it is laid out for; a page may show it wider or narrower.
        """
        return svg_of(self.sheet(width), self.title, self.alt)

    def figure(self, width: float = WIDTH, *, dark: bool = False) -> Any:
        """Return the figure as a figure of matplotlib.

        Parameters
        ----------
        width : float, px
        dark : bool
            Light ink on dark paper.

        Returns
        -------
        matplotlib.figure.Figure

        Raises
        ------
        AssessError
            If matplotlib is not installed (E821).
        """
        return figure_of(self.sheet(width, alone=True), DARK if dark else LIGHT)

    def file(self, kind: str, width: float = WIDTH, *, dark: bool = False) -> bytes:
        """Return the bytes of a file with the caption; the same rows give the same bytes.

        Parameters
        ----------
        kind : {"svg", "png", "pdf"}
        width : float, px
        dark : bool
            Light ink on dark paper; an SVG follows its reader's preference.

        Raises
        ------
        AssessError
            If matplotlib is needed and not installed (E821).
        """
        sheet = self.sheet(width, alone=True)
        if kind == "svg":
            return svg_of(sheet, self.title, self.alt, alone=True).encode()
        return file_of(sheet, kind, clean(self.title), DARK if dark else LIGHT)

    def save(self, path: str | Path, width: float = WIDTH, *, dark: bool = False) -> None:
        """Write the figure with its caption to a file; an older one is replaced only when the new one is whole.

        Parameters
        ----------
        path : str or Path
            Ends in ``.svg``, ``.png`` or ``.pdf``.
        width : float, px
        dark : bool
            Light ink on dark paper; an SVG follows its reader's preference.

        Raises
        ------
        AssessError
            If it ends otherwise, is a folder, or lies in no folder (E822); if matplotlib is needed and not installed
            (E821); if it cannot be written (E611).
        """
        target = Path(path)
        check_target(target)
        put(target, self.file(target.suffix.lower().removeprefix("."), width, dark=dark))


def check_target(target: Path) -> None:
    """Refuse a file that no figure can be written to.

    Raises
    ------
    AssessError
        E822: it ends in none of the endings known, is a folder, or lies in no folder.
    """
    if target.suffix.lower() not in FORMATS:
        _refuse(
            f"a figure ends in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}, and {quoted(target.name)} does not",
            f"write to {target.with_suffix('.svg').name}" if target.name else None,
        )
    if is_folder(target):
        _refuse(f"{quoted(str(target))} is a folder", "name a file in it")
    if not is_folder(target.parent):
        _refuse(f"there is no folder {quoted(str(target.parent))}", "make it first")


def _refuse(message: str, hint: str | None) -> NoReturn:
    raise AssessError([Finding("E822", message, hint=hint)])


def nothing_to_draw(figure: str, lacking: str, hint: str) -> NoReturn:
    """Refuse a figure for which a case has no rows (E823)."""
    raise AssessError([Finding("E823", f"there is nothing to draw in the figure {figure}: {lacking}", hint=hint)])


def is_empty(error: AssessError) -> bool:
    """Return whether an error only reports that a case has no rows for a figure (E823)."""
    return [finding.code for finding in error.findings] == ["E823"]
