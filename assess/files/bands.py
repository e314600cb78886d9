"""Bands that no Beta distribution has.

E403 no Beta with these quantiles
    Finds:   A {low, high}, or the band of a term, that is the 5 % and 95 % range of no Beta distribution to be found.
    Matters: A probability whose distribution is not known has no mean to score with.
    Example: {low: 0.7, high: 0.700001}
    Instead: {low: 0.65, high: 0.75}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.domain.rules.loaded import LoadedCase, LoadedRubric, Spot
from assess.domain.rules.terms import bands, case_chances, rubric_chances
from assess.errors import Finding
from assess.network.beta import NoSuchBetaError, beta_of_quantiles

_HINT = "write {mean: m, n: size}, or a band that is wider, or further from 0 and 1"


def without_beta(value: Case | Rubric) -> Iterator[Finding]:
    """Find the bands of a case or rubric, its parts loaded, that are the quantiles of no Beta to be found."""
    if isinstance(value, Case):
        whole = LoadedCase.of_case(value)
        yield from _found(bands(whole.scale, case_chances(whole)))
        value = whole.rubric
    basis = LoadedRubric.of(value)
    yield from _found(bands(basis.scale, rubric_chances(basis)))


def _found(named: Iterator[tuple[float, float, Spot]]) -> Iterator[Finding]:
    for low, high, spot in named:
        fault = _fault(low, high)
        if fault is not None:
            yield spot.find("E403", fault, _HINT)


@lru_cache(maxsize=4096)
def _fault(low: float, high: float) -> str | None:
    try:
        beta_of_quantiles(low, high)
    except NoSuchBetaError as error:
        return str(error)
    return None
