"""The table of worlds: its figures on worlds of known answer, and with ``--thorough`` what it must show."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.made_page import parts
from benchmarks.validity import COMMAND, KINDS, PAGE, REMEDY, TRAP, Validity, recalibration_slope, summed_up, validity


def test_probabilities_that_are_right_have_slope_1_and_doubled_odds_half_of_it() -> None:
    rng = np.random.default_rng(1)
    p = rng.uniform(0.02, 0.98, 20_000)
    truth = rng.random(20_000) < p
    right, doubled = recalibration_slope(p, truth), recalibration_slope(p**2 / (p**2 + (1.0 - p) ** 2), truth)
    assert right is not None
    assert doubled is not None
    assert right[0] == pytest.approx(1.0, abs=4.0 * right[1])
    assert doubled[0] == pytest.approx(right[0] / 2.0, abs=1e-4)
    assert summed_up(p, truth, None).error < 0.02
    assert recalibration_slope(np.full(10, 0.5), truth[:10]) is None


def test_the_share_that_is_sure_and_right_is_counted_on_both_sides() -> None:
    counted = summed_up(np.array([0.99, 0.97, 0.01, 0.5]), np.array([True, False, False, True]), None)
    assert counted.sure == 0.75
    assert counted.right == pytest.approx(2.0 / 3.0)


def slope(of_worlds: Validity) -> float:
    assert of_worlds.slope is not None
    return of_worlds.slope[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_world_is_on_the_page_and_can_be_scored(kind: str) -> None:
    of_kind = validity(KINDS[kind], 12)
    assert REMEDY in of_kind
    made = parts(PAGE, COMMAND)[1]
    rows = [line for line in made.splitlines() if f"| {kind} |" in line]
    assert [row.split(" | ")[1] for row in rows] == list(of_kind)


def test_what_the_remedies_must_reach(pytestconfig: pytest.Config) -> None:
    if not pytestconfig.getoption("--thorough"):
        pytest.skip("takes minutes: --thorough")
    shares = validity(KINDS["the mean share of thirty countries"], 600)
    assert shares[TRAP].covered is not None
    assert shares[REMEDY].covered is not None
    assert shares[TRAP].covered < 0.5
    assert 0.87 <= shares[REMEDY].covered <= 0.93
    pattern = validity(KINDS["one rate for thirty countries"], 2000)
    assert pattern[TRAP].right < 0.9
    assert pattern[REMEDY].right >= 0.93
    copied = validity(KINDS["outlets that repeat an agency"], 3000)
    assert slope(copied[TRAP]) < 0.8
    assert slope(copied[REMEDY]) >= 0.95
