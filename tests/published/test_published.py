"""Worked examples from the literature, as small cases: the published figure, and the exact one.

`published` is what the source prints: a fraction, or a number with so many `digits` after the point, rounded (or `cut`
where the source cut it off). An answer without it was worked out here, and its `source` says so. `expected` is the
exact answer, worked out in fractions apart from the engine.
"""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from assess.files import load_case
from tests.exactly import score

HERE = Path(__file__).parent
EXAMPLES = sorted(path.parent.name for path in HERE.glob("*/expected.yaml"))
IDS = {"B01", "B02", "B04", "B06", "B08", "B09", "B13", "B16", "B18"}
KEYS = {"of", "state", "as", "over", "published", "digits", "cut", "expected"}


def content_of(example: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((HERE / example / "expected.yaml").read_text(encoding="utf-8"))
    return content


def answers_of(example: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = content_of(example)["answers"]
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


def is_exact(value: float, answer: dict[str, Any]) -> bool:
    return math.isclose(value, answer["expected"], rel_tol=1e-12, abs_tol=1e-15)


def is_published(value: float, answer: dict[str, Any]) -> bool:
    """Say whether a value is the published one, to the digits that were published."""
    published = float(Fraction(answer["published"]))
    if "digits" not in answer:
        return math.isclose(value, published, rel_tol=1e-14, abs_tol=1e-15)
    unit = 10.0 ** -answer["digits"]
    if answer.get("cut"):
        return 0.0 <= value - published < unit
    return abs(value - published) <= max(0.5 * unit * 1.001, 1e-15)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_has_its_published_answer(example: str) -> None:
    for answer in answers_of(example):
        value = computed(example, answer)
        assert is_exact(value, answer), (answer, value)
        assert "published" not in answer or is_published(value, answer), (answer, value)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_altered_figure_is_caught(example: str) -> None:
    for answer in answers_of(example):
        value = computed(example, answer)
        step = max(1e-13, abs(answer["expected"]) * 1e-11)
        for side in (-1, 1):
            assert not is_exact(value, {**answer, "expected": answer["expected"] + side * step})
            if "published" in answer:
                unit = 10.0 ** -answer["digits"] if "digits" in answer else 1e-12
                altered = float(Fraction(answer["published"])) + side * 1.5 * unit
                assert not is_published(value, {**answer, "published": altered})


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_says_where_its_figures_are_from(example: str) -> None:
    content = content_of(example)
    assert content.keys() == {"id", "source", "answers"}
    assert content["answers"]
    for answer in content["answers"]:
        assert answer.keys() <= KEYS
        assert "published" in answer or "worked out here" in content["source"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_knows_its_sources_exactly(example: str) -> None:
    case = load_case(HERE / example)
    assert {source.reliability.value for source in case.sources.values()} == {1.0}
    assert {item.accuracy.value for item in case.evidence if item.accuracy is not None} <= {1.0}
    assert all(item.accuracy is not None for item in case.evidence)


def test_all_examples_are_there() -> None:
    assert {content_of(example)["id"] for example in EXAMPLES} == IDS
    assert sum(content_of(example)["id"] == "B13" for example in EXAMPLES) == 6
    published = {content_of(e)["id"] for e in EXAMPLES for answer in answers_of(e) if "published" in answer}
    assert published == IDS
