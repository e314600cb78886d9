"""Tables of tinted cells: a name on the left, numbers in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assess.reporting.figures.chart import TALLEST, WIDTH, harmless, inline
from assess.reporting.figures.label_widths import LEADING, SIZE, SMALL, width_of, wrapped
from assess.reporting.figures.palette import BLUE, FAINT, INK

_LEAST, _BROADEST, _GAP = 24.0, 120.0, 2.0
_NAMES = 0.42
_SIGN = 22.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A text on a tint.

    Parameters
    ----------
    text : str
        Broken at its line breaks, and where a line would be too long.
    opacity : float
        Of the tint; 0 for none.
    colour : str
    is_open : bool
        Whether it has a dashed edge in place of a tint.
    said : str
        The tooltip in a notebook.
    """

    text: str
    opacity: float = 0.0
    colour: str = BLUE
    is_open: bool = False
    is_bold: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row of cells with its name, a small note under the name, and a sign before the cells."""

    name: str
    cells: Sequence[Cell | None]
    note: str = ""
    sign: str = ""
    record: dict[str, Any] = field(default_factory=dict)


def cells(heads: Sequence[str], rows: Sequence[CellRow], heading: str = "") -> list[Any]:
    """Return a table of cells as panels, each of which fits on a sheet of paper.

    Parameters
    ----------
    heads : sequence of str
        Over the columns.
    rows : sequence of CellRow
    heading : str
        Over each panel.
    """
    reserve = _SIGN if any(row.sign for row in rows) else 0.0
    longest = max(width_of(harmless(text), SIZE) for row in rows for text in (row.name, row.note))
    wide = min(_BROADEST, (WIDTH - min(_NAMES * WIDTH, longest + 14.0) - reserve) / len(heads))
    left = WIDTH - wide * len(heads)
    names = left - reserve - 12.0
    head = [wrapped(harmless(text), wide - 6.0, SMALL, most=3) for text in heads]
    title = wrapped(harmless(heading), WIDTH, SIZE, most=2, is_bold=True) if heading else []
    top = 16.0 * len(title) + max(map(len, head)) * SMALL * LEADING + 6.0
    panels: list[Any] = []
    placed: list[tuple[CellRow, dict[str, Any]]] = []
    y = top
    for row in rows:
        lines = wrapped(harmless(row.name), names, SIZE, most=3)
        notes = wrapped(harmless(row.note), names, SMALL, most=1) if row.note else []
        block = len(lines) * SIZE * LEADING + len(notes) * SMALL * LEADING
        inner = max(len(_lines(cell.text, wide)) for cell in row.cells if cell)
        height = max(_LEAST, block + 4.0, inner * SIZE * LEADING + 8.0)
        if placed and y + height > TALLEST:
            panels.append(_panel(title, head, placed, (left, wide, top, y)))
            placed, y = [], top
        start = y + (height - block) / 2
        texts = {"name": "\n".join(lines), "note": "\n".join(notes), "sign": row.sign, "name_y": round(start, 1)}
        note_y = round(start + len(lines) * SIZE * LEADING, 1)
        placed.append((row, {**row.record, **texts, "note_y": note_y, "y": y, "y2": y + height - _GAP}))
        y += height
    return [*panels, _panel(title, head, placed, (left, wide, top, y))]


def _lines(text: str, wide: float) -> list[str]:
    return [line for part in text.split("\n") for line in wrapped(harmless(part), wide - 8.0, SIZE, most=3)]


def _panel(
    title: Sequence[str],
    head: Sequence[Sequence[str]],
    placed: Sequence[tuple[CellRow, dict[str, Any]]],
    sizes: tuple[float, float, float, float],
) -> Any:
    import altair as alt  # slow to load

    left, wide, top, height = sizes

    def x(name: str) -> Any:
        return alt.X(f"{name}:Q", scale=alt.Scale(domain=[0, WIDTH], range=[0, WIDTH], nice=False), axis=None)

    def y(name: str) -> Any:
        return alt.Y(f"{name}:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False), axis=None)

    def text(data: Any, name: str, place: str, at: Any, **look: Any) -> Any:
        return (
            alt.Chart(data)
            .mark_text(**{"lineBreak": "\n", **look})
            .encode(x=at, y=y(place), text=alt.Text(f"{name}:N"))
        )

    tall = SMALL * LEADING
    heads = [
        {"head": "\n".join(lines), "x": left + (n + 0.5) * wide, "y": top - 6.0 - tall * len(lines)}
        for n, lines in enumerate(head)
    ]
    boxes = [
        {
            "text": "\n".join(_lines(cell.text, wide)),
            "said": cell.said or f"{row.name}: {cell.text}",
            "x": left + n * wide + 1.0,
            "x2": left + (n + 1) * wide - 1.0,
            "xm": left + (n + 0.5) * wide,
            **{name: place[name] for name in ("y", "y2")},
            "colour": cell.colour,
            "tint": cell.opacity,
            "ym": (place["y"] + place["y2"]) / 2,
            "look": "open" if cell.is_open else "bold" if cell.is_bold else "plain",
        }
        for row, place in placed
        for n, cell in enumerate(row.cells)
        if cell is not None
    ]
    for box in boxes:
        box["ym"] = box["ym"] - (box["text"].count("\n")) * SIZE * LEADING / 2
    span = {"x": x("x"), "x2": alt.X2("x2"), "y": y("y"), "y2": alt.Y2("y2")}
    box_chart, small = alt.Chart(inline(boxes)), {"fontSize": SMALL, "opacity": FAINT, "lineHeight": tall}
    colour, tint = alt.Color("colour:N", scale=None), alt.Opacity("tint:Q", scale=None)
    rows = inline(place for _, place in placed)
    zero, beside = alt.value(0), alt.value(left - _SIGN / 2)
    block = {"align": "left", "baseline": "top"}
    layers = [
        box_chart.transform_filter("datum.tint > 0")
        .mark_rect()
        .encode(**span, color=colour, opacity=tint, tooltip=alt.Tooltip("said:N")),
        box_chart.transform_filter("datum.look == 'open'")
        .mark_rect(fill="transparent", stroke=INK, strokeDash=[3, 3], strokeOpacity=0.5)
        .encode(**span, tooltip=alt.Tooltip("said:N")),
        *(
            text(inline(some), "text", "ym", x("xm"), baseline="middle", lineHeight=SIZE * LEADING, **look)
            for kind, look in _LOOKS.items()
            if (some := [box for box in boxes if box["look"] == kind])
        ),
        text(rows, "name", "name_y", zero, lineHeight=SIZE * LEADING, **block),
        text(rows, "note", "note_y", zero, **small, **block),
        text(inline(heads), "head", "y", x("x"), **small, baseline="top"),
    ]
    if any(row.sign for row, _ in placed):
        signs = [{"sign": row.sign, "y": (place["y"] + place["y2"]) / 2} for row, place in placed]
        layers.append(text(inline(signs), "sign", "y", beside, baseline="middle", fontSize=14))
    if title:
        said = inline([{"title": "\n".join(title), "y": 0.0}])
        layers.append(text(said, "title", "y", zero, **block, fontWeight="bold", lineHeight=15))
    return alt.layer(*layers, width=WIDTH, height=height)


_LOOKS: dict[str, dict[str, Any]] = {"plain": {}, "bold": {"fontWeight": "bold"}, "open": {"opacity": FAINT}}
