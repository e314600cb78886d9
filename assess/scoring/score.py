"""Scoring a case.

E412 number of draws or seed out of bounds
    Finds:   More than 10,000,000 draws, a seed of more than 63 bits, or draws of so many hypotheses and claims that
             more than 2**27 numbers (1 GiB) would be held.
    Matters: A few thousand draws determine intervals well; many more would only run out of memory.
    Example: assess score CASE --draws 1000000000
    Instead: assess score CASE --draws 100000
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np

from assess.compile.model import Compiled, compile_case
from assess.domain.case import Case
from assess.domain.claim import Claim, Prediction
from assess.domain.dates import HOW_TO_WRITE, Span
from assess.domain.many_objects import many_objects
from assess.domain.rubric import Rubric
from assess.errors import AssessError, Finding, ImpossibleEvidenceError
from assess.files.loading import resolve
from assess.files.lookup import located, places_of
from assess.scoring.claims import Claims, stated_in
from assess.scoring.read_off import (
    read_claim,
    read_indicators,
    read_items,
    read_questions,
    read_rates,
    read_sources,
    read_undefined,
    read_unscored,
)
from assess.scoring.results import Assessment
from assess.version import VERSION

if TYPE_CHECKING:
    from assess.scoring.draws import Draws, Progress


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Scoring(Assessment):
    """An assessment with the networks and draws that it was computed from.

    Parameters
    ----------
    model : Compiled
        The networks.
    drawn : Draws or None
        The draws behind its intervals; None if there are none, or more than 1,000,000, which are not kept.
    """

    model: Compiled = field(compare=False)
    drawn: Draws | None = field(default=None, compare=False)


def compiled(case: Case, as_of: str | None = None) -> Compiled:
    """Return a checked case, compiled.

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
    resolved = resolve(case)
    assert isinstance(resolved.rubric, Rubric)
    if as_of is not None:
        try:
            Span(as_of)
        except ValueError:
            raise AssessError([Finding("E209", f"as_of {as_of!r} is not a date", hint=HOW_TO_WRITE)]) from None
    try:
        return compile_case(resolved, resolved.rubric, as_of)
    except AssessError as error:
        error.hold(located(case, error.findings))
        raise


def scoring_of(result: Assessment) -> Scoring:
    """Return a result with its networks: itself if it is a scoring, else with its case compiled again."""
    if isinstance(result, Scoring):
        return result
    values = {each.name: getattr(result, each.name) for each in fields(Assessment)}
    model = compiled(result.case, result.as_of)
    if model.method == "cutset":
        from assess.scoring.sampled_case import sampled  # loads what an exact scoring has no use for

        model = sampled(model, Claims(stated_in(model.layout.case), model), result.seed)
    return Scoring(**values, model=model)


DRAWS = 4000
"""The default number of draws, with which the ends of intervals are accurate to about 0.005."""

MOST_DRAWS = 10_000_000
MOST_SEED = 2**63 - 1
"""The most that a ledger can hold."""


@many_objects()
def score(
    case: Case, as_of: str | None = None, draws: int = DRAWS, seed: int = 0, progress: Progress | None = None
) -> Scoring:
    """Return the posterior probabilities of everything that a case asks, with intervals and confidence.

    Parameters
    ----------
    case : Case
    as_of : str, optional
        Use only what had been reported by the end of this year, month or day, and not yet withdrawn by then.
    draws : int
        The number of draws for the intervals; with 0 there are neither intervals nor levels of confidence.
    seed : int
        The same seed gives the same draws; probabilities depend on it only if the case is sampled.
    progress : callable, optional
        Called now and then with how many sweeps or draws are made, of how many.

    Raises
    ------
    ValueError
        If `draws` is negative.
    AssessError
        If a rule is broken, with all findings; E412 if `draws` or `seed` is out of bounds; `ImpossibleEvidenceError` if
        the evidence has probability zero, `TooEntangledError` if the exact solution needs too large a table.
    """
    check_draws(draws, seed)
    model = compiled(case, as_of)
    claims = Claims(stated_in(model.layout.case), model)
    sampling = None
    if model.method == "cutset":
        from assess.scoring.sampled_case import sampled, sampling_of  # loads what an exact scoring has no use for

        model = sampled(model, claims, seed, progress)
        sampling = sampling_of(model)
    if not model.after.is_possible:
        from assess.scoring.conflict import smallest_conflict  # loads what a scoring that ends well has no use for

        items = smallest_conflict(model)
        raise ImpossibleEvidenceError(items, places_of(case, items))
    resolved = model.layout.case
    before, prior_errors = claims.with_errors(model.before)
    after, errors = claims.with_errors(model.after)
    stated: Mapping[str, Claim | Prediction] = {**resolved.claims, **resolved.predictions}
    claimed = {
        ident: read_claim(
            ident,
            stated[ident],
            model,
            (float(before[ident][0]), float(after[ident][0])),
            (prior_errors[ident], errors[ident]),
        )
        for ident in before
        if not np.isnan(after[ident][0])
    }
    questions, sources, rates, drawn = read_questions(model), read_sources(model), read_rates(model), None
    if draws:
        from assess.scoring.intervals import with_intervals  # loads what a scoring without draws has no use for

        questions, claimed, sources, rates, drawn = with_intervals(
            model, questions, claimed, sources, rates, draws, seed, progress
        )
    return Scoring(
        case=resolved,
        as_of=as_of,
        engine=VERSION,
        method=model.method,
        sampling=sampling,
        log_evidence=None if model.method == "cutset" else float(model.after.exact.log_total[0]),
        questions=questions,
        claims={ident: claim for ident, claim in claimed.items() if ident in resolved.claims},
        predictions={ident: claim for ident, claim in claimed.items() if ident not in resolved.claims},
        undefined={
            ident: read_undefined(ident, stated[ident], model, float(before[ident][0]))
            for ident in before
            if ident not in claimed
        },
        sources=sources,
        indicators=read_indicators(model),
        evidence=read_items(model),
        rates=rates,
        unscored=read_unscored(model),
        draws=draws,
        seed=seed if draws or model.method == "cutset" else 0,
        model=model,
        drawn=drawn if drawn is not None and drawn.kept else None,
    )


def check_draws(draws: int, seed: int) -> None:
    """Refuse numbers of draws and seeds that are out of bounds.

    Raises
    ------
    ValueError
        If `draws` is negative.
    AssessError
        E412 if either is too large.
    """
    if draws < 0:
        text = f"draws is {draws}; it is 0 or more"
        raise ValueError(text)
    for what, number, most in (("draws", draws, MOST_DRAWS), ("seed", seed, MOST_SEED)):
        if number > most:
            message = f"{what} is {number:,}; the most is {most:,}" if number < 10**21 else f"{what} is over {most:,}"
            raise AssessError([Finding("E412", message, hint=f"choose a number up to {most:,}")])
