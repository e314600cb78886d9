"""Information, against its identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.network.information import (
    group_shares,
    information,
    left_out_weights,
    mutual_information,
    opposed,
    outcomes_of_two,
)
from assess.network.logs import DB

weights = st.floats(0.0, 1.0).map(lambda x: 0.0 if x < 0.05 else x)


def joints(states: int, outcomes: int) -> st.SearchStrategy[np.ndarray]:
    size = states * outcomes
    drawn = st.lists(weights, min_size=size, max_size=size).filter(lambda values: sum(values) > 0.1)
    return drawn.map(lambda values: np.array(values).reshape(states, outcomes) / sum(values))


@given(joints(3, 2))
def test_it_is_symmetric_and_bounded(joint: np.ndarray) -> None:
    gain = information(joint)
    assert gain >= 0.0
    assert gain == pytest.approx(information(joint.T), abs=1e-12)
    for axis in (0, 1):
        marginal = joint.sum(axis=axis)
        entropy = -sum(p * np.log2(p) for p in marginal if p > 0.0)
        assert gain <= entropy + 1e-12
        assert information(np.diag(marginal)) == pytest.approx(entropy, abs=1e-12)


@given(joints(1, 3), joints(1, 4))
def test_what_is_unrelated_tells_nothing(first: np.ndarray, second: np.ndarray) -> None:
    assert information(first.T @ second) == pytest.approx(0.0, abs=1e-12)


@given(joints(3, 2))
def test_it_is_the_information_of_a_channel(joint: np.ndarray) -> None:
    prior = joint.sum(axis=1)
    present = np.divide(joint[:, 0], prior, out=np.full(3, 0.5), where=prior > 0.0)
    assert information(joint) == pytest.approx(mutual_information(prior, present[np.newaxis])[0], abs=1e-9)


@given(joints(3, 4))
def test_two_outcomes_come_back_from_their_first_parts(joint: np.ndarray) -> None:
    both, first_alone, second_alone, _ = joint.T
    outcomes = outcomes_of_two(joint.sum(axis=1), both + first_alone, both + second_alone, both)
    assert outcomes == pytest.approx(joint, abs=1e-12)


INF = float("inf")


def test_weights_are_differences_of_odds_in_db() -> None:
    weights = left_out_weights(np.array([1.0, 2.0]), np.array([[0.5, 1.0], [3.0, 2.0 + 1e-12]]))
    assert np.allclose(weights, [[0.5 * DB, 0.0], [-DB, 0.0]])


def test_endless_weights_count_alike_and_leave_no_room() -> None:
    weights = left_out_weights(
        np.array([INF, -INF, INF]), np.array([[0.0, INF, 2.0], [1.0, -INF, -INF], [INF, INF, INF]])
    )
    assert weights.tolist() == [[1.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]


def test_shares_are_of_absolute_weight() -> None:
    weights = np.array([[3.0, -1.0], [0.0, 0.0]])
    assert group_shares(weights, np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])).tolist() == [
        [0.75, 0.25, 1.0],
        [0, 0, 0],
    ]


def test_what_pulls_against_a_side() -> None:
    weights = np.array([[3.0, -1.0], [3.0, -1.0], [3.0, -1.0], [0.0, 0.0]])
    assert opposed(weights, np.array([INF, -0.1, 0.0, 1.0])).tolist() == [0.25, 0.75, 0.0, 0.0]
