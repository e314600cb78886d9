"""Rules on cases built in Python: each looks at values alone, and says nothing of what is right."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assess.domain import boxes, rules
from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.grading import Grading
from assess.domain.rubric import Indicator, Question, Rubric
from assess.domain.rules.circles import circles
from assess.domain.rules.loaded import Spot
from assess.domain.rules.probabilities import rows
from assess.errors import dotted
from assess.files import check, load_case

BAD = Path(__file__).parents[1] / "bad"
SPOT = Spot("case", ("prior",))
WEATHER = ("wet", "dry")
TWO_PARENTS = (("a", ("a1", "a2")), ("b", ("b1", "b2")))


@pytest.fixture
def case() -> Case:
    return load_case(BAD / "good.yaml")


def codes(case: Case) -> list[str]:
    return [finding.code for finding in rules.findings(case)]


def changed(case: Case, **parts: Any) -> Case:
    """Return `case` with some top entries replaced, read anew."""
    content = case.model_dump(exclude={"rubric"}, exclude_defaults=True)
    return Case.model_validate({**content, "rubric": case.rubric, **parts})


def item(**parts: Any) -> dict[str, Any]:
    whole = {
        "id": "e1",
        "about": "union",
        "indicator": "money",
        "says": "present",
        "source": "leader",
        "credibility": 2,
    }
    return whole | parts


@pytest.mark.parametrize(
    ("written", "parents", "expected"),
    [
        ("uniform", (), []),
        ("uniform", TWO_PARENTS, []),
        ({"wet": 0.5, "dry": 0.5}, (), []),
        ({"wet": 1 / 3, "dry": 2 / 3}, (), []),
        ({"wet": 0.5, "dry": 0.5 + 9e-7}, (), []),
        ({"wet": 0.5, "dry": 0.5 + 2e-6}, (), ["E215"]),
        ({"wet": 1, "dry": 0}, (), []),
        ({"wet": 1.5, "dry": -0.5}, (), ["E203", "E203"]),
        ({"wet": float("nan"), "dry": 0.5}, (), ["E201"]),
        ({"wet": 10**400, "dry": 0.5}, (), ["E201"]),
        ({"wet": True, "dry": 0.5}, (), ["E122"]),
        ({"wet": 0.5}, (), ["E214"]),
        ({"wet": 0.5, "dyr": 0.5}, (), ["E310"]),
        ({"wet": 0.5, "dry": 0.5, "snow": 0.0}, (), ["E310"]),
        ({}, (), ["E214"]),
        (0.5, (), ["E216"]),
        ({"a1": {"wet": 0.5, "dry": 0.5}}, (), ["E216"]),
        ({"wet": 0.5, "dry": 0.5}, TWO_PARENTS, ["E216"]),
        ({"a1": "uniform", "a2": {"b1": "uniform", "b2": {"wet": 0.1, "dry": 0.9}}}, TWO_PARENTS, []),
        ({"a1": "uniform", "a2": {"b1": "uniform"}}, TWO_PARENTS, ["E216"]),
        ({"a1": "uniform", "a2": {"wet": 0.1, "dry": 0.9}}, TWO_PARENTS, ["E216"]),
        ({"a1": "uniform", "a3": "uniform"}, TWO_PARENTS, ["E310", "E216"]),
        ({"b1": {"a1": "uniform", "a2": "uniform"}, "b2": "uniform"}, TWO_PARENTS, ["E310", "E310", "E216"]),
        ({"a1": 0.5, "a2": "uniform"}, TWO_PARENTS, ["E216"]),
    ],
)
def test_rows(written: Any, parents: Any, expected: list[str]) -> None:
    assert [finding.code for finding in rows(written, parents, WEATHER, SPOT)] == expected


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["a"]}, [["a"]]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, [["b", "c"]]),
        ({"a": ["b"], "b": ["a"], "x": ["y"], "y": ["x"]}, [["a", "b"], ["x", "y"]]),
        ({"a": ["gone"]}, []),
    ],
)
def test_circles(above: dict[str, list[str]], expected: list[list[str]]) -> None:
    assert circles(above) == expected


def test_a_long_chain_of_subjects_needs_no_recursion() -> None:
    chain = {f"s{n}": [f"s{n + 1}"] for n in range(20_000)}
    assert circles(chain) == []
    assert len(circles(chain | {"s20000": ["s0"]})[0]) == 20_001


def test_the_good_case_has_nothing(case: Case) -> None:
    assert rules.findings(case) == []
    assert rules.warnings(case) == []


def test_a_rubric_that_is_but_a_name_is_refused(case: Case) -> None:
    with pytest.raises(TypeError, match="'tiny' is a name: load it first"):
        rules.findings(case.model_copy(update={"rubric": "tiny"}))


def test_eight_doubtful_relays_are_weighed_and_certain_ones_do_not_count(case: Case) -> None:
    doubtful = {f"s{n}": {"reliability": "B"} for n in range(8)}
    sources = {"miles": {"reliability": "A"}, "leader": {"reliability": "B"}, **doubtful}
    chain = item(via=list(doubtful))
    assert "E323" not in codes(changed(case, sources=sources, evidence=[chain]))
    archive = sources | {"archive": {"reliability": 1.0}}
    assert "E323" not in codes(changed(case, sources=archive, evidence=[item(via=[*doubtful, "archive"])]))
    ninth = sources | {"s8": {"reliability": "B"}}
    assert codes(changed(case, sources=ninth, evidence=[item(via=[*doubtful, "s8"])])) == ["E323"]


def test_relays_of_several_items_are_counted_together(case: Case) -> None:
    sources = {"miles": {"reliability": "A"}, "leader": {"reliability": "B"}}
    sources |= {f"s{n}": {"reliability": "B"} for n in range(9)}
    items = [item(id=f"e{n}", via=[f"s{n}"]) for n in range(9)]
    assert codes(changed(case, sources=sources, evidence=items)) == ["E323"]


@pytest.mark.parametrize(
    ("part", "value"),
    [("says", "absent"), ("credibility", 1), ("event", "second"), ("about", "georgia"), ("source", "miles")],
)
def test_items_of_one_statement_agree(case: Case, part: str, value: Any) -> None:
    items = [item(statement="s"), item(id="e2", statement="s", **{part: value})]
    conflicting = [f for f in rules.findings(changed(case, evidence=items)) if f.code == "E320"]
    assert [f.path for f in conflicting] == [("evidence", 1, part)]


@pytest.mark.parametrize(("part", "value"), [("via", ["miles"]), ("summary", "Later"), ("reported", "2018")])
def test_items_of_one_statement_may_reach_the_analyst_in_several_ways(case: Case, part: str, value: Any) -> None:
    items = [item(statement="s"), item(id="e2", statement="s", **{part: value})]
    assert codes(changed(case, evidence=items)) == []


def test_a_story_of_an_instance_narrows_that_of_its_question(case: Case) -> None:
    def favours(**stories: list[str]) -> list[str]:
        named = {key.replace("__", "/"): value for key, value in stories.items()}
        miles = {"reliability": "A", "favours": named}
        return codes(changed(case, sources={"miles": miles, "leader": {"reliability": "B"}}))

    assert favours(origin=["coopted", "grassroots"], union__origin=["coopted"]) == []
    assert favours(union__origin=["coopted"]) == []
    assert favours(origin=["coopted"], union__origin=["grassroots"]) == ["E322"]
    assert favours(origin=[]) == ["E124"]
    assert favours(orgin=["coopted"]) == ["E302"]
    assert favours(union__origin=["cooptd"]) == ["E310"]


def test_one_period_written_in_two_ways_is_one(case: Case) -> None:
    ask = {"georgia": ["posture"], "union": ["origin", "control@2001-01", "control@2001-01"]}
    assert codes(changed(case, ask=ask)) == ["E313"]


def test_the_first_period_needs_no_row_of_its_own(case: Case) -> None:
    rubric = case.rubric
    assert isinstance(rubric, Rubric)
    control = rubric.questions["control"].model_copy(update={"over_time": None})
    timeless = rubric.model_copy(update={"questions": {**rubric.questions, "control": control}})
    backwards = {"georgia": ["posture"], "union": ["origin", "control@2017", "control@2001"]}
    whole = changed(case, ask=backwards).model_copy(update={"rubric": timeless})
    assert codes(whole) == []
    findings = rules.findings(changed(whole, priors={}))
    assert [(f.code, f.path) for f in findings] == [("E221", ("ask", "union", 1))]


def test_warnings_of_what_no_evidence_could_move(case: Case) -> None:
    certain = changed(case, evidence=[item(accuracy=1.0, credibility=None, cites=[{"document": "paper"}], via="miles")])
    assert [finding.code for finding in rules.warnings(certain)] == ["W101", "W105"]


def test_bands_without_a_beta_are_found_wherever_they_stand(case: Case) -> None:
    narrow = {"low": 0.7, "high": 0.700001}
    rubric = case.rubric
    assert isinstance(rubric, Rubric)
    assert isinstance(rubric.grading, Grading)
    chance = Chance.model_validate(narrow)
    money = rubric.indicators["money"]
    money = money.model_copy(update={"present_if": money.present_if | {"grassroots": chance}})
    grading = rubric.grading.model_copy(update={"search": chance})
    bad = rubric.model_copy(update={"grading": grading, "indicators": {**rubric.indicators, "money": money}})
    sources = {"miles": {"reliability": narrow}, "leader": {"reliability": "B"}}
    findings = check(changed(case, sources=sources).model_copy(update={"rubric": bad}))
    assert {(f.code, dotted(f.path)) for f in findings} == {
        ("E403", "sources.miles.reliability"),
        ("E403", "search"),
        ("E403", "indicators.money.present_if.grassroots"),
    }


def test_a_rung_that_takes_too_many_pieces_to_compare_is_found(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MAX_BOXES", 1)
    wide = {"union/origin": ["coopted"], "union/control@2001": ["free"]}
    claims = {
        "wide": {"holds_if": wide, "ladder": "l", "rung": 1},
        "narrow": {"holds_if": {"georgia/posture": ["steers"]}, "ladder": "l", "rung": 2},
    }
    findings = rules.findings(changed(case, claims=claims))
    assert [(f.code, dotted(f.path)) for f in findings] == [("E404", "claims.narrow.rung")]


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ({"indicator": "money"}, []),
        ({"indicator": "money", "period": "2001"}, [("E304", "gaps[0].period")]),
        ({"indicator": "hand", "period": "2017"}, []),
        ({"indicator": "hand"}, []),
        ({"indicator": "hand", "period": "2009"}, [("E304", "gaps[0].period")]),
        ({"indicator": "hand", "period": "2001", "about": "georgia"}, [("E309", "gaps[0].about")]),
    ],
)
def test_a_gap_is_of_a_period_at_which_its_question_is_asked(
    case: Case, gap: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    rubric = case.rubric
    assert isinstance(rubric, Rubric)
    hand = Indicator.model_validate({"of": "control", "present_if": {"directed": 0.6, "free": 0.1}})
    more = rubric.model_copy(update={"indicators": {**rubric.indicators, "hand": hand}})
    whole = changed(case, gaps=[{"about": "union", **gap}]).model_copy(update={"rubric": more})
    assert [(f.code, dotted(f.path)) for f in rules.findings(whole)] == expected


def test_a_whole_number_that_no_float_holds_is_refused() -> None:
    with pytest.raises(ValidationError, match="is not a finite number"):
        Indicator.model_validate({"of": "control", "present_if": {"a": 0.5}, "weight": 10**400})


def test_a_hint_says_what_was_perhaps_meant_of_a_number(case: Case) -> None:
    rubric = case.rubric
    assert isinstance(rubric, Rubric)
    over_time = {"directed": {"directed": "95%", "free": 0.05}, "free": "uniform"}
    content = rubric.questions["control"].model_dump(exclude_unset=True, exclude={"hypotheses"})
    with pytest.raises(ValidationError) as caught:
        Question.model_validate({**content, "hypotheses": ["directed", "free"], "over_time": over_time})
    assert {error["ctx"]["hint"] for error in caught.value.errors() if "hint" in error.get("ctx", ())} == {
        "95 % is written 0.95"
    }


@pytest.mark.parametrize(
    ("parts", "code", "hint"),
    [
        ({"evidence": [item(accuracy="95%", credibility=None)]}, "E218", "95 % is written 0.95"),
        ({"evidence": [item(accuracy="150%", credibility=None)]}, "E218", "the terms are: "),
        (
            {"sources": {"miles": {"reliability": "A"}, "leader": {"reliability": "62.5 %"}}},
            "E219",
            "62.5 % is written 0.625",
        ),
        (
            {"sources": {"miles": {"reliability": "a"}, "leader": {"reliability": "B"}}},
            "E219",
            "did you mean A? grades are A",
        ),
        ({"priors": {"union/origin": {"prior": {"grassroots": "30%", "coopted": 0.7}}}}, "E122", "30 % is written 0.3"),
    ],
)
def test_a_hint_says_what_was_perhaps_meant(case: Case, parts: dict[str, Any], code: str, hint: str) -> None:
    finding = next(finding for finding in rules.findings(changed(case, **parts)) if finding.code == code)
    assert (finding.hint or "").startswith(hint)


def test_the_question_answered_first_is_asked(case: Case) -> None:
    assert rules.findings(changed(case, lead="union/origin")) == []
    (finding,) = rules.findings(changed(case, lead="union/orgin"))
    assert (finding.code, finding.path) == ("E311", ("lead",))
    assert str(finding.hint).startswith("did you mean union/origin?")


def test_an_id_twice_says_where_the_first_stands(case: Case, tmp_path: Path) -> None:
    (again,) = rules.findings(changed(case, evidence=[item(), item(id="e2"), item()]))
    assert str(again).startswith("E321 'e1' is the id of an earlier item too, evidence[0].id (evidence[2].id)")
    shutil.copytree(BAD, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "E321.yaml").read_text(encoding="utf-8").replace("pieces/ask.yaml", "pieces/ask.yaml, more.yaml")
    start = text.index("  - {id: e1,")
    (tmp_path / "case.yaml").write_text(text[:start], encoding="utf-8")
    (tmp_path / "more.yaml").write_text("evidence:\n" + text[start:], encoding="utf-8")
    (finding,) = check(tmp_path / "case.yaml")
    assert re.findall(r"(\w+\.yaml:\d+:\d+)", str(finding)) == ["more.yaml:2:10", "case.yaml:22:9"]
