"""Rows of claims and hypotheses, for reports and terminals alike."""

from __future__ import annotations

from collections.abc import Iterable

from assess.analysis.rankings import claims_by_country
from assess.domain.number_text import (
    probability_of,
)
from assess.domain.scale import Scale
from assess.reporting.tables.record_table import RecordTable, Texts, cell, record_table
from assess.reporting.words.confidence_sentences import level
from assess.reporting.words.judgements import inside, own_words, read_as
from assess.scoring.columns import TableColumn, View, columns
from assess.scoring.labels import Names
from assess.scoring.results import ClaimResult, QuestionResult, Rung, UndefinedClaim

Row = dict[str, str]
"""Cells, by the name of the column."""


def claim_columns(view: View) -> tuple[TableColumn, ...]:
    """Return the columns of a table of claims, with the text last."""
    return columns(
        ClaimResult,
        view,
        (
            *("country", "probability", "interval", "term", "prior", "confidence"),
            *("asserted_words", "asserted_term", "inside", ..., "text"),
        ),
    )


def hypothesis_columns(view: View) -> tuple[TableColumn, ...]:
    """Return the columns of a table of hypotheses, with the numbers before the prior."""
    order = ("country", "instance", "items", "hypothesis", "posterior", "interval", "term", "prior", ...)
    return columns(QuestionResult, view, order)


def claim_rows(claims: Iterable[ClaimResult | UndefinedClaim], names: Names, view: View = "report") -> list[Row]:
    """Return the cells of each claim with its id, country by country, those about several countries last."""
    shown = claim_columns(view)
    return [
        {column.name: cell(column, column.value(claim), names.scale) for column in shown}
        | {
            "confidence": level(claim.confidence),
            "asserted_words": own_words(claim.asserted),
            "asserted_term": read_as(claim.asserted, names.scale),
            "inside": inside(claim),
            "text": names.claim(claim.id),
            "id": claim.id,
        }
        for claim in claims_by_country(claims)
    ]


def hypothesis_rows(question: QuestionResult, names: Names, view: View = "report") -> list[Row]:
    """Return the cells of each hypothesis of an instance with its text, in the order of the rubric."""
    shown = hypothesis_columns(view)
    return [
        {column.name: cell(column, column.value(question, hypothesis), names.scale) for column in shown}
        | {
            "posterior": posterior(question, hypothesis, names.scale),
            "meaning": names.hypothesis(question.question, hypothesis),
        }
        for hypothesis in question.posterior
    ]


def rung_table(rungs: Iterable[Rung], names: Names) -> RecordTable:
    """Return a table of the rungs of ladders of claims, with the text last."""
    shown = columns(Rung, "ladder", ("ladder", "rung", "probability", "interval", "term", "prior", ..., "text"))
    texts: Texts = {"text": lambda rung: f"{names.claim(rung.claim.id)} ({rung.claim.id})"}
    return record_table([rungs], shown, names.scale, texts)


def once_each(rows: Iterable[Row], shown: Iterable[TableColumn]) -> list[tuple[str, ...]]:
    """Return the cells of the hypotheses of an instance, those about the instance itself in the first row only."""
    shown = tuple(shown)
    return [tuple("" if n and not c.by_key else row[c.name] for c in shown) for n, row in enumerate(rows)]


def posterior(question: QuestionResult, hypothesis: str, scale: Scale) -> str:
    """Return the probability of a hypothesis in per cent."""
    return probability_of(
        question.posterior[hypothesis],
        question.log_posterior[hypothesis],
        question.log_remainder[hypothesis],
        scale,
    )
