"""Every question by country, in tiles."""

from __future__ import annotations

from dataclasses import dataclass

from assess.analysis.digest.countries import Tile, grid_countries, tiles
from assess.analysis.digest.lead_answer import moved_by
from assess.domain.number_text import figure_of_points, percent
from assess.reporting.figures.cells import Cell, CellRow, cells
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.palette import DEEPEST
from assess.reporting.words import core_headings, country_sentences, figure_labels, figure_sentences, tile_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class GridRow:
    """A tile: a question in a country, with the answer that leads.

    Parameters
    ----------
    move : float
        Probability that evidence moved from some answers to others.
    instances : int
        How many questions stand behind it; the one that moved farthest is shown.
    items : int
        Scored items that bear on it.
    """

    country: str | None
    question: str
    instance: str
    hypothesis: str
    probability: float
    prior: float
    move: float
    instances: int
    items: int


def grid_rows(result: Assessment) -> list[GridRow]:
    """Return the tiles, question by question."""
    return [_row(tile) for _, row in tiles(result) for tile in row if tile is not None]


def _row(tile: Tile) -> GridRow:
    shown, best = tile.shown, tile.shown.leading
    numbers = (shown.posterior[best], shown.prior[best], moved_by(shown), tile.instances, shown.items)
    return GridRow(tile.country, tile.question, shown.id, best, *numbers)


def grid(result: Assessment) -> Chart:
    """Draw every question by country: its leading answer, the probability, and how far evidence moved it.

    Parameters
    ----------
    result : Assessment

    Raises
    ------
    AssessError
        If nothing is asked (E823).
    """
    names, rows = Names(result), tiles(result)
    drawn = [tile for _, row in rows for tile in row if tile is not None]
    if not drawn:
        nothing_to_draw("grid", "nothing is asked", "ask something under ask")
    countries = grid_countries(result)
    heads = [country_sentences.place(country, names) for country in countries]
    farthest = max(drawn, key=lambda tile: moved_by(tile.shown))
    best = farthest.shown.leading
    where, label = country_sentences.titled(farthest.shown, names), names.in_words(farthest.question, best)
    return finished(
        cells(
            [core_headings.LIKELIEST()] if countries == [None] else heads,
            [CellRow(names.topic(question), [_cell(tile, names) for tile in row]) for question, row in rows],
        ),
        "grid",
        figure_sentences.moved_from(f"{where} “{label}”", farthest.shown.prior[best], farthest.shown.posterior[best]),
        figure_labels.GRID_CAPTION(),
        [_said(tile, names) for tile in drawn],
    )


def _said(tile: Tile, names: Names) -> str:
    text = tile_sentences.tile_text(tile, names)
    change = ", ".join(part for part in (tile_sentences.tile_change(tile), tile_sentences.among(tile)) if part)
    return f"{country_sentences.titled(tile.shown, names)}: {text}" + (f" ({change})" if change else "")


def _cell(tile: Tile | None, names: Names) -> Cell | None:
    if tile is None:
        return None
    question = tile.shown
    text = tile_sentences.tile_text(tile, names)
    if tile.move is not None:
        best, points = question.leading, figure_of_points(tile.move)
        number = percent(question.posterior[best], names.scale)
        text = f"{number} ({points})\n{names.in_words(question.question, best)}"
    tint = DEEPEST * min(1.0, 2.0 * moved_by(question))
    return Cell(text, tint, is_open=not question.items, said=_said(tile, names))
