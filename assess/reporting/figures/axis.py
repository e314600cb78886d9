"""Axes, the bands of a verbal scale, and keys of signs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assess.domain.language import Message
from assess.domain.number_text import in_percent, spoken
from assess.domain.scale import Scale
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.lettering import LEADING, SMALL, width_of
from assess.reporting.figures.palette import BAND, RULE

TENTHS = tuple(n / 10 for n in range(0, 11, 2))
_GAP = 6.0
TICK = 4.0


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of numbers and its place on a sheet (px)."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Return the position of a number; one outside the range is at the nearer end."""
        inside = min(max(value, self.low), self.high)
        return self.left + (inside - self.low) / (self.high - self.low) * (self.right - self.left)


def per_cent(value: float) -> str:
    """Write a mark on an axis of probabilities.

    Examples
    --------
    >>> per_cent(0.2)
    '20'
    """
    return str(in_percent(value))


def names_of_bands(sheet: Canvas, axis: Axis, scale: Scale, top: float) -> float:
    """Write the terms of a scale over their bands, each with a bracket as wide as its band; return where they end."""
    levels: list[float] = []
    for term in scale.terms:
        low, high = axis.at(term.low), axis.at(term.high)
        text = spoken(term.term, scale)
        wide = width_of(text, SMALL)
        middle = min(max((low + high) / 2, axis.left + wide / 2 - _GAP), axis.right - wide / 2 + _GAP)
        start = min(low, middle - wide / 2)
        level = next((n for n, end in enumerate(levels) if end + _GAP <= start), len(levels))
        levels[level : level + 1] = [max(high, middle + wide / 2)]
        y = top + level * (SMALL * LEADING + 7.0)
        sheet.text(middle, y + SMALL, text, SMALL, "middle", faint=True)
        sheet.line([(low + 0.5, y + SMALL + 4.5), (high - 0.5, y + SMALL + 4.5)], opacity=0.6, width=1.5)
    return top + len(levels) * (SMALL * LEADING + 7.0)


def bands(sheet: Canvas, axis: Axis, scale: Scale, top: float, bottom: float) -> None:
    """Shade every other band of a scale."""
    for term in scale.terms[::2]:
        sheet.box(axis.at(term.low), top, axis.at(term.high), bottom, opacity=BAND, beneath=True)


def ticks(
    sheet: Canvas, axis: Axis, values: Sequence[float], write: Callable[[float], str], y: float, *, above: bool = False
) -> float:
    """Write the numbers of an axis, under it or above; return where they end."""
    for value in values:
        x = axis.at(value)
        if not above:
            sheet.line([(x, y), (x, y + TICK)], opacity=0.6)
        sheet.text(x, y + SMALL + (0.0 if above else TICK + 1.0), write(value), SMALL, "middle", faint=True)
    return y + SMALL * LEADING + TICK


def guides(sheet: Canvas, axis: Axis, values: Sequence[float], top: float, bottom: float) -> None:
    """Draw faint lines down from the numbers of an axis."""
    for value in values:
        sheet.line([(axis.at(value), top), (axis.at(value), bottom)], opacity=RULE / 2, beneath=True)


Sign = Callable[[Canvas, float, float], None]
"""Draws a sign from the left end, around a height."""
SIGN = 22.0
"""Width kept for one."""


def key(sheet: Canvas, left: float, top: float, right: float, signs: Sequence[tuple[Sign, Message]]) -> float:
    """Write the key of signs in as many lines as it takes, and return where it ends."""
    x, y = left, top
    for sign, means in signs:
        text = means()
        wide = SIGN + 6.0 + width_of(text, SMALL)
        if x > left and x + wide > right:
            x, y = left, y + SMALL * 1.6
        sign(sheet, x, y + SMALL / 2 + 2.0)
        sheet.text(x + SIGN + 6.0, y + SMALL + 0.5, text, SMALL, faint=True)
        x += wide + 16.0
    return y + SMALL * 1.6 + 6.0


def even_steps(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return round numbers at equal steps, from at most `low` to at least `high`.

    Examples
    --------
    >>> even_steps(-3.2, 7.9), even_steps(0.0, 0.0031)
    ((-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0), (0.0, 0.001, 0.002, 0.003, 0.004))
    """
    span = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(size * power for size in (1.0, 2.0, 5.0, 10.0) if size * power * most >= span * (1.0 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(n * step, 12) for n in range(first, max(last, first + 1) + 1))
