"""Queries on loaded cases: the scale of a case, and ids that several cases share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale


def case_scale(case: Case) -> Scale:
    """Return the scale of a case whose rubric and scale are loaded."""
    assert isinstance(case.rubric, Rubric)
    assert isinstance(case.rubric.scale, Scale)
    return case.rubric.scale


def given_twice(cases: Iterable[Case]) -> list[str]:
    """Return the ids that more than one of the cases has, in order."""
    return sorted(name for name, times in Counter(case.case for case in cases).items() if times > 1)
