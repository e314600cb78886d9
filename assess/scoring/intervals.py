"""Intervals, read off draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assess.compile.model import Compiled
from assess.scoring.claims import stated_in
from assess.scoring.draws import (
    Draws,
    Progress,
    draw,
    ranges,
)
from assess.scoring.results import (
    Assessment,
    ClaimResult,
    QuestionResult,
    SourceResult,
)


def with_intervals(
    result: Assessment, model: Compiled, draws: int, seed: int, progress: Progress | None = None
) -> Assessment:
    """Return a result with an interval for every probability.

    Parameters
    ----------
    result : Assessment
    model : Compiled
        What it was read off.
    draws, seed : int
    progress : callable, optional
        As for `draw`.
    """
    drawn = draw(model, stated_in(result.case), draws, seed, progress)
    return replace(
        result,
        draws=draws,
        seed=seed,
        drawn=drawn,
        questions={ident: _question(q, drawn) for ident, q in result.questions.items()},
        claims={ident: _claim(c, drawn) for ident, c in result.claims.items()},
        predictions={ident: _claim(p, drawn) for ident, p in result.predictions.items()},
        sources={ident: _source(s, drawn, model) for ident, s in result.sources.items()},
    )


def _question(question: QuestionResult, drawn: Draws) -> QuestionResult:
    both = dict(zip(question.posterior, ranges(drawn.questions[question.id]), strict=True))
    return replace(
        question,
        interval={hypothesis: wide for hypothesis, (wide, _) in both.items()},
        interval_50={hypothesis: middle for hypothesis, (_, middle) in both.items()},
    )


def _claim(claim: ClaimResult, drawn: Draws) -> ClaimResult:
    ((wide, middle),) = ranges(drawn.claims[claim.id][np.newaxis])
    return replace(claim, interval=wide, interval_50=middle)


def _source(source: SourceResult, drawn: Draws, model: Compiled) -> SourceResult:
    values = drawn.sources.get(source.id)
    if values is None:
        if np.isfinite(model.testimony.witnesses[source.id].size):
            return source
        values = np.array([source.posterior])
    ((wide, middle),) = ranges(values[np.newaxis])
    return replace(source, interval=wide, interval_50=middle)
