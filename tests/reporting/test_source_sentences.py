"""What each function that speaks of sources, actors, figures and predictions says, word for word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assess.domain.claim import Prediction
from assess.domain.context import Actor, Quantity
from assess.domain.number_text import times
from assess.reporting.words import actor_sentences, source_sentences
from assess.scoring.labels import Names
from assess.scoring.results import SourceResult
from tests.reporting.made_results import assessment

NAMES = Names(assessment())
MADE = Prediction.model_validate({"text": "x", "holds_if": {"club/origin": "made"}, "made": "2017-07"})


def prediction(**changes: Any) -> Prediction:
    return Prediction.model_validate({"text": "x", "holds_if": {"club/origin": "made"}} | changes)


def settled(outcome: bool, why: str | None = None) -> Prediction:
    return prediction(resolved={"outcome": outcome, "on": "2018", "why": why})


def quantity(**changes: Any) -> Quantity:
    return Quantity.model_validate({"what": "w"} | changes)


SAID: list[tuple[Callable[..., str], tuple[Any, ...], str]] = [
    (source_sentences.favours, ({},), "Taken to favour nothing."),
    (
        source_sentences.favours,
        ({"control": ("directed", "partial"), "arac/origin": ("created",)},),
        "Taken to favour directed, partial of control; created of arac/origin.",
    ),
    (
        source_sentences.if_favoured,
        ("A clerk", 0.7, 0.4, ("a", "b")),
        "A clerk would have P(reliable) 70 % before the evidence and 40 % after it. Favoured: the claims that it "
        "asserts itself, a and b.",
    ),
    (
        source_sentences.if_favoured,
        ("A clerk", 0.7, 0.701, ("a",)),
        "A clerk would have P(reliable) 70 % before the evidence and after it. Favoured: the claims that it asserts "
        "itself, a.",
    ),
    (
        source_sentences.unmoving,
        ("A clerk", 1),
        "A clerk, 1 item: without it no claim moves by as much as one percentage point.",
    ),
    (
        source_sentences.moving,
        ("A clerk", 2, [("a", 0.5, 0.25), ("b", 0.999, 0.001)]),
        "A clerk, 2 items. Most would move: a from 50 % to 25 %; b from over 99 % to under 1 %.",
    ),
    (source_sentences.others_still, (True,), "The other claims move by less than one percentage point."),
    (source_sentences.others_still, (False,), "The claims move by less than one percentage point."),
    (
        source_sentences.passage,
        (SourceResult(id="s", prior=0.7, posterior=0.8, as_origin=1, as_relay=0), "A clerk", 1),
        "The one scored item passes through A clerk (1 as origin, 0 as relay). P(reliable) rises from 70 % to 80 %.",
    ),
    (times, (3.571,), "× 3.57"),
    (times, (0.25,), "÷ 4"),
    (times, (1.001,), "× just over 1"),
    (times, (6_083.2,), "× 6,080"),
    (times, (1.0 / 999.6,), "÷ 1,000"),
    (times, (3e9,), "× over 1,000,000"),
    (actor_sentences.how_many, (1, 0), "1 actor and no relations as the documents report them. They carry no weight."),
    (
        actor_sentences.actor,
        (Actor(name="N", type="person", country="RU", aliases=("M", "O"), role="Head."), NAMES),
        "N (person, RU). Also M; O. Head.",
    ),
    (actor_sentences.value, (quantity(value=12_345, unit="roubles"),), "12,345 roubles"),
    (actor_sentences.value, (quantity(value=2017),), "2017"),
    (actor_sentences.value, (quantity(value="dozens"),), "dozens"),
    (actor_sentences.value, (quantity(low=1.5, high=3),), "1.5 to 3"),
    (actor_sentences.value, (quantity(low=1_234_567, high=2e6),), "1,234,567 to 2,000,000"),
    (actor_sentences.value, (quantity(low=1996, high=1998),), "1996 to 1998"),
    (actor_sentences.value, (quantity(value=0.00001),), "0.00001"),
    (
        actor_sentences.conflict,
        (quantity(value=1, conflicts=["a", "b"], note="Odd."),),
        "conflicts with a, b. Odd.",
    ),
    (
        actor_sentences.course,
        (prediction(made="2017-07", resolves_by="2019"),),
        "Made 2017-07, to be settled by 2019. Not settled.",
    ),
    (
        actor_sentences.course,
        (prediction(resolves_by="2019"),),
        "Made at a date not given, to be settled by 2019. Not settled.",
    ),
    (actor_sentences.course, (MADE,), "Made 2017-07. Not settled."),
    (actor_sentences.course, (prediction(),), "Not settled."),
    (actor_sentences.course, (settled(True),), "It came true (2018)."),
    (actor_sentences.course, (settled(True, "Seen."),), "It came true (2018): Seen."),
    (actor_sentences.course, (settled(False),), "It did not come true (2018)."),
    (actor_sentences.course, (settled(False, "Nothing."),), "It did not come true (2018): Nothing."),
]


@pytest.mark.parametrize(("function", "values", "sentence"), SAID)
def test_a_function_says_its_sentence(function: Callable[..., str], values: tuple[Any, ...], sentence: str) -> None:
    assert function(*values) == sentence
