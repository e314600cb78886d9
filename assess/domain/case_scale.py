"""The scale that a loaded case is read by."""

from __future__ import annotations

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale


def case_scale(case: Case) -> Scale:
    """Return the scale of a case whose rubric and scale are loaded, and no ids."""
    assert isinstance(case.rubric, Rubric)
    assert isinstance(case.rubric.scale, Scale)
    return case.rubric.scale
