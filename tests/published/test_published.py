"""Worked examples from the literature, as small cases: the published figure, and the exact one."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml

from assess.files import load_case
from assess.study.score import score

HERE = Path(__file__).parent
EXAMPLES = sorted(path.parent.name for path in HERE.glob("*/expected.yaml"))


def answers_of(example: str) -> list[dict[str, Any]]:
    content = yaml.safe_load((HERE / example / "expected.yaml").read_text(encoding="utf-8"))
    assert content["source"]
    answers: list[dict[str, Any]] = content["answers"]
    assert answers
    return answers


def computed(example: str, answer: dict[str, Any]) -> float:
    result = score(load_case(HERE / example))
    if "state" not in answer:
        return result.claims[answer["of"]].probability
    question = result.questions[answer["of"]]
    log_p = question.log_posterior[answer["state"]]
    match answer.get("as"):
        case "odds":
            return math.exp(log_p - question.log_remainder[answer["state"]])
        case "db":
            return 10.0 / math.log(10.0) * (log_p - question.log_posterior[answer["over"]])
    return question.posterior[answer["state"]]


def agrees(found: float, answer: dict[str, Any]) -> bool:
    """Say whether a value is the published one to the digits that were published, and the exact one."""
    rounding = 0.5 * 10.0 ** -answer["digits"] * 1.001
    near = math.isclose(found, answer["expected"], rel_tol=1e-7, abs_tol=1e-12)
    return near and abs(found - answer["published"]) <= max(rounding, 1e-15)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_has_its_published_answer(example: str) -> None:
    for answer in answers_of(example):
        assert agrees(computed(example, answer), answer), (answer, computed(example, answer))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_altered_figure_is_caught(example: str) -> None:
    for answer in answers_of(example):
        found = computed(example, answer)
        step = max(abs(answer["published"]) * 0.01, 2.0 * 10.0 ** -answer["digits"])
        assert not agrees(found, {**answer, "published": answer["published"] + step})
        assert not agrees(found, {**answer, "expected": answer["expected"] + max(1e-6, abs(answer["expected"]) * 1e-5)})


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) >= 19
