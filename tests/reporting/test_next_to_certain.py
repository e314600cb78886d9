"""A probability next to 1 or 0, and both ends of its interval, are said in the same words: never 100 % or 0 %."""

from __future__ import annotations

import re

import pytest

import assess
from assess.domain.case import Case
from assess.files import load_grading, load_scale
from assess.reporting.report.written_report import html, markdown
from assess.reporting.tables.claim_tables import claim_rows, hypothesis_rows
from assess.scoring.labels import Names
from assess.scoring.score import Scoring


@pytest.fixture(scope="module")
def result() -> Scoring:
    row = {"mean": 0.9, "n": 60}
    against = {"mean": 0.1, "n": 60}
    rubric = {
        "rubric": "clear",
        "scale": load_scale("icd203"),
        "grading": load_grading("admiralty"),
        "questions": {
            "q": {"per": "body", "text": "Which?", "hypotheses": {"x": "this", "y": "that"}, "prior": "uniform"}
        },
        "indicators": {
            f"i{k}": {"of": "q", "text": "A sign", "present_if": {"x": row, "y": against}} for k in range(20)
        },
    }
    said = {"says": "present", "accuracy": 0.9}
    case = Case.model_validate(
        {
            "case": "clear",
            "title": "Clear",
            "rubric": rubric,
            "subjects": {"o": {"kind": "body"}},
            "ask": {"o": ["q"]},
            "sources": {f"s{k}": {"reliability": {"mean": 0.9, "n": 20}} for k in range(20)},
            "claims": {
                "so": {"text": "It is this", "holds_if": {"o/q": ["x"]}, "key": 1},
                "not": {"text": "It is that", "holds_if": {"o/q": ["y"]}, "key": 2},
            },
            "evidence": [
                {"id": f"e{k}", "about": "o", "indicator": f"i{k}", "source": f"s{k}", **said} for k in range(20)
            ],
        }
    )
    return assess.score(case, draws=500)


def test_the_case_is_as_near_to_certain_as_it_should_be(result: Scoring) -> None:
    claim = result.claims["so"]
    assert claim.interval is not None
    assert 0.995 < claim.interval[0] < claim.probability < claim.interval[1] < 1.0


def test_a_table_says_over_99_and_under_1(result: Scoring) -> None:
    names = Names(result)
    claims = claim_rows(result.claims.values(), names, "shell")
    hypotheses = hypothesis_rows(result.questions["o/q"], names, "shell")
    assert [(row["probability"], row["interval"]) for row in claims] == [("over 99 %",) * 2, ("under 1 %",) * 2]
    assert [(row["posterior"], row["interval"]) for row in hypotheses] == [("over 99 %",) * 2, ("under 1 %",) * 2]


@pytest.mark.parametrize("written", [markdown, html])
def test_the_report_does_too(result: Scoring, written: object) -> None:
    assert callable(written)
    text = written(result)
    assert "over 99 %" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert not re.findall(r"interval[^.<|]{0,20}\b(?:100|0)\s%|\b100 to 100|\b0 to 0\s%", text)
