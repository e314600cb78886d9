"""Sampling against exact: ``python benchmarks/sampled_desks.py`` (with ``--large`` the last two as well).

Made-up desks: outlets report ten items a country on a pattern that countries share, with rows that are one rate each.
The first is small enough to be solved exactly, and is sampled too; the others are beyond the bound.
"""

from __future__ import annotations

import resource
import sys
import time
from typing import Any

import numpy as np

from assess.compile import solved
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.files import load_grading, load_scale
from assess.scoring.score import Scoring, score
from tests.history.crowds import as_one_case, made_crowd

INDICATORS = 10
SIZE = 8
RELIABLE = {"A": 0.95, "B": 0.86, "C": 0.7, "D": 0.48}
POSTURES = {"one": (0.6, 0.3, 0.1), "none": (0.1, 0.3, 0.6)}
MEANS = ((0.5, 0.9), (0.3, 0.6), (0.05, 0.3))


def desk(outlets: int, countries: int, items: int, seed: int = 0, exactly: bool = False) -> Case:
    """Return a desk whose evidence is drawn from its own model; rows that are exactly known are no shared rates."""
    rng = np.random.default_rng(seed)
    states = ("steers", "uses", "leaves")
    means = np.array([[rng.uniform(*bounds) for bounds in MEANS] for _ in range(INDICATORS)])
    rates = rng.beta(SIZE * means, SIZE * (1.0 - means))
    policy = ("one", "none")[int(rng.integers(2))]
    postures = rng.choice(3, size=countries, p=POSTURES[policy])
    grades = [list(RELIABLE)[k % len(RELIABLE)] for k in range(outlets)]
    reliable = rng.random(outlets) < [RELIABLE[grade] for grade in grades]
    truth = rng.random((countries, INDICATORS)) < rates[:, postures].T
    stories = rng.random((outlets, countries, INDICATORS)) < 0.4
    evidence: list[dict[str, Any]] = []
    for country in range(countries):
        for number in range(items):
            indicator, outlet = number % INDICATORS, int(rng.integers(outlets))
            seen = truth[country, indicator] if reliable[outlet] else stories[outlet, country, indicator]
            says = bool(seen) == (rng.random() < 0.9)
            evidence.append(
                {
                    "id": f"e{country}-{number}",
                    "about": f"c{country}",
                    "indicator": f"i{indicator}",
                    "says": "present" if says else "absent",
                    "source": f"s{outlet}",
                    "credibility": 2,
                }
            )
    rubric = Rubric.model_validate(
        {
            "rubric": "desk",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "questions": {
                "policy": {"per": "sponsor", "hypotheses": list(POSTURES), "prior": "uniform"},
                "posture": {
                    "per": "country",
                    "hypotheses": list(states),
                    "given": "policy",
                    "prior": {name: dict(zip(states, row, strict=True)) for name, row in POSTURES.items()},
                },
            },
            "indicators": {
                f"i{k}": {
                    "of": "posture",
                    "present_if": {
                        s: float(m) if exactly else {"mean": float(m), "n": SIZE}
                        for s, m in zip(states, means[k], strict=True)
                    },
                }
                for k in range(INDICATORS)
            },
        }
    )
    return Case.model_validate(
        {
            "case": "desk",
            "rubric": rubric,
            "subjects": {
                "m": {"kind": "sponsor"},
                **{f"c{k}": {"kind": "country", "within": "m"} for k in range(countries)},
            },
            "ask": {"m": ["policy"], **{f"c{k}": ["posture"] for k in range(countries)}},
            "sources": {f"s{k}": {"reliability": grade} for k, grade in enumerate(grades)},
            "claims": {"one": {"text": "One policy", "holds_if": {"m/policy": "one"}}},
            "evidence": evidence,
        }
    )


def _row(name: str, case: Case, draws: int = 0, exact: Scoring | None = None) -> Scoring:
    wall, cpu = time.perf_counter(), time.process_time()
    result = score(case, draws=draws)
    seconds = f"{time.perf_counter() - wall:7.1f} s {time.process_time() - cpu:7.1f} s"
    run = result.sampling
    how = (
        "exact"
        if run is None
        else f"{run.sweeps} sweeps of {run.chains} chains, R-hat {run.r_hat:.4f}, error {run.error:.5f}"
    )
    off = "" if exact is None else f", off by at most {_off(exact, result):.5f}"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{name:34} {seconds}  {memory:5.2f} GiB  {how}{off}", flush=True)
    return result


def _off(exact: Scoring, sampled: Scoring) -> float:
    return max(
        abs(p - sampled.questions[ident].posterior[state])
        for ident, question in exact.questions.items()
        for state, p in question.posterior.items()
    )


def main() -> None:
    """Print the table."""
    print(f"{'':34} {'elapsed':>9} {'of CPU':>9}  {'memory':>9}")
    small = desk(6, 3, 10)
    exact = _row("6 outlets, 3 countries", small)
    bound, solved.BOUND = solved.BOUND, 1
    _row("the same, sampled", small, exact=exact)
    solved.BOUND = bound
    _row("30 outlets, 20 countries", desk(30, 20, 10))
    _row("the same with 4,000 draws", desk(30, 20, 10), draws=4000)
    if "--large" in sys.argv:
        _row("60 outlets, 190 countries", desk(60, 190, 10))
        _row("39 workers, 108 tasks", as_one_case(made_crowd(108, 39, np.random.default_rng(0))))


if __name__ == "__main__":
    main()
