"""Corroboration and repetition: what another item may do to the level of confidence."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from assess.domain.case import Case
from assess.domain.confidence_policy import LEVELS
from assess.domain.evidence import Evidence
from assess.domain.source import Source
from assess.scoring.confidence import Confidence
from assess.scoring.confidence_figures import confidences
from assess.scoring.score import Scoring, score
from tests.random_cases import random_case


def levels(result: Scoring) -> dict[str, Confidence]:
    return confidences(result.model, result.questions, result.sources)


def rank(confidence: Confidence) -> int:
    return LEVELS.index(confidence.level)


def corroborated(case: Case, item: Evidence, number: int) -> Case:
    """Return the case in which a new source, in a new document, says what an item says, graded best of all."""
    new = Source.model_validate({"reliability": 1.0 if number % 2 else 0.99})
    document = case.documents["late"].model_copy()
    said = {"source": "new", "via": (), "statement": None, "id": "new", "cites": ({"document": "fresh"},)}
    more = Evidence.model_validate({**item.model_dump(exclude_none=True), **said, "withdrawn": None, "reported": None})
    return case.model_copy(
        update={
            "sources": {**case.sources, "new": new},
            "documents": {**case.documents, "fresh": document},
            "evidence": (*case.evidence, more),
        }
    )


def moved_further(before: Scoring, after: Scoring, name: str) -> bool:
    """Say whether a judgement is further on the side on which it was, or the same hypothesis is further ahead."""
    if name in before.questions:
        leading = before.questions[name].leading
        ahead = after.questions[name].posterior[leading] >= before.questions[name].posterior[leading]
        return ahead and after.questions[name].leading == leading
    claims = (before.claims | before.predictions)[name], (after.claims | after.predictions)[name]
    first, second = (claim.probability for claim in claims)
    return second >= first >= 0.55 or second <= first <= 0.45


def points(result: Scoring, nothing: Scoring, alone: Scoring, name: str) -> bool:
    """Say whether an item points to the side of a judgement when it is all that there is."""
    if name in result.questions:
        leading = result.questions[name].leading
        return alone.questions[name].posterior[leading] > nothing.questions[name].posterior[leading]
    now, before, then = ((r.claims | r.predictions)[name].probability for r in (result, nothing, alone))
    return then > before if now >= 0.5 else then < before


@pytest.mark.parametrize("seed", range(9_400, 9_460))
def test_corroboration_from_a_new_origin_never_lowers_a_level(seed: int) -> None:
    case = random_case(random.Random(seed), most=10)
    before = score(case, draws=0)
    scored = [item for item in case.evidence if item.id in before.evidence]
    for number, item in enumerate(scored):
        more = corroborated(case, item, number)
        after = score(more, draws=0)
        nothing, alone = (
            score(more.model_copy(update={"evidence": said}), draws=0) for said in ((), more.evidence[-1:])
        )
        first, second = levels(before), levels(after)
        for name, confidence in first.items():
            if moved_further(before, after, name) and points(before, nothing, alone, name):
                assert rank(second[name]) >= rank(confidence), (name, item.id)


@pytest.mark.parametrize("seed", range(9_500, 9_530))
def test_what_only_repeats_never_raises_a_level(seed: int) -> None:
    """Neither the same words once more, nor once more through another relay, as one utterance or as several."""
    case = random_case(random.Random(seed), most=10)
    before = score(case, draws=0)
    relay = Source.model_validate({"reliability": 0.9})
    case = case.model_copy(update={"sources": {**case.sources, "echo": relay}})
    for item in [item for item in case.evidence if item.id in before.evidence][:3]:
        for via in (item.via, (*item.via, "echo")):
            again = item.model_copy(update={"id": "again", "via": via})
            after = score(case.with_evidence(again), draws=0)
            first, second = levels(before), levels(after)
            same_side = {n for n in first if n not in before.questions or is_led_alike(before, after, n)}
            for name in same_side:
                assert rank(second[name]) <= rank(first[name]), (name, item.id, via)


def is_led_alike(before: Scoring, after: Scoring, name: str) -> bool:
    return before.questions[name].leading == after.questions[name].leading


def witnesses(count: int, **more: Any) -> Case:
    """Return a case of a suspect whom some independent witnesses identify, each in a document of their own."""
    evidence = [
        {"id": f"e{k}", "about": "man", "indicator": "seen", "says": "present", "source": f"w{k}", "accuracy": 0.95}
        | {"cites": [{"document": f"d{k}"}]}
        for k in range(count)
    ]
    content = {
        "case": "suspect",
        "rubric": {
            "rubric": "suspect",
            "questions": {"guilt": {"per": "person", "hypotheses": ["did", "did-not"], "prior": "uniform"}},
            "indicators": {"seen": {"of": "guilt", "present_if": {"did": 0.99, "did-not": 0.005}}},
        },
        "subjects": {"man": {"kind": "person"}},
        "ask": {"man": "guilt"},
        "sources": {f"w{k}": {"reliability": 0.95} for k in range(count)},
        "documents": {f"d{k}": {} for k in range(count)},
        "claims": {"did-it": {"holds_if": {"man/guilt": "did"}}},
        "evidence": evidence,
    }
    return Case.model_validate(content | more)


def test_more_independent_witnesses_are_held_with_more_confidence_and_in_the_end_with_high() -> None:
    """Redundant as they are: the last of four hardly moves a probability of over 99 %."""
    confidences_of = [levels(score(witnesses(count), draws=0))["did-it"] for count in (1, 2, 3, 4)]
    assert [confidence.level for confidence in confidences_of] == ["low", "moderate", "high", "high"]
    assert all(rank(a) <= rank(b) for a, b in itertools.pairwise(confidences_of))


def test_absences_that_were_to_be_expected_are_no_contradiction() -> None:
    """Six of ten traces present, as one expects of what leaves each with .6: nothing pulls away from it."""
    evidence = [
        {"id": f"e{k}", "about": "man", "indicator": f"t{k}", "says": "present" if k < 6 else "absent"}
        | {"source": f"w{k}", "accuracy": 0.99, "cites": [{"document": f"d{k}"}]}
        for k in range(10)
    ]
    rows = {f"t{k}": {"of": "guilt", "present_if": {"did": 0.6, "did-not": 0.05}} for k in range(10)}
    case = witnesses(10, evidence=evidence)
    rubric = case.rubric.model_dump(mode="json", exclude_defaults=True) | {"indicators": rows}
    expected = Case.model_validate(case.model_dump(mode="json", exclude_defaults=True) | {"rubric": rubric})
    confidence = levels(score(expected, draws=0))["did-it"]
    assert "contradiction" not in {reason.code for reason in confidence.reasons}
    assert confidence.level == "high"


def test_a_level_says_first_what_weighs_most_and_what_would_allow_more() -> None:
    confidence = levels(score(witnesses(2), draws=0))["did-it"]
    caps = [LEVELS.index(reason.caps) for reason in confidence.reasons if reason.caps]
    assert caps == sorted(caps)
    assert confidence.supports
    assert all(reason.caps is None and reason.limit is not None for reason in confidence.supports)
    assert [reason.weight for reason in confidence.supports] == sorted(
        (reason.weight for reason in confidence.supports), reverse=True
    )
