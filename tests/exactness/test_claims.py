"""Claims of every form against enumeration of all that may be so."""

from __future__ import annotations

import itertools
import math
from typing import Any

import jsonschema
import numpy as np
import pytest

import assess
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.files import load_grading, load_scale
from assess.history.ledger.recalling import recalled
from assess.reporting.tables.claim_tables import claim_rows
from assess.scoring.csv_tables import csv_table
from assess.scoring.labels import Names
from assess.scoring.result_schema import assessment_schema
from assess.scoring.stored_result import check_stored

SHARE = {"good": 0.7, "poor": 0.35}
"""P(a club is state-run) under either posture."""
MONEY = {"state": 0.8, "free": 0.1}
WEATHER = {"good": 0.4, "poor": 0.6}
ACCURACY = 0.9


def clubs(count: int, claims: dict[str, Any], reported: tuple[int, ...] = (), **parts: Any) -> Case:
    """Return a case of clubs under one posture, some of which are reported to have money of the state."""
    size = parts.pop("size", None)
    chances = {state: {"mean": p, "n": size} if size else p for state, p in MONEY.items()}
    rubric: dict[str, Any] = {
        "rubric": "clubs",
        "scale": load_scale("icd203"),
        "grading": load_grading("admiralty"),
        "questions": {
            "posture": {"per": "country", "hypotheses": ["good", "poor"], "prior": WEATHER},
            "control": {
                "per": "club",
                "hypotheses": ["state", "free"],
                "given": "posture",
                "prior": {state: {"state": p, "free": 1 - p} for state, p in SHARE.items()},
            },
        },
        "indicators": {"money": {"of": "control", "present_if": chances}},
    }
    named = [f"c{n}" for n in range(count)]
    return Case.model_validate(
        {
            "case": "clubs",
            "rubric": Rubric.model_validate(rubric),
            "subjects": {"land": {"kind": "country"}, **{c: {"kind": "club", "within": "land"} for c in named}},
            "ask": {"land": ["posture"], **{c: ["control"] for c in named}},
            "sources": {"clerk": {"reliability": 1.0}},
            "claims": claims,
            "evidence": [
                {
                    "id": f"e{n}",
                    "about": f"c{n}",
                    "indicator": "money",
                    "says": "present",
                    "source": "clerk",
                    "accuracy": ACCURACY,
                }
                for n in reported
            ],
            **parts,
        }
    )


def worlds(count: int, reported: tuple[int, ...]) -> list[tuple[dict[str, str], float]]:
    """Return every state of the world and its probability, given what was reported."""
    listed = []
    for posture, p in WEATHER.items():
        for controls in itertools.product(MONEY, repeat=count):
            for moneys in itertools.product((True, False), repeat=count):
                state, q = {"land/posture": posture}, p
                for n, (control, money) in enumerate(zip(controls, moneys, strict=True)):
                    state[f"c{n}/control"], state[f"c{n}/money"] = control, "present" if money else "absent"
                    q *= SHARE[posture] if control == "state" else 1 - SHARE[posture]
                    q *= MONEY[control] if money else 1 - MONEY[control]
                    if n in reported:
                        q *= ACCURACY if money else 1 - ACCURACY
                listed.append((state, q))
    total = sum(q for _, q in listed)
    return [(state, q / total) for state, q in listed]


CLAIMS: dict[str, Any] = {
    "money": {"holds_if": {"c1/money": "present"}},
    "either": {"holds_if": [{"c0/money": "present", "c1/control": "free"}, {"c2/money": "absent"}]},
    "if-good": {"holds_if": {"c1/control": "state"}, "given": {"land/posture": "good"}},
    "if-money": {"holds_if": [{"land/posture": "good"}, {"c0/control": "free"}], "given": {"c1/money": "present"}},
    "overlap": {
        "holds_if": {"c0/control": "state"},
        "given": [{"c0/control": "state", "c1/control": "state"}, {"c2/control": "free"}],
    },
    "never": {"holds_if": {"c0/control": "state"}, "given": {"c0/control": "free"}},
    "two": {"at_least": {"k": 2, "of": [{f"c{n}/control": "state"} for n in range(3)]}},
    "one": {"at_least": {"k": 1, "of": [{"c0/money": "present", "c0/control": "state"}, {"c1/money": "absent"}]}},
    "all": {"at_least": {"k": 2, "of": [{"c0/control": "state", "c1/control": "state", "c2/money": "present"}] * 2}},
    "two-if": {
        "at_least": {"k": 2, "of": [{f"c{n}/control": "state"} for n in range(3)]},
        "given": {"land/posture": "poor"},
    },
}


def holds(alternatives: Any, state: dict[str, str]) -> bool:
    several = [alternatives] if isinstance(alternatives, dict) else alternatives
    return any(all(state[i] in ([h] if isinstance(h, str) else h) for i, h in a.items()) for a in several)


def enumerated(claim: dict[str, Any], listed: list[tuple[dict[str, str], float]]) -> float:
    def is_so(state: dict[str, str]) -> bool:
        if "at_least" in claim:
            return sum(holds(each, state) for each in claim["at_least"]["of"]) >= claim["at_least"]["k"]
        return holds(claim["holds_if"], state)

    within = [(state, q) for state, q in listed if "given" not in claim or holds(claim["given"], state)]
    return sum(q for state, q in within if is_so(state)) / sum(q for _, q in within)


@pytest.mark.parametrize("reported", [(), (0,), (0, 2)])
def test_claims_of_every_form_are_those_of_the_enumeration(reported: tuple[int, ...]) -> None:
    result = assess.score(clubs(3, CLAIMS, reported), draws=0)
    before, after = worlds(3, ()), worlds(3, reported)
    for ident, claim in CLAIMS.items():
        assert result.claims[ident].prior == pytest.approx(enumerated(claim, before), abs=1e-12)
        assert result.claims[ident].probability == pytest.approx(enumerated(claim, after), abs=1e-12)
    assert result.indicators["c1/money"].posterior == pytest.approx(result.claims["money"].probability, abs=1e-12)
    assert set(result.indicators) == {"c0/money", "c1/money", "c2/money"}


@pytest.mark.parametrize(("count", "k"), [(30, 15), (7, 7), (5, 1)])
def test_at_least_so_many_of_independent_ones_is_binomial_under_each_posture(count: int, k: int) -> None:
    claim = {"at_least": {"k": k, "of": [{f"c{n}/control": "state"} for n in range(count)]}}
    result = assess.score(clubs(count, {"many": claim}), draws=0)

    def tail(p: float) -> float:
        return sum(math.comb(count, n) * p**n * (1 - p) ** (count - n) for n in range(k, count + 1))

    expected = sum(p * tail(SHARE[posture]) for posture, p in WEATHER.items())
    assert result.claims["many"].probability == pytest.approx(expected, abs=1e-12)


def test_leaving_items_out_says_the_same_as_a_case_without_them() -> None:
    result = assess.score(clubs(3, CLAIMS, (0, 2)), draws=0)
    without = assess.score(clubs(3, CLAIMS, (0,)), draws=0)
    for ident in ("money", "if-money", "two", "two-if", "one"):
        (told,) = assess.explain(result, ident).targets
        steps = {step.label: step for step in told.steps}
        p = without.claims[ident].probability
        moved = 10 * math.log10(result.claims[ident].probability / (1 - result.claims[ident].probability) * (1 - p) / p)
        assert steps["e2"].without_db == pytest.approx(moved, abs=1e-9)


def test_the_draws_of_a_conditional_claim_have_its_probability_as_their_mean() -> None:
    result = assess.score(clubs(3, CLAIMS, (0, 2), size=4), draws=40_000)
    assert result.drawn is not None
    for ident in ("money", "if-money", "overlap", "two", "two-if"):
        drawn = result.drawn.claims[ident]
        assert float(np.mean(drawn)) == pytest.approx(result.claims[ident].probability, abs=6e-3)
        assert result.claims[ident].interval is not None
    low, high = result.claims["if-money"].interval or (0.0, 0.0)
    assert low < result.claims["if-money"].probability < high


def test_a_claim_given_what_cannot_be_has_no_probability() -> None:
    claims = {
        "undefined": {"holds_if": {"c0/control": "state"}, "given": {"land/posture": "poor"}},
        "defined": {"holds_if": {"c0/control": "state"}},
    }
    sure = {"land/posture": {"prior": {"good": 1.0, "poor": 0.0}}}
    result = assess.score(clubs(2, claims, (0,), priors=sure), draws=200)
    assert list(result.claims) == ["defined"]
    assert list(result.undefined) == ["undefined"]
    stored = result.to_dict()["claims"]
    assert list(stored) == ["undefined", "defined"]
    assert stored["undefined"] | {"prior": None} == dict.fromkeys(stored["defined"])
    assert [row["probability"] is None for row in result.table("claims")] == [True, False]


def test_what_has_no_probability_is_stored_and_listed() -> None:
    claims = {"sure": {"holds_if": {"c0/control": "state"}, "given": {"land/posture": "poor"}}}
    result = assess.score(
        clubs(2, claims, (0,), priors={"land/posture": {"prior": {"good": 1.0, "poor": 0.0}}}), draws=0
    )
    stored = result.to_dict()
    check_stored(stored)
    jsonschema.validate(stored, assessment_schema())
    with pytest.raises(ValueError, match="claims of the result, sure: prior is"):
        check_stored(stored | {"claims": {"sure": stored["claims"]["sure"] | {"prior": 7}}})
    (row,) = claim_rows(result.listed("claims").values(), Names(result), "shell")
    assert (row["probability"], row["prior"], row["term"], row["confidence"]) == ("-", "-", "-", "-")
    assert csv_table(result, "claims").splitlines()[1].startswith('"sure","claim",')
    assert recalled(result.case, stored).to_dict() == stored
