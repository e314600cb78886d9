"""Evidence of probability zero: it is an error, and the error names a smallest set that cannot stand."""

from __future__ import annotations

import itertools
import math
import random
from pathlib import Path
from typing import Any

import pytest

from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.rubric import Rubric
from assess.errors import AssessError, ImpossibleEvidenceError
from assess.files import load_case
from tests.exactly import score
from tests.files.choir_files import CASE, RUBRIC
from tests.made_up import GRADING, SCALE
from tests.oracle import Oracle, added


def sharp_case(seed: int) -> Case:
    """Return a case with many numbers of exactly 0 and 1."""
    draw = random.Random(seed)

    def sharp() -> float:
        return draw.choice([0.0, 1.0, 1.0, 0.3])

    rubric = {
        "rubric": "sharp",
        "scale": SCALE,
        "grading": GRADING,
        "questions": {
            "q": {
                "per": "body",
                "hypotheses": ["x", "y"],
                "prior": draw.choice([{"x": 0.4, "y": 0.6}, {"x": 1, "y": 0}]),
            }
        },
        "indicators": {name: {"of": "q", "present_if": {"x": sharp(), "y": sharp()}} for name in "abc"},
    }
    sources: dict[str, Any] = {
        "sure": {"reliability": 1.0},
        "poor": {"reliability": draw.choice([0.0, 0.5])},
        "fair": {"reliability": 0.5, "favours": {"q": ["x"]}},
    }
    evidence = [
        {
            "id": f"e{k}",
            "about": "o",
            "indicator": draw.choice("abc"),
            "says": draw.choice(["present", "absent"]),
            "source": draw.choice(["sure", "sure", "poor", "fair"]),
            "accuracy": draw.choice([1.0, 1.0, 0.8]),
        }
        for k in range(draw.randint(2, 6))
    ]
    for item in evidence:
        item["via"] = [s for s in ("fair",) if item["source"] == "poor" and draw.random() < 0.5]
    return Case.model_validate(
        {
            "case": "sharp",
            "rubric": rubric,
            "subjects": {"o": {"kind": "body"}},
            "ask": {"o": ["q"]},
            "sources": sources,
            "evidence": evidence,
        }
    )


def total(case: Case) -> float:
    return math.fsum(math.fsum(table) for _, table in Oracle(case).solve())


@pytest.mark.parametrize("seed", range(120))
def test_sharp_numbers_are_scored_or_refused_as_the_enumeration_says(seed: int) -> None:
    case = sharp_case(seed)
    expected = total(case)
    if expected > 0.0:
        result = score(case)
        assert result.log_evidence == pytest.approx(math.log(expected), abs=1e-9)
        oracle = Oracle(case)
        worlds = added(oracle.solve())
        assert result.questions["o/q"].posterior == pytest.approx(oracle.marginal(worlds, "o/q"), abs=1e-9)
        for ident, item in result.evidence.items():
            without = oracle.marginal(added(oracle.solve(without=ident)), "o/q")
            with_it = oracle.marginal(worlds, "o/q")
            for state, weight in item.weight_db.items():
                odds = [p[state] / (1 - p[state]) if p[state] < 1 else math.inf for p in (with_it, without)]
                if 0.0 in odds or math.inf in odds:
                    assert weight is None
                else:
                    assert weight == pytest.approx(10 * math.log10(odds[0] / odds[1]), abs=1e-9)
        return
    with pytest.raises(ImpossibleEvidenceError) as caught:
        score(case)
    named = caught.value.items
    ids = [item.id for item in case.evidence]
    assert total(case.without(*(i for i in ids if i not in named))) == 0.0
    for smaller in itertools.combinations(ids, len(named) - 1):
        assert total(case.without(*(i for i in ids if i not in smaller))) > 0.0


def test_both_outcomes_are_met() -> None:
    impossible = sum(total(sharp_case(seed)) == 0.0 for seed in range(120))
    assert 20 < impossible < 100


def test_a_story_that_cannot_be_is_refused_by_its_source() -> None:
    case = sharp_case(0)
    assert isinstance(case.rubric, Rubric)
    certain = case.rubric.questions["q"].model_copy(update={"prior": {"x": 1.0, "y": 0.0}})
    rubric = case.rubric.model_copy(update={"questions": {"q": certain}})
    source = case.sources["fair"].model_copy(update={"favours": {"q": ("y",)}})
    item = Evidence(id="e", about="o", indicator="a", says="present", source="fair", accuracy=0.8)
    case = case.model_copy(update={"rubric": rubric, "sources": {"fair": source}, "evidence": (item,)})
    told = r"E406 what fair favours has prior probability 0.*\n  hint: leave a little prior to what a source favours"
    with pytest.raises(AssessError, match=told):
        score(case)


def test_a_story_that_cannot_be_is_refused_at_its_line(tmp_path: Path) -> None:
    text = CASE.replace("clerk: {reliability: B,", "clerk: {reliability: B, favours: {origin: [made]},")
    (tmp_path / "case.yaml").write_text(text.replace("include: [evidence.yaml]", ""), encoding="utf-8")
    (tmp_path / "rubrics").mkdir()
    certain = RUBRIC.replace("{grown: 0.5, made: 0.5}", "{grown: 1.0, made: 0.0}")
    (tmp_path / "rubrics" / "clubs.yaml").write_text(certain, encoding="utf-8")
    with (tmp_path / "case.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "evidence: [{id: e1, about: choir, indicator: money, says: present, source: clerk, credibility: 2}]\n"
        )
    with pytest.raises(AssessError, match=r"case\.yaml:11:\d+: E406"):
        score(load_case(tmp_path))
