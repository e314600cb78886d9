"""Items against the hypotheses of a question: what each weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.analysis.rankings import items_by_strength
from assess.domain.evidence import Says
from assess.domain.number_text import decibans, percent
from assess.domain.quoting import UnknownTargetError
from assess.domain.scale import Scale
from assess.reporting.figures.axis import key
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.cells import Cell, Cells
from assess.reporting.figures.figure import Plot, nothing_to_draw
from assess.reporting.figures.palette import AGAINST, DEEPEST, FOR
from assess.reporting.tables.claim_tables import posterior
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, QuestionResult

_FULL_DB = 3.0
"""Weight from which a cell is as deep as it gets, where no other of the matrix is heavier."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An item: what it weighs for each hypothesis (dB); None where that is infinite."""

    item: str
    indicator: str
    says: Says
    chain: str
    worth: str
    weights_db: tuple[tuple[str, float | None], ...]


def matrix_rows(result: Assessment, instance: str) -> list[MatrixRow]:
    """Return the scored items that bear on an instance, the strongest first.

    Parameters
    ----------
    result : Assessment
    instance : str

    Raises
    ------
    UnknownTargetError
        If it is not asked; it is a `KeyError`.
    """
    _asked(result, instance)
    names = Names(result)
    rows = []
    for weighed in items_by_strength(result, instance):
        item = names.item(weighed.id)
        cells = (item.indicator, item.says, names.chain(item), names.worth(item))
        rows.append(MatrixRow(item.id, *cells, tuple(weighed.weight_db.items())))
    return rows


def _asked(result: Assessment, instance: str) -> QuestionResult:
    if instance not in result.questions:
        raise UnknownTargetError(instance, list(result.questions), "instances")
    return result.questions[instance]


def matrix(result: Assessment, instance: str) -> Plot:
    """Draw items against hypotheses, with what each item weighs.

    Parameters
    ----------
    result : Assessment
    instance : str
        A question of a subject: ``arac/origin``.

    Raises
    ------
    AssessError
        If no scored item bears on it (E823).
    UnknownTargetError
        If it is not asked; it is a `KeyError`.
    """
    asked, names, rows = _asked(result, instance), Names(result), matrix_rows(result, instance)
    if not rows:
        nothing_to_draw("matrix", f"no scored item bears on {instance}", "name an instance that items bear on")
    labels = [names.label(asked.question, hypothesis) for hypothesis in asked.posterior]
    return Plot(
        "matrix",
        instance,
        figure_labels.MATRIX(question=names.question(instance)),
        figure_labels.MATRIX_CAPTION(),
        tuple(rows),
        tuple(map(_sentence, rows)),
        lambda sheet: _draw(sheet, rows, asked, labels, names.scale),
    )


def _sentence(row: MatrixRow) -> str:
    return f"{row.item}, {figure_sentences.says(row.indicator, row.says)}: {figure_sentences.weights(row.weights_db)}"


def _draw(sheet: Canvas, rows: Sequence[MatrixRow], asked: QuestionResult, labels: Sequence[str], scale: Scale) -> None:
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, _KEY) + 4.0
    table = Cells(sheet, len(asked.posterior))
    table.head(list(labels))
    table.row(figure_labels.PRIOR_ROW(), [Cell(percent(value), FOR, 0.0) for value in asked.prior.values()])
    table.rule()
    full = max([_FULL_DB, *(abs(weight) for row in rows for _, weight in row.weights_db if weight is not None)])
    for row in rows:
        name = f"{row.item}: {figure_sentences.says(row.indicator, row.says)}"
        table.row(name, [_cell(weight, full) for _, weight in row.weights_db], f"{row.chain}, {row.worth}")
    table.rule()
    table.row(
        figure_labels.POSTERIOR_ROW(),
        [Cell(posterior(asked, h, scale), FOR, 0.0, is_bold=True) for h in asked.posterior],
    )
    sheet.height += 8.0


def _cell(weight_db: float | None, full: float) -> Cell:
    depth = DEEPEST if weight_db is None else DEEPEST * abs(weight_db) / full
    colour = FOR if weight_db is None or weight_db >= 0.0 else AGAINST
    return Cell(decibans(weight_db), colour, depth if decibans(weight_db) != "0" else 0.0)


def _ramp(colour: str, sheet: Canvas, x: float, y: float) -> None:
    for n in range(3):
        left = x + n * 22.0 / 3
        sheet.box(left, y - 5.0, left + 22.0 / 3, y + 5.0, colour, DEEPEST * (n + 1) / 3)


_KEY = (
    (lambda sheet, x, y: _ramp(FOR, sheet, x, y), figure_labels.FOR_DB),
    (lambda sheet, x, y: _ramp(AGAINST, sheet, x, y), figure_labels.AGAINST_DB),
)
