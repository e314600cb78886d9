"""Information, against its identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.network.information import (
    ENDLESS_DB,
    best_carried,
    excess_against,
    information,
    mutual_information,
    outcomes_of_two,
    presence_given,
    single_weights,
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


def test_presence_where_a_judgement_holds_and_where_it_fails_is_that_of_the_joint() -> None:
    joint = np.array([[0.3, 0.1], [0.05, 0.55]])  # holds and fails by present and absent
    odds, given = np.log(0.4 / 0.6), np.log(0.3 / 0.05)
    presence = presence_given(np.array([odds]), np.array([[given]]), np.array([0.35]))
    assert presence[:, 0, 0] == pytest.approx([0.3 / 0.4, 0.05 / 0.6], abs=1e-12)
    assert joint.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("odds", "given", "present"), [(np.inf, np.inf, 0.35), (-np.inf, -np.inf, 0.35), (np.inf, np.nan, 0.0)]
)
def test_of_what_is_certain_nothing_is_told_by_what_is_present(odds: float, given: float, present: float) -> None:
    """Nor by what cannot be, which is a warning of NumPy otherwise."""
    presence = presence_given(np.array([odds]), np.array([[given]]), np.array([present]))
    assert presence[:, 0, 0].tolist() == [present, present]


def test_a_statement_weighs_what_bayes_gives_it_and_is_expected_to_weigh_against_what_its_other_outcome_does() -> None:
    presence = np.array([[[0.75]], [[0.1]]])
    weights, expected = single_weights(presence, np.array([0.3]), np.array([[0.9, 0.2]]), np.array([0.8]))
    story = 0.3 * 0.9 + 0.7 * 0.2
    holds, fails = (0.8 * (p * 0.9 + (1.0 - p) * 0.2) + 0.2 * story for p in (0.75, 0.1))
    assert weights[0, 0] == pytest.approx(DB * np.log(holds / fails), abs=1e-12)
    other = DB * np.log((1.0 - holds) / (1.0 - fails))
    assert expected[:, 0, 0] == pytest.approx([-(1.0 - holds) * other, fails * weights[0, 0]], abs=1e-12)


def test_what_is_impossible_under_one_side_weighs_what_counts_for_endless() -> None:
    presence = np.array([[[1.0]], [[0.0]]])
    weights, expected = single_weights(presence, np.array([0.5]), np.array([[1.0, 0.0]]), np.array([1.0]))
    assert weights.tolist() == [[ENDLESS_DB]]
    assert expected.tolist() == [[[0.0]], [[0.0]]]


def test_what_could_not_be_said_at_all_has_no_weight() -> None:
    never, sure = np.array([[0.0, 0.0]]), np.array([[0.0, 1.0]])
    presence = np.array([[[1.0]], [[0.0]]])
    for likelihoods, weight in ((never, 0.0), (sure, -ENDLESS_DB), (sure[:, ::-1], ENDLESS_DB)):
        weights, _ = single_weights(presence, np.array([0.5]), likelihoods, np.array([1.0]))
        assert weights.tolist() == [[weight]]


def test_what_is_expected_to_pull_against_a_side_is_no_contradiction() -> None:
    weights = np.array([[3.0, -1.0], [3.0, -1.0], [0.0, 0.0]])
    expected = np.array([[0.0, 0.0], [0.5, 1.0], [0.0, 0.0]])
    assert excess_against(weights, expected).tolist() == [0.25, 0.0, 0.0]
    assert excess_against(weights / 8.0, expected / 8.0).tolist() == [0.25, 0.0, 0.0]  # a share, whatever the unit


def test_quality_is_that_of_the_best_that_weigh_enough() -> None:
    weights = np.array([[2.0, 6.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    assert best_carried(weights, np.array([0.5, 0.9, 1.0]), 5.0) == pytest.approx([0.9, 1.9 / 3.0, 0.0])
