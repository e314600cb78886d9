"""Quantiles of draws that are not held, against those of all draws at once."""

from __future__ import annotations

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.network.logs import Floats
from assess.network.quantiles import OutOfBracketError, PassingQuantiles, quantiles

AT = (0.05, 0.95, 0.25, 0.75, 0.0, 1.0, 0.5)


def passed(values: Floats, block: int, spread: float = 8.0) -> PassingQuantiles:
    passing = PassingQuantiles(len(values), values.shape[1], AT, spread)
    for first in range(0, values.shape[1], block):
        passing.add(values[:, first : first + block])
    return passing


@given(
    arrays.arrays(np.float64, (2, 37), elements=st.sampled_from([0.0, 0.1, 0.25, 1.0 / 3.0, 0.5, 0.9, 1.0])),
    st.integers(1, 40),
)
def test_they_are_those_of_all_draws_to_the_last_bit(values: Floats, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assess.network.quantiles.PILOT", 20)
        read = passed(values, block).read()
    assert read.tolist() == quantiles(values, AT).tolist()
    assert read == pytest.approx(np.quantile(values, AT, axis=-1), rel=1e-15, abs=0.0)


@pytest.mark.parametrize("kind", ["smooth", "few values", "constant"])
def test_few_draws_are_held(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.network.quantiles.PILOT", 10_000)
    rng = np.random.default_rng(1)
    draws = {
        "smooth": rng.beta(2.0, 5.0, (1, 300_000)),
        "few values": rng.integers(0, 4, (1, 300_000)) / 4.0,
        "constant": np.full((1, 300_000), 0.3),
    }[kind]
    passing = passed(draws, 7_000)
    assert passing.read().tolist() == np.quantile(draws, AT, axis=-1).tolist()
    assert passing.held < 0.3 * draws.size


def test_a_quantile_outside_what_was_held_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.network.quantiles.PILOT", 10)
    rising = np.linspace(0.0, 1.0, 1000)[np.newaxis]
    with pytest.raises(OutOfBracketError):
        passed(rising, 10, spread=0.1).read()
