"""Laws of the level of confidence."""

from __future__ import annotations

import random
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assess.domain.case import Case
from assess.domain.confidence_policy import (
    LEVELS,
    SIDES,
    Cap,
    ConfidencePolicy,
    Criterion,
    lowest,
)
from assess.files import load_confidence
from assess.scoring.confidence import Confidence, judge
from assess.scoring.confidence_figures import confidences
from assess.scoring.judgement_basis import ConfidenceFigures
from assess.scoring.score import Scoring, score
from tests.random_cases import random_case

POLICY = load_confidence("icd203")
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)

shares = st.floats(0.0, 1.0)
any_ground = st.builds(
    ConfidenceFigures,
    weighing=st.integers(0, 9),
    origins=st.integers(0, 5),
    source=st.just("s"),
    source_rest=st.floats(-20.0, 60.0),
    document=st.sampled_from([None, "d"]),
    document_rest=st.floats(-20.0, 60.0),
    undocumented=st.booleans(),
    reliability=shares,
    width=st.none() | shares,
    turning=st.sampled_from([None, (), ("a",), ("a", "b", "c", "d", "e")]),
    prior_turns=st.booleans(),
    moved_db=st.floats(-20.0, 60.0),
    looked_for=shares,
    against=shares,
    leads=st.booleans(),
)


def rank(judged: Confidence) -> int:
    return LEVELS.index(judged.level)


def strong(**changes: Any) -> Case:
    """Return a case with three documents, origins and kinds of evidence, all by sources of the best grade."""
    sources = {name: {"reliability": 0.99} for name in ("clerk", "bank", "court")}
    evidence = [
        {"id": f"e{k}", "about": "club", "indicator": indicator, "says": "present", "source": source, "accuracy": 0.995}
        | {"cites": [{"document": document}]}
        for k, (indicator, source, document) in enumerate(
            [("law", "clerk", "gazette"), ("money", "bank", "ledger"), ("staff", "court", "ruling")]
        )
    ]
    content: dict[str, Any] = {
        "case": "strong",
        "rubric": {
            "rubric": "strong",
            "questions": {"origin": {"per": "body", "hypotheses": ["made", "grown"], "prior": "uniform"}},
            "indicators": {
                name: {"of": "origin", "present_if": {"made": 0.9, "grown": 0.01}} for name in ("law", "money", "staff")
            },
        },
        "subjects": {"club": {"kind": "body"}},
        "ask": {"club": "origin"},
        "sources": sources,
        "documents": {"gazette": {}, "ledger": {}, "ruling": {}},
        "claims": {"club-made": {"holds_if": {"club/origin": "made"}}},
        "evidence": evidence,
    }
    return Case.model_validate(content | changes)


def of_one_document(case: Case) -> Case:
    items = [item.model_copy(update={"cites": ()}) for item in case.evidence]
    content = case.model_copy(update={"evidence": tuple(items), "documents": {}}).model_dump(
        mode="json", exclude_defaults=True
    )
    for n, item in enumerate(content.get("evidence", ())):
        item["cites"] = [{"document": "only"}] if n % 3 else []
    return Case.model_validate(content | {"documents": {"only": {"published": "2015"}}})


def test_a_strong_case_reaches_high() -> None:
    result = score(strong())
    narrow = {"club-made": (0.985, 0.999), "club/origin": (0.985, 0.999)}
    confidence = confidences(result.model, result.questions, result.sources, narrow)
    assert {name: (judged.level, judged.reasons) for name, judged in confidence.items()} == {
        "club-made": ("high", ()),
        "club/origin": ("high", ()),
    }


def test_without_an_interval_that_is_said_and_caps_nothing() -> None:
    result = score(strong())
    confidence = confidences(result.model, result.questions, result.sources)["club-made"]
    assert confidence.level == "high"
    assert [(reason.code, reason.caps, reason.figure) for reason in confidence.reasons] == [("no-interval", None, None)]


def test_a_wide_interval_caps_the_strong_case() -> None:
    result = score(strong())
    for wide, level in (((0.68, 0.999), "moderate"), ((0.3, 0.999), "low")):
        confidence = confidences(result.model, result.questions, result.sources, {"club-made": wide})["club-made"]
        assert (confidence.level, [reason.code for reason in confidence.reasons]) == (level, ["wide-interval"])


@pytest.mark.parametrize("ways", ["documents", "sources"])
def test_the_strong_case_through_one_document_or_source_is_not_high(ways: str) -> None:
    case = strong()
    if ways == "documents":
        case = of_one_document(case)
    else:
        items = tuple(
            item.model_copy(update={"via": ("clerk",) if item.source != "clerk" else ()}) for item in case.evidence
        )
        case = case.model_copy(update={"evidence": items})
    confidence = score(case).claims["club-made"].confidence
    assert confidence is not None
    assert confidence.level != "high"
    assert f"one-{ways[:-1]}" in {reason.code for reason in confidence.reasons}


def every_confidence(result: Scoring) -> list[Confidence]:
    levels = [question.confidence for question in result.questions.values()]
    levels += [claim.confidence for claim in (*result.claims.values(), *result.predictions.values())]
    return [confidence for confidence in levels if confidence is not None]


@pytest.mark.parametrize("seed", range(9_200, 9_240))
def test_a_case_of_one_document_is_never_high(seed: int) -> None:
    case = of_one_document(random_case(random.Random(seed), most=10))
    sure = {name: source.model_copy(update={"favours": {}}) for name, source in case.sources.items()}
    levels = every_confidence(score(case.model_copy(update={"sources": sure})))
    assert levels
    assert all(confidence.level != "high" for confidence in levels)


@pytest.mark.parametrize("seed", range(9_300, 9_320))
def test_an_answer_on_which_nothing_bears_has_that_as_its_only_reason(seed: int) -> None:
    case = random_case(random.Random(seed), most=10)
    for confidence in every_confidence(score(case.model_copy(update={"evidence": ()}))):
        assert confidence.level == "low"
        assert [reason.code for reason in confidence.reasons] == ["no-evidence"]


@given(any_ground, st.data())
def test_a_cap_fewer_never_lowers_the_level(ground: ConfidenceFigures, data: st.DataObject) -> None:
    kept = tuple(cap for cap in POLICY.caps if data.draw(st.booleans()))
    assert rank(judge(ground, POLICY.model_copy(update={"caps": kept}))) >= rank(judge(ground, POLICY))


@given(any_ground)
def test_high_is_where_no_cap_holds(ground: ConfidenceFigures) -> None:
    confidence = judge(ground, POLICY)
    holding = [cap for cap in POLICY.caps for f in [ground.by_criterion()[cap.code]] if f is not None and cap.holds(f)]
    assert (confidence.level == "high") == (not holding)
    assert confidence.level == lowest(cap.level for cap in holding)
    assert all(reason.caps is None or LEVELS.index(reason.caps) >= rank(confidence) for reason in confidence.reasons)


@given(any_ground)
def test_the_figure_behind_each_reason_is_beyond_its_limit(ground: ConfidenceFigures) -> None:
    for reason in judge(ground, POLICY).reasons:
        if reason.code != "no-interval":
            caps = [cap for cap in POLICY.caps if (cap.code, cap.level) == (reason.code, reason.caps)]
            assert any(reason.figure is not None and cap.holds(reason.figure) for cap in caps)
            assert reason.text[0].isupper() or reason.text[0].isdigit()


def test_a_figure_at_the_limit_is_not_capped() -> None:
    cap = Cap(code="contradiction", level="moderate", above=0.5, why="x")
    assert not cap.holds(0.5)
    assert not cap.holds(0.5 + 1e-12)
    assert cap.holds(0.5 + 1e-6)


def test_the_shipped_policy_has_every_criterion_on_its_side() -> None:
    assert {cap.code for cap in POLICY.caps} == set(CRITERIA) == set(SIDES)
    for cap in POLICY.caps:
        assert (cap.below is None) == (SIDES[cap.code] == "above")


@pytest.mark.parametrize("gone", ["no-evidence", "one-document"])
def test_a_policy_cannot_let_nothing_or_one_document_be_enough(gone: str) -> None:
    content = POLICY.model_dump(exclude_none=True)
    content["caps"] = [cap for cap in content["caps"] if cap["code"] != gone]
    with pytest.raises(ValidationError, match=f"no cap by {gone} keeps"):
        ConfidencePolicy.model_validate(content)


def test_another_policy_is_named_in_the_rubric() -> None:
    lenient = ConfidencePolicy.model_validate(
        {
            "confidence": "lenient",
            "caps": [
                {"code": "no-evidence", "below": 1, "level": "low", "why": "x"},
                {"code": "one-document", "below": 0.5, "level": "moderate", "why": "x"},
            ],
        }
    )
    case = strong()
    items = case.evidence[:2]
    of_two = case.model_copy(
        update={"evidence": items, "rubric": case.rubric.model_copy(update={"confidence": lenient})}
    )
    strict = score(case.model_copy(update={"evidence": items})).claims["club-made"].confidence
    confidence = score(of_two).claims["club-made"].confidence
    assert confidence is not None
    assert (confidence.level, confidence.reasons) == ("high", ())
    assert strict is not None
    assert strict.level == "moderate"


def test_a_case_too_large_for_it_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.scoring.confidence_figures.MOST_CELLS", 10)
    result = score(strong())
    assert every_confidence(result) == []
    assert result.to_dict()["claims"]["club-made"]["confidence"] is None


def test_the_result_as_data_has_levels_and_reasons() -> None:
    written = score(strong(evidence=[])).to_dict()
    assert written["claims"]["club-made"]["confidence"] == {
        "level": "low",
        "reasons": [
            {"code": "no-evidence", "text": "No scored item weighs on it.", "caps": "low", "figure": 0, "limit": 1.0}
        ],
        "supports": [],
    }
    assert written["questions"]["club/origin"]["confidence"] == written["claims"]["club-made"]["confidence"]
