"""Cascaded inference (Schum): a report of an event is worth L* = [P(h - f) + f] / [Q(h - f) + f]."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.domain.case import Case
from tests.exactly import score
from tests.laws.law_cases import chances, odds, plain_case

PRIOR = 0.3
SURE = {"s": {"reliability": 1.0}}


def worth(at_x: float, at_y: float, hit: float, false_alarm: float, says: str = "present") -> float:
    """Return the factor by which one report from a source that is reliable for sure multiplies the odds of x."""
    item = {"id": "e", "indicator": "i", "source": "s", "hit": hit, "false_alarm": false_alarm, "says": says}
    result = score(plain_case([item], SURE, {"i": (at_x, at_y)}, PRIOR))
    assert result.evidence["e"].weight_db.keys() == {"x", "y"}
    return odds(result.questions["o/q"].posterior["x"]) / odds(PRIOR)


def cascade(at_x: float, at_y: float, hit: float, false_alarm: float) -> float:
    return (at_x * (hit - false_alarm) + false_alarm) / (at_y * (hit - false_alarm) + false_alarm)


@given(chances, chances, chances, chances)
def test_a_report_is_worth_what_the_formula_says(at_x: float, at_y: float, hit: float, false_alarm: float) -> None:
    assert worth(at_x, at_y, hit, false_alarm) == pytest.approx(cascade(at_x, at_y, hit, false_alarm), rel=1e-9)
    denied = cascade(at_x, at_y, 1.0 - hit, 1.0 - false_alarm)
    assert worth(at_x, at_y, hit, false_alarm, "absent") == pytest.approx(denied, rel=1e-9)


@given(chances, chances, chances)
def test_a_perfect_report_is_the_event_and_a_blind_one_is_nothing(at_x: float, at_y: float, either: float) -> None:
    assert worth(at_x, at_y, 1.0, 0.0) == pytest.approx(at_x / at_y, rel=1e-9)
    assert worth(at_x, at_y, either, either) == pytest.approx(1.0, rel=1e-9)


@given(st.floats(0.01, 1.0), st.floats(0.3, 1.0), st.floats(0.005, 0.25))
def test_a_smoking_gun_is_capped_by_who_reports_it(at_x: float, hit: float, false_alarm: float) -> None:
    ratio = worth(at_x, 0.0, hit, false_alarm)
    assert ratio == pytest.approx(at_x * (hit / false_alarm - 1.0) + 1.0, rel=1e-9)
    assert ratio <= hit / false_alarm * (1.0 + 1e-9)


@pytest.mark.parametrize(
    ("at_x", "at_y", "hit", "false_alarm", "expected"),
    [(1.0, 0.0, 0.9, 0.01, 90.0), (1.0, 0.0, 0.9, 0.3, 3.0), (0.9, 0.1, 0.8, 0.2, 0.74 / 0.26)],
)
def test_the_figures_of_the_standard(at_x: float, at_y: float, hit: float, false_alarm: float, expected: float) -> None:
    assert worth(at_x, at_y, hit, false_alarm) == pytest.approx(expected, rel=1e-12)


@given(chances, chances, chances, chances, chances, chances)
def test_a_chain_of_reports_is_one_report(p: float, q: float, h1: float, f1: float, h2: float, f2: float) -> None:
    """An indicator of an indicator, from the outer report inwards: h = h1·h2 + (1-h1)·f2, f = f1·h2 + (1-f1)·f2."""
    plain = plain_case(
        [{"id": "e", "indicator": "k", "source": "s", "hit": h2, "false_alarm": f2}], SURE, {"i": (p, q)}
    )
    content = plain.model_dump(mode="json", exclude_none=True)
    content["rubric"]["indicators"]["k"] = {"of": "i", "present_if": {"present": h1, "absent": f1}}
    chained = score(Case.model_validate(content)).questions["o/q"].posterior["x"]
    expected = cascade(p, q, h1 * h2 + (1.0 - h1) * f2, f1 * h2 + (1.0 - f1) * f2)
    assert odds(chained) / odds(PRIOR) == pytest.approx(expected, rel=1e-9)
