"""Intervals that depend on numbers written without uncertainty, as if they were exactly known."""

from __future__ import annotations

from dataclasses import dataclass

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.rubric import Indicator, Question, Rubric
from assess.scoring.columns import Range
from assess.scoring.results import Assessment
from assess.scoring.score import score
from assess.scoring.targets import key_claims

SPREAD = 8.0
"""The effective sample size given to a number without one."""
DRAWS = 200
LEAST = 0.1
"""By how much an interval must widen (probability) to depend on such numbers."""


@dataclass(frozen=True, slots=True)
class LeaningInterval:
    """The interval of a key claim, and what it would be if no number were exactly known.

    Parameters
    ----------
    claim : str
    interval, spread : tuple of float
        The 5 % and 95 % quantiles: as written, and with exact numbers taken as known from `SPREAD` cases.
    indicators : tuple of str
        Those with exact rows on which items on the claim's questions report.
    priors : tuple of str
        The claim's instances whose priors are exact.
    """

    claim: str
    interval: Range
    spread: Range
    indicators: tuple[str, ...]
    priors: tuple[str, ...]


def leaning_intervals(result: Assessment) -> tuple[LeaningInterval, ...]:
    """Return the key claims whose interval depends on exactly known rows or priors.

    A row or prior is exactly known if it is a plain number without an effective sample size. The case is scored again
    with each of them worth `SPREAD` cases; an interval depends on them if that makes it wider by `LEAST` or more.
    """
    rubric = result.rubric
    indicators = [
        name for name, indicator in rubric.indicators.items() if any(map(_is_exact, indicator.present_if.values()))
    ]
    priors = [ident for ident in result.questions if _is_exact_prior(ident, result)]
    key = key_claims(result)
    if not key or not (indicators or priors):
        return ()
    as_written = result if result.draws else score(result.case, result.as_of, DRAWS, result.seed)
    loose = score(_loosened(result.case, rubric), result.as_of, DRAWS, result.seed)
    reported = {
        (result.evidence[item.id].instance, item.indicator)
        for item in result.case.evidence
        if item.id in result.evidence
    }
    leaning = []
    for ident in key:
        then, now = as_written.claims[ident].interval, loose.claims[ident].interval
        if then is None or now is None or (now[1] - now[0]) - (then[1] - then[0]) < LEAST:
            continue
        instances = result.claims[ident].instances
        leaning.append(
            LeaningInterval(
                ident,
                then,
                now,
                tuple(name for name in indicators if any((instance, name) in reported for instance in instances)),
                tuple(instance for instance in instances if instance in priors),
            )
        )
    return tuple(leaning)


def _is_exact(row: Chance) -> bool:
    return row.value is not None and 0.0 < row.value < 1.0


def _is_exact_prior(ident: str, result: Assessment) -> bool:
    own = result.case.priors.get(ident)
    if own is not None:
        return own.prior_n is None
    return result.rubric.questions[result.questions[ident].question].prior_n is None


def _loosened(case: Case, rubric: Rubric) -> Case:
    """Return a case in which every exactly known row and prior is worth `SPREAD` cases."""
    changes = {
        "questions": {name: _loose_question(question) for name, question in rubric.questions.items()},
        "indicators": {name: _loose_indicator(indicator) for name, indicator in rubric.indicators.items()},
    }
    priors = {
        ident: prior if prior.prior_n is not None else prior.model_copy(update={"prior_n": SPREAD})
        for ident, prior in case.priors.items()
    }
    return case.model_copy(update={"rubric": rubric.model_copy(update=changes), "priors": priors})


def _loose_question(question: Question) -> Question:
    return question if question.prior_n is not None else question.model_copy(update={"prior_n": SPREAD})


def _loose_indicator(indicator: Indicator) -> Indicator:
    rows = {
        state: Chance(mean=row.value, n=SPREAD) if _is_exact(row) else row
        for state, row in indicator.present_if.items()
    }
    return indicator.model_copy(update={"present_if": rows})
