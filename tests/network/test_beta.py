"""A Beta from its quantiles, against SciPy's distribution."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from assess.network.beta import NoSuchBetaError, beta_of_quantiles, beta_quantile


@given(st.floats(0.001, 0.97), st.floats(0.02, 0.9))
def test_the_quantiles_are_those_asked_for(low: float, share: float) -> None:
    high = low + (0.999 - low) * share
    a, b = beta_of_quantiles(low, high)
    assert beta.ppf([0.05, 0.95], a, b) == pytest.approx([low, high], abs=1e-10)


@given(st.floats(0.001, 0.9), st.floats(0.05, 0.9))
def test_the_mirrored_band_gives_the_mirrored_beta(low: float, share: float) -> None:
    high = low + (0.999 - low) * share
    a, b = beta_of_quantiles(low, high)
    mirrored = beta_of_quantiles(1.0 - high, 1.0 - low)
    assert (mirrored[1], mirrored[0]) == pytest.approx((a, b), rel=1e-6)


def test_a_band_beyond_double_precision_is_refused() -> None:
    with pytest.raises(NoSuchBetaError, match=r"quantiles 1e-300 and 0\.5"):
        beta_of_quantiles(1e-300, 0.5)


@pytest.mark.parametrize("a", [0.02, 0.3, 1.0, 2.5, 40.0, 3_000.0])
@pytest.mark.parametrize("b", [0.02, 0.7, 1.0, 6.0, 200.0])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_it_is_scipys(a: float, b: float, share: float) -> None:
    assert beta_quantile(a, b, share) == pytest.approx(beta.ppf(share, a, b), rel=1e-8, abs=1e-300)


def test_a_row_known_almost_exactly_stays_at_its_mean() -> None:
    assert beta_quantile(3e9, 7e9, 0.05) == pytest.approx(0.3, abs=1e-5)
