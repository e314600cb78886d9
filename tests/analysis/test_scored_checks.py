"""Checks that need the numbers of a case."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from assess.analysis.scored_checks import scored_findings
from assess.cli.app import app
from tests.broken import BAD
from tests.exactly import score
from tests.exactness.test_claims import clubs, enumerated, worlds

STATE, FREE = {"c0/control": "state"}, {"c0/control": "free"}


def found_in(**claims: dict[str, Any]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(f.code, f.path) for f in scored_findings(score(clubs(2, claims, (0, 1))))]


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
    (finding,) = scored_findings(result)
    assert enumerated(claims["one"], worlds(2, (0, 1))) == pytest.approx(0.8203, abs=5e-5)
    assert finding.message == "one and two exclude each other, and are 82 % and 82 % likely: 64 % too much"


def test_check_scores_a_case_where_it_is_asked_to() -> None:
    done = CliRunner().invoke(app, ["check", str(BAD / "good.yaml"), "--scored"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert CliRunner().invoke(app, ["check", "icd203", "--scored"]).exit_code == 2
