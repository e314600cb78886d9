"""Scorings beyond the memory bound: sampled over a cutset, and like the exact ones within their own error."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assess.compile import solved
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.files import load_grading, load_scale
from assess.network import cutset_sampling
from assess.scoring.score import Scoring, score


def desk(outlets: int, countries: int, seed: int = 0, n: float = 8.0) -> Case:
    """Return outlets that report at random on what is shared across countries."""
    rng = np.random.default_rng(seed)
    rubric = Rubric.model_validate(
        {
            "rubric": "desk",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "questions": {
                "policy": {"per": "sponsor", "hypotheses": ["one", "none"], "prior": "uniform"},
                "posture": {
                    "per": "country",
                    "hypotheses": ["steers", "leaves"],
                    "given": "policy",
                    "prior": {"one": {"steers": 0.8, "leaves": 0.2}, "none": {"steers": 0.3, "leaves": 0.7}},
                },
            },
            "indicators": {
                f"i{k}": {
                    "of": "posture",
                    "present_if": {"steers": {"mean": 0.7, "n": n}, "leaves": {"mean": 0.2, "n": n}},
                }
                for k in range(2)
            },
        }
    )
    evidence: list[dict[str, Any]] = [
        {
            "id": f"e{country}-{outlet}",
            "about": f"c{country}",
            "indicator": f"i{int(rng.integers(2))}",
            "says": "present" if rng.random() < 0.6 else "absent",
            "source": f"s{outlet}",
            "accuracy": {"mean": 0.85, "n": 12},
        }
        for country in range(countries)
        for outlet in range(outlets)
        if rng.random() < 0.8
    ]
    return Case.model_validate(
        {
            "case": "desk",
            "rubric": rubric,
            "subjects": {
                "m": {"kind": "sponsor"},
                **{f"c{k}": {"kind": "country", "within": "m"} for k in range(countries)},
            },
            "ask": {"m": ["policy"], **{f"c{k}": ["posture"] for k in range(countries)}},
            "sources": {
                f"s{k}": {"reliability": {"mean": 0.4 + 0.15 * (k % 3), "n": 10}, "favours": {"m/policy": ["one"]}}
                if k == 0
                else {"reliability": {"mean": 0.4 + 0.15 * (k % 3), "n": 10}}
                for k in range(outlets)
            },
            "claims": {
                "one": {"text": "one policy", "holds_if": {"m/policy": "one"}},
                "both": {"text": "two steered", "holds_if": {"c0/posture": "steers", "c1/posture": "steers"}},
                "then": {
                    "text": "the second, given the first",
                    "holds_if": {"c1/posture": "steers"},
                    "given": {"c0/posture": "steers"},
                },
            },
            "evidence": evidence,
        }
    )


@pytest.fixture
def beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every case be beyond the bound, and chains be short."""
    monkeypatch.setattr(solved, "BOUND", 1)
    monkeypatch.setattr(cutset_sampling, "MOST_SWEEPS", 400)


def z_scores(exact: Scoring, sampled: Scoring) -> list[float]:
    pairs = [
        (p, q.posterior[h], q.error[h])
        for ident, q in sampled.questions.items()
        if q.error is not None
        for h, p in exact.questions[ident].posterior.items()
    ]
    pairs += [
        (exact.claims[i].probability, c.probability, c.error) for i, c in sampled.claims.items() if c.error is not None
    ]
    pairs += [
        (exact.sources[i].posterior, s.posterior, s.error) for i, s in sampled.sources.items() if s.error is not None
    ]
    pairs += [(exact.rates[i].posterior, r.posterior, r.error) for i, r in sampled.rates.items() if r.error is not None]
    pairs += [
        (exact.indicators[i].posterior, r.posterior, r.error)
        for i, r in sampled.indicators.items()
        if r.error is not None
    ]
    return [(got - want) / max(error, 1e-6) for want, got, error in pairs]


@pytest.mark.parametrize("seed", [0, 1])
def test_it_agrees_with_the_exact_scoring_within_its_own_error(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk(3, 4, seed)
    exact = score(case, draws=0)
    monkeypatch.setattr(solved, "BOUND", 1)
    sampled = score(case, draws=0)
    assert (exact.method, sampled.method, sampled.log_evidence) == ("exact", "cutset", None)
    scores = np.array(z_scores(exact, sampled))
    assert len(scores) > 20
    assert np.abs(scores).max() < 4.5
    assert np.sqrt(np.mean(scores**2)) < 1.6
    assert sampled.sampling is not None
    assert sampled.sampling.reached
    for ident, item in exact.evidence.items():
        for hypothesis, weight in item.weight_db.items():
            got = sampled.evidence[ident].weight_db[hypothesis]
            assert weight is not None
            assert got is None or got == pytest.approx(weight, abs=0.4)


@pytest.mark.usefixtures("beyond")
def test_the_same_seed_gives_the_same_bytes() -> None:
    case = desk(3, 3)
    assert score(case, draws=60, seed=3).to_json() == score(case, draws=60, seed=3).to_json()
    assert score(case, draws=0, seed=4).to_json() != score(case, draws=0, seed=3).to_json()


def test_intervals_are_those_of_the_exact_scoring_about(monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk(3, 3)
    exact = score(case, draws=2000)
    monkeypatch.setattr(solved, "BOUND", 1)
    sampled = score(case, draws=2000)
    for ident, question in exact.questions.items():
        for hypothesis, ends in (question.interval or {}).items():
            interval = sampled.questions[ident].interval
            assert interval is not None
            assert interval[hypothesis] == pytest.approx(ends, abs=0.04)
