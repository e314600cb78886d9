"""The weight of each item for each hypothesis of a question."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from assess.analysis.rankings import items_by_strength
from assess.domain.evidence import Says
from assess.domain.number_text import decibans, percent
from assess.domain.quoting import UnknownTargetError
from assess.reporting.figures.cells import Cell, CellRow, cells
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.palette import AGAINST, DEEPEST, FOR
from assess.reporting.tables.claim_tables import posterior
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, QuestionResult

_FULL_DB = 3.0
"""Weight from which a cell is as deep as it gets, where no other of the matrix is heavier."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An item and its weight for each hypothesis (dB); None where that is infinite."""

    item: str
    summary: str
    indicator: str
    says: Says
    chain: str
    worth: str
    weights_db: tuple[tuple[str, float | None], ...]


def matrix_rows(result: Assessment, instance: str) -> list[MatrixRow]:
    """Return the scored items that bear on an instance, strongest first.

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
        says = figure_sentences.says(names.indicator(item.indicator, item.about), item.says)
        written = (item.summary or says, item.indicator, item.says, names.chain(item), names.worth(item))
        rows.append(MatrixRow(item.id, *written, tuple(weighed.weight_db.items())))
    return rows


def _asked(result: Assessment, instance: str) -> QuestionResult:
    if instance not in result.questions:
        raise UnknownTargetError(instance, list(result.questions), "instances")
    return result.questions[instance]


def matrix(result: Assessment, instance: str) -> Chart:
    """Draw items against hypotheses, with the weight of each item.

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
    full = max([_FULL_DB, *(abs(weight) for row in rows for _, weight in row.weights_db if weight is not None)])
    written = [_sentence(row) for row in rows]
    priors = [Cell(percent(value)) for value in asked.prior.values()]
    now = [Cell(posterior(asked, h, names.scale), is_bold=True) for h in asked.posterior]
    return finished(
        cells(
            [names.in_words(asked.question, hypothesis) for hypothesis in asked.posterior],
            [
                CellRow(figure_labels.PRIOR_ROW(), priors),
                *(_cells(row, full, said) for row, said in zip(rows, written, strict=True)),
                CellRow(figure_labels.POSTERIOR_ROW(), now),
            ],
        ),
        "matrix",
        figure_labels.MATRIX(question=names.question(instance), item=rows[0].summary),
        figure_labels.MATRIX_CAPTION(),
        written,
        instance,
        figure_labels.MATRIX_KEY(),
    )


def _sentence(row: MatrixRow) -> str:
    return f"{row.item}, {row.summary}: {figure_sentences.weights(row.weights_db)}"


def _cells(row: MatrixRow, full: float, said: str) -> CellRow:
    drawn = [_cell(weight, full, said) for _, weight in row.weights_db]
    return CellRow(row.summary, drawn, f"{row.item}: {row.chain}, {row.worth}", record=asdict(row))


def _cell(weight_db: float | None, full: float, said: str) -> Cell:
    written = decibans(weight_db)
    depth = DEEPEST if weight_db is None else DEEPEST * abs(weight_db) / full
    colour = FOR if weight_db is None or weight_db >= 0.0 else AGAINST
    return Cell(written, 0.0 if written == "0" else depth, colour, said=said)
