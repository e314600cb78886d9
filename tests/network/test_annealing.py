"""The probability of evidence by annealed importance sampling, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import betaln

from assess.network import annealing
from assess.network.cutset import Cutset
from assess.network.elimination import plan
from assess.network.leave_out import Swaps
from assess.network.logs import log
from assess.network.network import Builder, Network, TableRows
from assess.network.quadrature import gauss_jacobi
from assess.network.solve import solve

A, B, USES = 4.8, 3.2, 30


@pytest.fixture(autouse=True)
def _rough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annealing, "ENOUGH_ERROR", 0.02)


def network_of(present: int, accuracy: float) -> tuple[Network, TableRows]:
    """Return uses of one rate, so many of which are reported present, and where the reports stand."""
    builder = Builder()
    points, others, weights = log(np.array(gauss_jacobi((A,), (B,), (USES + 2) // 2 + 1))[:, 0])
    builder.table((builder.variable(len(points)),), weights)
    uses = [builder.variable(2) for _ in range(USES)]
    builder.tables([(0, use) for use in uses], np.tile(np.stack([points, others], axis=-1), (USES, 1, 1)))
    right = np.arange(USES)[:, np.newaxis] < present
    reports = np.where(right, [accuracy, 1.0 - accuracy], [1.0 - accuracy, accuracy])
    rows = builder.tables([(use,) for use in uses], log(reports))
    return builder.build(), rows


def estimated(present: int, accuracy: float) -> annealing.AnnealedTotal:
    network, rows = network_of(present, accuracy)
    return annealing.annealed(network, Cutset(network, [0], 2**12), [0], [rows], [7])


def exactly(present: int, accuracy: float) -> float:
    network, _ = network_of(present, accuracy)
    return float(solve(network, plan(network)).log_total[0])


def beta_binomial(present: int, uses: int) -> float:
    return float(betaln(A + present, B + uses - present) - betaln(A, B))


def test_one_rate_of_thirty_uses_that_are_known_is_a_beta_binomial() -> None:
    """And without one of them that of the others."""
    estimate = estimated(20, 1.0)
    assert estimate.error <= 0.02
    assert abs(estimate.log_total - beta_binomial(20, USES)) < 4.0 * estimate.error
    take = np.array([[0.0, -np.inf]])
    without = estimate.without([Swaps([5], [(1,)], [(1,)], take, np.zeros_like(take), None)])
    assert without[5] == pytest.approx(beta_binomial(19, USES - 1), abs=4.0 * estimate.error)


@pytest.mark.parametrize(("present", "accuracy"), [(12, 0.7), (20, 0.8), (25, 0.8)])
def test_one_rate_of_thirty_uses_that_are_reported_on_is_what_it_is_exactly(present: int, accuracy: float) -> None:
    estimate = estimated(present, accuracy)
    assert estimate.error <= 0.02
    assert abs(estimate.log_total - exactly(present, accuracy)) < 4.0 * estimate.error


def test_under_other_numbers_the_chains_are_weighed_anew() -> None:
    estimate = estimated(20, 0.8)
    assert estimate.under(network_of(20, 0.78)[0]) == pytest.approx(exactly(20, 0.78), abs=0.06)
    assert np.isnan(estimate.under(network_of(0, 0.999)[0]))


def test_a_change_that_meets_the_cutset_is_not_among_those_returned() -> None:
    table = np.zeros((1, 1, 2))
    assert estimated(20, 0.8).without([Swaps([5], [(0, 1)], [(0, 1)], table, table, None)]) == {}


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = estimated(12, 0.7), estimated(12, 0.7)
    assert first.log_total.hex() == second.log_total.hex()
    assert first.log_weights.tobytes() == second.log_weights.tobytes()
