"""Crowds that label tasks, and what Dawid and Skene (1979) make of their labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.files import load_grading, load_scale

Labels = npt.NDArray[np.int64]
"""Shape (tasks, workers): 1 for yes, 0 for no, -1 for nothing."""


@dataclass(frozen=True)
class Crowd:
    """Labels, the truth, and a case for each task."""

    labels: Labels
    truth: npt.NDArray[np.bool_]
    rubric: Rubric
    cases: list[Case]


def made_crowd(tasks: int, workers: int, rng: np.random.Generator) -> Crowd:
    """Return a crowd whose workers are right with a probability of their own, on all tasks alike."""
    truth = rng.random(tasks) < rng.uniform(0.3, 0.7)
    accuracy = rng.beta(7.0, 3.0, workers)
    right = rng.random((tasks, workers)) < accuracy
    return crowd_of(np.where(right, truth[:, np.newaxis], ~truth[:, np.newaxis]).astype(np.int64), truth)


def bluebirds() -> tuple[Labels, npt.NDArray[np.bool_]]:
    """Return the labels of photographs by Welinder and others (2010), and the truth."""
    lines = (Path(__file__).parent / "bluebirds" / "labels.txt").read_text(encoding="utf-8").splitlines()
    rows = np.array([[int(label) for label in line.split()[1]] for line in lines if not line.startswith("#")])
    return rows[1:].T, rows[0] == 1


def crowd_of(labels: Labels, truth: npt.NDArray[np.bool_], as_indicators: bool = False) -> Crowd:
    """Return labels as cases, one for each task.

    Each worker is a source with an accuracy, on either answer alike; or, `as_indicators`, what each says is an
    indicator of the truth, whose rows are how often a worker says yes where that is right and where it is not.
    """
    workers = range(labels.shape[1])
    rows = {"yes": {"mean": 0.7, "n": 6}, "no": {"mean": 0.3, "n": 6}} if as_indicators else {"yes": 1.0, "no": 0.0}
    names = [f"label-{k}" for k in workers] if as_indicators else ["label"] * len(workers)
    rubric = Rubric.model_validate(
        {
            "rubric": "crowd",
            "version": "1.0.0",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "questions": {
                "true": {"per": "task", "hypotheses": ["yes", "no"], "prior": {"yes": 0.5, "no": 0.5}, "prior_n": 4}
            },
            "indicators": {name: {"of": "true", "present_if": rows} for name in names},
        }
    )
    worker = {"reliability": 1.0, "accuracy": 1.0 if as_indicators else {"mean": 0.7, "n": 6}}
    cases = []
    for task, row in enumerate(labels.tolist()):
        said = [(k, label) for k, label in enumerate(row) if label >= 0]
        cases.append(
            Case.model_validate(
                {
                    "case": f"t{task:04}",
                    "rubric": rubric,
                    "subjects": {"task": {"kind": "task"}},
                    "ask": {"task": ["true"]},
                    "sources": {f"w{k}": worker for k, _ in said},
                    "evidence": [
                        {
                            "id": f"e{k}",
                            "about": "task",
                            "indicator": names[k],
                            "says": "present" if label else "absent",
                            "source": f"w{k}",
                        }
                        for k, label in said
                    ],
                }
            )
        )
    return Crowd(labels, truth, rubric, cases)


def as_one_case(crowd: Crowd) -> Case:
    """Return a crowd as one case, in which the tasks share the accuracy of each worker."""
    evidence = [
        {**item.model_dump(exclude_unset=True), "id": f"{case.case}-{item.id}", "about": case.case}
        for case in crowd.cases
        for item in case.evidence
    ]
    sources = {name: source for case in crowd.cases for name, source in case.sources.items()}
    return Case.model_validate(
        {
            "case": "crowd",
            "rubric": crowd.rubric,
            "subjects": {case.case: {"kind": "task"} for case in crowd.cases},
            "ask": {case.case: ["true"] for case in crowd.cases},
            "sources": {name: source.model_dump(exclude_unset=True) for name, source in sources.items()},
            "evidence": evidence,
        }
    )


def dawid_skene(labels: Labels, steps: int = 500) -> list[float]:
    """Return P(yes) of each task by expectation maximisation from the shares of votes (Dawid and Skene 1979)."""
    given = labels >= 0
    yes = np.where(given, labels, 0).sum(axis=1) / given.sum(axis=1)
    for _ in range(steps):
        belief = np.stack([1.0 - yes, yes])
        share = belief.mean(axis=1)
        said = np.stack([given & (labels == label) for label in (0, 1)]).astype(np.float64)
        confusion = np.einsum("kt,ltw->kwl", belief, said)
        confusion /= np.maximum(confusion.sum(axis=2, keepdims=True), 1e-300)
        logs = np.log(np.maximum(share, 1e-300))[:, np.newaxis] + np.einsum(
            "ltw,kwl->kt", said, np.log(np.maximum(confusion, 1e-12))
        )
        yes = 1.0 / (1.0 + np.exp(np.clip(logs[0] - logs[1], -700.0, 700.0)))
    return [float(p) for p in yes]


def log_score(probable: Sequence[float], truth: npt.NDArray[np.bool_]) -> float:
    """Return the mean of -ln of the probability of what is true."""
    right = (p if true else 1.0 - p for p, true in zip(probable, truth.tolist(), strict=True))
    return -math.fsum(math.log(max(p, 1e-12)) for p in right) / len(truth)


def accuracy(probable: Sequence[float], truth: npt.NDArray[np.bool_]) -> float:
    """Return the share of tasks of which the truth is held the likelier."""
    return float(np.mean((np.array(probable) > 0.5) == truth))
