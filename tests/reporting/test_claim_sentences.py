"""What is said of a claim that was looked at closely, word for word and on both sides of each edge."""

from __future__ import annotations

import math
from types import SimpleNamespace as Made
from typing import Any

import pytest

from assess.domain.language import language
from assess.reporting.words import claim_sentences
from assess.scoring.labels import Names
from tests.reporting.made_results import assessment

NAMES: Any = Names(assessment())


def share(first: float, error: float = 0.0) -> Any:
    return Made(first=first, first_error=error)


def looked(
    *weighing: tuple[str, float | None], groups: dict[str, Any] | None = None, sources: dict[str, Any] | None = None
) -> Any:
    weights = dict(sorted(weighing, key=lambda entry: -math.inf if entry[1] is None else -abs(entry[1])))
    return Made(weights=weights, variance_shares=Made(groups=groups or {}, sources=sources or {}))


def decisive(*sources: str, proved: bool = True, then: float = 0.37) -> Any:
    return Made(sources=sources or None, then=Made(probability=then) if sources else None, proved=proved)


def told(
    word: Any = None,
    leader: Any = None,
    odds: tuple[float | None, float | None, float | None] = (None, None, None),
    rows: tuple[Any, ...] = (),
    sources: tuple[Any, ...] = (),
    all_up_to: int = 3,
) -> Any:
    down, up, leads = odds
    return Made(
        now=Made(probability=0.61),
        prior_odds=Made(term_down=down, term_up=up, leader_factor=leads),
        decisive_sources=Made(term=word or decisive(), leader=leader or decisive(), all_up_to=all_up_to),
        rows=rows,
        sources=sources,
    )


def row(low: float, high: float) -> Any:
    return Made(indicator="money", state="made", at_low=Made(probability=low), at_high=Made(probability=high))


def source(name: str, items: int, without: float) -> Any:
    return Made(source=name, items=items, without=Made(probability=without))


NONE = "No set of sources changes its word when left out."


@pytest.mark.parametrize(
    ("analysis", "sentences"),
    [
        (looked(), []),
        (looked(("i1", 0.0999)), ["No item moves its odds by as much as 0.1 dB."]),
        (
            looked(("i1", 0.1), ("i2", -7.8123), ("i4", None)),
            [
                "The items that weigh most on it, each by what leaving it out would do: i4 (∞ dB, money), i2 (-7.8 dB, "
                "vote), i1 (+0.1 dB, money)."
            ],
        ),
        (
            looked(groups={"prior": share(0.5), "source": share(0.05), "statement": share(0.04)}),
            [
                "Its interval would be narrower: by 50 % if the priors were known for certain; by 5 % if the grades of "
                "the sources were known for certain.",
                "About half of its uncertainty comes from the priors.",
            ],
        ),
        (
            looked(groups={"indicator": share(0.51)}, sources={"clerk": (0.62, 0.05), "author": (0.6, 0.05)}),
            [
                "Its interval would be narrower: by 51 % if the rows of the indicators were known for certain.",
                "Most of its uncertainty comes from the rows of the indicators.",
                "Most of its uncertainty comes from the grade of one source, A clerk.",
            ],
        ),
    ],
)
def test_what_a_claim_rests_on(analysis: Any, sentences: list[str]) -> None:
    assert list(claim_sentences.rests_on(analysis, NAMES)) == sentences


@pytest.mark.parametrize(
    ("sources", "sentences"),
    [
        ((), []),
        (
            (source("clerk", 1, 0.37), source("author", 3, 0.6001)),
            ["It would stand without A clerk (1 item) at 37 %."],
        ),
        (
            (source("clerk", 1, 0.62), source("author", 3, 0.4)),
            ["It would stand without author (3 items) at 40 %, without A clerk (1 item) at 62 %."],
        ),
        ((source("clerk", 1, 0.6001),), ["No single source moves it by as much as one percentage point."]),
    ],
)
def test_whose_word_it_is(sources: tuple[Any, ...], sentences: list[str]) -> None:
    assert list(claim_sentences.whose_word(told(sources=sources), NAMES)) == sentences


@pytest.mark.parametrize(
    ("analysis", "sentences"),
    [
        (told(), [NONE]),
        (
            told(decisive(proved=False), all_up_to=1),
            ["No set of up to 1 source changes its word when left out."],
        ),
        (
            told(decisive(proved=False)),
            ["No set of up to 3 sources changes its word when left out."],
        ),
        (
            told(decisive("clerk")),
            [
                "The smallest set of sources whose removal changes its word is A clerk: it would stand at unlikely "
                "(37 %)."
            ],
        ),
        (
            told(decisive("clerk", proved=False), decisive("clerk", "author", proved=False)),
            [
                "The smallest set found whose removal changes its word is A clerk: it would stand at unlikely (37 %).",
                "The smallest set found whose removal takes it across 50 % is A clerk and author: it would stand at "
                "unlikely (37 %).",
            ],
        ),
        (
            told(decisive(), decisive("author")),
            [
                "The smallest set of sources whose removal takes it across 50 % is author: it would stand at unlikely "
                "(37 %)."
            ],
        ),
        (told(odds=(0.5, None, None)), ["Its word changes with prior odds ÷ 2.", NONE]),
        (
            told(odds=(0.5, 3.0, 0.8)),
            ["Its word changes with prior odds ÷ 2 or × 3.", "It falls below 50 % with prior odds ÷ 1.25.", NONE],
        ),
        (
            told(odds=(1.0, 6_083.2, 1.001)),
            [
                "Its word changes with prior odds hardly lower or × 6,080.",
                "It rises above 50 % with prior odds hardly higher.",
                NONE,
            ],
        ),
        (told(odds=(None, 1.0, None)), ["Its word changes with prior odds hardly higher.", NONE]),
        (told(odds=(None, None, 1.25)), ["It rises above 50 % with prior odds × 1.25.", NONE]),
        (told(rows=(row(0.60, 0.6099),)), [NONE]),
        (
            told(rows=(row(0.63, 0.58),)),
            [
                NONE,
                "The row that swings it most is money given made: between the ends of that row's interval it goes from "
                "58 % to 63 %.",
            ],
        ),
    ],
)
def test_what_would_change_it(analysis: Any, sentences: list[str]) -> None:
    assert list(claim_sentences.would_change(analysis, NAMES)) == sentences


@pytest.mark.parametrize(
    ("most", "sentence"),
    [
        (1, "Слово не меняется, если убрать не более чем 1 источник."),
        (3, "Слово не меняется, если убрать не более чем 3 источника."),
        (5, "Слово не меняется, если убрать не более чем 5 источников."),
    ],
)
def test_in_russian_every_form_of_a_number(most: int, sentence: str) -> None:
    with language("ru"):
        assert list(claim_sentences.would_change(told(decisive(proved=False), all_up_to=most), NAMES)) == [sentence]
