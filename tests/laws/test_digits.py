"""Where the digits go: probabilities next to 0 and 1, beside a sum by hand in 60 digits."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.domain.case import Case
from tests.exactly import score
from tests.laws.law_cases import plain_case

ROWS = {"for": (0.5, 0.05), "against": (0.03, 0.6)}


def sure_case(events: dict[str, int], prior: float) -> Case:
    """Return a case in which one source, known exactly, saw each indicator at so many separate events."""
    seen: list[dict[str, Any]] = [
        {"id": f"{name}-{k}", "indicator": name, "event": f"v{k}", "source": "s", "accuracy": 1.0}
        for name, count in events.items()
        for k in range(count)
    ]
    return plain_case(seen, {"s": {"reliability": 1.0}}, ROWS, prior)


def by_hand(events: dict[str, int], prior: float) -> tuple[float, float, float]:
    """Return log P(x), log P(y) and the log of the probability of all that was seen."""
    with localcontext() as context:
        context.prec = 60
        joint = []
        for side, share in enumerate((prior, 1.0 - prior)):
            log = Decimal(share).ln()
            for name, count in events.items():
                log += count * Decimal(ROWS[name][side]).ln()
            joint.append(log)
        high, low = max(joint), min(joint)
        total = high + (1 + (low - high).exp()).ln()
        return float(joint[0] - total), float(joint[1] - total), float(total)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.01, 0.99))
def test_both_tails_keep_their_digits(ups: int, downs: int, prior: float) -> None:
    events = {"for": ups, "against": downs}
    log_x, log_y, log_evidence = by_hand(events, prior)
    result = score(sure_case(events, prior))
    question = result.questions["o/q"]
    near: dict[str, Any] = {
        "rel": 1e-9,
        "abs": 1e-300,
    }  # abs: a log of nearly 1 is a number of its own, down to where floats end
    assert result.log_evidence == pytest.approx(log_evidence, rel=1e-12, abs=1e-12)
    for name, mine, others in (("x", log_x, log_y), ("y", log_y, log_x)):
        if mine < -1e-3:
            assert question.log_posterior[name] == pytest.approx(mine, **near)
        if others < -1e-3:
            assert question.log_remainder[name] == pytest.approx(others, **near)
        assert question.posterior[name] == pytest.approx(math.exp(mine), rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("count", [15, 16, 17, 308, 400])
def test_the_remainder_is_right_where_the_probability_rounds_to_1(count: int) -> None:
    """10 dB an event: 16 of them make 1 - p smaller than a float beside 1 can tell, 400 smaller than a float can be."""
    question = score(sure_case({"for": count}, 0.5)).questions["o/q"]
    expected = -(count * math.log(10.0)) - math.log1p(10.0**-count)
    assert question.log_remainder["x"] == pytest.approx(expected, rel=1e-9, abs=0.0)
    assert question.log_posterior["y"] == pytest.approx(expected, rel=1e-9, abs=0.0)
    assert math.isfinite(question.posterior["x"])
    assert question.posterior["x"] + question.posterior["y"] == pytest.approx(1.0, abs=1e-15)
