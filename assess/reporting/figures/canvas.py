"""A drawing as a list of marks, in px from the upper left corner, for any backend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assess.domain.quoting import clean
from assess.reporting.figures.lettering import (
    LEADING,
    SIZE,
    SMALL,
    SMALLEST,
    width_of,
    wrapped,
)
from assess.reporting.figures.palette import FAINT, INK

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Letters:
    """A line of text; `y` is its base line, and `turned` says that it is read from below."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor
    bold: bool
    opacity: float
    turned: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    width: float
    opacity: float
    dashes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon; with `is_round`, a circle given by its centre and rightmost point."""

    points: tuple[Point, ...]
    colour: str
    opacity: float
    is_round: bool = False


Mark = Letters | Stroke | Area


@dataclass
class Canvas:
    """The sheet that a figure is drawn on.

    Parameters
    ----------
    width : float, px
    margin : float, px
        Around it; not in the width.
    height : float, px
        Grows as figures are laid out from above.
    """

    width: float
    margin: float = 0.0
    height: float = 0.0
    marks: list[Mark] = field(default_factory=list)
    under: list[Mark] = field(default_factory=list)
    """What lies beneath all others."""

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = SIZE,
        anchor: Anchor = "start",
        *,
        bold: bool = False,
        faint: bool = False,
        turned: bool = False,
    ) -> None:
        """Write a line; `y` is its base line."""
        self.marks.append(Letters(x, y, clean(text), size, anchor, bold, FAINT if faint else 1.0, turned))

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float = SIZE,
        anchor: Anchor = "start",
        *,
        bold: bool = False,
        faint: bool = False,
    ) -> float:
        """Write lines one under another from the top `y`, and return where they end."""
        for line in lines:
            self.text(x, y + size, line, size, anchor, bold=bold, faint=faint)
            y += size * LEADING
        return y

    def number(
        self,
        x: float,
        middle: float,
        text: str,
        wide: float,
        size: float = SIZE,
        anchor: Anchor = "end",
        *,
        bold: bool = False,
        faint: bool = False,
    ) -> None:
        """Write a number with its words around a height; in two small lines where it is wider than `wide`."""
        if width_of(text, size, bold) <= wide or text.count(" ") < 2:
            self.text(x, middle + size * 0.36, text, size, anchor, bold=bold, faint=faint)
            return
        words, *number = text.rsplit(" ", 2)
        size = SMALL if width_of(words, SMALL, bold) <= wide else SMALLEST
        self.text(x, middle - size * 0.17, words, size, anchor, bold=bold, faint=faint)
        self.text(x, middle + size * 0.88, " ".join(number), size, anchor, bold=bold, faint=faint)

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        width: float,
        size: float = SIZE,
        *,
        bold: bool = False,
        faint: bool = False,
        most: int = 0,
    ) -> float:
        """Write text in lines that fit, from the top `y`, and return where it ends."""
        return self.lines(x, y, wrapped(clean(text), width, size, bold, most), size, bold=bold, faint=faint)

    def line(
        self,
        points: Sequence[Point],
        colour: str = INK,
        width: float = 1.0,
        opacity: float = 1.0,
        dashes: tuple[float, ...] = (),
        *,
        beneath: bool = False,
    ) -> None:
        """Draw a line through points."""
        (self.under if beneath else self.marks).append(Stroke(tuple(points), colour, width, opacity, dashes))

    def area(self, points: Sequence[Point], colour: str = INK, opacity: float = 1.0, *, beneath: bool = False) -> None:
        """Fill a polygon."""
        (self.under if beneath else self.marks).append(Area(tuple(points), colour, opacity))

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: str = INK,
        opacity: float = 1.0,
        *,
        beneath: bool = False,
    ) -> None:
        """Fill a rectangle."""
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        self.area(corners, colour, opacity, beneath=beneath)

    def frame(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: str = INK,
        opacity: float = 1.0,
        dashes: tuple[float, ...] = (),
        width: float = 1.0,
    ) -> None:
        """Draw the edge of a rectangle."""
        corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        self.line(corners, colour, width, opacity, dashes)

    def dot(self, x: float, y: float, radius: float = 4.0, colour: str = INK, opacity: float = 1.0) -> None:
        """Draw a full dot."""
        self.marks.append(Area(((x, y), (x + radius, y)), colour, opacity, is_round=True))

    def ring(self, x: float, y: float, radius: float = 4.0, colour: str = INK, width: float = 1.4) -> None:
        """Draw a hollow dot."""
        turn = [math.tau * k / 24 for k in range(25)]
        self.line([(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn], colour, width)
