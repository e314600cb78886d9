"""Checks of a rubric: each on a shipped rubric made bad; two versions of one compared."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assess.analysis.rubric_checks import numbers_findings
from assess.analysis.scored_checks import scored_findings
from assess.cli.app import app
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.rubric import Rubric
from assess.domain.rules import rubric_warnings
from assess.files import load_rubric, shipped_ids
from assess.history.outcomes.rubric_change import rubric_differences
from tests.exactly import score
from tests.laws.law_cases import plain_case
from tests.laws.test_copies_and_silence import item

ROOT = Path(__file__).parents[2]
SHIPPED = sorted({*shipped_ids("rubric")})


def spoilt(rubric: str, indicators: dict[str, Any], **questions: Any) -> Rubric:
    """Return a shipped rubric with some of its entries replaced."""
    loaded = load_rubric(rubric)
    data = loaded.model_dump(mode="json", exclude_defaults=True)
    data["questions"] |= questions
    data["indicators"] = {
        name: data["indicators"].get(name, {}) | change
        for name, change in ({name: {} for name in data["indicators"]} | indicators).items()
    }
    return Rubric.model_validate(data | {"scale": loaded.scale, "grading": loaded.grading})


def codes(rubric: Rubric) -> list[tuple[str, str]]:
    return [(f.code, f.message) for f in [*rubric_warnings(rubric), *numbers_findings(rubric)]]


CULTURE = {"per": "organisation", "hypotheses": ["a", "b", "c"], "prior": "uniform", "why": "Made up"}


def row(a: float, b: float, c: float, text: str = "", **more: Any) -> dict[str, Any]:
    return {"of": "culture", "present_if": {"a": a, "b": b, "c": c}, "text": text, "why": "Made up", **more}


def test_hypotheses_that_nothing_tells_apart() -> None:
    bad = spoilt("diaspora-control", {"dance": row(0.2, 0.2, 0.6)}, culture=CULTURE)
    assert ("W131", "no indicator tells a and b apart") in codes(bad)


def test_one_event_under_two_names() -> None:
    texts = (
        "The dance group of {subject} is paid by the ministry",
        "The dance group of {subject} is paid by a ministry",
    )
    bad = spoilt(
        "diaspora-control",
        {"dance": row(0.2, 0.4, 0.6, texts[0]), "paid": row(0.2, 0.4, 0.6, texts[1])},
        culture=CULTURE,
    )
    (message,) = [m for code, m in codes(bad) if code == "W132"]
    assert message == "dance and paid have the same rows and nearly the same text: one event under two names?"


def test_indicators_that_look_for_one_answer() -> None:
    rows = {name: row(0.2, 0.1 * n, 0.6) for n, name in enumerate(("dance", "song", "feast"), 2)}
    bad = spoilt("diaspora-control", rows, culture=CULTURE)
    assert ("W133", "all 3 indicators of culture are likeliest under c") in codes(bad)
    mended = spoilt("diaspora-control", rows | {"plain": row(0.6, 0.3, 0.1)}, culture=CULTURE)
    assert not [m for code, m in codes(mended) if code == "W133" and "culture" in m]


def test_a_theme_that_carries_a_verdict_alone() -> None:
    media = {f"m{n}": row(0.02, 0.02 + 0.001 * n, 0.9, theme="media") for n in range(2)}
    money = {"money": row(0.3, 0.5, 0.4, theme="funding")}
    (message,) = [m for code, m in codes(spoilt("diaspora-control", media | money, culture=CULTURE)) if code == "W134"]
    assert message == "culture: media alone can make c over 99 % likely, and no other can"


def test_evidence_that_is_more_one_sided_than_its_rows() -> None:
    rows = {f"k{n}": (0.5, 0.2) for n in range(8)}
    said = [item(f"e{n}", "a", indicator=f"k{n}") for n in range(8)]
    findings = scored_findings(score(plain_case(said, {"a": {"reliability": 1.0}}, rows, 0.5)))
    (finding,) = [f for f in findings if f.code == "W135"]
    assert finding.message.startswith("8 of 8 items on o/q speak for x; if it were true, ")
    mixed = [{**each, "says": "absent"} if n % 2 else each for n, each in enumerate(said)]
    assert not [
        f for f in scored_findings(score(plain_case(mixed, {"a": {"reliability": 1.0}}, rows, 0.5))) if f.code == "W135"
    ]


def test_a_rubric_is_checked_by_its_numbers_with_places(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["check", "diaspora-control", "--scored"])
    assert done.exit_code == 0
    assert "enforcement.yaml:" in done.output or done.output.startswith("rubrics/")


def test_two_versions_of_a_rubric(tmp_path: Path) -> None:
    before = load_rubric("diaspora-control")
    prior = {"coherent": 0.1, "ad-hoc": 0.2, "ordinary": 0.7}
    after = before.model_copy(
        update={
            "questions": {**before.questions, "policy": before.questions["policy"].model_copy(update={"prior": prior})}
        }
    )
    assert [(d.where, d.before, d.after) for d in rubric_differences(before, after)] == [
        ("questions.policy.prior", "uniform", None),
        ("questions.policy.prior.coherent", None, "0.1"),
        ("questions.policy.prior.ad-hoc", None, "0.2"),
        ("questions.policy.prior.ordinary", None, "0.7"),
    ]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_stronger_observation_never_lowers_what_it_favours(name: str) -> None:
    """Of every indicator: the surer a report of its presence, the likelier the answers under which it is likeliest."""
    rubric = load_rubric(name)
    for ident, indicator in rubric.indicators.items():
        if indicator.of not in rubric.questions:
            continue
        question = rubric.questions[indicator.of]
        alone = question.model_copy(update={"given": (), "prior": "uniform", "prior_n": None, "given_weight": 1.0})
        part = rubric.model_copy(update={"questions": {indicator.of: alone}, "indicators": {ident: indicator}})
        posteriors = []
        for accuracy in (0.5, 0.7, 0.9, 0.99):
            said = Evidence(id="e", about="o", indicator=ident, says="present", source="s", accuracy=accuracy)
            case = Case.model_validate(
                {"case": "one", "rubric": part, "subjects": {"o": {"kind": question.per}}, "ask": {"o": [indicator.of]},
                 "sources": {"s": {"reliability": 0.8}}, "evidence": [said]}
            )  # fmt: skip
            result = score(case)
            rows = result.model.world.nodes[f"o/{ident}"].table[:, 0]
            best = question_states(result, indicator.of)[int(rows.argmax())]
            posteriors.append(result.posterior(f"o/{indicator.of}")[best])
        assert posteriors == sorted(posteriors), ident


def question_states(result: Any, question: str) -> list[str]:
    return list(result.rubric.questions[question].hypotheses)


def test_a_version_that_flips_words_is_told_case_by_case(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rubrics", tmp_path / "rubrics")
    changed = tmp_path / "rubrics" / "diaspora-control.yaml"
    text = changed.read_text(encoding="utf-8")
    row = "coherent: {steers: 0.60, uses: 0.30, leaves: 0.10}"
    assert row in text
    changed.write_text(text.replace(row, "coherent: {steers: 0.30, uses: 0.30, leaves: 0.40}"), encoding="utf-8")
    diff = CliRunner().invoke(app, ["rubric", "diff", "diaspora-control", str(changed)])
    assert "questions.posture.prior.coherent.steers" in diff.output
    rescored = CliRunner().invoke(app, ["rubric", "rescore", "diaspora-control", str(changed)])
    assert (rescored.exit_code, "Words that change" in rescored.output) == (0, True)
    assert "moscow-engages-all" in rescored.output
