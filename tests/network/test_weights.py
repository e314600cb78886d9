import numpy as np

from assess.network.information import group_shares, left_out_weights, opposed
from assess.network.logs import DB

INF = float("inf")


def test_weights_are_differences_of_odds_in_db() -> None:
    found = left_out_weights(np.array([1.0, 2.0]), np.array([[0.5, 1.0], [3.0, 2.0 + 1e-12]]))
    assert np.allclose(found, [[0.5 * DB, 0.0], [-DB, 0.0]])


def test_endless_weights_count_alike_and_leave_no_room() -> None:
    found = left_out_weights(
        np.array([INF, -INF, INF]), np.array([[0.0, INF, 2.0], [1.0, -INF, -INF], [INF, INF, INF]])
    )
    assert found.tolist() == [[1.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]


def test_shares_are_of_absolute_weight() -> None:
    weights = np.array([[3.0, -1.0], [0.0, 0.0]])
    assert group_shares(weights, np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])).tolist() == [
        [0.75, 0.25, 1.0],
        [0, 0, 0],
    ]


def test_what_pulls_against_a_side() -> None:
    weights = np.array([[3.0, -1.0], [3.0, -1.0], [3.0, -1.0], [0.0, 0.0]])
    assert opposed(weights, np.array([INF, -0.1, 0.0, 1.0])).tolist() == [0.25, 0.75, 0.0, 0.0]
