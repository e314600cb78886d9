"""Prospects of indicators whose rows are shared rates, against scoring the case with the reports added."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from assess.analysis.collection.plan import plan
from assess.domain.case import Case
from tests.analysis.test_plan import believed, bits, with_report
from tests.exactly import score

CLOSE = 1e-10

TAUGHT: dict[str, list[tuple[str, str | None]]] = {
    "under several": [("a", None), ("b", None)],
    "events of one": [("a", "1"), ("a", "2"), ("a", "3")],
    "events of one and another": [("a", "1"), ("a", "2"), ("b", None)],
    "once": [("a", None)],
    "never": [],
}
"""Of which bodies the sign is reported, and at which event."""


def shared(rng: random.Random, taught: list[tuple[str, str | None]]) -> Case:
    """Return a case of four bodies under one policy, with a sign and a trace of it whose rows they share."""

    def rate() -> dict[str, float]:
        return {"mean": rng.uniform(0.1, 0.9), "n": rng.uniform(1.0, 9.0)}

    def item(number: int, about: str, event: str | None, indicator: str) -> dict[str, object]:
        says = rng.choice(["present", "absent"])
        return {
            "id": f"e{number}",
            "about": about,
            "indicator": indicator,
            "event": event,
            "says": says,
            "source": rng.choice(["s", "t"]),
            "accuracy": rng.uniform(0.6, 0.95),
        }

    bodies = {body: {"kind": "body", "within": "p"} for body in "abcd"}
    prior = {"x": {"u": 0.6, "v": 0.3, "w": 0.1}, "y": {"u": 0.2, "v": 0.3, "w": 0.5}}
    evidence = [item(k, about, event, "sign") for k, (about, event) in enumerate(taught)]
    evidence += [item(9, "b", None, "other")]
    indicators = {
        "sign": {"of": "q", "text": "Sign", "present_if": {"u": rate(), "v": rate(), "w": 0.3}},
        "trace": {"of": "sign", "text": "Trace", "present_if": {"present": rate(), "absent": rate()}},
        "other": {"of": "q", "text": "Other", "present_if": {"u": rate(), "v": 0.4, "w": rate()}},
    }
    return Case.model_validate(
        {
            "case": "signs",
            "subjects": {"p": {"kind": "sponsor"}, **bodies},
            "ask": {"p": ["policy"], **{body: ["q"] for body in "abcd"}},
            "sources": {"s": {"reliability": "C"}, "t": {"reliability": 0.7}},
            "rubric": {
                "rubric": "signs",
                "questions": {
                    "policy": {"per": "sponsor", "hypotheses": ["x", "y"], "prior": "uniform"},
                    "q": {"per": "body", "hypotheses": ["u", "v", "w"], "given": "policy", "prior": prior},
                },
                "indicators": indicators,
            },
            "claims": {"both": {"text": "Both", "holds_if": {"c/q": ["u"], "d/q": ["u", "v"]}}},
            "evidence": evidence,
        }
    )


@pytest.mark.parametrize("taught", TAUGHT)
def test_reports_on_shared_rates_are_scorings_with_them(taught: str) -> None:
    case = shared(random.Random(taught), TAUGHT[taught])
    result = score(case)
    for name in ("both", "p/policy"):
        target = plan(result, name, grade="C2").targets[name]
        for prospect, says in itertools.product(target.prospects, ("present", "absent")):
            outcome = prospect.present if says == "present" else prospect.absent
            assert outcome.posterior == pytest.approx(
                believed(score(with_report(case, "new", says, prospect)), name), abs=CLOSE
            )


@pytest.mark.parametrize("taught", TAUGHT)
def test_pairs_on_shared_rates_are_scorings_with_both(taught: str) -> None:
    case = shared(random.Random(taught), TAUGHT[taught])
    result = score(case)
    target = plan(result, "both", grade="C2").targets["both"]
    prospects = {p.id: p for p in target.prospects}
    assert target.together or not TAUGHT[taught]
    for pair in target.together[:3]:
        joint = []
        for first, second in itertools.product(("present", "absent"), repeat=2):
            more = with_report(case, "one", first, prospects[pair.first])
            later = score(with_report(more, "two", second, prospects[pair.second]))
            chance = math.exp(later.log_evidence - result.log_evidence)
            joint.append({state: p * chance for state, p in believed(later, "both").items()})
        assert pair.gain == pytest.approx(bits(joint), abs=CLOSE)
