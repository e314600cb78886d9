"""It is one joint distribution: what holds over all that items could have said."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.domain.case import Case
from assess.domain.evidence import Evidence
from tests.exactly import log_evidence, score
from tests.laws.law_cases import NAMES, cases, chances, flat, flat_prior, plain_case, said_otherwise, same_posteriors


@given(cases(most=3))
def test_the_probabilities_of_all_combinations_sum_to_1(case: Case) -> None:
    """With relays, favoured stories, shared sources, and searches that found or did not."""
    outcomes = itertools.product(*((item, said_otherwise(item)) for item in case.evidence))
    logs = [log_evidence(score(case.model_copy(update={"evidence": said}))) for said in outcomes]
    assert math.fsum(math.exp(value) for value in logs) == pytest.approx(1.0, abs=1e-11)


@given(cases(), st.data())
def test_what_is_expected_of_an_item_is_what_is_held_without_it(case: Case, data: st.DataObject) -> None:
    """Of questions, claims, sources and indicators alike."""
    item = data.draw(st.sampled_from(case.evidence))
    without = score(case.without(item.id))
    expected: dict[str, float] = {}
    for said in (item, said_otherwise(item)):
        result = score(case.without(item.id).with_evidence(said))
        chance = math.exp(log_evidence(result) - log_evidence(without))
        for name, p in flat(result).items():
            expected[name] = expected.get(name, 0.0) + chance * p
    held = flat(without)
    names = held.keys() & expected.keys()
    assert {n: expected[n] for n in names} == pytest.approx({n: held[n] for n in names}, abs=1e-11)


@given(cases(most=3))
def test_what_is_expected_of_everything_is_the_prior(case: Case) -> None:
    expected: dict[str, float] = {}
    for said in itertools.product(*((item, said_otherwise(item)) for item in case.evidence)):
        result = score(case.model_copy(update={"evidence": said}))
        for name, p in flat(result).items():
            expected[name] = expected.get(name, 0.0) + math.exp(log_evidence(result)) * p
    assert expected == pytest.approx(flat_prior(score(case)), abs=1e-11)


@given(cases(), chances, st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True), st.booleans())
def test_a_statement_as_likely_either_way_changes_nothing(
    case: Case, share: float, chain: list[str], present: bool
) -> None:
    """hit = false_alarm: whoever passes it on and favours what, truth and every story say it with that probability."""
    item = Evidence.model_validate(
        {
            "id": "new",
            "about": "one",
            "indicator": "i",
            "says": "present" if present else "absent",
            "source": chain[0],
            "via": chain[1:],
            "hit": share,
            "false_alarm": share,
        }
    )
    before, after = score(case), score(case.with_evidence(item))
    same_posteriors(after, before)
    said = share if present else 1.0 - share
    assert log_evidence(after) == pytest.approx(log_evidence(before) + math.log(said), abs=1e-11)
    assert after.evidence["new"].weight_db == pytest.approx(dict.fromkeys("xyz", 0.0), abs=1e-8)


@given(cases(), st.sampled_from(NAMES))
def test_a_search_that_could_not_find_changes_nothing(case: Case, name: str) -> None:
    blind = {"id": "new", "about": "one", "indicator": "j", "says": "not-found", "source": name, "search": 0.0}
    before, after = score(case), score(case.with_evidence(Evidence.model_validate(blind)))
    same_posteriors(after, before)
    assert log_evidence(after) == pytest.approx(log_evidence(before), abs=1e-11)


def test_an_indicator_that_tells_nothing_can_still_move_a_question() -> None:
    """It is the *statement* that must tell nothing: two who agree on something rare lift each other's other words."""
    alone = [{"id": "e", "indicator": "i", "source": "s", "accuracy": 0.9}]
    rows = {"i": (0.8, 0.2), "flat": (0.05, 0.05)}
    flat_said = [{"id": f"on-{s}", "indicator": "flat", "source": s, "accuracy": 0.9} for s in "st"]
    sources = {"s": {"reliability": 0.6}, "t": {"reliability": 0.6}}
    p = [
        score(plain_case(items, sources, rows)).questions["o/q"].posterior["x"]
        for items in (alone, [*alone, flat_said[0]], [*alone, *flat_said])
    ]
    assert p[1] == pytest.approx(p[0], abs=1e-12)
    assert p[2] > p[0] + 0.01
