"""Adding intervals and levels of confidence to the results of a scoring, from draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from assess.compile.model import Compiled
from assess.errors import AssessError, Finding
from assess.scoring.claims import stated_in
from assess.scoring.confidence_figures import confidences
from assess.scoring.draws import Draws, Progress, draw, held_of, ranges
from assess.scoring.results import ClaimResult, QuestionResult, RateResult, SourceResult

MOST_VALUES = 2**27
"""The most numbers in the draws of all hypotheses and claims together: 1 GiB."""


class WithIntervals(NamedTuple):
    """Questions, claims and predictions, sources and shared rates with their intervals, by id, and the draws."""

    questions: dict[str, QuestionResult]
    claims: dict[str, ClaimResult]
    sources: dict[str, SourceResult]
    rates: dict[str, RateResult]
    drawn: Draws


def with_intervals(
    model: Compiled,
    questions: Mapping[str, QuestionResult],
    claims: Mapping[str, ClaimResult],
    sources: Mapping[str, SourceResult],
    rates: Mapping[str, RateResult],
    draws: int,
    seed: int,
    progress: Progress | None = None,
) -> WithIntervals:
    """Return the results of a scoring with their intervals and levels of confidence.

    Raises
    ------
    AssessError
        E412 if the draws would be too many numbers.
    """
    kept = len(claims) + len(rates) + sum(len(question.posterior) for question in questions.values())
    if kept * held_of(draws) > MOST_VALUES:
        message = f"{draws:,} draws of {kept:,} probabilities are over the bound of {MOST_VALUES:,} numbers"
        raise AssessError([Finding("E412", message, hint=f"draw {MOST_VALUES // kept:,} at most, or 0 for none")])
    every = stated_in(model.layout.case)
    drawn = draw(model, {i: says for i, says in every.items() if i in claims}, draws, seed, progress, rates=rates)
    questions = {ident: _question(question, drawn) for ident, question in questions.items()}
    claims = {ident: _claim(claim, drawn) for ident, claim in claims.items()}
    sources = {ident: _source(source, drawn, model) for ident, source in sources.items()}
    intervals = {ident: claim.interval for ident, claim in claims.items() if claim.interval is not None}
    intervals |= {ident: q.interval[q.leading] for ident, q in questions.items() if q.interval is not None}
    levels = confidences(model, questions, sources, intervals, every.keys() - claims.keys())
    return WithIntervals(
        {ident: replace(question, confidence=levels.get(ident)) for ident, question in questions.items()},
        {ident: replace(claim, confidence=levels.get(ident)) for ident, claim in claims.items()},
        sources,
        {ident: _rate(rate, drawn) for ident, rate in rates.items()},
        drawn,
    )


def _question(question: QuestionResult, drawn: Draws) -> QuestionResult:
    """Return an instance with the intervals of its hypotheses."""
    both = dict(zip(question.posterior, drawn.intervals["question", question.id], strict=True))
    return replace(
        question,
        interval={hypothesis: wide for hypothesis, (wide, _) in both.items()},
        interval_50={hypothesis: middle for hypothesis, (_, middle) in both.items()},
    )


def _claim(claim: ClaimResult, drawn: Draws) -> ClaimResult:
    """Return a claim or prediction with its intervals, or without if its draws were not kept."""
    if ("claim", claim.id) not in drawn.intervals:
        return claim
    ((wide, middle),) = drawn.intervals["claim", claim.id]
    return replace(claim, interval=wide, interval_50=middle)


def _rate(rate: RateResult, drawn: Draws) -> RateResult:
    """Return a shared rate with its intervals."""
    ((wide, middle),) = drawn.intervals["rate", rate.id]
    return replace(rate, interval=wide, interval_50=middle)


def _source(source: SourceResult, drawn: Draws, model: Compiled) -> SourceResult:
    """Return a source with its intervals, or without if its reliability is uncertain and was not drawn."""
    both = drawn.intervals.get(("source", source.id))
    if both is None:
        if np.isfinite(model.testimony.witnesses[source.id].size):
            return source
        both = ranges(np.array([[source.posterior]]))
    ((wide, middle),) = both
    return replace(source, interval=wide, interval_50=middle)
