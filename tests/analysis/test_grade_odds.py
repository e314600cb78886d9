"""What a grade can do, against scoring one report of it."""

from __future__ import annotations

import pytest

from assess.analysis.grade_odds import grade_odds
from assess.domain.rubric import Rubric
from assess.files import load_rubric
from assess.scoring.score import score
from tests.laws.law_cases import plain_case


@pytest.mark.parametrize(("letter", "digit"), [("A", "1"), ("C", "3"), ("F", "6")])
def test_the_odds_are_those_of_scoring_one_report_of_a_sure_sign(letter: str, digit: str) -> None:
    item = {"id": "e", "indicator": "i", "source": "s", "credibility": digit}
    case = plain_case([item], {"s": {"reliability": letter}}, {"i": (1.0, 0.0)}, prior=0.5)
    rubric = load_rubric("diaspora-control")
    content = case.rubric.model_dump(mode="json", exclude_defaults=True)
    graded = Rubric.model_validate(content | {"grading": rubric.grading, "scale": rubric.scale})
    posterior = score(case.model_copy(update={"rubric": graded}), draws=0).posterior("o/q")
    assert grade_odds(rubric)[letter, digit].as_graded == pytest.approx(posterior["x"] / posterior["y"], rel=1e-9)
