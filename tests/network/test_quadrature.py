"""Gauss-Jacobi quadrature against the moments of the Beta distribution."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.network.quadrature import gauss_jacobi

shapes = st.floats(0.05, 1e6)


def log_rising(a: float, times: int) -> float:
    return math.fsum(math.log(a + k) for k in range(times))


@given(shapes, shapes, st.integers(1, 25), st.data())
def test_every_moment_up_to_the_degree_is_exact(a: float, b: float, count: int, data: st.DataObject) -> None:
    points, rest, weights = (each[0] for each in gauss_jacobi((a,), (b,), count))
    up = data.draw(st.integers(0, 2 * count - 1))
    down = data.draw(st.integers(0, 2 * count - 1 - up))
    exact = log_rising(a, up) + log_rising(b, down) - log_rising(a + b, up + down)
    terms = zip(points.tolist(), rest.tolist(), weights.tolist(), strict=True)
    # Relative to the moment, however small: evidence that nobody expected must be weighed right too.
    logs = (up * math.log(x) + down * math.log(y) + math.log(w) - exact for x, y, w in terms)
    assert math.fsum(map(math.exp, logs)) == pytest.approx(1.0, abs=1e-9)


@given(shapes, shapes, st.integers(1, 25))
def test_points_lie_inside_in_order_and_weights_add_up(a: float, b: float, count: int) -> None:
    points, rest, weights = (each[0] for each in gauss_jacobi((a,), (b,), count))
    assert (points > 0.0).all()
    assert (rest > 0.0).all()
    assert (points[1:] >= points[:-1]).all()
    assert (weights > 0.0).all()
    assert weights.sum() == pytest.approx(1.0, abs=1e-15)
    assert points + rest == pytest.approx([1.0] * count, abs=1e-12)


@pytest.mark.parametrize("size", [1e-6, 1e-3, 1e9, 1e15])
@pytest.mark.parametrize("mean", [1e-6, 0.1, 0.5, 0.999])
def test_the_mean_is_exact_for_the_smallest_and_the_largest_size_that_may_be_written(size: float, mean: float) -> None:
    points, rest, weights = (each[0] for each in gauss_jacobi((size * mean,), (size * (1.0 - mean),), 12))
    assert weights @ points == pytest.approx(mean, rel=1e-8)
    assert weights @ rest == pytest.approx(1.0 - mean, rel=1e-8)
