"""Columns of a table on paper fill the page, and split no word that has room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.reporting.report.report_blocks import Grid
from assess.reporting.report.typesetting import TEXT_WIDTH, layout, set_text

WORDS = st.lists(st.text("abcdwmWЖ19", min_size=1, max_size=12), max_size=12).map(" ".join)
GRIDS = st.integers(1, 8).flatmap(
    lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width).map(tuple), min_size=2, max_size=5)
)


@given(GRIDS)
def test_columns_fill_the_page_and_no_word_is_split_where_all_have_room(rows: list[tuple[str, ...]]) -> None:
    laid = layout(Grid(rows[0], tuple(rows[1:]), head=0))
    assert sum(laid.widths) == pytest.approx(TEXT_WIDTH, abs=0.01 * len(laid.widths))
    longest = [max(len(word) for text in column for word in [*text.split(), ""]) for column in zip(*rows, strict=True)]
    widest = [0.34 * letters * laid.size * 25.4 / 72.0 for letters in longest]
    if laid.size > 6.5:
        assert all(width >= least for width, least in zip(laid.widths, widest, strict=True))


def test_a_long_text_has_more_room_than_a_short_one_and_the_name_of_a_row_stands_first() -> None:
    laid = layout(Grid(("n", "what"), (("1", "a long text " * 30), ("2", "short")), figures=(0,)))
    assert laid.lines[0] == ("what", "n")
    assert laid.right == {1}
    assert laid.widths[0] > 150.0


def test_a_minus_sign_stays_with_its_number_and_a_number_with_its_unit() -> None:
    assert set_text("36 % (-10), cap-190, 3 - 2") == "36\u00a0% (\u221210), cap-190, 3 - 2"
