"""Rows with a name, marks along one axis, and a number; on a narrow sheet the name stands above."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assess.domain.quoting import clean
from assess.domain.scale import Scale
from assess.reporting.figures.axis import (
    Axis,
    bands,
    guides,
    names_of_bands,
    ticks,
)
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.lettering import (
    LEADING,
    SIZE,
    SMALL,
    wrapped,
)
from assess.reporting.figures.palette import RULE

NARROW = 520.0
"""Width of a sheet under which names stand above their marks, px."""

_GAP = 14.0
_MARKS = 20.0
"""Height of the marks of a row."""
_TALL = 420.0
"""Height from which the numbers of an axis stand above it and below."""


class Strip:
    """Rows along one axis.

    Parameters
    ----------
    sheet : Canvas
    low, high : float
        Of the axis.
    values : sequence of float
        Where it has numbers.
    write : callable
        How they are written.
    unit : str
        What the axis is of, and in what.
    number : float
        Width kept for the number on the right (px); 0 for none.
    share : float
        Of the width, for names.
    """

    def __init__(
        self,
        sheet: Canvas,
        ends: tuple[float, float],
        values: Sequence[float],
        write: Callable[[float], str],
        unit: str,
        *,
        number: float = 54.0,
        share: float = 0.42,
    ) -> None:
        self.sheet, self._values, self._write, self._unit = sheet, values, write, unit
        self._is_stacked, self._number = sheet.width < NARROW, number + _GAP
        self._names = sheet.width if self._is_stacked else share * sheet.width
        left = 8.0 if self._is_stacked else self._names + _GAP
        self.axis = Axis(*ends, left, sheet.width - max(number, 12.0))
        self._top = self._first = 0.0
        self._scale: Scale | None = None

    def begin(self, scale: Scale | None = None) -> None:
        """Write the head of the axis, with the bands of a scale if it is one of probabilities."""
        sheet, axis, self._scale = self.sheet, self.axis, scale
        y = sheet.height + 2.0
        if scale is not None:
            y = names_of_bands(sheet, axis, scale, y)
        self._top = y
        self._first = ticks(sheet, axis, self._values, self._write, y, above=True)
        sheet.height = self._first + 2.0

    def heading(self, text: str) -> None:
        """Write a heading over the next rows."""
        sheet = self.sheet
        sheet.height = sheet.paragraph(0.0, sheet.height + 7.0, text, self._names, SIZE, bold=True) + 1.0

    def row(self, name: str, note: str = "", number: str = "", *, most: int = 3) -> float:
        """Write a row's name, note and number, and return the height at which its marks go.

        Parameters
        ----------
        name, note : str
            The note is smaller, under the name.
        number : str
        most : int
            Lines of the name at the most.
        """
        sheet, size = self.sheet, SIZE - 0.5
        lines = wrapped(clean(name), self._names, size, most=most)
        notes = wrapped(clean(note), self._names, SMALL, most=2) if note else []
        tall = len(lines) * size * LEADING + len(notes) * SMALL * LEADING
        top = sheet.height + 4.0
        if self._is_stacked:
            sheet.lines(0.0, sheet.lines(0.0, top, lines, size), notes, SMALL, faint=True)
            middle = top + tall + _MARKS / 2
            sheet.height = top + tall + _MARKS
        else:
            height = max(tall, _MARKS)
            start = top + (height - tall) / 2
            sheet.lines(0.0, sheet.lines(0.0, start, lines, size), notes, SMALL, faint=True)
            middle = top + height / 2
            sheet.height = top + height
        if number:
            sheet.number(sheet.width, middle, number, self._number, size)
        return middle

    def rule(self) -> None:
        """Draw a faint line across."""
        sheet = self.sheet
        sheet.line([(0.0, sheet.height + 4.0), (sheet.width, sheet.height + 4.0)], opacity=RULE)
        sheet.height += 6.0

    def end(self, *beside: tuple[Axis, Sequence[float], Callable[[float], str], str]) -> None:
        """Draw what lies beneath the rows, and write the foot of the axis.

        Parameters
        ----------
        beside : tuple of axis, numbers, how they are written, and unit
            Further axes of the same rows.
        """
        sheet, axis = self.sheet, self.axis
        bottom = sheet.height + 6.0
        if self._scale is None:
            guides(sheet, axis, self._values, self._first, bottom)
        else:
            bands(sheet, axis, self._scale, self._top, bottom)
        y = bottom
        for scale, values, write, unit in ((axis, self._values, self._write, self._unit), *beside):
            sheet.line([(scale.left, bottom), (scale.right, bottom)], opacity=0.6)
            if bottom - self._top > _TALL:
                y = ticks(sheet, scale, values, write, bottom)
            sheet.text((scale.left + scale.right) / 2, y + SMALL + 4.0, unit, SMALL, "middle", faint=True)
        sheet.height = y + SMALL * LEADING + 8.0
