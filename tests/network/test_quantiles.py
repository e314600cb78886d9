import pytest
from scipy.stats import beta

from assess.network.beta import beta_quantile


@pytest.mark.parametrize("a", [0.02, 0.3, 1.0, 2.5, 40.0, 3_000.0])
@pytest.mark.parametrize("b", [0.02, 0.7, 1.0, 6.0, 200.0])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_it_is_scipys(a: float, b: float, share: float) -> None:
    assert beta_quantile(a, b, share) == pytest.approx(beta.ppf(share, a, b), rel=1e-8, abs=1e-300)


def test_a_row_known_almost_exactly_stays_at_its_mean() -> None:
    assert beta_quantile(3e9, 7e9, 0.05) == pytest.approx(0.3, abs=1e-5)
