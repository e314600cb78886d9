"""Writing what cases taught into a new version of a rubric, and into sources."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assess.compile.taught_rows import Kind, RowKey, TaughtRow
from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.grading import Grading
from assess.domain.rubric import Indicator, Question, Rubric
from assess.domain.shared_sources import SharedSource
from assess.domain.source import Source
from assess.network.row_posterior import RowPosterior


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """A row before and after learning.

    Parameters
    ----------
    kind : {"prior", "over_time", "indicator", "reliability", "accuracy", "credibility", "search"}
    name : str
        The name of the question, indicator, source or grade; empty for searches.
    given : tuple of str
        The states of its parents.
    counts : dict of str to float
        By state: how often it occurred, as expected given all evidence and answers.
    before, after : dict of str to float
        The row as used, with the weight applied.
    sd : dict of str to float
        The standard deviation of each learned number.
    size_before, size_after : float or None
        Its effective sample size; None if it is exactly known, and so does not learn. The later one is that of the Beta
        or Dirichlet distribution with these means and, summed over the states, these variances. If the uses are in
        doubt, it grows by less than their number.
    cases : int
        The number of cases in which it may have been used.
    """

    kind: Kind
    name: str
    given: tuple[str, ...]
    counts: Mapping[str, float]
    before: Mapping[str, float]
    after: Mapping[str, float]
    sd: Mapping[str, float]
    size_before: float | None
    size_after: float | None
    cases: int

    @property
    def uses(self) -> float:
        """The number of times it was used."""
        return math.fsum(self.counts.values())

    @property
    def learned(self) -> bool:
        """Whether it could learn."""
        return self.size_before is not None

    @property
    def of_rubric(self) -> bool:
        """Whether it is a row of the rubric itself."""
        return self.kind in ("prior", "over_time", "indicator")

    @property
    def gained(self) -> float:
        """The observations learned: the growth of its effective sample size."""
        return 0.0 if self.size_before is None or self.size_after is None else self.size_after - self.size_before


def read_rows(rows: Mapping[RowKey, TaughtRow], posterior: RowPosterior) -> list[LearnedRow]:
    """Return what was learned of all rows, used or not, by kind and name."""
    return [_learned(key, rows[key], posterior) for key in sorted(rows, key=lambda key: (key.kind, key.name))]


def _learned(key: RowKey, row: TaughtRow, posterior: RowPosterior) -> LearnedRow:
    at = slice(row.number, row.number + len(row.states))
    counts, means, variances = posterior.counts[at], posterior.means[at], posterior.variances[at]
    is_exact = math.isinf(row.size)
    size = float(posterior.sizes[row.number])
    if is_exact or not counts.any():
        means, size = row.means, row.size
    return LearnedRow(
        key.kind,
        key.name,
        key.given,
        dict(zip(row.states, counts.tolist(), strict=True)),
        dict(zip(row.states, row.means.tolist(), strict=True)),
        dict(zip(row.states, means.tolist(), strict=True)),
        dict(zip(row.states, np.sqrt(variances).tolist(), strict=True)),
        None if is_exact else row.size,
        None if is_exact else size,
        len(row.cases),
    )


def revise(rubric: Rubric, rows: Sequence[LearnedRow]) -> Rubric:
    """Return a rubric with what was learned of its teachable rows, still under the same version.

    If a row moved, its question or indicator is written with full weight and its rows as used; if a grade moved, its
    grading is rewritten.
    """
    questions, indicators = dict(rubric.questions), dict(rubric.indicators)
    assert isinstance(rubric.grading, Grading)
    grades: dict[str, Any] = {}
    for (kind, name), together in itertools.groupby(rows, key=lambda row: (row.kind, row.name)):
        of_name = list(together)
        if not any(row.learned and row.uses for row in of_name):
            continue
        if kind == "indicator":
            indicators[name] = _indicator(indicators[name], of_name)
        elif kind == "credibility":
            known = grades.setdefault("credibility", dict(rubric.grading.credibility))
            known[name] = learned_chance(of_name[0])
        elif kind == "search":
            grades["search"] = learned_chance(of_name[0])
        elif kind in ("prior", "over_time"):
            questions[name] = _question(questions[name], kind, of_name)
    update: dict[str, Any] = {"questions": questions, "indicators": indicators}
    if grades:
        update["grading"] = rubric.grading.model_copy(update=grades)
    return rubric.model_copy(update=update)


def with_learned_sources(case: Case, rows: Iterable[LearnedRow]) -> Case:
    """Return a case with what was learned of its sources; numbers replace grades and accuracies."""
    learned = learned_by_name(rows)
    sources = {
        name: source.model_copy(update=learned_chances(source, (f"{name} ({case.case})", name), learned))
        for name, source in case.sources.items()
    }
    return case.model_copy(update={"sources": sources})


def learned_by_name(rows: Iterable[LearnedRow]) -> dict[tuple[str, str], LearnedRow]:
    """Return the rows that learned from uses, by kind and name."""
    return {(row.kind, row.name): row for row in rows if row.learned and row.uses}


def learned_chances(
    source: Source | SharedSource, names: Iterable[str], learned: Mapping[tuple[str, str], LearnedRow]
) -> dict[str, Chance]:
    """Return what was learned of a source's numbers, under the first of the names of its rows that was learned."""
    first: dict[str, Chance] = {}
    for part in ("reliability", "accuracy"):
        row = next((learned[part, name] for name in names if (part, name) in learned), None)
        if row is not None and getattr(source, part) is not None:
            first[part] = learned_chance(row)
    return first


def _indicator(indicator: Indicator, rows: Sequence[LearnedRow]) -> Indicator:
    present_if = dict(indicator.present_if)
    for row in rows:
        if row.uses or indicator.weight < 1.0:
            present_if[row.given[0]] = learned_chance(row)
    return indicator.model_copy(update={"weight": 1.0, "present_if": present_if})


def learned_chance(row: LearnedRow) -> Chance:
    """Return the first number of a row as now known."""
    mean = next(iter(row.after.values()))
    return Chance.model_validate(mean if row.size_after is None else {"mean": mean, "n": row.size_after})


def _question(question: Question, kind: Kind, rows: Sequence[LearnedRow]) -> Question:
    numbers = _nested([(row.given, dict(row.after)) for row in rows])
    sizes = _nested([(row.given, row.size_after) for row in rows])
    if kind == "over_time":
        return question.model_copy(update={"over_time": numbers, "over_time_n": sizes})
    going_on = question.over_time_n
    if going_on is None and question.over_time is not None and not isinstance(question.prior_n, dict):
        going_on = question.prior_n
    update = {"prior": numbers, "prior_n": sizes, "given_weight": 1.0, "over_time_n": going_on}
    return question.model_copy(update=update)


def _nested(rows: Sequence[tuple[tuple[str, ...], Any]]) -> Any:
    """Return rows nested by the states of their parents; a single row is returned as it is."""
    if not rows[0][0]:
        return rows[0][1]
    by_first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for given, value in rows:
        by_first.setdefault(given[0], []).append((given[1:], value))
    return {first: _nested(rest) for first, rest in by_first.items()}
