"""Indicators as tests, and what reports carry through their chains."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import assess
from assess.analysis.explaining.diagnosticity import diagnose, kind_of
from tests.exactly import score
from tests.laws.law_cases import plain_case
from tests.random_cases import random_case

shares = st.floats(0.0, 1.0)


@given(shares, shares, st.floats(1.0, 50.0))
def test_the_kind_is_the_same_whichever_comes_first(first: float, second: float, cut: float) -> None:
    assert kind_of(first, second, cut) == kind_of(second, first, cut)


@given(shares, shares, st.floats(1.0, 50.0))
def test_its_absence_is_the_mirror_test_of_the_rival(first: float, second: float, cut: float) -> None:
    mirror = {"hoop": "smoking gun", "smoking gun": "hoop"}
    kind = kind_of(first, second, cut)
    gap = abs(max(first, second) - cut * min(first, second))
    other_gap = abs(cut * (1.0 - max(first, second)) - (1.0 - min(first, second)))
    if min(gap, other_gap) > 1e-9:
        assert kind_of(1.0 - first, 1.0 - second, cut) == mirror.get(kind, kind)


def test_one_source_in_closed_form() -> None:
    """One report by one source: hit over false alarm, then mixed with its story, by hand."""
    r, hit, alarm, x, y, prior = 0.7, 0.9, 0.2, 0.6, 0.1, 0.3
    item = {"id": "e", "indicator": "i", "source": "s", "hit": hit, "false_alarm": alarm}
    result = score(plain_case([item], {"s": {"reliability": r}}, {"i": (x, y)}, prior))
    (tested,) = diagnose(result, "o/q", ("x", "y")).tests
    (carried,) = tested.reports
    present = prior * x + (1.0 - prior) * y
    story = present * hit + (1.0 - present) * alarm
    likelihoods = [r * said + (1.0 - r) * story for said in (hit, alarm)]
    by_hypothesis = [p * likelihoods[0] + (1.0 - p) * likelihoods[1] for p in (x, y)]

    def ratio_db(first: float, second: float) -> float:
        return float(10.0 * np.log10(first / second))

    assert (tested.test, tested.favours) == ("doubly decisive", "x")
    assert tested.present_db == pytest.approx(ratio_db(x, y))
    assert tested.absent_db == pytest.approx(ratio_db(1.0 - x, 1.0 - y))
    assert carried.origin_db == pytest.approx(ratio_db(hit, alarm))
    assert carried.chain_db == pytest.approx(ratio_db(*likelihoods))
    assert carried.report_db == pytest.approx(ratio_db(*by_hypothesis))


@pytest.mark.parametrize("seed", range(8_200, 8_240))
def test_no_report_carries_more_than_its_chain_nor_more_than_its_indicator(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=8))
    for instance in result.questions:
        for tested in diagnose(result, instance).tests:
            bounds = [abs(w) for w in (tested.present_db, tested.absent_db) if w is not None]
            for carried in tested.reports:
                report, chain, origin = carried.report_db, carried.chain_db, carried.origin_db
                if report is None or chain is None or origin is None or len(bounds) < 2:
                    continue
                assert abs(report) <= min(chain, max(bounds)) + 1e-9
                assert chain <= origin + 1e-9


def test_what_is_as_likely_under_all_tells_nothing() -> None:
    item = {"id": "e", "indicator": "i", "source": "s", "hit": 0.9, "false_alarm": 0.2}
    result = score(plain_case([item], {"s": {"reliability": 0.7}}, {"i": (0.4, 0.4)}))
    (tested,) = diagnose(result, "o/q").tests
    assert (tested.test, tested.favours) == ("straw in the wind", None)
    assert tested.diagnosticity_db == pytest.approx(0.0)
    assert tested.reports[0].report_db == pytest.approx(0.0, abs=1e-9)


def test_an_unknown_hypothesis_is_met_with_those_there_are() -> None:
    result = score(assess.load_case("russia-diasporas-2017"))
    with pytest.raises(KeyError, match="did you mean created"):
        diagnose(result, "arac/origin", ("creted", "coopted"))
