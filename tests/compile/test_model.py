"""How a case becomes a network: its size, its bound, and leaving items out by every road."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assess.compile import Compiled, compile_case, plan_of, problem
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.errors import TooEntangledError

SCALE = {
    "scale": "plain",
    "terms": [{"term": "unlikely", "low": 0.0, "high": 0.5}, {"term": "likely", "low": 0.5, "high": 1.0}],
}
GRADING = {"grading": "plain", "reliability": {"B": 0.8}, "credibility": {"2": 0.9}, "search": 0.5}


def case_of(evidence: list[dict[str, Any]], sources: dict[str, Any], indicators: dict[str, Any]) -> tuple[Case, Rubric]:
    rubric = Rubric.model_validate(
        {
            "rubric": "made-up",
            "scale": SCALE,
            "grading": GRADING,
            "questions": {"q": {"per": "body", "hypotheses": ["x", "y"], "prior": {"x": 0.3, "y": 0.7}}},
            "indicators": {name: {"of": "q", "present_if": row} for name, row in indicators.items()},
        }
    )
    case = Case.model_validate(
        {
            "case": "made-up",
            "rubric": rubric,
            "subjects": {"o": {"kind": "body"}},
            "ask": {"o": ["q"]},
            "sources": sources,
            "evidence": [{"about": "o", **item} for item in evidence],
        }
    )
    return case, rubric


def crossed(sources: int, indicators: int, via: list[str] | None = None) -> tuple[Case, Rubric]:
    """Every source speaks of every indicator."""
    return case_of(
        [
            {
                "id": f"e{s}-{i}",
                "indicator": f"i{i}",
                "says": "present",
                "source": f"s{s}",
                "accuracy": 0.7,
                "via": via or [],
            }
            for s in range(sources)
            for i in range(indicators)
        ],
        {f"s{s}": {"reliability": 0.6} for s in range(sources)} | {name: {"reliability": 0.8} for name in via or ()},
        {f"i{i}": {"x": 0.7, "y": 0.2} for i in range(indicators)},
    )


def test_sources_that_all_speak_of_the_same_indicators_are_sampled_beyond_the_bound() -> None:
    size = plan_of(compile_case(*crossed(sources=30, indicators=30)))
    assert (size.method, size.sources) == ("cutset", 30)
    assert size.largest_table <= 4


def test_a_story_beyond_the_bound_is_refused_and_its_sources_are_named() -> None:
    case, rubric = crossed(sources=28, indicators=60, via=["m"])
    itself = case.evidence[0].model_copy(update={"id": "itself", "via": ()})
    case = case.model_copy(update={"evidence": (*case.evidence, itself)})
    message = r"E402 an exact scoring needs tables of [\d,]+ entries together, over the bound of 16,777,216: sources "
    with pytest.raises(TooEntangledError, match=message) as caught:
        compile_case(case, rubric)
    assert len(caught.value.sources) > 10
    assert set(caught.value.sources) <= set(case.sources)


def test_the_size_of_a_crossed_case() -> None:
    size = plan_of(compile_case(*crossed(sources=3, indicators=2)))
    assert (size.variables, size.sources, size.components, size.method) == (1 + 2 + 3, 3, 1, "exact")
    assert size.largest_table <= 2**6


def without_each(model: Compiled) -> dict[int, np.ndarray[Any, Any]]:
    return {number: row for numbers, rows in model.without_each() for number, row in zip(numbers, rows, strict=True)}


def test_leaving_out_within_one_table_is_solving_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    case, rubric = crossed(sources=3, indicators=2)
    within = without_each(compile_case(case, rubric))
    monkeypatch.setattr(problem, "MAX_SWAP_CELLS", 0)
    anew = without_each(compile_case(case, rubric))
    for number, row in within.items():
        assert row == pytest.approx(anew[number], abs=1e-12)


def test_leaving_out_an_item_that_makes_a_story_impossible_is_solving_anew() -> None:
    """The source favours a world in which what it said cannot be; without the item its story is possible again."""
    case, rubric = case_of(
        [
            {"id": "e1", "indicator": "i", "says": "present", "source": "s", "accuracy": 1.0},
            {"id": "e2", "indicator": "j", "says": "present", "source": "s", "accuracy": 0.8},
        ],
        {"s": {"reliability": 0.6, "favours": {"q": ["x"]}, "favours_weight": 1.0}},
        {"i": {"x": 0.0, "y": 0.4}, "j": {"x": 0.9, "y": 0.2}},
    )
    model = compile_case(case, rubric)
    assert np.exp(model.after.marginal(model.after.part.sources["s"])) == pytest.approx([1.0, 0.0])
    rows = without_each(model)
    for number, other in ((0, 1), (1, 0)):
        alone = model.with_only([other])
        assert rows[number] == pytest.approx(alone.marginal(alone.part.nodes["o/q"]), abs=1e-12)
