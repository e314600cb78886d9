"""Split R-hat and errors of sums over blocks, against those of the draws themselves (Gelman et al. 2013, 11.4)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assess.network.chain_convergence import BlockSums, Convergence, standard_error
from assess.network.logs import Floats


def of_all(draws: Floats) -> tuple[float, float]:
    """Return R-hat and the standard error from draws of shape (figures, chains, sweeps), all of which count."""
    halves = np.concatenate(np.split(draws, 2, axis=-1), axis=1)
    length = halves.shape[-1]
    within = halves.var(axis=-1, ddof=1).mean(axis=-1)
    between = length * halves.mean(axis=-1).var(axis=-1, ddof=1)
    r_hat = np.sqrt(((length - 1) / length * within + between / length) / within)
    error = draws.mean(axis=-1).std(axis=-1, ddof=1) / math.sqrt(draws.shape[1])
    return r_hat.max(), error.max()


def summed(draws: Floats) -> BlockSums:
    sums = BlockSums()
    for sweep in range(draws.shape[-1]):
        sums.add(draws[..., sweep])
    return sums


@pytest.mark.parametrize(
    ("sweeps", "left_out"),
    [
        (80, 20),
        (400, 100),
        (407, 100),  # the last seven are no block yet
        (630, 150),
        (1280, 320),  # the blocks have been merged twice
        (1300, 320),
    ],
)
def test_blocks_give_what_the_draws_give(sweeps: int, left_out: int) -> None:
    rng = np.random.default_rng(sweeps)
    draws = rng.normal(rng.normal(0.0, 0.1, (3, 4, 1)), 1.0, (3, 4, sweeps))
    block = 10 if sweeps < 640 else 40
    kept = draws[..., left_out : sweeps // block * block]
    odd = kept.shape[-1] // block % 2
    r_hat, error = summed(draws).convergence()
    assert (r_hat, error) == pytest.approx(of_all(kept[..., odd * block :]), rel=1e-9)


def test_few_blocks_say_nothing() -> None:
    draws = np.random.default_rng(0).random((1, 3, 79))
    assert summed(draws).convergence() == (math.inf, math.inf)


def test_chains_that_stand_still_agree_where_they_stand_at_one_place() -> None:
    assert summed(np.full((2, 3, 80), 0.25)).convergence() == (1.0, 0.0)
    apart = np.repeat(np.array([[[0.0], [1.0]]]), 80, axis=-1)
    assert summed(apart).convergence() == pytest.approx((math.inf, 0.5))
    assert summed(np.zeros((0, 3, 80))).convergence() == (1.0, 0.0)


def test_it_is_reached_where_both_are_small() -> None:
    assert Convergence(1.009, 0.0019, 100, 4).reached
    assert not Convergence(1.01, 0.0019, 100, 4).reached
    assert not Convergence(1.009, 0.002, 100, 4).reached
    assert standard_error(np.array([1.0, 2.0, 3.0, 6.0])) == pytest.approx(np.sqrt(14.0 / 3.0) / 2.0)
