"""Worlds drawn from a rubric whose rows are doubted, and cases of what sources said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.files import load_grading, load_scale

HYPOTHESES = ("steered", "joined", "free")
SIGNS = ("money", "staff", "praise")
CLERKS = ("anna", "boris", "clara", "dmitri")
PRIOR = {"steered": 0.3, "joined": 0.3, "free": 0.4}
PRESENT_IF = ((0.7, 0.5, 0.2), (0.6, 0.2, 0.3), (0.3, 0.8, 0.5))
SIZE = 10.0
RELIABLE, ACCURATE = 0.85, 0.8


@dataclass(frozen=True)
class MadeWorld:
    """Rows, drawn from their distributions, and cases that they made.

    Parameters
    ----------
    rubric : Rubric
    cases : list of Case
    truth : dict of (str, str, tuple of str) to float
        By kind, name and what is given: the first number of a row.
    """

    rubric: Rubric
    cases: list[Case]
    truth: dict[tuple[str, str, tuple[str, ...]], float]


def made_world(count: int, rng: np.random.Generator, answered: float = 1.0, presents_only: bool = False) -> MadeWorld:
    """Return a world of so many cases, a share of which have answers."""
    prior = rng.dirichlet([SIZE * p for p in PRIOR.values()])
    rows = np.array([[_beta(rng, p) for p in row] for row in PRESENT_IF])
    accuracy = [_beta(rng, ACCURATE) for _ in CLERKS]
    reliability = [_beta(rng, RELIABLE) for _ in CLERKS]
    truth: dict[tuple[str, str, tuple[str, ...]], float] = {("prior", "q", ()): float(prior[0])}
    for sign, row in zip(SIGNS, rows, strict=True):
        truth |= {("indicator", sign, (h,)): float(p) for h, p in zip(HYPOTHESES, row, strict=True)}
    for name, right, reliable in zip(CLERKS, accuracy, reliability, strict=True):
        truth |= {("accuracy", name, ()): right, ("reliability", name, ()): reliable}
    rubric, cases = _rubric(), []
    for number in range(count):
        worlds = [_world(prior, rows, rng) for _ in range(len(CLERKS) + 1)]
        items = []
        for k, name in enumerate(CLERKS):
            _, signs = worlds[-1 if rng.random() < reliability[k] else k]
            for sign, present in zip(SIGNS, signs, strict=True):
                says = present == (rng.random() < accuracy[k])
                if rng.random() < 0.7 and (says or not presents_only):
                    items.append(
                        {
                            "id": f"{name}-{sign}",
                            "about": "body",
                            "indicator": sign,
                            "says": "present" if says else "absent",
                            "source": name,
                        }
                    )
        true = HYPOTHESES[worlds[-1][0]]
        resolved = {"body/q": {"hypothesis": true, "on": "2020"}} if rng.random() < answered else {}
        cases.append(_case(f"c{number:04}", rubric, items, resolved))
    return MadeWorld(rubric, cases, truth)


def _beta(rng: np.random.Generator, mean: float) -> float:
    return float(rng.beta(SIZE * mean, SIZE * (1.0 - mean)))


def _world(prior: Any, rows: Any, rng: np.random.Generator) -> tuple[int, list[bool]]:
    hypothesis = int(rng.choice(len(prior), p=prior))
    return hypothesis, [bool(rng.random() < row[hypothesis]) for row in rows]


def _rubric() -> Rubric:
    return Rubric.model_validate(
        {
            "rubric": "made",
            "version": "1.0.0",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "questions": {"q": {"per": "body", "hypotheses": list(HYPOTHESES), "prior": PRIOR, "prior_n": SIZE}},
            "indicators": {
                sign: {
                    "of": "q",
                    "present_if": {h: {"mean": p, "n": SIZE} for h, p in zip(HYPOTHESES, row, strict=True)},
                }
                for sign, row in zip(SIGNS, PRESENT_IF, strict=True)
            },
        }
    )


def _case(name: str, rubric: Rubric, items: list[dict[str, Any]], resolved: dict[str, Any]) -> Case:
    clerk = {"reliability": {"mean": RELIABLE, "n": SIZE}, "accuracy": {"mean": ACCURATE, "n": SIZE}}
    return Case.model_validate(
        {
            "case": name,
            "rubric": rubric,
            "subjects": {"body": {"kind": "body"}},
            "ask": {"body": ["q"]},
            "sources": dict.fromkeys(CLERKS, clerk),
            "evidence": items,
            "resolved": resolved,
        }
    )
