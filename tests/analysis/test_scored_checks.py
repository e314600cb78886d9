"""Checks that need the numbers of a case."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from typer.testing import CliRunner

from assess.analysis.scored_checks import scored_findings
from assess.analysis.surprise import surprise
from assess.cli.app import app
from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.claim import Claim
from assess.domain.rubric import Rubric
from tests.broken import BAD
from tests.exactly import score
from tests.exactness.test_claims import clubs, enumerated, worlds
from tests.laws.law_cases import plain_case
from tests.laws.test_copies_and_silence import item

STATE, FREE = {"c0/control": "state"}, {"c0/control": "free"}


def found_in(**claims: dict[str, Any]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(f.code, f.path) for f in scored_findings(score(clubs(2, claims, (0, 1)))) if f.code != "W122"]


def test_claims_that_exclude_each_other_and_add_to_more_than_one_are_told_once() -> None:
    other = {"c1/control": "state"}
    told = found_in(first={"holds_if": STATE, "excludes": "second"}, second={"holds_if": other, "excludes": ["first"]})
    assert told == [("W120", ("claims", "first", "excludes", 0))]


@pytest.mark.parametrize(
    "second",
    [
        {"holds_if": FREE},
        {"holds_if": {"c0/money": "present"}, "given": {"land/posture": "poor"}},
        {"holds_if": STATE, "given": {"c0/control": "free", "c1/control": "free"}},
    ],
)
def test_claims_that_can_be_so_are_not(second: dict[str, Any]) -> None:
    assert found_in(first={"holds_if": STATE, "excludes": ["second"]}, second=second) == []


def test_the_message_has_the_figures() -> None:
    claims: dict[str, Any] = {
        "one": {"holds_if": STATE, "excludes": ["two"]},
        "two": {"holds_if": {"c1/control": "state"}},
    }
    result = score(clubs(2, claims, (0, 1)))
    (finding,) = [finding for finding in scored_findings(result) if finding.code == "W120"]
    assert enumerated(claims["one"], worlds(2, (0, 1))) == pytest.approx(0.8203, abs=5e-5)
    assert finding.message == "one and two exclude each other, and are 82 % and 82 % likely: 64 % too much"


def test_check_scores_a_case_where_it_is_asked_to() -> None:
    done = CliRunner().invoke(app, ["check", str(BAD / "good.yaml"), "--scored"])
    assert (done.exit_code, re.findall(r"[EW]\d{3}", done.stdout)) == (0, ["W122"])
    assert CliRunner().invoke(app, ["check", "icd203", "--scored"]).exit_code == 2


def watched(rows: dict[str, float], reports: int, **more: Any) -> Case:
    """Return a case of one body in which sure sources say that each of some indicators is present."""
    items = [item(f"e{n}", "a", indicator=f"k{n}", hit=1.0, false_alarm=0.0, **more) for n in range(reports)]
    presents = {f"k{n}": (rows["x"], rows["y"]) for n in range(reports)}
    return plain_case(items, {"a": {"reliability": 1.0}}, presents)


def test_an_item_that_no_hypothesis_expects_is_told_with_its_probability() -> None:
    check = surprise(score(watched({"x": 0.02, "y": 0.01}, 1)))
    (improbable,) = check.items
    assert (improbable.item, improbable.hypothesis) == ("e0", "x")
    assert improbable.probability == pytest.approx(0.02, abs=1e-12)
    (whole, of_item) = scored_findings(score(watched({"x": 0.02, "y": 0.01}, 1)))
    assert (whole.path, of_item.path) == (("evidence",), ("evidence", 0))
    assert of_item.message == "e0 is at most 2 % likely under every hypothesis of o/q, whatever else was said"


def test_what_one_hypothesis_expects_is_no_surprise() -> None:
    check = surprise(score(watched({"x": 0.9, "y": 0.01}, 3)))
    assert not check.items
    assert not check.is_surprising


def test_presents_alone_are_as_improbable_as_the_binomial_says() -> None:
    """Ten presents of ten, each with probability .5 under both hypotheses: one evidence of 1,024, all alike."""
    check = surprise(score(watched({"x": 0.5, "y": 0.5}, 10)))
    assert check.log_evidence == pytest.approx(10.0 * math.log(0.5), abs=1e-12)
    assert (check.share, check.present) == (1.0, 10)
    assert check.expected_present == pytest.approx(5.0, abs=0.6)
    rare = surprise(score(watched({"x": 0.3, "y": 0.3}, 8)), draws=400)
    assert rare.share == pytest.approx(0.3**8, abs=0.01)
    assert rare.is_surprising
    assert surprise(score(watched({"x": 0.3, "y": 0.3}, 8)), draws=400) == rare


def test_no_evidence_is_no_surprise() -> None:
    check = surprise(score(watched({"x": 0.5, "y": 0.5}, 0)))
    assert (check.share, check.present, check.items) == (1.0, 0, ())


def _leaning(rows: Any, prior_n: float | None = 8.0, **claim: Any) -> list[Any]:
    case = plain_case([item("e0", "a", indicator="k")], {"a": {"reliability": 0.9}}, {"k": (0.9, 0.1)}, prior=0.5)
    rubric = case.rubric
    assert isinstance(rubric, Rubric)
    asked = rubric.questions["q"].model_copy(update={"prior_n": prior_n})
    chances = {state: Chance.model_validate(row) for state, row in rows.items()}
    seen = rubric.indicators["k"].model_copy(update={"present_if": chances})
    changed = rubric.model_copy(update={"questions": {"q": asked}, "indicators": {"k": seen}})
    stated = {"made": Claim.model_validate({"text": "x", "holds_if": {"o/q": "x"}, "key": True, **claim})}
    findings = scored_findings(score(case.model_copy(update={"rubric": changed, "claims": stated})))
    return [finding for finding in findings if finding.code == "W122"]


def test_an_interval_that_leans_on_exact_numbers_is_told_with_what_it_would_be() -> None:
    (finding,) = _leaning({"x": 0.9, "y": 0.1}, None)
    assert finding.path == ("claims", "made")
    assert "leans on numbers without spread: the rows of k, the prior of o/q; as good as 8 cases" in finding.message


def test_numbers_with_spread_are_not_told() -> None:
    spread = {"x": {"mean": 0.9, "n": 8}, "y": {"mean": 0.1, "n": 8}}
    assert _leaning(spread) == []
    assert [f.message.count("the prior of o/q") for f in _leaning(spread, None)] == [1]
