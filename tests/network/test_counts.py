"""Rows that learn from uncertain counts: against every way in which the uses may have come out."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate
from scipy.stats import beta

from assess.network.counts import learned_row


def by_every_way(means: list[float], size: float, counts: np.ndarray) -> tuple[np.ndarray, float]:
    """Return means and summed variance of the mixture of the conjugate rows of all ways."""
    states, first, second = len(means), np.zeros(len(means)), np.zeros(len(means))
    for way in itertools.product(range(states + 1), repeat=len(counts)):
        alpha, weight = size * np.array(means), 1.0
        for came, use in zip(way, counts, strict=True):
            weight *= use[came] if came < states else 1.0 - use.sum()
            if came < states:
                alpha[came] += 1.0
        total = alpha.sum()
        first += weight * alpha / total
        second += weight * alpha * (alpha + 1.0) / (total * (total + 1.0))
    return first, float(np.sum(second - first**2))


@pytest.mark.parametrize("seed", range(30))
def test_mean_and_variance_are_those_of_the_mixture(seed: int) -> None:
    rng = np.random.default_rng(seed)
    states, uses = int(rng.integers(2, 5)), int(rng.integers(1, 5))
    means, size = rng.dirichlet(np.ones(states)).tolist(), float(rng.uniform(0.5, 20.0))
    counts = rng.dirichlet(np.ones(states + 1), size=uses)[:, :states]
    mean, after = learned_row(means, size, counts)
    expected, variance = by_every_way(means, size, counts)
    assert np.allclose(mean, expected, rtol=1e-12)
    assert math.isclose(float(mean @ (1.0 - mean)) / (after + 1.0), variance, rel_tol=1e-9)


def test_one_doubtful_use_is_bayes_rule_by_integration() -> None:
    """A report that is 3 times as likely where it is present: the row's own density, reweighted."""
    a, b = 2.0, 6.0

    def density(p: float) -> float:
        return float(beta(a, b).pdf(p)) * (3.0 * p + 1.0 * (1.0 - p))

    whole = integrate.quad(density, 0.0, 1.0)[0]
    mean = integrate.quad(lambda p: p * density(p), 0.0, 1.0)[0] / whole
    variance = integrate.quad(lambda p: (p - mean) ** 2 * density(p), 0.0, 1.0)[0] / whole
    present = 3.0 * 0.25 / (3.0 * 0.25 + 0.75)
    learned, size = learned_row([0.25, 0.75], a + b, [[present, 1.0 - present]])
    assert math.isclose(learned[0], mean, rel_tol=1e-9)
    assert math.isclose(learned[0] * learned[1] / (size + 1.0), variance, rel_tol=1e-9)
    assert size < a + b + 1.0


@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=40),
    st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3),
    st.floats(0.1, 100.0),
)
def test_what_is_known_is_counted(came: list[int], weights: list[float], size: float) -> None:
    means = [w / math.fsum(weights) for w in weights]
    mean, after = learned_row(means, size, np.eye(3)[came])
    alpha = [size * m + came.count(k) for k, m in enumerate(means)]
    assert math.isclose(after, size + len(came), rel_tol=1e-9)
    assert np.allclose(mean, np.array(alpha) / math.fsum(alpha), rtol=1e-12)


@given(st.floats(0.01, 0.99), st.floats(0.1, 100.0), st.integers(1, 30))
def test_reports_that_tell_nothing_teach_nothing(present: float, size: float, uses: int) -> None:
    """One use that comes out as expected leaves the row as it was; counts that are added would make it surer."""
    mean, after = learned_row([present, 1.0 - present], size, [[present, 1.0 - present]])
    assert math.isclose(mean[0], present, rel_tol=1e-12)
    assert math.isclose(after, size, rel_tol=1e-7)
    never, same = learned_row([present, 1.0 - present], size, [[0.0, 0.0]] * uses)
    assert math.isclose(never[0], present, rel_tol=1e-12)
    assert math.isclose(same, size, rel_tol=1e-7)


@given(st.lists(st.tuples(st.floats(0.0, 0.5), st.floats(0.0, 0.5)), min_size=2, max_size=8), st.randoms())
def test_the_order_of_uses_does_not_matter(counts: list[tuple[float, float]], rng: object) -> None:
    mixed = list(counts)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = learned_row([0.3, 0.7], 5.0, counts), learned_row([0.3, 0.7], 5.0, mixed)
    assert np.allclose(first[0], second[0], rtol=1e-12)
    assert math.isclose(first[1], second[1], rel_tol=1e-9)


def test_a_state_that_cannot_be_stays_so() -> None:
    mean, after = learned_row([0.0, 0.4, 0.6], 5.0, [[0.0, 0.7, 0.3], [0.0, 0.1, 0.2]])
    assert mean[0] == 0.0
    assert 4.0 < after < 7.0
    sure, more = learned_row([1.0, 0.0], 5.0, [[0.4, 0.0]])
    assert (sure.tolist(), more) == ([1.0, 0.0], 5.4)
