"""Draws where a source kept silent, or may have repeated another: against rows drawn blindly and weighted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from assess.scoring.score import score
from tests.laws.law_cases import plain_case

Floats = npt.NDArray[np.float64]
SURE = {"a": {"reliability": 1.0}, "b": {"reliability": 1.0, "copies": {"a": 0.4}}}
HIT, FALSE, TELLS = (0.8, 6.0), (0.3, 5.0), (0.6, 4.0)


def chance(row: tuple[float, float]) -> dict[str, float]:
    return {"mean": row[0], "n": row[1]}


def item(ident: str, source: str, says: str, **more: Any) -> dict[str, Any]:
    accuracy = {"hit": chance(HIT), "false_alarm": chance(FALSE)}
    return {"id": ident, "indicator": "i", "source": source, "says": says, **accuracy, **more}


def beta(row: tuple[float, float], rng: np.random.Generator, count: int) -> Floats:
    return rng.beta(row[0] * row[1], (1.0 - row[0]) * row[1], count)


@pytest.mark.parametrize("kind", ["silent", "copied", "copied and silent"])
def test_draws_are_distributed_as_weighted_ones(kind: str) -> None:
    """Kolmogorov-Smirnov at 0.1 %; the indicator is present under x, and absent under y."""
    rng, count = np.random.default_rng(5), 40_000
    a = [beta(row, rng, count) for row in (HIT, FALSE)]
    b = [beta(row, rng, count) for row in (HIT, FALSE)]
    tells = beta(TELLS, rng, count)
    if kind == "silent":
        items = [item("e", "a", "silent", tells=chance(TELLS))]
        likelihood = [1.0 - tells * row for row in a]
    elif kind == "copied":
        items = [item("e", "a", "present"), item("f", "b", "present")]
        likelihood = [first * (0.4 + 0.6 * second) for first, second in zip(a, b, strict=True)]
    else:
        items = [item("e", "a", "present"), item("f", "b", "silent", tells=chance(TELLS))]
        likelihood = [first * 0.6 * (1.0 - tells * second) for first, second in zip(a, b, strict=True)]
    result = score(plain_case(items, SURE, {"i": (1.0, 0.0)}), draws=20_000, seed=3)
    assert result.drawn is not None
    joint = np.array([0.3 * likelihood[0], 0.7 * likelihood[1]])
    total = joint.sum(axis=0)
    by_weight, weights = joint[0] / total, total / total.sum()
    bound = 1.95 * np.sqrt((weights**2).sum() + 1.0 / result.draws)
    drawn, order = np.sort(result.drawn.questions["o/q"][0]), np.argsort(by_weight)
    below = np.searchsorted(drawn, by_weight[order]) / len(drawn)
    assert np.abs(np.cumsum(weights[order]) - below).max() < bound
    assert drawn.mean() == pytest.approx(result.questions["o/q"].posterior["x"], abs=0.01)
