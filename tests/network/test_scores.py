"""Scores: published values, identities, and the same by plain sums."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from assess.network.scores import (
    brier,
    decomposition,
    jeffreys,
    log_ratio_cost,
    log_score,
    recalibrated,
)

PUBLISHED = [
    # The metrics of lir, Netherlands Forensic Institute; its first list is of the ratios where H2 was true.
    (2.0, [3, 3], [1 / 3, 1 / 3]),
    (0.4150374992788437, [1 / 3, 1 / 3], [3, 3]),
    (0.7075187496394219, [1 / 3, 1 / 3], [1]),
    (1.0, [1, 1], [1, 1]),
    (1.0849625007211563, [2], [2, 2]),
    (1.6699250014423126, [8], [8, 8]),
]
WILKS_SAID = [0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
WILKS_CAME = [0.006, 0.019, 0.059, 0.15, 0.277, 0.377, 0.511, 0.587, 0.723, 0.779, 0.934, 0.933]
WILKS_SHARE = [0.4112, 0.0671, 0.1833, 0.0986, 0.0616, 0.0366, 0.0303, 0.0275, 0.0245, 0.022, 0.017, 0.0203]
SAME = {"ID": 1076, "A": 127, "B": 125, "C": 36, "Elimination": 41, "Other": 24}
DIFFERENT = {"ID": 20, "A": 268, "B": 848, "C": 745, "Elimination": 961, "Other": 49}

forecasts = st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=1, max_size=30)
ratios = st.lists(st.tuples(st.floats(-20.0, 20.0), st.booleans()), min_size=2, max_size=20).filter(
    lambda pairs: len({y for _, y in pairs}) == 2
)


def apart(pairs: list[Any]) -> tuple[list[float], list[bool]]:
    return [x for x, _ in pairs], [y for _, y in pairs]


@pytest.mark.parametrize(("expected", "not_so", "so"), PUBLISHED)
def test_cllr_is_the_published(expected: float, not_so: list[float], so: list[float]) -> None:
    cost = log_ratio_cost(np.log([*not_so, *so]), [False] * len(not_so) + [True] * len(so)).cost
    assert math.isclose(cost, expected, rel_tol=1e-14)
    assert not math.isclose(cost, expected + 1e-9, rel_tol=1e-14)


def test_cllr_of_expert_statements_is_the_published() -> None:
    ratio = {k: (SAME[k] / sum(SAME.values())) / (DIFFERENT[k] / sum(DIFFERENT.values())) for k in SAME}
    so = [math.log(ratio[k]) for k in SAME for _ in range(SAME[k])]
    not_so = [math.log(ratio[k]) for k in SAME for _ in range(DIFFERENT[k])]
    cost = log_ratio_cost(so + not_so, [True] * len(so) + [False] * len(not_so))
    assert math.isclose(ratio["ID"], 108.8424072778, rel_tol=1e-12)
    assert math.isclose(cost.cost, 0.4176393082693157, rel_tol=1e-12)
    assert round(cost.cost, 2) == 0.42
    # Ratios of the counts themselves are calibrated.
    assert abs(cost.calibration) < 1e-12


def test_murphys_parts_of_forecasts_of_rain() -> None:
    """Wilks (1995), table 7.3, after Murphy and Winkler, as the R package verification gives it.

    Published are the table and its base rate, 0.162; the parts are sums over its rows.
    """
    said, came, share = np.array(WILKS_SAID), np.array(WILKS_CAME), np.array(WILKS_SHARE)
    counts = np.round(1e6 * np.stack([share * came, share * (1.0 - came)])).astype(int)
    p = np.concatenate([np.repeat(said, count) for count in counts])
    y = np.repeat([1.0, 0.0], counts.sum(axis=1))
    parts = decomposition(p, y, p)
    base = float(share @ came)
    assert round(base, 3) == round(y.mean(), 3) == 0.162
    assert math.isclose(parts.uncertainty, base * (1.0 - base), rel_tol=1e-4)
    assert math.isclose(parts.reliability, share @ (said - came) ** 2, rel_tol=1e-3)
    assert math.isclose(parts.resolution, share @ (came - base) ** 2, rel_tol=1e-3)
    assert abs(parts.within) < 1e-12


@given(forecasts)
def test_the_scores_are_those_of_scoringrules(pairs: list[Any]) -> None:
    p, y = apart(pairs)
    assert math.isclose(brier(p, y), float(np.mean(scoringrules.brier_score(np.array(y, float), p))), abs_tol=1e-12)
    inner = [min(max(x, 1e-3), 1.0 - 1e-3) for x in p]
    theirs = float(np.mean(scoringrules.log_score(np.array(y, float), inner)))
    assert math.isclose(log_score(inner, y), theirs, rel_tol=1e-9, abs_tol=1e-12)


def test_brier_is_the_published() -> None:
    # A test of scoringrules, 0.10.
    assert math.isclose(brier([0.271], [False]), 0.073441, rel_tol=1e-12)


def test_murphys_parts_by_hand() -> None:
    p, y = [0.2] * 5 + [0.8] * 5, [1, 0, 0, 0, 0, 1, 1, 1, 0, 0]
    parts = decomposition(p, y, p)
    assert math.isclose(parts.reliability, (5 * 0.0 + 5 * (0.8 - 0.6) ** 2) / 10, abs_tol=1e-15)
    assert math.isclose(parts.resolution, (5 * 0.2**2 + 5 * 0.2**2) / 10)
    assert math.isclose(parts.uncertainty, 0.4 * 0.6)
    assert abs(parts.within) < 1e-15


@given(forecasts, st.integers(1, 12))
def test_the_parts_add_up(pairs: list[Any], width: int) -> None:
    p, y = apart(pairs)
    whole = brier(p, y)
    for bins in ([int(x * width) for x in p], p):
        parts = decomposition(p, y, bins)
        total = parts.reliability - parts.resolution + parts.uncertainty + parts.within
        assert math.isclose(total, whole, abs_tol=1e-12)
        assert min(parts.reliability, parts.resolution, parts.uncertainty) >= 0.0
    assert math.isclose(parts.within, 0.0, abs_tol=1e-12)


@given(forecasts)
def test_a_score_is_a_mean_over_forecasts_in_any_order(pairs: list[Any]) -> None:
    p, y = apart(pairs)
    assert math.isclose(brier(p, y), math.fsum((a - b) ** 2 for a, b in pairs) / len(pairs), abs_tol=1e-12)
    against = [a if b else 1.0 - a for a, b in pairs]
    expected = math.inf if 0.0 in against else math.fsum(-math.log(a) for a in against) / len(pairs)
    assert math.isclose(log_score(p, y), expected, rel_tol=1e-9, abs_tol=1e-12)
    assert math.isclose(brier(p[::-1], y[::-1]), brier(p, y), abs_tol=1e-15)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_the_scores_are_proper(truth: float, said: float) -> None:
    def expected(score: Any, p: float) -> float:
        return truth * score([p], [True]) + (1.0 - truth) * score([p], [False])

    for score in (brier, log_score):
        assert expected(score, truth) <= expected(score, said) + 1e-12


@given(ratios)
def test_cost_is_discrimination_and_calibration(pairs: list[Any]) -> None:
    x, y = apart(pairs)
    cost = log_ratio_cost(x, y)
    assert 0.0 <= cost.discrimination <= 1.0 + 1e-12
    assert cost.calibration >= -1e-12
    again = log_ratio_cost(recalibrated(x, y), y)
    assert math.isclose(again.cost, cost.discrimination, abs_tol=1e-12)
    # Only the order counts for discrimination.
    doubled = log_ratio_cost([2.0 * v for v in x], y)
    assert math.isclose(doubled.discrimination, cost.discrimination, rel_tol=1e-9, abs_tol=1e-12)


@given(st.lists(st.booleans(), min_size=2, max_size=7).filter(lambda y: len(set(y)) == 2))
def test_no_order_keeping_calibration_is_better(y: list[bool]) -> None:
    """By brute force: every way of pooling neighbours whose shares do not fall."""
    best = log_ratio_cost(range(len(y)), y).discrimination
    for cuts in itertools.product((False, True), repeat=len(y) - 1):
        blocks = np.cumsum([0, *cuts])
        share = np.array([np.mean(np.array(y)[blocks == block]) for block in blocks])
        if np.all(np.diff(share) >= 0.0):
            with np.errstate(divide="ignore"):
                nats = np.log(share) - np.log(1.0 - share) - math.log(np.mean(y) / (1.0 - np.mean(y)))
            assert log_ratio_cost(nats, y).cost >= best - 1e-12


def test_infinite_ratios_cost_nothing_where_right_and_all_where_wrong() -> None:
    assert log_ratio_cost([math.inf, -math.inf], [True, False]).cost == 0.0
    assert log_ratio_cost([math.inf, 0.0], [False, True]).cost == math.inf


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_of_the_beta(pair: tuple[int, int]) -> None:
    hits, n = pair
    low, high = jeffreys(hits, n)
    law = beta(hits + 0.5, n - hits + 0.5)
    assert low == 0.0 if hits == 0 else math.isclose(law.cdf(low), 0.05, rel_tol=1e-9)
    assert high == 1.0 if hits == n else math.isclose(law.cdf(high), 0.95, rel_tol=1e-9)
    assert low <= hits / n <= high


@pytest.mark.parametrize(("p", "y"), [([], []), ([0.5], []), ([0.5], [2]), ([[0.5]], [[1]])])
def test_what_is_no_pair_is_refused(p: Any, y: Any) -> None:
    with pytest.raises(ValueError, match="each value needs one outcome"):
        brier(p, y)


def test_cllr_needs_both_outcomes() -> None:
    with pytest.raises(ValueError, match="outcomes of both kinds"):
        log_ratio_cost([1.0], [True])
