"""Tables of tinted cells: a name on the left, numbers in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.domain.quoting import clean
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.lettering import (
    LEADING,
    SIZE,
    SMALL,
    width_of,
    wrapped,
)
from assess.reporting.figures.palette import RULE
from assess.reporting.figures.strip import NARROW

_CELL = 22.0
_WIDEST = 92.0
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A number on a tint.

    Parameters
    ----------
    text : str
    colour : str
    opacity : float
        Of the tint; 0 for none.
    is_open : bool
        Whether it has a dashed edge in place of a tint.
    """

    text: str
    colour: str
    opacity: float
    is_open: bool = False
    is_bold: bool = False


class Cells:
    """Rows of cells under heads; on a narrow sheet a row's name stands above its cells.

    Parameters
    ----------
    sheet : Canvas
    columns : int
    reserve : float
        Width kept on the left of the cells for a sign (px).
    """

    def __init__(self, sheet: Canvas, columns: int, reserve: float = 0.0) -> None:
        self.sheet, self._reserve = sheet, reserve
        self._is_stacked = sheet.width < NARROW
        space = (sheet.width if self._is_stacked else 0.6 * sheet.width) - reserve
        self.wide = min(_WIDEST, space / columns)
        self._left = reserve if self._is_stacked else sheet.width - columns * self.wide
        self._names = sheet.width if self._is_stacked else self._left - reserve - 12.0

    def head(self, heads: Sequence[str]) -> None:
        """Write the heads of the columns."""
        sheet = self.sheet
        lines = [wrapped(clean(head), self.wide - 4.0, SMALL, most=3) for head in heads]
        tall = max(map(len, lines)) * SMALL * LEADING
        for n, parts in enumerate(lines):
            top = sheet.height + tall - len(parts) * SMALL * LEADING
            sheet.lines(self._middle(n), top, parts, SMALL, "middle", faint=True)
        sheet.height += tall + 3.0

    def heading(self, text: str, *, most: int = 3) -> None:
        """Write a heading over the next rows."""
        sheet = self.sheet
        sheet.height = sheet.paragraph(0.0, sheet.height + 12.0, text, sheet.width, SIZE, bold=True, most=most) + 2.0

    def row(self, name: str, cells: Sequence[Cell], note: str = "") -> tuple[float, float]:
        """Write a row, and return where a sign before its cells goes."""
        sheet, size = self.sheet, SIZE - 0.5
        lines = wrapped(clean(name), self._names, size, most=2)
        notes = wrapped(clean(note), self._names, SMALL, most=2) if note else []
        tall = len(lines) * size * LEADING + len(notes) * SMALL * LEADING
        top = sheet.height + _GAP
        if self._is_stacked:
            sheet.lines(0.0, sheet.lines(0.0, top + 3.0, lines, size), notes, SMALL, faint=True)
            top += tall + 5.0
            height = _CELL
        else:
            height = max(_CELL, tall + 4.0)
            start = top + (height - tall) / 2
            sheet.lines(0.0, sheet.lines(0.0, start, lines, size), notes, SMALL, faint=True)
        for n, cell in enumerate(cells):
            self._cell(n, cell, top, top + height)
        sheet.height = top + height
        return self._left - self._reserve / 2, top + height / 2

    def _cell(self, column: int, cell: Cell, top: float, bottom: float) -> None:
        sheet = self.sheet
        left = self._left + column * self.wide
        if cell.opacity:
            sheet.box(left + 1.0, top, left + self.wide - 1.0, bottom, cell.colour, cell.opacity)
        if cell.is_open:
            sheet.frame(left + 1.5, top + 0.5, left + self.wide - 1.5, bottom - 0.5, opacity=0.5, dashes=(3.0, 3.0))
        size = SMALL if width_of(cell.text, SIZE - 0.5) > self.wide - 4.0 else SIZE - 0.5
        middle, look = (top + bottom) / 2, {"faint": cell.is_open, "bold": cell.is_bold}
        sheet.number(self._middle(column), middle, cell.text, self.wide - 2.0, size, "middle", **look)

    def _middle(self, column: int) -> float:
        return self._left + (column + 0.5) * self.wide

    def rule(self) -> None:
        """Draw a faint line across."""
        sheet = self.sheet
        sheet.line([(0.0, sheet.height + 4.0), (sheet.width, sheet.height + 4.0)], opacity=RULE)
        sheet.height += 6.0
