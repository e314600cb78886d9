"""Rows that several uses share, against closed forms."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.compile.rates import Share
from assess.compile.world import SharedRows
from assess.domain.case import Case
from assess.scoring.score import score as score_case
from tests.exactly import log_evidence, score

TWO = ["a", "b"]


def many(
    says: list[str], rows: dict[str, Any], same: str = "all", reliability: float = 1.0, apart: bool = False
) -> Case:
    """Return a case with one item each on an indicator: of events of one body, or of bodies that differ."""
    subjects = {f"s{k}": {"kind": "body", "country": f"C{k // 2}"} for k in range(len(says) if apart else 1)}
    item = {"indicator": "sign", "source": "clerk", "accuracy": 1.0}
    return Case.model_validate(
        {
            "case": "many",
            "rubric": {
                "rubric": "many",
                "questions": {"q": {"per": "body", "hypotheses": TWO, "prior": "uniform"}},
                "indicators": {"sign": {"of": "q", "present_if": rows, "same": same}},
            },
            "subjects": subjects,
            "ask": {subject: ["q"] for subject in subjects},
            "sources": {"clerk": {"reliability": reliability}},
            "evidence": [
                {"id": f"e{k}", "about": f"s{k if apart else 0}", "says": what, "event": f"v{k}", **item}
                for k, what in enumerate(says)
            ],
        }
    )


def of_uses(present: int, absent: int) -> list[str]:
    return ["present"] * present + ["absent"] * absent


def beta_binomial(mean: float, size: float, present: int, absent: int) -> float:
    """Return the log probability of one sequence of so many presents and absents."""
    a, b = size * mean, size * (1.0 - mean)
    return (
        math.lgamma(a + present) + math.lgamma(b + absent) - math.lgamma(a + b + present + absent)
        + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    )  # fmt: skip


UNSURE = {"a": {"mean": 0.6, "n": 8}, "b": {"mean": 0.4, "n": 8}}


def test_twenty_of_thirty_present_is_a_beta_binomial_and_no_product_of_thirty() -> None:
    assert score(many(of_uses(20, 10), UNSURE)).posterior("s0/q")["a"] == pytest.approx(0.708328448110, abs=1e-11)
    assert score(many(of_uses(20, 10), UNSURE, "use")).posterior("s0/q")["a"] == pytest.approx(
        1.0 / (1.0 + (2.0 / 3.0) ** 10), abs=1e-11
    )


@given(st.integers(1, 40), st.integers(1, 40), st.floats(0.02, 0.98), st.floats(0.1, 500.0))
def test_a_row_is_a_beta_binomial(present: int, absent: int, mean: float, size: float) -> None:
    result = score(many(of_uses(present, absent), {"a": {"mean": mean, "n": size}, "b": 0.5}))
    odds = beta_binomial(mean, size, present, absent) - (present + absent) * math.log(0.5)
    assert result.posterior("s0/q")["a"] == pytest.approx(1.0 / (1.0 + math.exp(-odds)), abs=1e-9)


@given(st.integers(0, 30), st.integers(0, 30), st.floats(0.05, 0.95), st.floats(0.5, 50.0))
def test_the_next_use_has_the_mean_of_the_counts(present: int, absent: int, mean: float, size: float) -> None:
    says = of_uses(present, absent)
    if len(says) < 2:
        return
    row = {"mean": mean, "n": size}
    result = score(many(says, {"a": row, "b": row}))
    uses = present + absent
    for state in TWO:
        # The clerk is reliable for sure, so that what he says is so; the row is used where the body is in its state.
        taught = (size * mean + present) / (size + uses)
        rate = result.rates.get(f"sign=present|{state}")
        expected = 0.5 * taught + 0.5 * mean
        assert (mean if rate is None else rate.posterior) == pytest.approx(expected, abs=1e-9)


def test_uses_of_another_country_teach_nothing_where_the_country_shares() -> None:
    says = of_uses(4, 0)
    by_country = score(many(says, UNSURE, "country", apart=True))
    two = score(many(says[:2], UNSURE, "all", apart=True))
    assert by_country.posterior("s0/q") == pytest.approx(two.posterior("s0/q"), abs=1e-12)
    assert {rate.country for rate in by_country.rates.values()} == {"C0", "C1"}
    assert {rate.uses for rate in by_country.rates.values()} == {2}


@pytest.mark.parametrize("apart", [False, True])
@given(st.lists(st.sampled_from(["present", "absent"]), min_size=2, max_size=6))
def test_a_liar_teaches_nothing_and_a_lone_source_stays(apart: bool, says: list[str]) -> None:
    lying = score(many(says, UNSURE, reliability=0.0, apart=apart))
    assert lying.rates == {}
    assert lying.posterior("s0/q")["a"] == pytest.approx(0.5, abs=1e-12)
    doubtful = score(many(says, UNSURE, reliability=0.4, apart=apart))
    assert doubtful.sources["clerk"].posterior == pytest.approx(0.4, abs=1e-12)
    sure = score(many(says, UNSURE, apart=apart))
    mixed = 0.4 * sure.posterior("s0/q")["a"] + 0.6 * 0.5
    assert doubtful.posterior("s0/q")["a"] == pytest.approx(mixed, abs=1e-12)


@pytest.mark.parametrize("rows", [{"a": 0.6, "b": 0.4}, UNSURE])
def test_rows_exactly_known_or_used_once_are_the_same_under_every_same(rows: dict[str, Any]) -> None:
    says = of_uses(3, 1) if rows["a"] == 0.6 else of_uses(1, 0)
    first, *others = (score(many(says, rows, same, apart=True)) for same in ("use", "all", "country"))
    for other in others:
        assert other.questions == first.questions
        assert other.rates == {}


def test_all_that_is_said_of_shared_rows_adds_up_to_one() -> None:
    total = 0.0
    for number in range(2**4):
        says = ["present" if number >> k & 1 else "absent" for k in range(4)]
        total += math.exp(log_evidence(score(many(says, UNSURE, reliability=0.7, apart=True))))
    assert total == pytest.approx(1.0, abs=1e-12)


def test_what_is_expected_of_the_evidence_is_the_prior() -> None:
    expected = rate = 0.0
    for number in range(2**4):
        says = ["present" if number >> k & 1 else "absent" for k in range(4)]
        result = score(many(says, UNSURE, reliability=0.7))
        chance = math.exp(log_evidence(result))
        expected += chance * result.posterior("s0/q")["a"]
        taught = result.rates.get("sign=present|a")
        rate += chance * (0.6 if taught is None else taught.posterior)
    assert (expected, rate) == pytest.approx((0.5, 0.6), abs=1e-12)


def test_points_are_enough_for_two_uses_more() -> None:
    rows = SharedRows("sign", "all", None)
    for uses in range(2, 9):
        points = Share(rows, 0, None, tuple(map(str, range(uses)))).points
        assert 2 * points - 1 >= uses + 2 > 2 * (points - 1) - 1


def test_the_mean_of_the_draws_is_the_headline_figure() -> None:
    result = score_case(many(of_uses(5, 2), UNSURE, reliability=0.7, apart=True), draws=20_000)
    assert result.drawn is not None
    assert result.drawn.questions["s0/q"][0].mean() == pytest.approx(result.posterior("s0/q")["a"], abs=0.01)
    for rate in result.rates.values():
        assert rate.interval is not None
        assert rate.interval[0] < rate.posterior < rate.interval[1]
