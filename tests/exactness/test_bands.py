"""The Beta of a band, by another road."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc

from assess.domain.chance import Chance
from assess.network.beta import beta_of_quantiles
from tests.exactness.formula_world import mean_of_band

BANDS = [
    (0.01, 0.05),
    (0.9, 0.99),
    (0.05, 0.95),
    (0.3, 0.8),
    (0.45, 0.46),
    (0.002, 0.998),
    (0.97, 0.9999),
    (0.001, 0.4),
]


@pytest.mark.parametrize(("low", "high"), BANDS)
def test_a_band_has_its_quantiles_and_its_mean(low: float, high: float) -> None:
    a, b = beta_of_quantiles(low, high)
    assert betainc(a, b, low) == pytest.approx(0.05, abs=1e-10)
    assert betainc(b, a, 1.0 - high) == pytest.approx(0.05, abs=1e-10)
    assert a / (a + b) == pytest.approx(mean_of_band(low, high), abs=1e-11)


@given(st.integers(1, 998), st.integers(1, 998))
def test_a_band_and_its_mirror(first: int, second: int) -> None:
    low, high = sorted((first / 1000.0, (second + 1) / 1000.0))
    if low < high:
        a, b = beta_of_quantiles(low, high)
        mirrored = beta_of_quantiles(1.0 - high, 1.0 - low)
        assert (b, a) == pytest.approx(mirrored, rel=1e-6)
        assert a / (a + b) == pytest.approx(mean_of_band(low, high), abs=1e-10)
        assert Chance(low=low, high=high).model_dump() == {"low": low, "high": high}
