"""Scoring a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from assess.compile.model import Compiled, compile_case
from assess.domain.case import Case
from assess.domain.claim import Claim, Prediction
from assess.domain.dates import HOW_TO_WRITE, Span
from assess.domain.rubric import Rubric
from assess.errors import AssessError, Finding, ImpossibleEvidenceError
from assess.files.loading import resolve
from assess.files.lookup import places_of
from assess.scoring.claims import Claims, stated_in
from assess.scoring.conflict import smallest_conflict
from assess.scoring.read_off import (
    read_claim,
    read_indicators,
    read_items,
    read_questions,
    read_sources,
    read_unscored,
)
from assess.scoring.results import Assessment
from assess.version import VERSION

if TYPE_CHECKING:
    from assess.scoring.draws import Progress


def compiled(case: Case, as_of: str | None = None) -> Compiled:
    """Check a case and compile it.

    Parameters
    ----------
    case : Case
        Its rubric, scale and grading loaded, or named among the shipped ones.
    as_of : str, optional
        Use only what had been reported by the end of this year, month or day, and not yet withdrawn by then.

    Raises
    ------
    AssessError
        If a rule is broken, with all findings; `TooEntangledError` if the exact solution needs too large a table.
    """
    whole = resolve(case)
    assert isinstance(whole.rubric, Rubric)
    if as_of is not None:
        try:
            Span(as_of)
        except ValueError:
            raise AssessError([Finding("E209", f"as_of {as_of!r} is not a date", hint=HOW_TO_WRITE)]) from None
    return compile_case(whole, whole.rubric, as_of)


def model_of(result: Assessment) -> Compiled:
    """Return the networks that a result was read off; where it does not hold them, they are compiled, and it does."""
    if result.model is None:
        object.__setattr__(result, "model", compiled(result.case, result.as_of))
    assert result.model is not None
    return result.model


DRAWS = 4000
"""Draws, where nothing else is said: the ends of intervals are known to about 0.005."""


def score(
    case: Case, as_of: str | None = None, draws: int = DRAWS, seed: int = 0, progress: Progress | None = None
) -> Assessment:
    """Score a case: posterior probabilities of everything that it asks, with intervals and confidence.

    Parameters
    ----------
    case : Case
    as_of : str, optional
        Use only what had been reported by the end of this year, month or day, and not yet withdrawn by then.
    draws : int
        Draws that the intervals are from; with 0 there are neither intervals nor levels of confidence.
    seed : int
        The same seed gives the same draws; no probability depends on it.
    progress : callable, optional
        Told, now and then, how many draws are made, of how many.

    Raises
    ------
    ValueError
        If `draws` is negative.
    AssessError
        If a rule is broken, with all findings; `ImpossibleEvidenceError` if the evidence has probability zero,
        `TooEntangledError` if the exact solution needs too large a table.
    """
    if draws < 0:
        text = f"draws is {draws}; it is 0 or more"
        raise ValueError(text)
    model = compiled(case, as_of)
    log_evidence = float(model.after.solution.log_total[0])
    if np.isneginf(log_evidence):
        items = smallest_conflict(model)
        raise ImpossibleEvidenceError(items, places_of(case, items))
    whole = model.layout.case
    claims = Claims(stated_in(whole), model)
    before = claims.probabilities(model.before.solution, model.before.part.nodes)
    after = claims.probabilities(model.after.solution)
    stated: Mapping[str, Claim | Prediction] = {**whole.claims, **whole.predictions}
    results = {
        ident: read_claim(ident, stated[ident], model, float(before[ident][0]), float(after[ident][0]))
        for ident in before
    }
    result = Assessment(
        case=whole,
        as_of=as_of,
        engine=VERSION,
        method="exact",
        log_evidence=log_evidence,
        questions=read_questions(model),
        claims={ident: result for ident, result in results.items() if ident in whole.claims},
        predictions={ident: result for ident, result in results.items() if ident not in whole.claims},
        sources=read_sources(model),
        indicators=read_indicators(model),
        evidence=read_items(model),
        unscored=read_unscored(model),
        model=model,
    )
    if not draws:
        return result
    from assess.scoring.confidence_levels import with_confidence
    from assess.scoring.intervals import with_intervals

    return with_confidence(with_intervals(result, model, draws, seed, progress), model)
