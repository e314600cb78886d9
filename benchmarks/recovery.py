"""What learning recovers of the worlds that made its cases, and how it reads crowds: ``python benchmarks/recovery.py``.

Of worlds drawn from doubted rows: how far the worst row is off, and the root mean square of the errors in standard
deviations, which is about 1 where these are honest. Of crowds: the share of tasks read right and the log score, beside
those of Dawid and Skene (1979).
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable

import numpy as np

from assess.history.outcomes.learning import learn
from assess.scoring.score import score
from tests.history.crowds import Crowd, accuracy, bluebirds, crowd_of, dawid_skene, log_score, made_crowd
from tests.history.made_worlds import made_world

WORLDS = ((60, 1.0, 25), (200, 1.0, 12), (200, 0.3, 12), (1000, 1.0, 4))
"""Cases, the share of them that has answers, and how many worlds: rows of one world err together, so it takes many."""

FIRST_SEED = 100

CROWDS = ((50, 10, 6), (108, 39, 4))
"""Tasks, workers, and how many crowds."""


def recovery(count: int, answered: float, worlds: int) -> tuple[float, float, float]:
    """Return the worst error of a row, the root mean square of the standardised errors, and the seconds a world."""
    off: list[float] = []
    standard: list[float] = []
    begun = time.process_time()
    for seed in range(FIRST_SEED, FIRST_SEED + worlds):
        world = made_world(count, np.random.default_rng(seed), answered)
        for row in learn(world.rubric, world.cases, unanswered=answered < 1.0).rows:
            true = world.truth.get((row.kind, row.name, row.given))
            if true is not None:
                first = next(iter(row.after))
                off.append(row.after[first] - true)
                standard.append(off[-1] / row.sd[first])
    rms = math.sqrt(math.fsum(z**2 for z in standard) / len(standard))
    return max(map(abs, off)), rms, (time.process_time() - begun) / worlds


def readings(crowd: Crowd) -> Iterable[tuple[str, list[float]]]:
    """Yield P(yes) of each task, by what was learned of the workers, and by Dawid and Skene."""
    learned = learn(crowd.rubric, crowd.cases, unanswered=True)
    results = (score(learned.applied(case), draws=0) for case in crowd.cases)
    yield "learned", [result.posterior("task/true")["yes"] for result in results]
    yield "Dawid and Skene", dawid_skene(crowd.labels)
    yield "the majority", [float(share) for share in crowd.labels.mean(axis=1)]


def main() -> None:
    """Print both."""
    write = sys.stdout.write
    for count, answered, worlds in WORLDS:
        worst, rms, seconds = recovery(count, answered, worlds)
        write(
            f"{count} cases, {answered:.0%} answered, {worlds} worlds: worst error {worst:.3f}, "
            f"rms z {rms:.2f}, {seconds:.1f} s of processor time a world\n"
        )
    for tasks, workers, crowds in CROWDS:
        by_name: dict[str, list[tuple[float, float]]] = {}
        for seed in range(crowds):
            crowd = made_crowd(tasks, workers, np.random.default_rng(seed))
            for name, probable in readings(crowd):
                by_name.setdefault(name, []).append((accuracy(probable, crowd.truth), log_score(probable, crowd.truth)))
        for name, scores in by_name.items():
            right, log = np.mean(scores, axis=0)
            write(f"{tasks} tasks of {workers} workers, {name}: {right:.3f} right, log score {log:.4f}\n")
    for what, as_indicators in (("one accuracy a worker", False), ("two rows a worker", True)):
        crowd = crowd_of(*bluebirds(), as_indicators)
        for name, probable in readings(crowd):
            right, log = accuracy(probable, crowd.truth), log_score(probable, crowd.truth)
            write(f"bluebirds, {what}, {name}: {right:.3f} right, log score {log:.4f}\n")


if __name__ == "__main__":
    main()
