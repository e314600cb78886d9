"""Sentences on the inconsistency count and the probability: each is licensed by the numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

import assess
from assess.analysis.explaining.inconsistency import (
    Disagreement,
    Inconsistency,
    OddsPart,
    PartReason,
)
from assess.domain.language import language
from assess.formats.ach import import_ach
from assess.reporting.report.as_markdown import written
from assess.reporting.report.inconsistency_count import count_beside
from assess.reporting.words.inconsistency_sentences import (
    because,
    further,
    ordered,
    uncoded,
    unworded,
    verdict,
)
from assess.scoring.labels import Names
from tests.reporting.made_results import scale

REASONS = get_args(PartReason)


def text_of(folder: Path, matrix: str) -> str:
    (folder / "m.csv").write_text(matrix, encoding="utf-8")
    result = assess.score(assess.load_case(import_ach(folder / "m.csv", folder / "m").folder), draws=0)
    return " ".join(written(count_beside(result, Names(result))).split())


def pair(total: float | None, *weights: float, tied: bool = False) -> Disagreement:
    parts = tuple(OddsPart(reason, weight, ("e1",)) for reason, weight in zip(REASONS, weights, strict=False))
    return Disagreement("a", "b", tied, total, parts)


def whole(*pairs: Disagreement) -> Inconsistency:
    return Inconsistency("matter/hypothesis", ("e1",), (), 0, (), pairs)


def test_agreement_is_said_of_an_order_and_no_more() -> None:
    assert verdict(whole()) == (
        "The count puts no hypothesis before one that is more probable: on their order the two agree."
    )
    assert verdict(whole(pair(2.0))) == "The count puts the less probable hypothesis first in 1 pair."
    assert verdict(whole(pair(2.0), pair(3.0, tied=True))) == (
        "The count puts the less probable hypothesis first in 1 pair and does not tell apart 1 pair that the "
        "probability does."
    )


def test_items_without_a_word_or_a_code_are_counted() -> None:
    some = replace(whole(), items=("e1", "e2"), unworded=1, uncoded=("e3",))
    assert unworded(some) == (
        "1 item of 2 has no word for credibility or for relevance, and what is missing is medium in the weighted score."
    )
    assert unworded(replace(some, unworded=2)).startswith("2 items of 2 have no word for credibility")
    assert uncoded(some) == "1 item has no codes and moves the probability alone: e3."
    many = tuple(f"e{n}" for n in range(10))
    assert uncoded(replace(some, uncoded=many)) == (
        "10 items have no codes and move the probability alone: e0, e1, e2, e3, e4, e5, e6, e7 and 2 more."
    )


def test_a_pair_stands_by_both_measures() -> None:
    assert ordered(pair(2.0), (3, 0.6), (1, 0.3), scale()) == (
        "a is more probable than b, 60 % to 30 %, though more is inconsistent with it: the count is 3 to 1."
    )
    assert ordered(pair(2.0, tied=True), (1, 0.6), (1, 0.3), scale()) == (
        "a is more probable than b, 60 % to 30 %, while the count is 1 for both."
    )
    assert [further(1), further(2)] == ["So does 1 further pair.", "So do 2 further pairs."]


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "не различает 1 пару, которую"), (2, "не различает 2 пары, которые"), (5, "не различает 5 пар, которые")],
)
def test_in_russian_every_form_of_a_number(number: int, said: str) -> None:
    with language("ru"):
        assert verdict(whole(*[pair(3.0, tied=True)] * number)) == f"Счёт {said} различает вероятность."


@pytest.mark.parametrize(
    ("disagreement", "said"),
    [
        (pair(2.0, 3.0, -1.0), "a would not be ahead without the prior."),
        (
            pair(2.0, 3.0, -3.0, 0.0, 2.0),
            "a would not be ahead without the prior, nor without the items that the count takes as equal for both "
            "(e1).",
        ),
        (pair(3.0, 2.0, 1.0), "No single reason puts a ahead; they add up."),
        (pair(None), "The evidence or the prior rules b out."),
        (pair(2.0), "An item rules one of them out."),
    ],
)
def test_a_reason_is_named_where_the_order_hangs_on_it(disagreement: Disagreement, said: str) -> None:
    assert because(disagreement) == said


def test_a_matrix_in_words(tmp_path: Path) -> None:
    text = text_of(tmp_path, "Evidence,Cred,Rel,a: b,c\nx,L,L,I,C\ny,L,L,I,C\nz,H,,C,I\n")
    assert "the count is 2 to 1" in text
    assert "1 item of 3 has no word for credibility or for relevance" in text
    assert "what credibility and relevance change in the items that the count tells apart (e01, e02, e03)" in text


def test_a_report_of_a_case_from_elsewhere_says_nothing_of_counts(tmp_path: Path) -> None:
    result = assess.score(assess.load_case("russia-diasporas-2017"), draws=0)
    assert list(count_beside(result, Names(result))) == []
