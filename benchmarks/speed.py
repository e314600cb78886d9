"""Speed as ratios within one run: ``python benchmarks/speed.py``.

Three figures: all posteriors of a compiled network over the bare NumPy closed form of the same sum; a whole ``assess
score`` process over one that only imports numpy, pydantic and yaml; and time an item as the case grows.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assess.compile import Compiled, compile_case
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.files import load_grading, load_scale
from assess.network.logs import Floats
from assess.network.solve import solve
from assess.study.score import score

ROOT = Path(__file__).parent.parent
HYPOTHESES = ("x", "y", "z")


def made_up_case(
    items: int, indicators: int = 30, subjects: int = 1, relayed: bool = False, size: float | None = None
) -> Case:
    """Return a case in which every item has a source of its own, and all may pass through one relay.

    Every number is exactly known, or is judged with an effective sample size.
    """
    rng = np.random.default_rng(0)

    def chance(low: float, high: float) -> float | dict[str, float]:
        mean = float(rng.uniform(low, high))
        return mean if size is None else {"mean": mean, "n": size}

    rubric = Rubric.model_validate(
        {
            "rubric": "made-up",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "questions": {
                "q": {
                    "per": "body",
                    "hypotheses": dict.fromkeys(HYPOTHESES, ""),
                    "prior": "uniform",
                    **({} if size is None else {"prior_n": size}),
                }
            },
            "indicators": {
                f"i{k}": {
                    "of": "q",
                    "present_if": {hypothesis: chance(0.1, 0.9) for hypothesis in HYPOTHESES},
                }
                for k in range(indicators)
            },
        }
    )
    evidence = [
        {
            "id": f"e{k}",
            "about": f"o{k % subjects}",
            "indicator": f"i{k // subjects % indicators}",
            "says": "present" if rng.random() < 0.5 else "absent",
            "source": f"s{k}",
            "via": ["m"] if relayed else [],
            "accuracy": chance(0.55, 0.95),
        }
        for k in range(items)
    ]
    sources = {f"s{k}": {"reliability": chance(0.4, 0.95)} for k in range(items)}
    bodies = [f"o{k}" for k in range(subjects)]
    return Case.model_validate(
        {
            "case": "made-up",
            "rubric": rubric,
            "subjects": {body: {"kind": "body"} for body in bodies},
            "ask": {body: ["q"] for body in bodies},
            "sources": {**sources, "m": {"reliability": 0.8}},
            "evidence": evidence,
        }
    )


def closed_form(model: Compiled) -> Callable[[], np.ndarray]:
    """Return the same sum by hand: sources that speak once, on the indicators of one question."""
    reports = model.testimony.reports
    names = list(dict.fromkeys(report.node for report in reports))
    rows = np.exp(np.array([model.world.nodes[name].table for name in names]))
    said = np.exp(np.array([report.log_likelihood for report in reports]))
    reliable = np.exp(np.array([model.testimony.witnesses[r.chain[0]].log_reliable[0] for r in reports]))[:, None]
    of = np.array([names.index(report.node) for report in reports])
    prior = np.full(len(HYPOTHESES), 1.0 / len(HYPOTHESES))

    def run() -> Floats:
        marginal = prior @ rows
        story = (marginal[of] * said).sum(axis=1, keepdims=True)
        heard = np.zeros((len(names), 2))
        np.add.at(heard, of, np.log(reliable * said + (1.0 - reliable) * story))
        weights = np.logaddexp.reduce(np.log(rows) + heard[:, None, :], axis=2).sum(axis=0)
        posterior: Floats = np.exp(weights - weights.max()) * prior
        posterior /= posterior.sum()
        return posterior

    return run


def median_time(work: Callable[[], object], runs: int) -> float:
    """Return the median of several runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def ratio_to_closed_form() -> float:
    """Return the time for all posteriors of 60 reports on 30 indicators, over that of the closed form."""
    case = made_up_case(60)
    assert isinstance(case.rubric, Rubric)
    model = compile_case(case, case.rubric)
    by_hand = closed_form(model)
    after = model.after
    assert np.allclose(by_hand(), np.exp(after.marginal(after.part.nodes["o0/q"])), atol=1e-12)
    engine = median_time(lambda: solve(after.network, after.plan).log_marginals, 500)
    return engine / median_time(by_hand, 500)


def ratio_to_imports() -> float:
    """Return the time of ``assess score`` on the shipped case, over that of importing what it stands on."""

    def process(*words: str) -> float:
        return median_time(lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True), 9)

    whole = process("-m", "assess", "score", str(ROOT / "cases" / "russia-diasporas-2017"))
    return whole / process("-c", "import numpy, pydantic, yaml")


def growth(relayed: bool) -> list[tuple[int, float]]:
    """Return, for cases of growing size, the microseconds that compiling and scoring take for each item."""
    found = []
    for items in (100, 1_000, 10_000, 100_000):
        case = made_up_case(items, subjects=max(1, items // 100), relayed=relayed)
        start = time.perf_counter()
        score(case)
        found.append((items, (time.perf_counter() - start) / items * 1e6))
    return found


def main() -> None:
    """Print the figures."""
    print(f"all posteriors, compiled, over the closed form: {ratio_to_closed_form():.1f}")
    print(f"assess score of the shipped case, over its imports: {ratio_to_imports():.2f}")
    for relayed in (False, True):
        each = ", ".join(f"{items:,} items: {cost:.0f} µs" for items, cost in growth(relayed))
        print(f"compile and score, an item ({'one relay for all' if relayed else 'no relay'}): {each}")


if __name__ == "__main__":
    main()
