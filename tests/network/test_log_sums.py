"""Sums in log space and in segments, against the same sums of plain numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assess.network.logs import log, log_odds, log_odds_of, log_sum, logistic, logistics, of_one_length, remainders
from assess.network.segments import Segments


@pytest.mark.parametrize("shape", [(3, 2), (2, 5, 9), (9, 4, 2), (1, 80), (80, 1), (3, 40, 50)])
@pytest.mark.parametrize("axes", [(), (0,), (1,), (0, 1)])
def test_a_log_sum_is_the_log_of_the_sum(shape: tuple[int, ...], axes: tuple[int, ...]) -> None:
    values = np.random.default_rng(len(shape)).random(shape)
    values[0] = 0.0
    assert np.exp(log_sum(log(values), axes)) == pytest.approx(values.sum(axis=axes) if axes else values, rel=1e-13)
    far = log_sum(log(values) - 2_000.0, axes)
    assert far == pytest.approx(log(values.sum(axis=axes) if axes else values) - 2_000.0, rel=1e-13)


@pytest.mark.parametrize("states", [1, 2, 5, 512, 513])
def test_what_is_left_of_a_distribution_is_all_but_one(states: int) -> None:
    p = np.random.default_rng(states).dirichlet(np.ones(states), 2)
    rest = [[math.fsum(row) - own for own in row] for row in p.tolist()]
    assert np.exp(remainders(log(p))) == pytest.approx(np.array(rest), abs=1e-14)
    if states > 1:
        assert log_odds(log(p) + 7.0) == pytest.approx(log(p) - log(rest), abs=1e-9)


def test_odds_and_probabilities_are_each_other_s() -> None:
    for p in (0.0, 1e-300, 0.3, 0.5, 0.75, 1.0):
        assert logistic(log_odds_of(p)) == pytest.approx(p, rel=1e-13)
    assert log_odds_of(1.0) == math.inf
    assert log_odds_of(0.8) == pytest.approx(math.log(4.0))
    odds = np.array([-800.0, -40.0, -1.0, 0.0, 3.0, 800.0])
    assert logistics(odds) == pytest.approx([logistic(each) for each in odds.tolist()], rel=1e-14)


def test_rows_of_one_length_stand_together_under_their_names() -> None:
    together = of_one_length({4: np.array([1.0, 2.0]), 7: np.array([3.0]), 2: np.array([5.0, 6.0])})
    assert [(names, rows.tolist()) for names, rows in together] == [([4, 2], [[1.0, 2.0], [5.0, 6.0]]), ([7], [[3.0]])]


@pytest.mark.parametrize("lengths", [[1], [3, 1, 40, 2], [5, 5, 5], [33, 33], [1, 1, 1, 1], []])
@pytest.mark.parametrize("columns", [(), (2,), (70,), (8, 9)])
def test_segments_are_summed_one_by_one(lengths: list[int], columns: tuple[int, ...]) -> None:
    starts = np.cumsum([0, *lengths])[:-1].astype(np.int64)
    parts = np.random.default_rng(0).integers(-9, 10, (sum(lengths), *columns)).astype(float)
    segments = Segments(starts, len(parts))
    assert segments.lengths.tolist() == lengths
    if lengths or math.prod(columns) >= 64:
        expected = [parts[start : start + length].sum(axis=0) for start, length in zip(starts, lengths, strict=True)]
        for _ in range(2):
            assert segments.sum(parts).tolist() == [each.tolist() for each in expected]
