"""Rates that are not known: of random cases in which rows are shared by all uses, by those of a country, or by none."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.compile.model import compile_case
from assess.compile.perturbations import dropping
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.errors import ImpossibleEvidenceError
from assess.scoring.claims import probabilities, stated_in
from assess.scoring.results import Assessment
from tests.exactly import log_evidence, score
from tests.laws.law_cases import cases, chances, same, with_keys_shuffled
from tests.laws.test_order_and_names import SWAP, written

SIZES = st.sampled_from([0.5, 3, 12])
SHARING = st.sampled_from(["all", "country", "use"])
SWAPPED = SWAP | {"one": "two", "two": "one"}


def with_sizes(case: Case, sharing: st.SearchStrategy[str], draw: st.DrawFn) -> Case:
    """Return a case in which each row is worth so many observations, and shared as drawn."""
    content = written(case)
    rubric = content["rubric"]
    for subject in ("one", "two"):
        content["subjects"][subject]["country"] = draw(st.sampled_from(["C", "D"]))
    for indicator in rubric["indicators"].values():
        rows = {state: {"mean": mean, "n": draw(SIZES)} for state, mean in indicator["present_if"].items()}
        indicator |= {"present_if": rows, "same": draw(sharing)}
    for question in rubric["questions"].values():
        question |= {"prior_n": draw(SIZES), "same": draw(sharing)}
    return Case.model_validate(content)


@st.composite
def pairs(draw: st.DrawFn, sharing: st.SearchStrategy[str] = SHARING, most: int = 3) -> tuple[Case, Case]:
    """Draw a case of rows that are known exactly, and the same case of rows that are not."""
    exact = draw(cases(most))
    return exact, with_sizes(exact, sharing, draw)


def taught(result: Assessment) -> dict[tuple[str, str, tuple[str, ...], str | None], float]:
    """Return the mean of each rate that was taught, by whose it is, of what and given what, and where."""
    return {(r.name, r.outcome, tuple(r.given), r.country): r.posterior for r in result.rates.values()}


@given(pairs(), st.randoms(use_true_random=False))
def test_the_order_of_evidence_teaches_nothing(both: tuple[Case, Case], random: Any) -> None:
    _, case = both
    content = with_keys_shuffled(written(case), random)
    random.shuffle(content["evidence"])
    result, other = score(case), score(Case.model_validate(content))
    same(result, other)
    assert taught(other) == pytest.approx(taught(result), abs=1e-11)


def swapped(value: Any) -> Any:
    """Return a written value in which hypotheses, indicators, sources and bodies exchange their names."""
    if isinstance(value, dict):
        return {swapped(key): swapped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [swapped(inner) for inner in value]
    return re.sub(r"^\w+", lambda word: SWAPPED.get(word[0], word[0]), value) if isinstance(value, str) else value


@given(pairs())
def test_names_that_trade_places_take_their_rates_along(both: tuple[Case, Case]) -> None:
    _, case = both
    result, other = score(case), score(Case.model_validate(swapped(written(case))))
    assert other.log_evidence == pytest.approx(result.log_evidence, abs=1e-11)
    for ident, question in result.questions.items():
        expected = {SWAPPED[h]: p for h, p in question.posterior.items()}
        assert other.questions[swapped(ident)].posterior == pytest.approx(expected, abs=1e-11)
    expected_rates = {
        (swapped(name), swapped(outcome), tuple(map(swapped, given)), country): rate
        for (name, outcome, given, country), rate in taught(result).items()
    }
    of_two = {key: rate for key, rate in taught(other).items() if key in expected_rates}
    assert of_two == pytest.approx({key: expected_rates[key] for key in of_two}, abs=1e-11)
    assert bool(of_two) == bool(expected_rates)


@given(pairs(st.just("use")))
def test_rates_of_each_use_are_their_means(both: tuple[Case, Case]) -> None:
    exact, case = both
    result = score(case)
    same(score(exact), result)
    assert result.rates == {}


@given(pairs())
def test_many_changes_at_once_are_each_alone(both: tuple[Case, Case]) -> None:
    _, case = both
    assert isinstance(case.rubric, Rubric)
    model = compile_case(case, case.rubric)
    numbers = range(len(model.testimony.reports))
    together = probabilities(model, stated_in(case), dropping([{number} for number in numbers]))
    for number in numbers:
        rest = score(case.without(model.layout.items[model.testimony.reports[number].item].id))
        alone = {ident: claim.probability for ident, claim in rest.claims.items()}
        assert {ident: values[number] for ident, values in together.items()} == pytest.approx(alone, abs=1e-10)


@given(chances, chances, chances, st.floats(0.05, 0.95), st.floats(0.05, 0.9), SIZES, SHARING)
def test_all_that_could_be_said_sums_to_1_and_teaches_nothing_on_average(
    r: float, s: float, mean: float, tells: float, copies: float, size: float, sharing: str
) -> None:
    """Of an original, of one who copies it and tells presents only, and of a third on another body."""
    last: list[dict[str, Any]] = [
        {"says": "present", "hit": 0.9 * tells, "false_alarm": 0.2 * tells},
        {"says": "silent", "tells": tells, "hit": 0.9, "false_alarm": 0.2},
        {"says": "absent", "hit": 1.0, "false_alarm": 1.0},  # said only where it is repeated
    ]
    plain = {"hit": 0.9, "false_alarm": 0.2}
    total = expected = 0.0
    of, rates = ("i", ("x",)), set[str]()
    for first, second, third in itertools.product(("present", "absent"), last, ("present", "absent")):
        said = [
            {"id": "e", "about": "one", "source": "a", "says": first, **plain},
            {"id": "f", "about": "one", "source": "b", **second},
            {"id": "g", "about": "two", "source": "c", "says": third, **plain},
        ]
        content = {
            "case": "sayings",
            "rubric": {
                "rubric": "sayings",
                "questions": {
                    "q": {"per": "body", "hypotheses": ["x", "y"], "prior": "uniform", "prior_n": size, "same": sharing}
                },
                "indicators": {
                    "i": {"of": "q", "same": sharing, "present_if": {"x": {"mean": mean, "n": size}, "y": 0.3}}
                },
            },
            "subjects": {"one": {"kind": "body", "country": "C"}, "two": {"kind": "body", "country": "C"}},
            "ask": {"one": "q", "two": "q"},
            "sources": {
                "a": {"reliability": r},
                "b": {"reliability": s, "copies": {"a": copies}, "favours": {"q": ["y"]}},
                "c": {"reliability": 0.8},
            },
            "evidence": [{"indicator": "i", **item} for item in said],
        }
        try:
            result = score(Case.model_validate(content))
        except ImpossibleEvidenceError:
            continue
        chance = math.exp(log_evidence(result))
        total += chance
        rates.update(result.rates)
        expected += chance * next((p for (name, _, given, _), p in taught(result).items() if (name, given) == of), mean)
    assert total == pytest.approx(1.0, abs=1e-11)
    assert expected == pytest.approx(mean, abs=1e-11)
    assert len(rates) == (0 if sharing == "use" else 3)
