"""The figure of how many items each source of a case made and passed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.analysis.rankings import written_items_by_source
from assess.domain.case import Case
from assess.domain.number_text import chance
from assess.reporting.figures.axis import even_steps, key
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot, nothing_to_draw
from assess.reporting.figures.palette import BLUE
from assess.reporting.figures.strip import Strip
from assess.reporting.words import figure_labels, figure_sentences


@dataclass(frozen=True, slots=True)
class ItemsRow:
    """A source, with how many items it made and passed on."""

    source: str
    name: str
    reliability: str
    as_origin: int
    as_relay: int


def items_rows(case: Case) -> list[ItemsRow]:
    """Return the sources of a case, those of most items first; withdrawn items count too."""
    return [
        ItemsRow(ident, case.sources[ident].name or ident, chance(case.sources[ident].reliability), *counts)
        for ident, counts in written_items_by_source(case).items()
    ]


def items(case: Case, most: int = 0) -> Plot:
    """Draw how many items each source of a case made and passed on.

    Parameters
    ----------
    case : Case
    most : int
        Sources that are drawn, those of most items; 0 for all.

    Raises
    ------
    AssessError
        If it has no items (E823).
    """
    rows = items_rows(case)
    if not rows:
        nothing_to_draw("items", "the case has no items", "add some under evidence")
    rows = rows[: most or len(rows)]
    return Plot(
        "items",
        None,
        figure_labels.ITEMS(),
        figure_labels.ITEMS_CAPTION(),
        tuple(rows),
        tuple(figure_sentences.made(row.name, row.reliability, row.as_origin, row.as_relay) for row in rows),
        lambda sheet: _draw(sheet, rows),
    )


def _draw(sheet: Canvas, rows: Sequence[ItemsRow]) -> None:
    sheet.height = key(
        sheet,
        0.0,
        sheet.height,
        sheet.width,
        ((_sign_made, figure_labels.MADE), (_sign_passed, figure_labels.PASSED_ON)),
    )
    steps = even_steps(0.0, max(row.as_origin + row.as_relay for row in rows))
    strip = Strip(sheet, (0.0, steps[-1]), steps, "{:g}".format, figure_labels.ITEMS_AXIS())
    strip.begin()
    for row in rows:
        y = strip.row(f"{row.name} ({row.reliability})", number=str(row.as_origin + row.as_relay), most=2)
        start, middle, end = map(strip.axis.at, (0.0, row.as_origin, row.as_origin + row.as_relay))
        sheet.box(start, y - 6.0, middle, y + 6.0, BLUE)
        sheet.box(middle, y - 6.0, end, y + 6.0, BLUE, _PASSED)
    strip.end()


_PASSED = 0.4


def _sign_made(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, BLUE)


def _sign_passed(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, BLUE, _PASSED)
