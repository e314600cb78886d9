import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.domain.quoting import clean
from assess.reporting.report.as_markdown import (
    WIDTH,
    columns,
    escape,
    table,
    wrap,
)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a|b", r"a\|b"),
        ("two\nlines\r\n\tmore", "two lines more"),
        ("[red]alarm[/red]", r"\[red\]alarm\[/red\]"),
        ("![x](http://e)", r"!\[x\](http://e)"),
        ("<script>&amp;</script>", r"\<script\>\&amp;\</script\>"),
        ("*bold* _it_ snake_case `code`", r"\*bold\* \_it\_ snake_case \`code\`"),
        ("# heading", r"\# heading"),
        ("- point", r"\- point"),
        ("12. point", r"12\. point"),
        ("2017.5 is no point", "2017.5 is no point"),
        ("a\x1b[31m\u202eb\u200bc\x00", r"a�\[31m�b�c�"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),  # Persian needs its joiners
        ("back\\slash", r"back\\slash"),
    ],
)
def test_what_users_wrote_is_shown_and_does_nothing(text: str, safe: str) -> None:
    assert escape(text) == safe


@given(st.text())
def test_cleaned_text_is_one_visible_line(text: str) -> None:
    safe = clean(text)
    assert len(safe.splitlines()) <= 1
    assert "\x1b" not in safe
    assert clean(safe) == safe


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4))
def test_no_cell_breaks_a_table(rows: list[list[str]]) -> None:
    lines = table(("a", "b", "c"), rows).splitlines()
    assert len(lines) == len(rows) + 2
    for line in lines:
        assert line.replace("\\\\", "").replace("\\|", "").count("|") == 4


def test_tables_are_aligned_but_for_a_last_column_of_text() -> None:
    assert table(("n", "name"), [("7", "a long name"), ("12 %", "日本")], right=[0]).splitlines() == [
        "|    n | name |",
        "| ---: | --- |",
        "|    7 | a long name |",
        "| 12 % | 日本 |",
    ]
    assert table(("name", "n"), [("日本", "7"), ("abcde", "12")], right=[1]).splitlines() == [
        "| name  |   n |",
        "| ----- | --: |",
        "| 日本  |   7 |",
        "| abcde |  12 |",
    ]


def test_wrapped_lines_start_nothing_new_and_keep_numbers_by_their_units() -> None:
    words = ["word"] * 18
    for start, kept in (("- x", r"\- x"), ("1. x", r"1\. x"), ("# x", r"\# x"), ("=== x", r"\=== x")):
        filler = "y" * (WIDTH - len(" ".join(words)) - 2)
        assert wrap(" ".join([*words, filler, start])).splitlines()[1] == kept
    lines = wrap("a" * (WIDTH - 3) + " 80 % of 10 dB").splitlines()
    assert lines[1].startswith("80 % of 10 dB")


def test_width_counts_columns() -> None:
    assert [columns(text) for text in ("abc", "日本", "e\u0301")] == [3, 4, 1]
