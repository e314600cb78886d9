"""One claim with its questions, the indicators reported on, and whose word that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from assess.analysis.explaining.claim_graph import (
    ClaimGraph,
    GraphEdge,
    GraphNode,
    claim_graph,
)
from assess.domain.number_text import percent
from assess.domain.quoting import clean
from assess.domain.scale import Scale
from assess.reporting.figures.axis import key
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot
from assess.reporting.figures.lettering import (
    LEADING,
    SMALL,
    SMALLEST,
    wrapped,
)
from assess.reporting.figures.palette import AGAINST, BLUE, FOR
from assess.reporting.figures.strip import NARROW
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.targets import followed

_PAD, _GAP = 6.0, 10.0
_WAY = "\n"
"""Marks a gap that a line goes through; no id holds it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node of the drawing, its column and its text."""

    id: str
    column: int
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """An edge of the drawing, from a box to one further right or in the same column."""

    left: str
    right: str
    says: str | None
    items: int


def network_rows(result: Assessment, ident: str) -> list[GraphNode | GraphEdge]:
    """Return the nodes of a claim's network, then its edges.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance or ``instance:hypothesis``.

    Raises
    ------
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    graph = claim_graph(result, ident)
    return [*graph.nodes, *graph.edges]


def network(result: Assessment, ident: str) -> Plot:
    """Draw one claim with its questions, the indicators reported on, and the sources.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance or ``instance:hypothesis``.

    Raises
    ------
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    graph, names = claim_graph(result, ident), Names(result)
    boxes, lines = _boxes(graph, result, names), _lines(graph)
    target = followed(result, ident)
    return Plot(
        "network",
        ident,
        figure_labels.NETWORK(judged=names.question(ident) if ident in result.questions else names.target(target)),
        figure_labels.NETWORK_CAPTION(),
        (*graph.nodes, *graph.edges),
        tuple(f"{figure_labels.NETWORK_HEADS[box.column]()} {box.id}, {box.note}" for box in boxes),
        lambda sheet: _draw(sheet, boxes, lines),
    )


def _boxes(graph: ClaimGraph, result: Assessment, names: Names) -> list[Box]:
    relays = {edge.first for edge in graph.edges if edge.kind == "passes on"}
    boxes = []
    for node in graph.nodes:
        if node.kind == "question":
            boxes.append(Box(node.id, 0, node.id, _leading(node.id, result, names.scale, graph)))
        elif node.kind == "indicator":
            boxes.append(Box(node.id, 1, node.id.partition("/")[2], figure_sentences.present(node.chance)))
        else:
            column = 3 if node.id in relays else 2
            boxes.append(Box(node.id, column, names.source(node.id), figure_sentences.reliable(node.chance)))
    return boxes


def _leading(instance: str, result: Assessment, scale: Scale, graph: ClaimGraph) -> str:
    first = result.questions[instance].leading
    above = [edge.second for edge in graph.edges if edge.kind == "given" and edge.first == instance]
    return figure_sentences.under(f"{first} {percent(result.questions[instance].posterior[first], scale)}", above)


def _lines(graph: ClaimGraph) -> list[Line]:
    places = {node.id for node in graph.nodes}
    return [
        Line(edge.second, edge.first, edge.says, len(edge.items))
        for edge in graph.edges
        if edge.second in places and edge.kind != "given"
    ]


def _draw(sheet: Canvas, boxes: Sequence[Box], lines: Sequence[Line]) -> None:
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, _KEY) + 6.0
    used = sorted({box.column for box in boxes})
    size = SMALL if sheet.width >= NARROW else SMALLEST
    gap = 34.0 if sheet.width >= NARROW else 16.0
    wide = (sheet.width - gap * (len(used) - 1)) / len(used)
    lefts = {column: n * (wide + gap) for n, column in enumerate(used)}
    for column in used:
        sheet.lines(
            lefts[column],
            sheet.height,
            wrapped(figure_labels.NETWORK_HEADS[column](), wide, size, bold=True),
            size,
            bold=True,
        )
    top = sheet.height + size * LEADING * 2 + 6.0
    texts = {
        box.id: (
            wrapped(clean(box.name), wide - 2 * _PAD, size, most=4),
            wrapped(clean(box.note), wide - 2 * _PAD, size, most=4),
        )
        for box in boxes
    }
    tall = {ident: (len(name) + len(note)) * size * LEADING + 2 * _PAD - 2.0 for ident, (name, note) in texts.items()}
    columns = {box.id: box.column for box in boxes}
    courses = [_course(line, columns) for line in lines]
    for place in dict.fromkeys(place for course in courses for place in course if place not in columns):
        columns[place] = int(place.partition(_WAY)[0])
        tall[place] = 4.0
    middles = _placed(columns, [pair for course in courses for pair in pairwise(course)], tall, top)
    for line, course in zip(lines, courses, strict=True):
        colour, dashes = _look(line.says)
        width = min(3.0, 1.0 + 0.35 * line.items)
        for start, end in pairwise(course):
            left, right = lefts[columns[start]], lefts[columns[end]]
            if left == right:
                middle = (middles[start] + middles[end]) / 2
                points = [(left, middles[start]), (left - gap / 3, middle), (left, middles[end])]
            else:
                points = _curve((left + wide, middles[start]), (right, middles[end]))
                if end not in texts:
                    points.append((right + wide, middles[end]))
            sheet.line(points, colour, width, 0.6 if line.says is None else 1.0, dashes)
    for box in boxes:
        left, middle = lefts[box.column], middles[box.id]
        y0, y1 = middle - tall[box.id] / 2, middle + tall[box.id] / 2
        sheet.box(left, y0, left + wide, y1, BLUE, 0.10)
        sheet.frame(left, y0, left + wide, y1, opacity=0.45)
        name, note = texts[box.id]
        y = sheet.lines(left + _PAD, y0 + _PAD - 2.0, name, size)
        sheet.lines(left + _PAD, y, note, size, faint=True)
    sheet.height = max(middles[box.id] + tall[box.id] / 2 for box in boxes) + 10.0


def _course(line: Line, columns: Mapping[str, int]) -> list[str]:
    """Return the places that a line goes through: its ends, and a gap in each column between."""
    first, last = columns[line.left], columns[line.right]
    return [line.left, *(f"{column}{_WAY}{line.right}" for column in range(first + 1, last)), line.right]


def _placed(
    columns: Mapping[str, int], pairs: Sequence[tuple[str, str]], tall: Mapping[str, float], top: float
) -> dict[str, float]:
    """Return the middle of each place; columns are ordered from the left by what their places are tied to."""
    held: dict[int, list[str]] = {}
    for place, column in columns.items():
        held.setdefault(column, []).append(place)
    longest = max(sum(tall[place] + _GAP for place in ordered) for ordered in held.values())
    middles: dict[str, float] = {}
    for column in sorted(held):
        tied = {
            place: [middles[left] for left, right in pairs if right == place and left in middles]
            for place in held[column]
        }
        means = {place: fmean(near or [top]) for place, near in tied.items()}
        ordered = sorted(means, key=means.__getitem__)
        spare = (longest - sum(tall[place] + _GAP for place in ordered)) / (len(ordered) + 1)
        y = top
        for place in ordered:
            y += spare
            middles[place] = y + tall[place] / 2
            y += tall[place] + _GAP
    return middles


def _curve(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """Return the points of a curve that is level at both ends."""
    across, down = end[0] - start[0], end[1] - start[1]
    shares = [n / 10 for n in range(11)]
    return [(start[0] + across * s, start[1] + down * s * s * (3.0 - 2.0 * s)) for s in shares]


def _look(says: str | None) -> tuple[str, tuple[float, ...]]:
    if says is None:
        return "currentColor", ()
    return (FOR, ()) if says == "present" else (AGAINST, (5.0, 3.0))


def _sign_present(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], FOR, 1.6)


def _sign_absent(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], AGAINST, 1.6, 1.0, (5.0, 3.0))


def _sign_passed(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], width=1.6, opacity=0.5)


_KEY = (
    (_sign_present, figure_labels.SAYS_PRESENT),
    (_sign_absent, figure_labels.SAYS_ABSENT),
    (_sign_passed, figure_labels.BEARS_OR_PASSES),
)
