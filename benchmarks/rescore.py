"""Speed of scoring again, as ratios within one run: ``python benchmarks/rescore.py``.

190 countries under one pattern, 30 indicators of each, two reports on each indicator: one item more, one withdrawn, one
source regraded, each from scratch and as a change of what was scored before.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import numpy as np

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.rubric import Rubric
from assess.files import load_confidence, load_grading, load_scale
from assess.scoring.rescore import rescore
from assess.scoring.results import Assessment
from assess.scoring.score import score

HYPOTHESES = ("x", "y", "z")
ROUNDS = 3


def countries(count: int = 190, indicators: int = 30, reports: int = 2) -> Case:
    """Return a case of countries under one pattern; every report has a source of its own."""
    rng = np.random.default_rng(0)
    present = [dict(zip(HYPOTHESES, rng.uniform(0.1, 0.9, 3).tolist(), strict=True)) for _ in range(indicators)]
    rubric = Rubric.model_validate(
        {
            "rubric": "made-up",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "confidence": load_confidence("icd203"),
            "questions": {
                "policy": {"per": "realm", "hypotheses": ["p", "n"], "prior": "uniform"},
                "posture": {
                    "per": "country",
                    "hypotheses": list(HYPOTHESES),
                    "given": "policy",
                    "given_weight": 0.8,
                    "prior": {"p": {"x": 0.6, "y": 0.3, "z": 0.1}, "n": {"x": 0.1, "y": 0.3, "z": 0.6}},
                },
            },
            "indicators": {f"i{k}": {"of": "posture", "present_if": row} for k, row in enumerate(present)},
        }
    )
    evidence = [
        {
            "id": f"e{k}",
            "about": f"c{k // (indicators * reports)}",
            "indicator": f"i{k // reports % indicators}",
            "says": "present" if rng.random() < 0.5 else "absent",
            "source": f"s{k}",
            "accuracy": float(rng.uniform(0.55, 0.95)),
        }
        for k in range(count * indicators * reports)
    ]
    names = [f"c{k}" for k in range(count)]
    return Case.model_validate(
        {
            "case": "made-up",
            "rubric": rubric,
            "subjects": {"realm": {"kind": "realm"}, **{n: {"kind": "country", "within": "realm"} for n in names}},
            "ask": {"realm": ["policy"], **{name: ["posture"] for name in names}},
            "sources": {item["source"]: {"reliability": float(rng.uniform(0.4, 0.95))} for item in evidence},
            "claims": {"first": {"holds_if": {"c0/posture": ["x"]}}},
            "evidence": evidence,
        }
    )


def regraded(case: Case, source: str) -> Case:
    """Return the case with one source of another reliability."""
    other = case.sources[source].model_copy(update={"reliability": Chance(value=0.3)})
    return case.model_copy(update={"sources": {**case.sources, source: other}})


def timed(work: Callable[[], Assessment]) -> tuple[float, Assessment]:
    """Return the shortest time of a few runs, in seconds, and the result."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def main() -> None:
    """Print how many times faster each change is as a change than from scratch."""
    case = countries()
    item = case.evidence[-1].model_copy(update={"id": "new", "source": "s0"})
    same = case.evidence[0].model_copy(update={"id": "new"})
    first = score(case.without("e5"), draws=0)
    kept = rescore(first, case)
    for what, other in {
        "one more item": case.with_evidence(same),
        "one item withdrawn": case.without("e7000"),
        "one source regraded": regraded(case, "s3000"),
        "one more item, its source heard on two countries": case.with_evidence(item),
    }.items():
        scratch, expected = timed(lambda other=other: score(other.model_copy(), draws=0))  # type: ignore[misc]
        after_scratch, _ = timed(lambda other=other: rescore(first, other))  # type: ignore[misc]
        again, found = timed(lambda other=other: rescore(kept, other))  # type: ignore[misc]
        off = max(
            abs(found.questions[q].posterior[h] - p)
            for q, r in expected.questions.items()
            for h, p in r.posterior.items()
        )
        print(
            f"{what}: {scratch / after_scratch:.1f} times faster ({scratch:.2f} s, {after_scratch:.2f} s); "
            f"{scratch / again:.1f} times after another such change; off by {off:.0e}"
        )


if __name__ == "__main__":
    main()
