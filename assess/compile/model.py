"""A case and its rubric, compiled to networks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from assess.compile.part import SolveOptions
from assess.compile.read_case import read_case
from assess.compile.solved import Solved
from assess.compile.stories import Stories, pose
from assess.compile.testimony import (
    Standing,
    Testimony,
)
from assess.compile.world import World
from assess.domain.case import Case
from assess.domain.instances import Layout, Observable
from assess.domain.rubric import Rubric
from assess.network.leave_out import leave_out
from assess.network.logs import Floats, of_one_length

if TYPE_CHECKING:
    from assess.compile.story_batch import StoryBatch
    from assess.network.cutset_sampling import CutsetSample

FEWEST_SAMPLED = 256
"""Draws of the rows that are solved at once where the case given these is sampled: what is noise shows in many."""

_MOST_DRAWN, _DRAWN_CELLS = 1024, 2**22
"""Draws that are solved at once, and entries that their tables may have: more would not fit the processor's caches."""


@dataclass(frozen=True)
class Compiled:
    """A case compiled to networks: without evidence and with all of it.

    Parameters
    ----------
    layout : Layout
    world : World
    testimony : Testimony
    standings : dict of str to str
        For every item: scored, unclear, withdrawn or later.
    stories : Stories
    before, after : Solved
        Without any evidence, and with all of it.
    """

    layout: Layout
    world: World
    testimony: Testimony
    standings: Mapping[str, Standing]
    stories: Stories
    before: Solved
    after: Solved

    @property
    def log_total(self) -> Floats:
        """Logarithm of the probability of all the evidence, shape (1,), nats; 0 where it was sampled.

        Under a perturbation it is then that of the ratio of both.
        """
        return self.after.exact.log_total if self.after.beyond is None else np.zeros(1)

    @property
    def method(self) -> Literal["exact", "cutset"]:
        """How the case is solved with all the evidence: exactly, or sampled where that would pass the memory bound."""
        return "exact" if self.after.beyond is None and self.before.beyond is None else "cutset"

    @cached_property
    def reports_through(self) -> dict[str, frozenset[int]]:
        """By source of a scored item: the reports that it made or passed on."""
        by_source: dict[str, list[int]] = {}
        for number, report in enumerate(self.testimony.reports):
            for source in report.passed:
                by_source.setdefault(source, []).append(number)
        return {source: self.testimony.one_set(reports) for source, reports in by_source.items()}

    @cached_property
    def story_batch(self) -> StoryBatch:
        """The case as a batch, to be solved under many perturbations at once; reweighted, where it was sampled."""
        from assess.compile.story_batch import StoryBatch  # loads what a scoring without draws has no use for

        return StoryBatch(self.stories, self.before, self.after)

    @cached_property
    def with_rows(self) -> Solved:
        """The case with all its evidence and every row at its mean: to be solved with rows that are given.

        Its nodes and sources have the same variables as in `after`.
        """
        if not self.after.part.tables.shares:
            return self.after
        every = self.testimony.chains(range(len(self.testimony.reports)))
        return pose(self.stories, every, SolveOptions(whole=True, shared="nothing"))

    @property
    def drawn_at_once(self) -> int:
        """How many draws of the rows are solved at once."""
        least = 1 if self.with_rows.beyond is None else FEWEST_SAMPLED
        return min(_MOST_DRAWN, max(least, _DRAWN_CELLS // self.with_rows.lean[1].cells))

    @cached_property
    def without_each(self) -> dict[int, Floats]:
        """By report: the log marginal of its instance given all the other reports, shape (states,)."""
        if self.after.chains is not None:
            return self._reweighted(self.after.chains)
        joints = {number: joint for number, (joint, _) in self._left_out().items()}
        return {
            number: row
            for numbers, joint in of_one_length(joints)
            for number, row in zip(numbers, joint - np.logaddexp.reduce(joint, axis=1, keepdims=True), strict=True)
        }

    @cached_property
    def foretold(self) -> dict[int, Floats]:
        """By report: the log probability of what it says given all the other reports and each state of its instance.

        Shape (states,), nats; -inf in a state that the other reports rule out.
        """
        reports, nodes = self.testimony.reports, self.after.part.nodes
        logs = {}
        for number, (joint, total) in self._left_out().items():
            with_it = self.after.marginal(nodes[reports[number].instance]) + total
            logs[number] = with_it - np.where(np.isneginf(joint), 0.0, joint)
        return logs

    def _left_out(self) -> dict[int, tuple[Floats, float]]:
        """By report: the log total without it in each state of its instance, and the log total with it (nats).

        Both are of the component of the network that the instance is in, or of all of it.
        """
        totals: dict[int, tuple[Floats, float]] = {}
        roots = self.after.exact.log_roots
        for swaps in self.after.swaps:
            joint = leave_out(self.after.exact, swaps)[..., 0]
            for number, root, each in zip(swaps.names, swaps.roots, joint, strict=True):
                totals[number] = each, float(roots[root][0])
        reports = self.testimony.reports
        for number in range(len(reports)):
            if number not in totals:
                rest = self.with_only(other for other in range(len(reports)) if other != number)
                marginal = rest.marginal(rest.part.nodes[reports[number].instance])
                totals[number] = marginal + rest.exact.log_total[0], float(self.after.exact.log_total[0])
        return totals

    def _reweighted(self, sample: CutsetSample) -> dict[int, Floats]:
        """Return the same by reweighting the states that were sampled; NaN where that is unsound."""
        from assess.network.cutset_leave_out import left_out  # loads what an exact solution has no use for

        changes = left_out(sample, () if self.stories.of_all else self.after.part.swaps)
        logs = {}
        for number, report in enumerate(self.testimony.reports):
            now = self.after.marginal(self.after.part.nodes[report.instance])
            logs[number] = now + changes.get(number, np.full(len(now), np.nan))
        return logs

    def with_only(self, reports: Iterable[int]) -> Solved:
        """Return the case with only some of its reports, solved over every node of the world."""
        return pose(self.stories, self.testimony.chains(reports), SolveOptions(whole=True))


class Size(NamedTuple):
    """The size of a case's network and of the exact solution.

    Parameters
    ----------
    variables, tables : int
        In the network with all the evidence.
    sources, rates : int
        Uncertain sources among the variables, and those that stand for shared rates.
    largest_table : int
        Entries of the largest table.
    largest_scope : tuple of str
        The nodes, sources and rates that it holds together.
    components : int
        Parts that do not touch.
    method : str
    """

    variables: int
    tables: int
    sources: int
    rates: int
    largest_table: int
    largest_scope: tuple[str, ...]
    components: int
    method: str


def compile_case(case: Case, rubric: Rubric, as_of: str | None = None, also: Iterable[Observable] = ()) -> Compiled:
    """Compile a case whose rubric, scale and grading are loaded, and whose rules have been checked.

    Parameters
    ----------
    case : Case
    rubric : Rubric
    as_of : str, optional
        Use what had been reported by the end of this year, month or day.
    also : iterable of Observable
        Indicators, and all that they hang under, that shall be in the world though nothing reports on them.

    Raises
    ------
    TooEntangledError
        If the tables of the elimination would pass the memory bound.
    """
    read = read_case(case, rubric, as_of, also)
    stories = read.stories
    after = pose(
        stories, read.testimony.chains(range(len(read.testimony.reports))), SolveOptions(swaps=True, whole=True)
    )
    if stories.of_all:
        from assess.compile.outermost_source import through_outermost  # loads what an exact solution has no use for

        after = through_outermost(after, stories)
    return Compiled(read.layout, read.world, read.testimony, read.standings, stories, read.before, after)


def plan_of(compiled: Compiled) -> Size:
    """Return the size of a compiled case."""
    after = compiled.after
    names = {v: k for k, v in {**after.part.nodes, **after.part.sources}.items()}
    names |= {variable: f"rate of {name}" for variable, name in after.part.rates.items()}
    return Size(
        variables=len(after.network.cards),
        tables=sum(len(stack.scopes) for stack in after.network.stacks),
        sources=len(after.part.sources),
        rates=len(after.part.rates),
        largest_table=after.plan.largest_cells,
        largest_scope=tuple(names[v] for v in after.plan.largest),
        components=len(set(after.plan.root)),
        method=compiled.method,
    )
