import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.domain.number_text import (
    chance,
    decibans,
    percent,
    percent_range,
    probability_of,
)
from assess.domain.scale import Scale
from assess.reporting.words.judgements import likelihood
from tests.reporting.made_results import BANDS, gappy, scale


@pytest.mark.parametrize(
    ("probability", "written"),
    [
        (0.5496, "just under 55 %"),  # 55 % and 55.0 % belong to the next word
        (0.5494, "54.9 %"),
        (0.55, "55 %"),
        (0.5504, "55 %"),
        (0.6834512, "68 %"),
        (0.7966, "79.7 %"),
        (0.7999, "just under 80 %"),
        (0.0499, "just under 5 %"),
        (0.0149, "1 %"),
        (0.0099, "under 1 %"),
        (0.9899, "99 %"),
        (0.9901, "over 99 %"),
        (0.0, "under 1 %"),
        (1.0, "over 99 %"),
    ],
)
def test_a_number_stays_on_its_side_of_an_edge(probability: float, written: str) -> None:
    assert percent(probability, scale()) == written


def test_without_a_word_beside_it_a_number_is_rounded() -> None:
    assert [percent(p) for p in (0.5496, 0.125, 0.001, 0.999)] == ["55 %", "12 %", "under 1 %", "over 99 %"]


def test_lower_bands_may_own_the_edge() -> None:
    lower = scale(ends="lower")
    assert likelihood(0.55, lower) == "roughly even chance (55 %)"
    assert likelihood(0.55000001, lower) == "likely (just over 55 %)"


def test_a_gap_shows_the_number_alone() -> None:
    assert likelihood(0.5, gappy()) == "50 %"
    assert likelihood(0.7504, gappy()) == "just over 75 %"  # 75 % is still likely
    assert likelihood(0.3, gappy()) == "unlikely (30 %)"
    assert likelihood(0.9, gappy()) == "90 %"  # outside, where this scale wants no nearest term


def test_outside_the_bands_the_nearest_word_has_its_number() -> None:
    assert likelihood(0.002, scale()) == "almost no chance (under 1 %)"
    assert likelihood(0.9999, scale()) == "almost certain (over 99 %)"


def test_overlapping_bands_agree_about_what_holds() -> None:
    terms = [{"term": "even", "low": 0.33, "high": 0.66}, {"term": "more likely than not", "low": 0.5, "high": 1.0}]
    overlapping = Scale.model_validate({"scale": "two", "terms": terms})
    assert percent(0.4996, overlapping) == "just under 50 %"  # 50 % lies in a second band too
    assert percent(0.5004, overlapping) == "50 %"


def number(written: str) -> float:
    return float(re.fullmatch(r"(?:just \w+ )?([\d.]+) %", written).group(1)) / 100.0


@given(st.floats(0.01, 0.99))
def test_no_word_stands_outside_its_number(probability: float) -> None:
    word, _, written = likelihood(probability, scale()).removesuffix(")").partition(" (")
    low, high = {term: (low, high) for term, low, high in BANDS}[word]
    shown = number(written)
    if written.startswith("just under"):
        assert low < shown <= high
    elif written.startswith("just over"):
        assert low <= shown < high
    else:
        assert low <= shown < high or shown == high == 0.99
    assert abs(shown - probability) <= 0.005 + 1e-9


def test_certain_and_impossible_are_told_from_nearly_so() -> None:
    assert probability_of(0.0, -math.inf, 0.0, scale()) == "0 %"
    assert probability_of(1.0, 0.0, -math.inf, scale()) == "100 %"
    assert probability_of(0.0, -900.0, 0.0, scale()) == "under 1 %"
    assert probability_of(1.0, 0.0, -900.0, scale()) == "over 99 %"


def test_weights_are_signed_and_short() -> None:
    assert [decibans(w) for w in (7.8123, -0.75, 0.049, -0.049, 123.4, None)] == ["+7.8", "-0.8", "0", "0", "+123", "∞"]


@pytest.mark.parametrize(
    ("given_as", "written"),
    [
        ("B", "B"),
        (0.7, "70 %"),
        ({"low": 0.5, "high": 0.995}, "50 to 99.5 %"),
        ({"mean": 0.7, "n": 10}, "about 70 % (n 10)"),
    ],
)
def test_a_chance_is_shown_as_it_was_written(given_as: object, written: str) -> None:
    from assess.domain.chance import Chance

    assert chance(Chance.model_validate(given_as)) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0.265, "26 %"),
        (0.275, "28 %"),
        (0.285, "28 %"),
        (0.575, "58 %"),
        (0.26500000000000007, "26 %"),
        (0.2651, "27 %"),
    ],
)
def test_halves_go_to_the_even_neighbour_everywhere(share: float, written: str) -> None:
    assert percent(share) == written
    assert percent_range((share, share)) == written
