"""Draws from tables against SciPy's quantiles of the Beta distribution."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, betaincinv

from assess.compile.row_tables import PASSED_OVER, TAKEN, UNUSED, RowTable
from assess.network.logs import Floats
from assess.network.quantile_tables import POOL, QuantileTables, tabulable

shapes = st.floats(math.log(0.03), math.log(1e5)).map(math.exp)
pairs = st.tuples(shapes, shapes).filter(lambda pair: bool(tabulable(*map(np.array, pair))))


def quantiles(a: float, b: float, below: Floats) -> tuple[Floats, Floats]:
    """Return the quantiles, and 1 minus those of the contrary."""
    tables = QuantileTables(np.array([a, b]), np.array([b, a]))
    return tables.at(below)[0], tables.at(1.0 - below)[1]


@given(pairs)
def test_a_value_is_the_quantile_to_a_ten_thousandth_of_a_standard_deviation(pair: tuple[float, float]) -> None:
    a, b = pair
    below = 1.0 / (1.0 + np.exp(-np.linspace(-12.0, 12.0, 601)))
    value, rest = quantiles(a, b, below)
    mean = a / (a + b)
    deviation = math.sqrt(mean * (1.0 - mean) / (a + b + 1.0))
    exact = betaincinv(a, b, below)
    assert np.abs(value - exact)[exact < 0.5].max(initial=0.0) < 1e-4 * deviation
    assert np.abs(rest - betaincinv(b, a, 1.0 - below))[exact >= 0.5].max(initial=0.0) < 1e-4 * deviation
    assert value + rest == pytest.approx(np.ones(len(below)), abs=1e-8)


@given(pairs)
def test_quantiles_rise_to_the_ends(pair: tuple[float, float]) -> None:
    below = np.array([0.0, 1e-15, 1e-9, 1e-7, 1e-6, 1e-3, 0.5, 1.0 - 1e-6, 1.0 - 1e-9, 1.0 - 2.0**-53, 1.0])
    value, _ = quantiles(*pair, below)
    assert (np.diff(value) >= 0.0).all()
    assert (value > 0.0).all()
    assert (value < 1.0).all()


def test_a_pool_has_one_value_of_each_of_as_many_equally_probable_stretches() -> None:
    a, b = np.array([2.0, 0.5, 40.0]), np.array([3.0, 9.0, 1.0])
    pool = QuantileTables(a, b).pool(np.random.default_rng(0))
    below = betainc(a[:, np.newaxis], b[:, np.newaxis], pool)
    assert (np.abs(below * POOL - np.arange(POOL) - 0.5) < 0.51).all()


WAYS = {UNUSED: (0, 0), TAKEN: (1, 0), PASSED_OVER: (0, 1)}


@pytest.mark.parametrize("size", [0.6, 5.0, 1e6])
@pytest.mark.parametrize("means", [(0.7, 0.3), (0.2, 0.0, 0.5, 0.3)])
def test_shares_of_rows_are_beta_variables_however_they_were_used(means: tuple[float, ...], size: float) -> None:
    """Kolmogorov-Smirnov at 0.1 %, of a row that is picked from a pool and of one that is shared."""
    draws = 3_000
    tables, rows = rows_of(means, size)
    rng, uses = np.random.default_rng(1), rows.unused(draws)
    uses[:] = np.arange(draws) % 3
    drawn = rows.draw(uses, tables.pool(rng), rng)
    assert drawn.sum(axis=1) == pytest.approx(np.ones((2, draws)), abs=1e-9)
    for state in range(len(means) - 1):
        first, rest = size * means[state], size * sum(means[state + 1 :])
        if first == 0.0:
            assert (drawn[:, state] == 0.0).all()
            continue
        share = np.minimum(drawn[:, state] / drawn[:, state:].sum(axis=1), 1.0)
        for use, (more, passed) in WAYS.items():
            ranks = np.sort(betainc(first + more, rest + passed, share[:, use::3]), axis=1)
            steps = (np.arange(ranks.shape[1]) + 0.5) / ranks.shape[1]
            assert np.abs(ranks - steps).max() < 1.95 / math.sqrt(len(steps)), (state, use)


@pytest.mark.parametrize(("means", "size"), [((0.7, 0.2, 0.1), math.inf), ((1.0, 0.0), 5.0), ((0.0, 1.0, 0.0), 5.0)])
def test_rows_that_are_known_stay_as_they_are(means: tuple[float, ...], size: float) -> None:
    tables, rows = rows_of(means, size)
    rng = np.random.default_rng(1)
    drawn = rows.draw(rows.unused(4), tables.pool(rng), rng)
    assert drawn == pytest.approx(np.broadcast_to(np.array(means)[:, np.newaxis], drawn.shape), abs=1e-15)


def rows_of(means: tuple[float, ...], size: float) -> tuple[QuantileTables, RowTable]:
    """Return a row that is alone, and one that counts as shared."""
    kind = len(means)
    tables, rows = RowTable.of_each(
        {kind: np.array([means, means])},
        {kind: np.full(2, size)},
        {kind: ["prior", "prior"]},
        {kind: [np.array([[1]])]},
    )
    return tables, rows[kind]
