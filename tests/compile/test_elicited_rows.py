"""Rows fitted to what a person says of a rate."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.compile.elicited_rows import by_odds, by_odds_alone, elicited_row, untold_apart
from assess.network.beta import tails


@given(st.floats(0.03, 0.97), st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_the_range_holds_nine_tenths_and_the_mean_is_the_best_guess(best: float, below: float, above: float) -> None:
    low, high = best * (1.0 - below), best + (1.0 - best) * above
    try:
        row = elicited_row(best, low, high)
    except ValueError:
        return
    a, b = row.n * best, row.n * (1.0 - best)
    assert 1.0 - tails(a, b, low)[0] - tails(a, b, high)[1] == pytest.approx(0.9, abs=1e-6)


@pytest.mark.parametrize("numbers", [(0.5, 0.6, 0.8), (0.5, 0.2, 0.5), (0.0, 0.0, 0.1)])
def test_what_is_no_range_is_refused(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="in order"):
        elicited_row(*numbers)


@pytest.mark.parametrize(
    ("best", "low", "high", "refused"),
    [
        (0.1, 1e-300, 1.0 - 1e-16, "1e-300 to 1 holds nearly everything: say that nothing is known, or narrow it"),
        (0.5, 0.4999, 0.5001, "0.4999 to 0.5001 is narrower than 100,000 observations: write the number as it is"),
    ],
)
def test_a_range_that_says_nothing_or_all_is_refused(best: float, low: float, high: float, refused: str) -> None:
    with pytest.raises(ValueError, match=re.escape(refused)):
        elicited_row(best, low, high)


def test_odds_and_what_is_not_told_apart() -> None:
    assert by_odds(3.0, 0.2) == pytest.approx(0.6)
    with pytest.raises(ValueError, match="is no probability"):
        by_odds(3.0, 0.5)
    with pytest.raises(ValueError, match=re.escape("5 times 0.2 is no probability: lower the other, or the odds")):
        by_odds(5.0, 0.2)
    with pytest.raises(ValueError, match="3 times 0 is no probability"):
        by_odds(3.0, 0.0)
    assert by_odds_alone(3.0) == (0.75, 0.25)
    assert untold_apart({"a": 0.3, "b": 0.31, "c": 0.6}) == [("a", "b")]
    assert untold_apart({"a": 0.99, "b": 0.95}) == []  # absence tells them apart
