"""Learning numbers from cases: those of a rubric, of its grades, and of the sources of the cases.

Each row is a Beta or Dirichlet distribution, and one number in all cases. If everything that used it is known, its
outcomes are added as counts (conjugate updating). Whatever is itself uncertain (an indicator, a parent, whether a
source was right) counts by its probability, given all evidence and answers of its case and the rows as all other cases
teach them; so the cases are read repeatedly until nothing moves. Rows that are exactly known do not learn.

E801 case given twice
    Finds:   Two cases with the same id among cases that are scored or learned from together.
    Matters: Its content would count twice.
    Example: assess calibration choirs choirs
    Instead: assess calibration choirs

E807 case of another rubric
    Finds:   A case that does not use the rubric that is to learn from it.
    Matters: Its answers belong to other questions.
    Example: assess learn diaspora-control choirs      # where choirs has rubric: small
    Instead: assess learn small choirs

E808 impossible answers
    Finds:   Answers under resolved that have probability zero, given the evidence of their case.
    Matters: Something that cannot have happened teaches nothing.
    Example: resolved: {choir/origin: {hypothesis: made, on: 2018}}    # where the prior of made is 0
    Instead: Correct the answer, or allow a little doubt where a number is exactly 0 or 1.

E809 no next version
    Finds:   A version that is not made of whole numbers, and so has no obvious successor.
    Matters: Each change of a rubric's numbers is a version of its own, so that a case can say which one it means.
    Example: version: spring
    Instead: assess learn RUBRIC CASES --version summer
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assess.compile.taught_rows import Lesson, TaughtRows
from assess.compile.testimony import standing
from assess.domain.case import Case
from assess.domain.grading import Grading
from assess.domain.instances import Layout
from assess.domain.loaded_cases import given_twice
from assess.domain.quoting import quoted
from assess.domain.rubric import Rubric
from assess.domain.shared_sources import SharedSources
from assess.errors import AssessError, Finding
from assess.files import resolve
from assess.files.rubric_versions import grading_of_version
from assess.history.outcomes.revising import (
    LearnedRow,
    learned_by_name,
    learned_chances,
    read_rows,
    revise,
    with_learned_sources,
)
from assess.network.row_posterior import RowPosterior
from assess.scoring.columns import plain

SURPRISING = 0.05
"""The probability, under the rows before, below which a warning is given of an indicator only reported present."""

_ROUNDS = 10
_MOVED = 1e-4
"""How often the stories of unreliable sources are worked out again at most, and how little the rows then move."""


@dataclass(frozen=True, slots=True)
class LearningResult:
    """The result of learning: a rubric before and after, and the rows that were used.

    Parameters
    ----------
    before, after : Rubric
        `after` is `before` itself if nothing was learned.
    rows : tuple of LearnedRow
        The rows that were used, whether they could learn or not.
    instances : dict of str to tuple of str
        By case: the instances that were learned from.
    known : dict of str to tuple of str
        By case: answers that the rubric had learned from before, which are left out.
    presents_only : dict of str to int
        By indicator all of whose reports say that it is present, although the rows before made that unlikely: the
        number of reports.
    steps : int
        How often all cases were read in the last pass.
    converged : bool
        Whether the rows had stopped moving.
    """

    before: Rubric
    after: Rubric
    rows: tuple[LearnedRow, ...]
    instances: Mapping[str, tuple[str, ...]]
    known: Mapping[str, tuple[str, ...]]
    presents_only: Mapping[str, int] = field(default_factory=dict)
    steps: int = 0
    converged: bool = True

    @property
    def learned(self) -> int:
        """The number of rows that learned."""
        return sum(row.learned for row in self.rows)

    @property
    def answers(self) -> int:
        """The number of instances that were learned from."""
        return sum(map(len, self.instances.values()))

    @property
    def fixed(self) -> list[str]:
        """The names of rows that are exactly known, and so learn nothing."""
        return sorted({row.name for row in self.rows if not row.learned})

    def applied(self, case: Case) -> Case:
        """Return a case under the new rubric, with what was learned of its sources."""
        return with_learned_sources(resolve(case.model_copy(update={"rubric": self.after})), self.rows)

    def sources(self, shared: SharedSources) -> SharedSources:
        """Return sources known across cases, with what was learned of them.

        One that is reliable or not once for all cases (``same: all``) stays as it is, since it has only one use.
        """
        learned = learned_by_name(self.rows)
        sources = {
            name: source
            if source.same == "all"
            else source.model_copy(update=learned_chances(source, (name,), learned))
            for name, source in shared.sources.items()
        }
        taught = {name: (*shared.learned_from.get(name, ()), *new) for name, new in self.instances.items()}
        return shared.model_copy(update={"sources": sources, "learned_from": {**shared.learned_from, **taught}})

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values (``assess.learned/2``), without the rubrics themselves."""
        return {
            "format": "assess.learned/2",
            "rubric": self.before.rubric,
            "version": {"before": self.before.version, "after": self.after.version},
            "learned_from": plain(self.instances),
            "known_before": plain(self.known),
            "presents_only": dict(self.presents_only),
            "steps": self.steps,
            "converged": self.converged,
            "rows": plain(self.rows),
        }


def learn(
    rubric: Rubric, cases: Sequence[Case], version: str | None = None, unanswered: bool = False
) -> LearningResult:
    """Return what a rubric learns from cases, in any order.

    Parameters
    ----------
    rubric : Rubric
        With its scale and grading loaded.
    cases : sequence of Case
        Each is read under this version of the rubric.
    version : str, optional
        The version of the new rubric; the next minor version by default.
    unanswered : bool
        Whether questions without an answer teach too, through their evidence.

    Raises
    ------
    AssessError
        If a case is given twice, belongs to another rubric, or cannot be read under this one; if answers are impossible
        given the evidence; or if the present version has no obvious successor.
    """
    known: dict[str, tuple[str, ...]] = {}
    fresh: dict[str, tuple[str, ...]] = {}
    lessons = []
    for case in _distinct(rubric, cases):
        whole = resolve(case.model_copy(update={"rubric": rubric}))
        before = rubric.learned_from.get(case.case, ())
        teach = list(Layout(whole, rubric).instances) if unanswered else list(case.resolved)
        known[case.case] = tuple(i for i in teach if i in before)
        fresh[case.case] = tuple(i for i in teach if i not in before)
        if fresh[case.case]:
            answers = {instance: answer.hypothesis for instance, answer in case.resolved.items()}
            lessons.append(Lesson(whole, answers, frozenset(fresh[case.case])))
    if not lessons:
        return LearningResult(rubric, rubric, (), {}, _filled(known))
    taught = TaughtRows(lessons, rubric)
    if taught.impossible:
        raise AssessError([_impossible(lesson) for lesson in lessons if lesson.case.case in taught.impossible])
    if not taught.rows:
        return LearningResult(rubric, rubric, (), _filled(fresh), _filled(known))
    posterior = _posterior(taught, lessons, rubric)
    every = read_rows(taught.rows, posterior)
    rows = tuple(row for row in every if any(row.counts.values()) and (row.learned or row.of_rubric))
    after = rubric
    if any(row.learned for row in rows):
        kept = {name: rubric.learned_from.get(name, ()) for name in (*rubric.learned_from, *fresh)}
        whole_from = {name: (*before, *fresh.get(name, ())) for name, before in kept.items()}
        update: dict[str, Any] = {
            "version": version or next_version(rubric.version),
            "learned_from": {name: whole_from[name] for name in sorted(whole_from) if whole_from[name]},
        }
        after = revise(rubric, every).model_copy(update=update)
        if after.grading != rubric.grading and isinstance(after.grading, Grading):
            name = grading_of_version(after.grading.grading, after)
            after = after.model_copy(update={"grading": after.grading.model_copy(update={"grading": name})})
    drifting = _presents_only(lessons, rows)
    return LearningResult(
        rubric, after, rows, _filled(fresh), _filled(known), drifting, posterior.steps, posterior.converged
    )


def _posterior(taught: TaughtRows, lessons: Sequence[Lesson], rubric: Rubric) -> RowPosterior:
    """Return the posterior of all rows, with the stories in each case under the rows that all other cases teach."""
    learner, used = taught.learner, taught.numbers.means()
    posterior = learner.posterior(taught.network)
    for _ in range(_ROUNDS if taught.tells_stories else 0):
        if abs(posterior.means - used).max(initial=0.0) < _MOVED:
            break
        cases = []
        for place, lesson in enumerate(lessons):
            rows = read_rows(taught.rows, learner.without(posterior, place))
            cases.append(with_learned_sources(lesson.case.model_copy(update={"rubric": revise(rubric, rows)}), rows))
        used = posterior.means
        posterior = learner.posterior(taught.retold(cases), posterior.of_groups)
    return posterior


def _presents_only(lessons: Sequence[Lesson], rows: Iterable[LearnedRow]) -> dict[str, int]:
    """Return the indicators that are only ever reported present, although their rows made that unlikely."""
    said: dict[str, list[str]] = defaultdict(list)
    for lesson in lessons:
        layout = Layout(lesson.case, lesson.case.rubric) if isinstance(lesson.case.rubric, Rubric) else None
        for item in lesson.case.evidence if layout is not None else ():
            if standing(item, lesson.case, None) is None and layout is not None:
                top = layout.observables(item)[0]
                if top.instance in lesson.learned:
                    said[top.indicator].append(item.says)
    chance: dict[str, float] = defaultdict(float)
    for row in rows:
        if row.kind == "indicator" and row.learned and row.counts["present"] > 0.0:
            chance[row.name] += row.uses * math.log(row.before["present"])
    return {
        name: len(said[name])
        for name, log_chance in sorted(chance.items())
        if set(said[name]) == {"present"} and math.exp(log_chance) < SURPRISING
    }


def _impossible(lesson: Lesson) -> Finding:
    named = ", ".join(f"{instance}: {true}" for instance, true in lesson.answers.items())
    message = f"what turned out to be true in {lesson.case.case} has probability zero given its evidence: {named}"
    hint = "correct an answer, or put a little doubt where a number is exactly 0 or 1"
    return Finding("E808", message, ("resolved",), hint, "case")


def next_version(version: str) -> str:
    """Return the next minor version.

    Raises
    ------
    AssessError
        If it is not made of whole numbers.

    Examples
    --------
    >>> next_version("1.0.3"), next_version("1.9"), next_version("0")
    ('1.1.0', '1.10', '1')
    """
    parts = version.split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        message = f"the version after {quoted(version)} cannot be told"
        raise AssessError([Finding("E809", message, ("version",), "name it, such as --version 1.1.0", "rubric")])
    at = min(1, len(parts) - 1)
    return ".".join([*parts[:at], str(int(parts[at]) + 1), *("0" for _ in parts[at + 1 :])])


def _distinct(rubric: Rubric, cases: Sequence[Case]) -> list[Case]:
    """Return the cases sorted by id, checked to be distinct and of this rubric."""
    findings = []
    for case in cases:
        other = case.rubric.rubric if isinstance(case.rubric, Rubric) else case.rubric.partition("@")[0]
        if other != rubric.rubric:
            message = f"case {quoted(case.case)} is of rubric {quoted(other)}, not {quoted(rubric.rubric)}"
            findings.append(Finding("E807", message, ("rubric",), "learn from cases of one rubric", "case"))
    for name in given_twice(cases):
        message = f"case {quoted(name)} is given more than once"
        findings.append(Finding("E801", message, hint="give each case once; its answers would count twice"))
    if findings:
        raise AssessError(findings)
    return sorted(cases, key=lambda case: case.case)


def _filled(by_case: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: instances for name, instances in by_case.items() if instances}
