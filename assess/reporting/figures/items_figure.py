"""The figure of how many items each source of a case made and passed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assess.analysis.rankings import WrittenItems, written_items_by_source
from assess.domain.case import Case
from assess.domain.number_text import chance
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.strip import Axis, Line, Panel, decimals, even_steps, strip
from assess.reporting.words import figure_labels, figure_sentences


@dataclass(frozen=True, slots=True)
class ItemsRow(WrittenItems):
    """A source, with the numbers of items that it made and passed on."""

    name: str
    reliability: str


def items_rows(case: Case) -> list[ItemsRow]:
    """Return the sources of a case, those with the most items first; withdrawn items count too."""
    return [
        ItemsRow(
            each.source,
            each.as_origin,
            each.as_relay,
            each.items,
            case.sources[each.source].name or each.source,
            chance(case.sources[each.source].reliability),
        )
        for each in written_items_by_source(case)
    ]


def items(case: Case, most: int = 0) -> Chart:
    """Draw the numbers of items that each source of a case made and passed on.

    Parameters
    ----------
    case : Case
    most : int
        How many sources to draw, those with the most items; 0 for all.

    Raises
    ------
    AssessError
        If it has no items (E823).
    """
    rows = items_rows(case)
    if not rows:
        nothing_to_draw("items", "the case has no items", "add some under evidence")
    rows = rows[: most or len(rows)]
    lines = [
        Line(
            row,
            figure_sentences.made(row.name, row.reliability, row.as_origin, row.as_relay),
            f"{row.name} ({row.reliability})",
            number=str(row.items),
            values={"zero": 0},
        )
        for row in rows
    ]
    steps = even_steps(0.0, rows[0].items)
    return finished(
        strip(lines, Axis(figure_labels.ITEMS_AXIS(), steps, decimals(steps)), _marks),
        "items",
        lines[0].said,
        figure_labels.ITEMS_CAPTION(),
        [line.said for line in lines],
        key=figure_labels.ITEMS_KEY(),
    )


def _marks(panel: Panel) -> Sequence[Any]:
    return [
        panel.rule("zero", "as_origin", strokeWidth=12),
        panel.rule("as_origin", "items", strokeWidth=12, opacity=0.4),
    ]
