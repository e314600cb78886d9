"""A new version of a rubric from the counts of what came of its rows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assess.compile.row_uses import Kind, Use
from assess.domain.chance import Chance
from assess.domain.rubric import Indicator, Question, Rubric
from assess.network.counts import learned_row


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """A row before and after learning.

    Parameters
    ----------
    kind : {"prior", "over_time", "indicator"}
    name : str
        Of the question or indicator.
    given : tuple of str
        The states of its parents.
    counts : dict of str to float
        By state: how often it came, expected given all evidence and answers.
    before, after : dict of str to float
        The row, as it is used: with the weight applied.
    size_before, size_after : float or None
        Its effective sample size; None where it is exactly known, and does not learn. The later one is smaller where
        what came, itself in doubt, is a surprise.
    """

    kind: Kind
    name: str
    given: tuple[str, ...]
    counts: Mapping[str, float]
    before: Mapping[str, float]
    after: Mapping[str, float]
    size_before: float | None
    size_after: float | None

    @property
    def uses(self) -> float:
        """The number of its uses."""
        return math.fsum(self.counts.values())

    @property
    def learned(self) -> bool:
        """Whether it could learn."""
        return self.size_before is not None


def revise(rubric: Rubric, uses_of: Mapping[tuple[Kind, str], Sequence[Use]]) -> tuple[tuple[LearnedRow, ...], Rubric]:
    """Return what was learned of each row, and the rubric with it, of the same version still.

    Where a row moved, its question or indicator is written with full weight and its rows as they were used.
    """
    rows_learned: list[LearnedRow] = []
    questions, indicators = dict(rubric.questions), dict(rubric.indicators)
    for kind, name in sorted(uses_of):
        uses = uses_of[kind, name]
        rows = _rows(rubric, kind, name, uses)
        rows_learned += rows
        if not any(row.learned and row.uses for row in rows):
            continue
        every = _rows(rubric, kind, name, uses, unused=True)
        if kind == "indicator":
            indicators[name] = _indicator(indicators[name], every)
        else:
            questions[name] = _question(questions[name], kind, every)
    return tuple(rows_learned), rubric.model_copy(update={"questions": questions, "indicators": indicators})


def _rows(rubric: Rubric, kind: Kind, name: str, uses: Sequence[Use], unused: bool = False) -> list[LearnedRow]:
    """Return the rows that were used, or all."""
    parents, states = _axes(rubric, kind, name)
    first = uses[0]
    learned_rows = []
    for at in itertools.product(*(range(len(parent)) for parent in parents)):
        counts = [math.fsum(float(use.counts[at][k]) for use in uses) for k in range(len(states))]
        if not (unused or any(counts)):
            continue
        means, size = first.means[at].tolist(), float(first.sizes[at])
        is_exact = math.isinf(size)
        after, more = means, size
        if any(counts) and not is_exact:
            means_after, more = learned_row(means, size, [use.counts[at] for use in uses])
            after = means_after.tolist()
        learned_rows.append(
            LearnedRow(
                kind,
                name,
                tuple(parent[k] for parent, k in zip(parents, at, strict=True)),
                dict(zip(states, counts, strict=True)),
                dict(zip(states, means, strict=True)),
                dict(zip(states, after, strict=True)),
                None if is_exact else size,
                None if is_exact else more,
            )
        )
    return learned_rows


def _axes(rubric: Rubric, kind: Kind, name: str) -> tuple[list[list[str]], list[str]]:
    """Return the states of each parent of a row, and its own."""
    if kind == "indicator":
        of = rubric.indicators[name].of
        parent = list(rubric.questions[of].hypotheses) if of in rubric.questions else ["present", "absent"]
        return [parent], ["present", "absent"]
    states = list(rubric.questions[name].hypotheses)
    if kind == "over_time":
        return [states], states
    return [list(rubric.questions[given].hypotheses) for given in rubric.questions[name].given], states


def _indicator(indicator: Indicator, rows: Sequence[LearnedRow]) -> Indicator:
    present_if = dict(indicator.present_if)
    for row in rows:
        if row.uses or indicator.weight < 1.0:
            present_if[row.given[0]] = _chance(row)
    return indicator.model_copy(update={"weight": 1.0, "present_if": present_if})


def _chance(row: LearnedRow) -> Chance:
    mean = row.after["present"]
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
    """Return rows nested by the states of their parents; one row alone is itself."""
    if not rows[0][0]:
        return rows[0][1]
    by_first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for given, value in rows:
        by_first.setdefault(given[0], []).append((given[1:], value))
    return {first: _nested(rest) for first, rest in by_first.items()}
