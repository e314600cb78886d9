"""The way from one log odds to another."""

from __future__ import annotations

import assess
from assess.analysis.explaining.path import PathStep, path
from tests.reporting.drawn import CHOIR, scored


def test_slight_steps_are_one_at_the_end() -> None:
    steps = path(-3.0, [5.0, 0.01, -2.0, -0.02], -0.01, together=[1, 3])
    assert steps[:2] == [PathStep((0,), -3.0, 2.0, 5.0, True), PathStep((2,), 2.0, 0.0, -2.0, True)]
    assert steps[2] == PathStep((1, 3), 0.0, -0.01, 0.01 - 0.02, False)


def test_after_a_weight_without_limit_nothing_has_a_place() -> None:
    assert path(0.0, [None, 1.0], None) == [
        PathStep((0,), 0.0, None, None, True),
        PathStep((1,), None, None, 1.0, True),
    ]


def test_the_way_of_an_explanation_leads_from_its_prior_to_its_posterior() -> None:
    (target,) = assess.explain(scored(CHOIR), "choir-steered").targets
    steps = target.path()
    assert steps[0].from_db == target.prior_db
    assert sorted(place for step in steps for place in step.places) == list(range(len(target.steps)))
    assert target.prior_db is not None
    assert target.posterior_db is not None
    total = sum(step.step_db or 0.0 for step in steps)
    assert abs(target.prior_db + total - target.posterior_db) < 1e-9
