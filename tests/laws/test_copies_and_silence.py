"""Sources that copy, that keep silent, that favour something but for a bound; and time that passes in steps."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.errors import ImpossibleEvidenceError
from tests.exactly import score
from tests.laws.law_cases import chances, flat, odds, plain_case, same_posteriors

ROWS = {"i": (0.7, 0.2), "j": (0.4, 0.1)}
BOTH = {"a": {"reliability": 0.7}, "b": {"reliability": 0.8, "copies": {"a": 0.3}}}


def item(ident: str, source: str, says: str = "present", **more: Any) -> dict[str, Any]:
    return {"id": ident, "indicator": "i", "source": source, "says": says, "hit": 0.9, "false_alarm": 0.2, **more}


def copying(share: float) -> Case:
    b = {"reliability": 1.0, "copies": {"a": share}} if share else {"reliability": 1.0}
    return plain_case([item("e", "a"), item("f", "b")], {"a": {"reliability": 1.0}, "b": b}, ROWS)


def test_copying_lies_between_two_witnesses_and_one() -> None:
    """The closed form: of two sure sources the second says present with c + (1 - c)·.9, or c + (1 - c)·.2."""
    posteriors = []
    for share in (0.0, 0.3, 0.7, 1.0):
        weight = []
        for prior, present in ((0.3, 0.7), (0.7, 0.2)):
            second = [share + (1.0 - share) * said for said in (0.9, 0.2)]
            weight.append(prior * (present * 0.9 * second[0] + (1.0 - present) * 0.2 * second[1]))
        posterior = score(copying(share)).questions["o/q"].posterior["x"]
        assert posterior == pytest.approx(weight[0] / sum(weight), abs=1e-12)
        posteriors.append(posterior)
    assert posteriors == sorted(posteriors, reverse=True)
    assert posteriors[-1] == pytest.approx(score(copying(0.0).without("f")).questions["o/q"].posterior["x"], abs=1e-12)


@given(chances, chances, chances)
def test_whoever_only_repeats_tells_nothing(r: float, s: float, prior: float) -> None:
    sources = {"a": {"reliability": r}, "b": {"reliability": s, "copies": {"a": 1.0}}}
    case = plain_case([item("e", "a"), item("f", "b"), item("g", "b", indicator="j")], sources, ROWS, prior)
    same_posteriors(score(case), score(case.without("f")))


@given(chances, chances, chances, st.floats(0.05, 0.95), st.floats(0.05, 0.45), st.floats(0.05, 0.45))
def test_all_that_could_be_said_sums_to_1(
    r: float, s: float, prior: float, tells: float, from_a: float, from_c: float
) -> None:
    """Of two originals, and of one who copies them, tells presents only, and may favour something."""
    sources = {
        "a": {"reliability": r, "favours": {"q": ["x"]}},
        "c": {"reliability": 0.6},
        "b": {"reliability": s, "copies": {"a": from_a, "c": from_c}, "favours": {"q": ["y"]}},
    }
    last = [
        item("g", "b", hit=0.9 * tells, false_alarm=0.2 * tells),
        item("g", "b", says="silent", tells=tells),
        item("g", "b", says="absent", hit=1.0, false_alarm=1.0),  # said only where it is repeated
    ]
    total = 0.0
    for first, second, third in itertools.product(("present", "absent"), ("present", "absent"), last):
        case = plain_case([item("e", "a", says=first), item("f", "c", says=second), third], sources, ROWS, prior)
        total += math.exp(log_evidence) if (log_evidence := possible(case)) is not None else 0.0
    assert total == pytest.approx(1.0, abs=1e-11)


def possible(case: Case) -> float | None:
    """Return the log probability of the evidence; None where it cannot be."""
    try:
        return score(case).log_evidence
    except ImpossibleEvidenceError:
        return None


def test_a_word_that_is_withdrawn_may_have_been_repeated_and_one_not_yet_said_may_not() -> None:
    def with_first(**more: Any) -> Case:
        return plain_case([item("e", "a", **more), item("f", "b", reported="2016")], BOTH, ROWS)

    alone = plain_case([item("f", "b")], {**BOTH, "b": {"reliability": 0.8}}, ROWS)
    withdrawn = score(with_first(withdrawn={"on": "2017"})).questions["o/q"].posterior["x"]
    assert withdrawn < score(alone).questions["o/q"].posterior["x"]
    later = score(with_first(reported="2018"), as_of="2017")
    assert later.questions["o/q"].posterior == pytest.approx(score(alone).questions["o/q"].posterior, abs=1e-12)
    without = score(with_first(reported="2016")).evidence["f"].weight_db
    gone = score(with_first(withdrawn={"on": "2017"})).evidence["f"].weight_db
    assert without["x"] is not None
    assert gone["x"] is not None


def test_several_words_of_one_original_share_its_chance_and_a_shared_statement_is_no_copy() -> None:
    def posterior(*items: dict[str, Any]) -> float:
        return score(plain_case([*items, item("g", "b")], BOTH, ROWS)).questions["o/q"].posterior["x"]

    twice = [item("e", "a"), item("f", "a", says="absent")]
    own, other = 0.15 + 0.7 * 0.9, 0.15 + 0.7 * 0.2
    by_hand = plain_case(
        [*twice, item("g", "c", hit=own, false_alarm=other)], {**BOTH, "c": {"reliability": 0.8}}, ROWS
    )
    assert posterior(*twice) == pytest.approx(score(by_hand).questions["o/q"].posterior["x"], abs=1e-12)
    again = [item("e", "a"), item("f", "a", via=["c"], statement="u")]
    sources = {**BOTH, "c": {"reliability": 0.5}}
    both_of_one = [{**each, "statement": "u"} for each in again]
    apart, as_one = (score(plain_case([*said, item("g", "b")], sources, ROWS)) for said in (again, both_of_one))
    assert flat(apart)["o/q=x"] != pytest.approx(flat(as_one)["o/q=x"])


@given(chances, chances, chances, chances, chances)
def test_a_silence_tells_as_much_as_the_source_would_have_told(
    r: float, prior: float, tells: float, hit: float, false: float
) -> None:
    silent = item("e", "s", says="silent", tells=tells, hit=hit, false_alarm=false)
    case = plain_case([silent], {"s": {"reliability": r}}, ROWS, prior)
    kept = {h: 1.0 - tells * (p * hit + (1.0 - p) * false) for h, p in zip("xy", ROWS["i"], strict=True)}
    story = prior * kept["x"] + (1.0 - prior) * kept["y"]
    weight = {h: p * (r * kept[h] + (1.0 - r) * story) for h, p in (("x", prior), ("y", 1.0 - prior))}
    assert score(case).questions["o/q"].posterior["x"] == pytest.approx(weight["x"] / sum(weight.values()), abs=1e-12)


@pytest.mark.parametrize("reliability", [0.15, 0.5])
@pytest.mark.parametrize("count", [1, 4, 8])
def test_planted_confessions_earn_their_source_at_most_ten_times_its_odds(reliability: float, count: int) -> None:
    """Of a source that favours x and says what speaks against x; with all the weight they would earn it any credit."""
    rows = {f"k{n}": (0.01, 0.95) for n in range(count)}
    planted = [item(f"e{n}", "s", indicator=f"k{n}") for n in range(count)]
    earned = {}
    for weight in (0.9, 1.0):
        source = {"reliability": reliability, "favours": {"q": ["x"]}, "favours_weight": weight}
        case = plain_case(planted, {"s": source}, rows)
        earned[weight] = odds(score(case).sources["s"].posterior) / odds(reliability)
    assert 1.0 < earned[0.9] <= 10.0 * (1.0 + 1e-12)
    assert earned[1.0] > earned[0.9]
    if count == 8:
        assert earned[1.0] > 1e3


STEP = {"x": {"x": 0.9, "y": 0.1}, "y": {"x": 0.05, "y": 0.95}}


def over_time(periods: list[str], step: str | None) -> Case:
    case = plain_case([], {}, ROWS)
    assert isinstance(case.rubric, Rubric)
    content = case.model_dump(mode="json", exclude_defaults=True)
    content["rubric"]["questions"]["q"] |= {"over_time": STEP, "step": step}
    content["ask"] = {"o": [f"q@{period}" for period in periods]}
    return Case.model_validate(content)


@pytest.mark.parametrize(
    ("periods", "step", "steps"),
    [
        (["2001", "2017"], "year", 16),
        (["2001", "2017"], "month", 192),
        (["2016-11", "2017-02"], "month", 3),
        (["2016-03-31", "2018-03-31"], "year", 2),
        (["2001", "2017"], None, 1),
    ],
)
def test_rows_over_time_apply_as_often_as_steps_lie_between(periods: list[str], step: str | None, steps: int) -> None:
    rows = np.array([list(row.values()) for row in STEP.values()])
    expected = np.array([0.3, 0.7]) @ np.linalg.matrix_power(rows, steps)
    prior = score(over_time(periods, step)).questions[f"o/q@{periods[1]}"].prior
    assert list(prior.values()) == pytest.approx(expected, abs=1e-12)


def test_periods_between_are_passed_through() -> None:
    straight, by_way = (score(over_time(p, "year")) for p in (["2001", "2017"], ["2001", "2007", "2017"]))
    assert by_way.questions["o/q@2017"].prior == pytest.approx(straight.questions["o/q@2017"].prior, abs=1e-12)
