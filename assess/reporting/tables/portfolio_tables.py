"""The tables of many cases."""

from __future__ import annotations

from assess.compile.joined_cases import member_of
from assess.domain.loaded_cases import case_scale
from assess.domain.number_text import decibans, percent, spoken
from assess.history.portfolio import (
    DuePrediction,
    Portfolio,
    PortfolioCase,
    PortfolioMove,
)
from assess.history.source_weights import CarryingSource
from assess.reporting.tables.calibration_tables import bin_label, group_table
from assess.reporting.tables.record_table import RecordTable, Texts, record_table
from assess.reporting.words import portfolio_sentences as words
from assess.reporting.words.confidence_sentences import LEVELS
from assess.reporting.words.judgements import likelihood
from assess.scoring.columns import columns
from assess.scoring.labels import Names

MOST_SOURCES = 20
"""Sources that are listed."""


class PortfolioTables:
    """The tables of a portfolio; each case has the words of its own scale."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._names = {case: Names(result) for case, result in portfolio.results.items()}
        self._scales = {case: case_scale(result.case) for case, result in portfolio.results.items()}

    def cases(self) -> RecordTable:
        """Return the cases, each with its first answer."""

        def answer(case: PortfolioCase) -> str:
            names, result = self._names[case.case], self._portfolio.results[case.case]
            if case.ident in result.questions:
                return names.answer(case.ident, result.questions[case.ident].leading)
            return names.claim(case.ident)

        texts: Texts = {
            "case": lambda case: self._member(case.case, case.ident),
            "probability": lambda case: percent(case.probability, self._scales[case.case]),
            "term": lambda case: None if case.term is None else spoken(case.term, self._scales[case.case]),
            "level": lambda case: None if case.level is None else LEVELS[case.level](),
            "ident": answer,
        }
        order = ("probability", "term", "level", "items", "recorded", "case", ...)
        return record_table([self._portfolio.cases], columns(PortfolioCase, "shell", order), texts=texts)

    def moved(self) -> RecordTable:
        """Return the claims and predictions that moved, furthest first."""

        def before(move: PortfolioMove) -> str:
            return "-" if move.change.before is None else self._likelihood(move.case, move.change.before.probability)

        def after(move: PortfolioMove) -> str:
            return "-" if move.change.after is None else self._likelihood(move.case, move.change.after.probability)

        texts: Texts = {
            "case": lambda move: self._member(move.case, move.change.id),
            "before": before,
            "after": after,
            "id": lambda move: self._names[move.case].claim(move.change.id),
        }
        shown = columns(PortfolioMove, "shell", ("before", "after", "change_db", "case", "id"))
        return record_table([self._portfolio.moved], shown, texts=texts)

    def due(self) -> RecordTable:
        """Return the predictions that nobody has settled, earliest due first."""

        def probability(due: DuePrediction) -> str | None:
            return None if due.probability is None else percent(due.probability, self._scales[due.case])

        texts: Texts = {
            "case": lambda due: self._member(due.case, due.id),
            "overdue": lambda due: words.status(due.overdue),
            "probability": probability,
            "id": lambda due: self._names[due.case].claim(due.id),
        }
        return record_table([self._portfolio.due], columns(DuePrediction, "shell"), texts=texts)

    def sources(self) -> RecordTable:
        """Return the sources that carry the most weight."""
        shown = columns(CarryingSource, "shell", ("weight_db", "items", "cases", "id"))
        called = {
            member_of(result.case, source)[1]: written.name
            for result in reversed(list(self._portfolio.results.values()))
            for source, written in result.case.sources.items()
            if written.name is not None
        }
        texts: Texts = {
            "weight_db": lambda source: decibans(source.weight_db).lstrip("+"),
            "id": lambda source: called.get(source.id, source.id),
        }
        return record_table([self._portfolio.sources[:MOST_SOURCES]], shown, texts=texts)

    def groups(self) -> RecordTable:
        """Return the settled predictions by the probability that they had."""
        scores = self._portfolio.calibration
        return group_table(() if scores is None else scores.table, "held", bin_label)

    def _member(self, case: str, ident: str) -> str:
        return member_of(self._portfolio.results[case].case, ident)[0]

    def _likelihood(self, case: str, probability: float) -> str:
        return likelihood(probability, self._scales[case])
