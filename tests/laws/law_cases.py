"""Small random cases that shrink, and what to compare of two scorings."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from hypothesis import strategies as st

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.evidence import Evidence
from assess.scoring.results import Assessment
from tests.made_up import GRADING, SCALE

HYPOTHESES = ("x", "y", "z")
NAMES = ("s", "t", "u")
STORIES: tuple[dict[str, list[str]], ...] = ({"q": ["x"]}, {"one/q": ["y", "z"]}, {"top": ["a"], "q": ["y"]})

chances = st.integers(3, 97).map(lambda hundredths: hundredths / 100)


def rows(states: tuple[str, ...]) -> st.SearchStrategy[dict[str, float]]:
    def shared(parts: list[int]) -> dict[str, float]:
        return {state: part / sum(parts) for state, part in zip(states, parts, strict=True)}

    return st.lists(st.integers(1, 30), min_size=len(states), max_size=len(states)).map(shared)


@st.composite
def rubrics(draw: st.DrawFn) -> dict[str, Any]:
    weights = st.sampled_from([1.0, 0.6])
    return {
        "rubric": "small",
        "scale": SCALE,
        "grading": GRADING,
        "questions": {
            "top": {"per": "land", "hypotheses": ["a", "b"], "prior": draw(rows(("a", "b")))},
            "q": {
                "per": "body",
                "hypotheses": list(HYPOTHESES),
                "given": "top",
                "given_weight": draw(weights),
                "prior": {state: draw(rows(HYPOTHESES)) for state in ("a", "b")},
            },
        },
        "indicators": {
            "i": {"of": "q", "weight": draw(weights), "present_if": {h: draw(chances) for h in HYPOTHESES}},
            "j": {"of": "q", "present_if": {h: draw(chances) for h in HYPOTHESES}},
            "k": {"of": "i", "present_if": {"present": draw(chances), "absent": draw(chances)}},
        },
    }


@st.composite
def items(draw: st.DrawFn, ident: str) -> dict[str, Any]:
    """Draw an item with a statement of its own: an origin, up to two relays, and what was said."""
    chain = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    says = draw(st.sampled_from(["present", "absent", "not-found", "silent"]))
    known = {"search": draw(chances)} if says == "not-found" else {"hit": draw(chances), "false_alarm": draw(chances)}
    if says == "silent":
        known["tells"] = draw(chances)
    return {
        "id": ident,
        "about": draw(st.sampled_from(["one", "two"])),
        "indicator": draw(st.sampled_from(["i", "j", "k"])),
        "says": says,
        "source": chain[0],
        "via": chain[1:],
        **known,
    }


@st.composite
def cases(draw: st.DrawFn, most: int = 4) -> Case:
    """Draw a case of two bodies under one pattern, three sources and 1 to `most` items."""
    sources: dict[str, Any] = {name: {"reliability": draw(chances)} for name in NAMES}
    for source in sources.values():
        story = draw(st.sampled_from([None, None, *STORIES]))
        if story is not None:
            source |= {"favours": story, "favours_weight": draw(st.sampled_from([1.0, 0.9, 0.3]))}
    count = draw(st.integers(1, most))
    return Case.model_validate(
        {
            "case": "small",
            "rubric": draw(rubrics()),
            "subjects": {
                "land": {"kind": "land"},
                "one": {"kind": "body", "within": "land"},
                "two": {"kind": "body", "within": "land"},
            },
            "ask": {"land": ["top"], "one": ["q"], "two": ["q"]},
            "sources": sources,
            "evidence": [draw(items(f"e{number}")) for number in range(count)],
            "claims": {
                "either": {"holds_if": [{"one/q": ["x"]}, {"two/q": ["x", "y"], "land/top": ["a"]}]},
                "both": {"holds_if": {"one/q": ["y"], "two/q": ["z"]}},
            },
        }
    )


def plain_case(
    evidence: list[dict[str, Any]], sources: dict[str, Any], rows: dict[str, tuple[float, float]], prior: float = 0.3
) -> Case:
    """Return a case of one question with hypotheses x and y; `rows` gives P(present | x), P(present | y)."""
    return Case.model_validate(
        {
            "case": "plain",
            "rubric": {
                "rubric": "plain",
                "scale": SCALE,
                "grading": GRADING,
                "questions": {"q": {"per": "body", "hypotheses": ["x", "y"], "prior": {"x": prior, "y": 1.0 - prior}}},
                "indicators": {n: {"of": "q", "present_if": {"x": a, "y": b}} for n, (a, b) in rows.items()},
            },
            "subjects": {"o": {"kind": "body"}},
            "ask": {"o": ["q"]},
            "sources": sources,
            "evidence": [{"about": "o", "says": "present", **item} for item in evidence],
        }
    )


def said_otherwise(item: Evidence) -> Evidence:
    """Return the item with the other thing that it could have said.

    A source that might have been silent says `present` with tells·hit, or tells·false alarm.
    A search that finds something says `present` with P(found | present) = `search` and P(found | absent) = 0.
    """
    if item.says == "not-found":
        return item.model_copy(
            update={"says": "present", "hit": item.search, "false_alarm": Chance(value=0.0), "search": None}
        )
    if item.says == "silent":
        rows = {name: told_of(getattr(item, name), item.tells) for name in ("hit", "false_alarm")}
        return item.model_copy(update={"says": "present", "tells": None, **rows})
    return item.model_copy(update={"says": {"present": "absent", "absent": "present"}[item.says]})


def told_of(chance: Chance, tells: Chance | None) -> Chance:
    assert chance.value is not None
    assert tells is not None
    assert tells.value is not None
    return Chance(value=chance.value * tells.value)


def flat(result: Assessment) -> dict[str, float]:
    """Return every posterior probability of a result, by a name that says of what."""
    posteriors = {f"{q.id}={h}": p for q in result.questions.values() for h, p in q.posterior.items()}
    posteriors |= {f"claim {c.id}": c.probability for c in result.claims.values()}
    posteriors |= {f"source {s.id}": s.posterior for s in result.sources.values()}
    return posteriors | {f"indicator {i.id}": i.posterior for i in result.indicators.values()}


def flat_prior(result: Assessment) -> dict[str, float]:
    """Return every prior probability of a result, by the same names."""
    priors = {f"{q.id}={h}": p for q in result.questions.values() for h, p in q.prior.items()}
    priors |= {f"claim {c.id}": c.prior for c in result.claims.values()}
    priors |= {f"source {s.id}": s.prior for s in result.sources.values()}
    return priors | {f"indicator {i.id}": i.prior for i in result.indicators.values()}


def odds(probability: float) -> float:
    return probability / (1.0 - probability) if probability < 1.0 else math.inf


def same(first: Assessment, second: Assessment, tolerance: float = 1e-11) -> None:
    """Fail unless two scorings agree in everything that both report on."""
    assert first.log_evidence == pytest.approx(second.log_evidence, abs=tolerance)
    same_posteriors(first, second, tolerance)


def same_posteriors(first: Assessment, second: Assessment, tolerance: float = 1e-11) -> None:
    """Fail unless two scorings agree in every probability; an indicator may be in one of them alone."""
    assert first.questions.keys() == second.questions.keys()
    assert first.claims.keys() == second.claims.keys()
    assert first.sources.keys() == second.sources.keys()
    mine, others = flat(first), flat(second)
    both = mine.keys() & others.keys()
    assert {n: mine[n] for n in both} == pytest.approx({n: others[n] for n in both}, abs=tolerance)


def with_keys_shuffled(value: Any, draw: random.Random) -> Any:
    """Return the same content with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        draw.shuffle(keys)
        return {key: with_keys_shuffled(value[key], draw) for key in keys}
    return value
