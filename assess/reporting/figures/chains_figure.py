"""The figure of who told whom: sources, those who passed on what they said, and the analyst."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from assess.analysis.digest.lead_answer import lead_answer
from assess.analysis.explaining.chain_graph import ANALYST, ChainGraph, Passage, Speaker, chain_graph
from assess.reporting.figures.chart import WIDTH, Chart, finished, harmless, inline, nothing_to_draw
from assess.reporting.figures.label_widths import LEADING, SMALL, wrapped
from assess.reporting.figures.palette import BLUE, INK
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.count_nouns import items
from assess.reporting.words.lead_sentences import whose_word
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

MOST = 16
"""Sources of a column that are drawn, those of most weight."""

_LAST, _BETWEEN = 76.0, 64.0
"""Width of the analyst's box, and between columns, px."""
_APART, _PAD, _GAP = 7.0, 5.0, 8.0
_THICKEST, _BROADEST = 16.0, 300.0

Piece = tuple[float, float, float, float]
"""Of a line: from where to where, in px."""


def chain_rows(result: Assessment, ident: str | None = None) -> list[Passage]:
    """Return who told whom and with how much weight, weightiest first, for one claim or for all that was scored.

    Parameters
    ----------
    result : Assessment
    ident : str, optional
        A claim, a prediction, an instance or ``instance:hypothesis``.

    Raises
    ------
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    return list(chain_graph(result, ident).passages)


def chains(result: Assessment, ident: str | None = None, country: str | None = None) -> Chart:
    """Draw who told whom, from the first who said something to the analyst; the thicker a line, the more weight.

    Parameters
    ----------
    result : Assessment
    ident : str, optional
        A claim, a prediction, an instance or ``instance:hypothesis``; all that was scored if left out.
    country : str, optional
        The code of a country, to draw its items alone.

    Raises
    ------
    AssessError
        If nothing that was scored bears on it (E823).
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    graph, names = chain_graph(result, ident, country), Names(result)
    if not graph.passages:
        nothing_to_draw("chains", "no item is scored", "add one under evidence")
    shown, left_out = _shown(graph)
    said = [_sentence(passage, names) for passage in graph.passages]
    caption = figure_labels.CHAINS_CAPTION()
    if left_out:
        caption = f"{caption} {figure_sentences.not_drawn(left_out)}"
    return finished(
        [_panel(graph, shown, dict(zip(graph.passages, said, strict=True)), names)],
        "chains",
        _title(graph, names) if ident or country else whose_word(lead_answer(result), len(result.evidence), names),
        caption,
        said,
        ident,
    )


def _title(graph: ChainGraph, names: Names) -> str:
    tells = {passage.first for passage in graph.passages if passage.second == ANALYST}
    last = max((speaker for speaker in graph.speakers if speaker.id in tells), key=lambda speaker: speaker.items)
    return figure_sentences.reach_through(last.items, graph.speakers[0].items, names.source(last.id))


def _sentence(passage: Passage, names: Names) -> str:
    hearer = figure_labels.ANALYST() if passage.second == ANALYST else names.source(passage.second)
    return figure_sentences.passed(names.source(passage.first), hearer, len(passage.items), passage.weight_db)


def _shown(graph: ChainGraph) -> tuple[list[Speaker], int]:
    """Return the speakers to draw, and the number left out."""
    by_column: dict[int, list[Speaker]] = {}
    for speaker in graph.speakers:
        by_column.setdefault(speaker.steps, []).append(speaker)
    kept = [speaker for column in by_column.values() for speaker in column[:MOST]]
    return kept, len(graph.speakers) - len(kept)


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a speaker (px)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


def places(
    speakers: Sequence[Speaker], passages: Iterable[Passage], lines: Mapping[str, int]
) -> dict[tuple[str, int], Box]:
    """Return the place of each speaker, and the gaps through which lines pass a column.

    Parameters
    ----------
    speakers : sequence of Speaker
        The weightiest of each column first, which is uppermost.
    passages : iterable of Passage
    lines : dict of str to int
        Of the text of each speaker.

    Returns
    -------
    dict of (str, int) to Box
        By speaker and column, counted from the analyst's: its own, or one that its line goes through.
    """
    column_of = {speaker.id: speaker.steps for speaker in speakers}
    steps = max(column_of.values())
    wide = _wide(steps)
    tall = {(ident, column): lines[ident] * SMALL * LEADING + 2 * _PAD for ident, column in column_of.items()}
    for passage in passages:
        for column in range(column_of[passage.second] + 1, column_of[passage.first]):
            tall[passage.first, column] = _GAP
    columns: dict[int, list[tuple[str, int]]] = {}
    for place in tall:
        columns.setdefault(place[1], []).append(place)
    heights = {column: sum(tall[place] + _APART for place in held) for column, held in columns.items()}
    boxes = {}
    for column, held in columns.items():
        left = (steps - column) * (wide + _BETWEEN)
        y = 2.0 + (max(heights.values()) - heights[column]) / 2
        for place in held:
            boxes[place] = Box(left, y, left + (wide if column else _LAST), y + tall[place])
            y += tall[place] + _APART
    return boxes


def _wide(steps: int) -> float:
    return min(_BROADEST, (WIDTH - _LAST - steps * _BETWEEN) / steps)


def _pieces(passage: Passage, column_of: Mapping[str, int], boxes: Mapping[tuple[str, int], Box]) -> Iterator[Piece]:
    """Yield the pieces of a line from box to box, including those through gaps."""
    columns = range(column_of[passage.first], column_of[passage.second], -1)
    course = [boxes[passage.first, column] for column in columns]
    course.append(boxes[passage.second, column_of[passage.second]])
    for n, (here, there) in enumerate(pairwise(course)):
        if n:
            yield here.left, here.middle, here.right, here.middle
        yield here.right, here.middle, there.left, there.middle


def _panel(graph: ChainGraph, shown: Sequence[Speaker], said: Mapping[Passage, str], names: Names) -> Any:
    import altair as alt  # slow to load

    column_of = {speaker.id: speaker.steps for speaker in shown}
    labels = {speaker.id: _label(speaker, names, _wide(max(column_of.values())) - 2 * _PAD) for speaker in shown}
    drawn = [passage for passage in graph.passages if {passage.first, passage.second} <= column_of.keys()]
    every = places(shown, drawn, {ident: len(lines) for ident, lines in labels.items()})
    boxes = {ident: every[ident, column] for ident, column in column_of.items()}
    height = max(box.bottom for box in every.values()) + 2.0
    most = max(passage.weight_db for passage in graph.passages) or 1.0
    lines = [
        {
            **asdict(passage),
            "said": said[passage],
            "width": 1.0 + (_THICKEST - 1.0) * passage.weight_db / most,
            **dict(zip(("x", "y", "x2", "y2"), piece, strict=True)),
        }
        for passage in drawn
        for piece in _pieces(passage, column_of, every)
    ]
    nodes = [
        {
            **asdict(speaker),
            "label": "\n".join(labels[speaker.id]),
            "x": boxes[speaker.id].left,
            "x2": boxes[speaker.id].right,
            "y": boxes[speaker.id].top,
            "y2": boxes[speaker.id].bottom,
            "text_x": boxes[speaker.id].left + _PAD,
            "text_y": boxes[speaker.id].top + _PAD,
        }
        for speaker in shown
    ]

    def at(channel: Any, name: str, end: float) -> Any:
        return channel(f"{name}:Q", scale=alt.Scale(domain=[0, end], range=[0, end], nice=False), axis=None)

    span = {"x": at(alt.X, "x", WIDTH), "y": at(alt.Y, "y", height), "x2": alt.X2("x2"), "y2": alt.Y2("y2")}
    places_of_text = {"x": at(alt.X, "text_x", WIDTH), "y": at(alt.Y, "text_y", height)}
    chart = alt.Chart(inline(nodes))
    look = {"lineBreak": "\n", "fontSize": SMALL, "lineHeight": SMALL * LEADING}
    return alt.layer(
        alt.Chart(inline(lines))
        .mark_rule(color=BLUE, opacity=0.45)
        .encode(**span, strokeWidth=alt.StrokeWidth("width:Q", scale=None), tooltip=alt.Tooltip("said:N")),
        chart.mark_rect(color=BLUE, fillOpacity=0.1, stroke=INK, strokeOpacity=0.45, strokeWidth=1).encode(**span),
        chart.mark_text(align="left", baseline="top", **look).encode(**places_of_text, text=alt.Text("label:N")),
        width=WIDTH,
        height=height,
    )


def _label(speaker: Speaker, names: Names, wide: float) -> list[str]:
    if speaker.id == ANALYST:
        return [figure_labels.ANALYST(), items(speaker.items)]
    return [*wrapped(harmless(names.source(speaker.id)), wide, SMALL, most=2), items(speaker.items)]
