"""Rows made from results, for reports and terminals alike: text, with words and numbers as readers see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assess.domain.number_text import (
    percent,
    percent_range,
    probability_of,
    spoken,
)
from assess.domain.scale import Scale
from assess.reporting.words import (
    inside,
    level,
    own_words,
    read_as,
)
from assess.scoring.labels import Names
from assess.scoring.results import ClaimResult, QuestionResult


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim or prediction: its number, the word that goes with it, and the author's own words."""

    country: str
    probability: str
    interval: str
    word: str
    prior: str
    level: str
    own_words: str
    read_as: str
    inside: str
    claim: str
    id: str


@dataclass(frozen=True, slots=True)
class HypothesisRow:
    """A hypothesis of an instance."""

    hypothesis: str
    prior: str
    probability: str
    interval: str
    word: str
    meaning: str


def claim_rows(claims: Iterable[ClaimResult], names: Names) -> list[ClaimRow]:
    """Return a row for each claim, country by country, those of several countries last."""
    return [
        ClaimRow(
            country=", ".join(claim.countries) or "-",
            probability=percent(claim.probability, names.scale),
            interval=percent_range(claim.interval),
            word=word(claim.term, names.scale),
            prior=percent(claim.prior),
            level=level(claim.confidence),
            own_words=own_words(claim.asserted),
            read_as=read_as(claim.asserted, names.scale),
            inside=inside(claim),
            claim=names.claim(claim.id),
            id=claim.id,
        )
        for claim in by_country(claims)
    ]


def word(term: str | None, scale: Scale) -> str:
    """Return a term of a scale as a table shows it."""
    return "-" if term is None else spoken(term, scale)


def by_country(claims: Iterable[ClaimResult]) -> list[ClaimResult]:
    """Return claims country by country, in the order given; those of several countries last."""
    kept = list(claims)
    order: dict[tuple[str, ...], int] = {}
    for claim in kept:
        order.setdefault(claim.countries, len(order))
    return sorted(kept, key=lambda claim: (len(claim.countries) > 1, order[claim.countries]))


def hypothesis_rows(question: QuestionResult, names: Names) -> list[HypothesisRow]:
    """Return a row for each hypothesis of an instance, in the order of the rubric."""
    return [
        HypothesisRow(
            hypothesis=hypothesis,
            prior=percent(question.prior[hypothesis]),
            probability=posterior(question, hypothesis, names.scale),
            interval=percent_range(question.interval[hypothesis] if question.interval else None),
            word=word(question.term[hypothesis], names.scale),
            meaning=names.hypothesis(question.question, hypothesis),
        )
        for hypothesis in question.posterior
    ]


def posterior(question: QuestionResult, hypothesis: str, scale: Scale) -> str:
    """Return the probability of a hypothesis as it stands beside its word."""
    return probability_of(
        question.posterior[hypothesis],
        question.log_posterior[hypothesis],
        question.log_remainder[hypothesis],
        scale,
    )
