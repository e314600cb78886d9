"""Each word that needs a licence, on both sides of its edge."""

from __future__ import annotations

import pytest

from assess.reporting.words import licence


def test_all_leaves_nothing_out() -> None:
    assert licence.everything(48, 48)
    assert not licence.everything(47, 48)
    assert licence.everything(1.0 - 1e-12, 1.0)
    assert not licence.everything(0.9996, 1.0)


def test_a_probability_stays_only_where_nothing_moved_it() -> None:
    assert licence.stays(0.5, 0.5 + 1e-12)
    assert not licence.stays(0.5, 0.5 + 1e-6)


def test_what_is_printed_alike_hardly_moves() -> None:
    assert licence.hardly("50 %", "50 %")
    assert not licence.hardly("50 %", "51 %")


@pytest.mark.parametrize(
    ("share", "error", "expected"), [(0.51, 0.0, True), (0.5, 0.0, False), (0.61, 0.05, True), (0.6, 0.05, False)]
)
def test_most_is_surely_more_than_a_half(share: float, error: float, expected: bool) -> None:
    assert licence.most(share, error) is expected


@pytest.mark.parametrize(
    ("share", "error", "expected"), [(0.05, 0.0, True), (0.0499, 0.0, False), (0.1, 0.05, True), (0.1, 0.051, False)]
)
def test_a_cause_is_named_where_it_is_large_and_sure_enough(share: float, error: float, expected: bool) -> None:
    assert licence.a_cause(share, error) is expected


def test_a_move_is_a_percentage_point_or_more() -> None:
    assert licence.moves(0.0, 0.01)
    assert licence.moves(0.51, 0.25)
    assert not licence.moves(0.0, 0.0099)


def test_an_item_weighs_from_a_tenth_of_a_decibel() -> None:
    assert licence.weighs(None)
    assert licence.weighs(-0.1)
    assert not licence.weighs(0.0999)
