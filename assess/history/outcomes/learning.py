"""A rubric's numbers, learned from cases whose answers are known.

Each row that was used is a Beta or Dirichlet distribution, and the counts of what came of it are added (conjugate
updating). Where an indicator, or a parent, is itself uncertain, its states count by their probabilities, given all
evidence and all answers, and the row gets the mean and the variance that this leaves. Rows that are exactly known do
not learn.

E801 a case given twice
    Finds:   Two cases of one id, where all are scored or learned from together.
    Matters: What is in it would count twice.
    Example: assess calibration choirs choirs
    Instead: assess calibration choirs

E807 case of another rubric
    Finds:   A case that does not use the rubric that shall learn from it.
    Matters: Its answers are to other questions.
    Example: assess learn diaspora-control choirs      # where choirs has rubric: small
    Instead: assess learn small choirs

E808 answers that cannot be
    Finds:   Answers under resolved that have probability zero, given the evidence of their case.
    Matters: What cannot have happened teaches nothing.
    Example: resolved: {choir/origin: {hypothesis: made, on: 2018}}    # where the prior of made is 0
    Instead: Correct the answer, or put a little doubt where a number is exactly 0 or 1.

E809 no next version
    Finds:   A version that is not made of whole numbers, so that what comes after it cannot be told.
    Matters: Each change of a rubric's numbers is a version of its own, so that a case can say which it means.
    Example: version: spring
    Instead: assess learn RUBRIC CASES --version summer
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assess.compile.model import compile_case
from assess.compile.row_uses import (
    Kind,
    Use,
    learning_from,
    uses,
)
from assess.domain.case import Case
from assess.domain.quoting import quoted
from assess.domain.rubric import Rubric
from assess.errors import AssessError, Finding
from assess.files import resolve
from assess.history.outcomes.revising import LearnedRow, revise
from assess.scoring.columns import plain

RowKey = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class LearningResult:
    """The result of learning: a rubric before and after, and the rows that were used.

    Parameters
    ----------
    before, after : Rubric
        `after` is `before` itself where nothing was learned.
    rows : tuple of LearnedRow
        The rows that were used, whether they could learn or not.
    instances : dict of str to tuple of str
        By case: what was learned from.
    known : dict of str to tuple of str
        By case: answers that had gone into the rubric before, and are left out.
    """

    before: Rubric
    after: Rubric
    rows: tuple[LearnedRow, ...]
    instances: Mapping[str, tuple[str, ...]]
    known: Mapping[str, tuple[str, ...]]

    @property
    def learned(self) -> int:
        """How many rows learned."""
        return sum(row.learned for row in self.rows)

    @property
    def answers(self) -> int:
        """How many answers were learned from."""
        return sum(map(len, self.instances.values()))

    @property
    def fixed(self) -> list[str]:
        """The names of rows that are exactly known, so that they learn nothing."""
        return sorted({row.name for row in self.rows if not row.learned})

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values (``assess.learned/1``), without the rubrics themselves."""
        return {
            "format": "assess.learned/1",
            "rubric": self.before.rubric,
            "version": {"before": self.before.version, "after": self.after.version},
            "learned_from": plain(self.instances),
            "known_before": plain(self.known),
            "rows": plain(self.rows),
        }


def learn(rubric: Rubric, cases: Sequence[Case], version: str | None = None) -> LearningResult:
    """Learn from the answers of cases, in whatever order they come.

    Parameters
    ----------
    rubric : Rubric
        With its scale and grading loaded.
    cases : sequence of Case
        Each is read under this version of the rubric.
    version : str, optional
        Of the new one; the next minor version if left out.

    Raises
    ------
    AssessError
        If a case is given twice, is of another rubric, or cannot be read under this one; if answers are impossible
        given its evidence; or if no next version can be told from the present one.
    """
    known: dict[str, tuple[str, ...]] = {}
    fresh: dict[str, tuple[str, ...]] = {}
    uses_of: dict[RowKey, list[Use]] = {}
    for case in _distinct(rubric, cases):
        whole = resolve(case.model_copy(update={"rubric": rubric}))
        before = rubric.learned_from.get(case.case, ())
        known[case.case] = tuple(i for i in case.resolved if i in before)
        fresh[case.case] = tuple(i for i in case.resolved if i not in before)
        if fresh[case.case]:
            for use in _uses(whole, rubric, fresh[case.case]):
                uses_of.setdefault((use.kind, use.name), []).append(use)
    rows, after = revise(rubric, uses_of)
    if not any(row.learned for row in rows):
        after = rubric
    else:
        kept = {name: rubric.learned_from.get(name, ()) for name in (*rubric.learned_from, *fresh)}
        whole_from = {name: (*before, *fresh.get(name, ())) for name, before in kept.items()}
        update = {
            "version": version or next_version(rubric.version),
            "learned_from": {name: whole_from[name] for name in sorted(whole_from) if whole_from[name]},
        }
        after = after.model_copy(update=update)
    return LearningResult(rubric, after, rows, _filled(fresh), _filled(known))


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
    """Return the cases in the order of their ids; each once, and all of this rubric."""
    findings = []
    names = [case.case for case in cases]
    for case in cases:
        other = case.rubric.rubric if isinstance(case.rubric, Rubric) else case.rubric.partition("@")[0]
        if other != rubric.rubric:
            message = f"case {quoted(case.case)} is of rubric {quoted(other)}, not {quoted(rubric.rubric)}"
            findings.append(Finding("E807", message, ("rubric",), "learn from cases of one rubric", "case"))
    for name in sorted({name for name in names if names.count(name) > 1}):
        message = f"case {quoted(name)} is given more than once"
        findings.append(Finding("E801", message, hint="give each case once; its answers would count twice"))
    if findings:
        raise AssessError(findings)
    return sorted(cases, key=lambda case: case.case)


def _uses(case: Case, rubric: Rubric, fresh: Sequence[str]) -> Iterator[Use]:
    compiled = compile_case(case, rubric)
    answers = {instance: answer.hypothesis for instance, answer in case.resolved.items()}
    solution = learning_from(compiled, answers)
    if solution.log_total[0] == float("-inf"):
        named = ", ".join(f"{instance}: {true}" for instance, true in answers.items())
        message = f"what turned out to be true in {case.case} has probability zero given its evidence: {named}"
        hint = "correct an answer, or put a little doubt where a number is exactly 0 or 1"
        raise AssessError([Finding("E808", message, ("resolved",), hint, "case")])
    yield from uses(compiled, solution, {instance: answers[instance] for instance in fresh})


def _filled(by_case: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: instances for name, instances in by_case.items() if instances}
