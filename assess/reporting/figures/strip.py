"""Rows with a name, marks along one axis, and a number."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from assess.domain.language import figure
from assess.domain.number_text import spoken
from assess.domain.scale import Scale
from assess.reporting.figures.chart import TALLEST, WIDTH, harmless, inline
from assess.reporting.figures.label_widths import LEADING, SIZE, SMALL, width_of, wrapped
from assess.reporting.figures.palette import BAND, BLUE, FAINT, INK

LEFT, RIGHT = 290.0, 590.0
"""Where an axis begins and ends, px."""
TENTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
PERCENT = "round(100*datum.value)"
"""How a chart writes a probability on an axis."""

_LEAST, _GAP = 22.0, 5.0
_HEADING = 24.0
_LEVEL = 16.0


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its record, the texts beside its marks, and further values that the marks need.

    Parameters
    ----------
    record : dataclass
        Its fields are values of the chart's data.
    said : str
        The row as a sentence: the tooltip in a notebook.
    name, note, number : str
        The note is set small under the name, the number on the right.
    heading : str
        The heading above the row, written where it changes.
    values : dict
    """

    record: Any
    said: str
    name: str
    note: str = ""
    number: str = ""
    heading: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of numbers.

    Parameters
    ----------
    title : str
    ticks : sequence of float
        Where it is labelled, from one end to the other.
    label : str
        The Vega expression that formats a tick.
    left, right : float, px
    """

    title: str
    ticks: Sequence[float] = TENTHS
    label: str = PERCENT
    left: float = LEFT
    right: float = RIGHT

    def x(self, name: str) -> Any:
        """Return the encoding of a field along the axis."""
        import altair as alt  # slow to load

        scale = alt.Scale(domain=[self.ticks[0], self.ticks[-1]], range=[self.left, self.right], nice=False, clamp=True)
        look = {"title": harmless(self.title), "tickSize": 4, "orient": "bottom"}
        drawn = alt.Axis(values=list(self.ticks), labelExpr=self.label, **look)
        return alt.X(f"{name}:Q", scale=scale, axis=drawn)

    def at(self, value: float) -> float:
        """Return the position of a number (px)."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def of(self, place: float) -> float:
        """Return the number at a position (px)."""
        low, high = self.ticks[0], self.ticks[-1]
        return low + (place - self.left) / (self.right - self.left) * (high - low)


class Panel:
    """Some rows of a figure, from which layers are made.

    Parameters
    ----------
    data : altair.Data
    height : float, px
    axis : Axis
    """

    def __init__(self, data: Any, height: float, axis: Axis) -> None:
        self.data, self.height, self.axis = data, height, axis

    def _chart(self) -> Any:
        import altair as alt  # slow to load

        return alt.Chart(self.data)

    def y(self, name: str = "y") -> Any:
        """Return the encoding of a height (px from above)."""
        import altair as alt  # slow to load

        scale = alt.Scale(domain=[0, self.height], range=[0, self.height], nice=False, zero=False)
        return alt.Y(f"{name}:Q", scale=scale, axis=None)

    def rule(self, low: str, high: str, axis: Axis | None = None, colour: Any = BLUE, **look: Any) -> Any:
        """Return lines from one field to another; thick ones serve as bars."""
        import altair as alt  # slow to load

        chart = self._chart().mark_rule(**look)
        ends = {"x": (axis or self.axis).x(low), "x2": alt.X2(high)}
        return chart.encode(**ends, y=self.y(), color=_colour(colour), tooltip=alt.Tooltip("said:N"))

    def tick(self, name: str, axis: Axis | None = None, **look: Any) -> Any:
        """Return upright ticks at a field."""
        import altair as alt  # slow to load

        chart = self._chart().mark_tick(**{"orient": "vertical", "thickness": 1.6, "size": 15, **look})
        return chart.encode(x=(axis or self.axis).x(name), y=self.y(), tooltip=alt.Tooltip("said:N"))

    def dot(self, name: str, axis: Axis | None = None, colour: str = BLUE, full: str = "true", **look: Any) -> Any:
        """Return dots at a field, filled where an expression holds, else hollow."""
        import altair as alt  # slow to load

        chart = self._chart().mark_point(**{"size": 62, "strokeWidth": 1.6, "opacity": 1.0, **look})
        return chart.encode(
            x=(axis or self.axis).x(name),
            y=self.y(),
            stroke=alt.StrokeValue(colour),
            fill=alt.FillValue("transparent", condition={"test": full, "value": colour}),
            tooltip=alt.Tooltip("said:N"),
        )

    def text(self, name: str, x: float, y: str = "y", **look: Any) -> Any:
        """Return the texts of a field at a position (px)."""
        import altair as alt  # slow to load

        marks = self._chart().mark_text(**{"lineBreak": "\n", "baseline": "middle", **look})
        return marks.encode(x=alt.XValue(x), y=self.y(y), text=alt.Text(f"{name}:N"))


def _colour(colour: Any) -> Any:
    import altair as alt  # slow to load

    return alt.ColorValue(colour) if isinstance(colour, str) else colour


def strip(
    lines: Sequence[Line],
    axis: Axis,
    marks: Callable[[Panel], Sequence[Any]],
    scale: Scale | None = None,
    is_split: bool = False,
) -> list[Any]:
    """Return rows along an axis as panels, each of which fits on a sheet of paper.

    Parameters
    ----------
    lines : sequence of Line
    axis : Axis
    marks : callable
        Returns the layers of a panel to draw over its names and numbers.
    scale : Scale, optional
        The scale whose bands to draw under the marks, with their terms above.
    is_split : bool
        Whether the layers have axes of their own, side by side.
    """
    import altair as alt  # slow to load

    panels = [_panel(rows, height, axis, marks, scale) for rows, height in _laid_out(lines, _heads(axis, scale)[1])]
    for panel in panels if is_split else ():
        panel.resolve = alt.Resolve(scale=alt.ScaleResolveMap(x="independent"))
    return panels


def _laid_out(lines: Sequence[Line], top: float) -> Iterator[tuple[list[dict[str, Any]], float]]:
    """Yield the rows of each panel with their positions, and its height."""
    rows: list[dict[str, Any]] = []
    y, heading = top, ""
    for line in lines:
        name = wrapped(harmless(line.name), LEFT - 16.0, SIZE, most=3)
        note = wrapped(harmless(line.note), LEFT - 16.0, SMALL, most=2) if line.note else []
        block = len(name) * SIZE * LEADING + len(note) * SMALL * LEADING
        height = max(_LEAST, block + 2.0)
        if rows and y + height + _HEADING > TALLEST:
            yield rows, y + _GAP
            rows, y, heading = [], top, ""
        row = {**asdict(line.record), **line.values, "said": line.said, "number": line.number}
        if line.heading and line.heading != heading:
            heading = line.heading
            row |= {"heading": wrapped(harmless(heading), WIDTH, SIZE, 1, is_bold=True)[0], "head_y": y + 14.0}
            y += _HEADING
        start = y + (height - block) / 2
        row |= {"name": "\n".join(name), "name_y": round(start, 1), "note": "\n".join(note)}
        row |= {"note_y": round(start + len(name) * SIZE * LEADING, 1), "y": round(y + height / 2, 1)}
        rows.append(row)
        y += height + _GAP
    if rows:
        yield rows, y + _GAP


def _panel(
    rows: list[dict[str, Any]],
    height: float,
    axis: Axis,
    marks: Callable[[Panel], Sequence[Any]],
    scale: Scale | None,
) -> Any:
    import altair as alt  # slow to load

    panel = Panel(inline(rows), height, axis)
    layers = [*_bands(panel, scale)] if scale is not None else []
    if any(row["name"] for row in rows):
        look = {"align": "left", "baseline": "top", "lineHeight": SIZE * LEADING}
        layers.append(panel.text("name", 0.0, "name_y", **look))
    if any(row["note"] for row in rows):
        small = {"fontSize": SMALL, "opacity": FAINT, "lineHeight": SMALL * LEADING}
        layers.append(panel.text("note", 0.0, "note_y", align="left", baseline="top", **small))
    if any(row["number"] for row in rows):
        layers.append(panel.text("number", WIDTH, align="right"))
    if any("heading" in row for row in rows):
        layers.append(panel.text("heading", 0.0, "head_y", align="left", fontWeight="bold"))
    return alt.layer(*layers, *marks(panel), width=WIDTH, height=height)


def _heads(axis: Axis, scale: Scale | None) -> tuple[list[tuple[float, float]], float]:
    """Return the positions of a scale's terms, and where they end (px)."""
    places: list[tuple[float, float]] = []
    levels: list[float] = []
    for term in scale.terms if scale is not None else ():
        wide = width_of(spoken(term.term, scale), SMALL) if scale is not None else 0.0
        middle = axis.at((term.low + term.high) / 2)
        middle = min(max(middle, axis.left + wide / 2 - _GAP), WIDTH - wide / 2)
        level = next((n for n, end in enumerate(levels) if end + 2 * _GAP <= middle - wide / 2), len(levels))
        levels[level : level + 1] = [middle + wide / 2]
        places.append((middle, 8.0 + level * _LEVEL))
    return places, len(levels) * _LEVEL + 4.0 if levels else 2.0


def _bands(panel: Panel, scale: Scale) -> Iterator[Any]:
    """Yield every other band of a scale, and the terms of all."""
    import altair as alt  # slow to load

    places, top = _heads(panel.axis, scale)
    rows = [
        {
            "term": spoken(term.term, scale),
            "low": term.low,
            "high": term.high,
            "at": panel.axis.of(x),
            "y": y,
            "under": y + 7.5,
        }
        for term, (x, y) in zip(scale.terms, places, strict=True)
    ]
    span = {"x": panel.axis.x("low"), "x2": alt.X2("high")}
    tint = alt.Chart(inline(rows[::2])).mark_rect(color=INK, opacity=BAND)
    yield tint.encode(**span, y=alt.YValue(top), y2=alt.Y2Value(panel.height))
    terms = alt.Chart(inline(rows))
    yield terms.mark_rule(opacity=0.6, strokeWidth=1.5).encode(**span, y=panel.y("under"))
    written = terms.mark_text(fontSize=SMALL, opacity=FAINT, baseline="middle")
    yield written.encode(x=panel.axis.x("at"), y=panel.y(), text=alt.Text("term:N"))


def even_steps(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return round numbers at equal steps that span `low` to `high`.

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


def decimals(values: Sequence[float], is_signed: bool = False) -> str:
    """Return the expression that formats the numbers of an axis as the language does."""
    written = [figure(f"{v:+g}" if is_signed and v else f"{v:g}") for v in values]
    return f"{json.dumps(written)}[round(datum.index*{len(values) - 1})]"
