"""What is learned from made-up worlds: the rows that made them, as surely as the standard deviations say."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from assess.domain.chance import Chance
from assess.domain.rubric import Rubric
from assess.files import load_rubric, resolve
from assess.files.rubric_versions import write_rubric
from assess.history.outcomes.learning import LearningResult, learn
from assess.reporting.tables.calibration_tables import learning_remarks
from assess.scoring.score import score
from tests.history.crowds import Crowd, accuracy, bluebirds, crowd_of, dawid_skene, log_score, made_crowd
from tests.history.made_worlds import HYPOTHESES, MadeWorld, made_world

WORLDS = ((40, 1.0, 2),), ((60, 1.0, 25), (200, 0.3, 5), (1000, 1.0, 3))
"""Cases, the share that has answers, and how many worlds: always, and besides under ``--thorough``."""

CROWDS = ((30, 9),), ((108, 39),)
"""Tasks and workers, likewise."""


def errors(world: MadeWorld, learned: LearningResult) -> list[tuple[float, float]]:
    """Return how far each row is from what made the world, and how many standard deviations that is."""
    off_by = []
    for row in learned.rows:
        true = world.truth.get((row.kind, row.name, row.given))
        if true is not None:
            first = next(iter(row.after))
            off = row.after[first] - true
            off_by.append((abs(off), off / row.sd[first]))
    return off_by


def root_mean_square(values: list[float]) -> float:
    return math.sqrt(math.fsum(value**2 for value in values) / len(values))


def test_the_rows_that_made_the_cases_come_back(pytestconfig: pytest.Config) -> None:
    for count, answered, worlds in itertools.chain(*WORLDS[: 1 + pytestconfig.getoption("--thorough")]):
        standard: list[float] = []
        for seed in range(100, 100 + worlds):
            world = made_world(count, np.random.default_rng(seed), answered)
            learned = learn(world.rubric, world.cases, unanswered=answered < 1.0)
            assert learned.converged
            standard += [z for _, z in errors(world, learned)]
        # The rows of one world err together.
        assert abs(root_mean_square(standard) - 1.0) < min(0.4, 0.8 / math.sqrt(worlds))
        assert max(map(abs, standard)) < 4.0


def test_what_is_known_for_certain_is_counted() -> None:
    """Of N uses, k of them so: mean (n·m + k) / (n + N), size n + N, and the deviation of that Beta."""
    world = made_world(12, np.random.default_rng(3))
    certain = Chance(value=1.0)
    sure = []
    for case in world.cases:
        sources = {name: source.model_copy(update={"reliability": certain}) for name, source in case.sources.items()}
        # One item an indicator: two could not both be right.
        items = {item.indicator: item.model_copy(update={"accuracy": certain}) for item in case.evidence}
        sure.append(case.model_copy(update={"sources": sources, "evidence": tuple(items.values())}))
    learned = learn(world.rubric, sure)
    said = [(c.resolved["body/q"].hypothesis, i.indicator, i.says) for c in sure for i in c.evidence]
    for row in learned.rows:
        if row.kind == "indicator":
            uses = [says for h, sign, says in said if (sign, (h,)) == (row.name, row.given)]
            size, k = 10.0 + len(uses), uses.count("present")
            mean = (10.0 * row.before["present"] + k) / size
            assert row.counts["present"] == pytest.approx(k, abs=1e-9)
            assert row.after["present"] == pytest.approx(mean, abs=1e-9)
            assert row.size_after == pytest.approx(size, rel=1e-6)
            assert row.sd["present"] == pytest.approx(math.sqrt(mean * (1 - mean) / (size + 1)), rel=1e-6)
            assert row.gained == pytest.approx(len(uses), rel=1e-5)


def test_learning_again_from_where_it_came_to_rest_changes_nothing() -> None:
    world = made_world(30, np.random.default_rng(1))
    once, again = (learn(world.rubric, world.cases[::step]) for step in (1, -1))
    assert once == again
    assert once.converged
    for row in once.rows:
        if row.size_before is not None:
            for state, mean in row.after.items():
                conjugate = row.size_before * row.before[state] + row.counts[state]
                assert mean == pytest.approx(conjugate / (row.size_before + row.uses), abs=1e-7)


def test_presents_alone_drift_and_are_warned_of() -> None:
    rng = np.random.default_rng(5)
    world = made_world(40, rng, presents_only=True)
    learned = learn(world.rubric, world.cases)
    assert set(learned.presents_only) == {"money", "staff", "praise"}
    drifted = {row.given: row for row in learned.rows if row.name == "money"}[HYPOTHESES[2],]
    assert drifted.after["present"] > drifted.before["present"] + 0.2
    assert any(remark.startswith("money: ") and "all say present" in remark for remark in learning_remarks(learned, ()))
    assert learn(world.rubric, made_world(40, rng).cases).presents_only == {}


def told_by(crowd: Crowd) -> tuple[list[float], LearningResult]:
    """Return P(yes) of each task, scored with what was learned of the workers from all tasks."""
    learned = learn(crowd.rubric, crowd.cases, unanswered=True)
    asked = [score(learned.applied(case), draws=0) for case in crowd.cases]
    return [result.posterior("task/true")["yes"] for result in asked], learned


def test_a_crowd_is_read_no_worse_than_by_dawid_and_skene(pytestconfig: pytest.Config) -> None:
    for tasks, workers in itertools.chain(*CROWDS[: 1 + pytestconfig.getoption("--thorough")]):
        ours, theirs = [], []
        for seed in range(2):
            crowd = made_crowd(tasks, workers, np.random.default_rng(seed))
            probable, learned = told_by(crowd)
            assert learned.converged
            ours.append(log_score(probable, crowd.truth))
            theirs.append(log_score(dawid_skene(crowd.labels), crowd.truth))
        assert np.mean(ours) <= np.mean(theirs) + 1e-9


def test_a_published_crowd_is_read_no_worse_than_by_dawid_and_skene() -> None:
    """Of 108 photographs the majority gets 82 right, and Dawid and Skene 97."""
    labels, truth = bluebirds()
    probable = dawid_skene(labels)
    assert int(((labels.mean(axis=1) > 0.5) == truth).sum()) == 82
    assert accuracy(probable, truth) == pytest.approx(97 / 108)
    ours, learned = told_by(crowd_of(labels, truth, as_indicators=True))
    assert learned.converged
    assert accuracy(ours, truth) >= accuracy(probable, truth)
    assert log_score(ours, truth) < log_score(probable, truth) - 0.1


def test_a_grade_learns_and_is_written(tmp_path: Path) -> None:
    world = made_world(25, np.random.default_rng(2))
    graded = [
        case.model_copy(
            update={"evidence": tuple(item.model_copy(update={"credibility": "3"}) for item in case.evidence)}
        )
        for case in world.cases
    ]
    learned = learn(world.rubric, graded)
    grade = next(row for row in learned.rows if row.kind == "credibility")
    assert (grade.name, grade.cases) == ("3", 25)
    grading = learned.after.grading
    assert not isinstance(grading, str)
    assert grading.grading == "admiralty-made-1.1.0"
    assert grading.credibility["3"].mean == grade.after["right"]
    assert not any(row.kind == "accuracy" for row in learned.rows)
    assert isinstance(resolve(learned.applied(world.cases[0])).rubric, Rubric)
    path = write_rubric(learned.after, tmp_path)
    assert (tmp_path / "scales" / "admiralty-made-1.1.0.yaml").exists()
    again = load_rubric(path)
    assert not isinstance(again.grading, str)
    assert again.grading.credibility == grading.credibility
