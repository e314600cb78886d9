"""A case and its rubric, compiled to networks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
"""Draws of the rows solved at once if the case given them is sampled: noise only shows among many."""

_MOST_DRAWN, _DRAWN_CELLS = 1024, 2**22
"""Draws solved at once, and table entries allowed: more would not fit the processor's caches."""


@dataclass(frozen=True, eq=False, repr=False)
class Compiled:
    """A case compiled to two networks: without evidence and with all of it.

    Parameters
    ----------
    layout : Layout
    world : World
    testimony : Testimony
    unscored : dict of str to str
        For every item that does not count: unclear, withdrawn or later.
    stories : Stories
    before, after : Solved
        Without any evidence, and with all of it.
    """

    layout: Layout
    world: World
    testimony: Testimony
    unscored: Mapping[str, Standing]
    stories: Stories
    before: Solved
    after: Solved

    @property
    def log_total(self) -> Floats:
        """The log probability of all the evidence, shape (1,), nats; 0 if it was sampled.

        Under a perturbation, a sampled one is the log of the ratio to the original.
        """
        return self.after.exact.log_total if self.after.beyond is None else np.zeros(1)

    @property
    def method(self) -> Literal["exact", "cutset"]:
        """The method for all the evidence: exact, or sampled if that would exceed the memory bound."""
        return "exact" if self.after.beyond is None and self.before.beyond is None else "cutset"

    @cached_property
    def reports_through(self) -> dict[str, frozenset[int]]:
        """By source of scored items: the reports that it made or passed on."""
        by_source: dict[str, list[int]] = {}
        for number, passed in enumerate(self.testimony.reports.passed):
            for source in passed:
                by_source.setdefault(source, []).append(number)
        return {source: self.testimony.one_set(reports) for source, reports in by_source.items()}

    @cached_property
    def story_batch(self) -> StoryBatch:
        """The case as a batch, to be solved under many perturbations at once; reweighted, if it was sampled."""
        from assess.compile.story_batch import StoryBatch  # loads what a scoring without draws has no use for

        return StoryBatch(self.stories, self.before, self.after)

    @cached_property
    def with_rows(self) -> Solved:
        """The case with all its evidence and every row at its mean, to be solved with given rows.

        Its nodes and sources have the same variables as in `after`.
        """
        if not self.after.part.tables.shares:
            return self.after
        every = self.testimony.every_chain()
        return pose(self.stories, every, SolveOptions(whole=True, shared="nothing"))

    @property
    def drawn_at_once(self) -> int:
        """The number of draws of the rows to solve at once."""
        least = 1 if self.with_rows.beyond is None else FEWEST_SAMPLED
        return min(_MOST_DRAWN, max(least, _DRAWN_CELLS // self.with_rows.lean[1].cells))

    def without_each(self) -> Iterator[tuple[Sequence[int], Floats]]:
        """Yield some reports, and the log marginal of each one's instance given all other reports.

        Shape (reports, states), nats.
        """
        if self.after.chains is not None:
            yield from of_one_length(self._reweighted(self.after.chains))
            return
        for numbers, joint, _ in self._left_out():
            joint -= np.logaddexp.reduce(joint, axis=1, keepdims=True)
            yield numbers, joint

    @cached_property
    def foretold(self) -> dict[int, Floats]:
        """By report: the log probability of what it says given all other reports and each state of its instance.

        Shape (states,), nats; -inf for a state that the other reports rule out.
        """
        reports, nodes = self.testimony.reports, self.after.part.nodes
        logs = {}
        for numbers, joints, totals in self._left_out():
            for number, joint, total in zip(numbers, joints, totals.tolist(), strict=True):
                with_it = self.after.marginal(nodes[reports[number].instance]) + total
                logs[number] = with_it - np.where(np.isneginf(joint), 0.0, joint)
        return logs

    def _left_out(self) -> Iterator[tuple[Sequence[int], Floats, Floats]]:
        """Yield some reports, with the log total without each in each state of its instance, and the log total with it.

        Shapes (reports, states) and (reports,), nats; both are of the component of the network that the instance is in,
        or of all of it.
        """
        roots, reports = self.after.exact.log_roots, self.testimony.reports
        are_left = np.ones(len(reports), dtype=bool)
        for swaps in self.after.swaps:
            are_left[swaps.names] = False
            totals = np.fromiter((roots[root][0] for root in swaps.roots), np.float64, len(swaps.roots))
            yield swaps.names, leave_out(self.after.exact, swaps)[..., 0], totals
        for number in np.flatnonzero(are_left).tolist():
            rest = self.with_only(other for other in range(len(reports)) if other != number)
            marginal = rest.marginal(rest.part.nodes[reports[number].instance])
            yield [number], (marginal + rest.exact.log_total[0])[np.newaxis], self.after.exact.log_total

    def _reweighted(self, sample: CutsetSample) -> dict[int, Floats]:
        """Return the same by reweighting the sampled states; NaN if that is unsound."""
        from assess.network.cutset_leave_out import left_out  # loads what an exact solution has no use for

        changes = left_out(sample, () if self.stories.of_all else self.after.part.swaps)
        logs = {}
        for number, report in enumerate(self.testimony.reports):
            now = self.after.marginal(self.after.part.nodes[report.instance])
            logs[number] = now + changes.get(number, np.full(len(now), np.nan))
        return logs

    def with_only(self, reports: Iterable[int]) -> Solved:
        """Return the case with only some of its reports, with the marginal of every node of the world."""
        return pose(self.stories, self.testimony.chains(reports), SolveOptions(whole=True))


class Size(NamedTuple):
    """The size of a case's network and of the exact solution.

    Parameters
    ----------
    variables, tables : int
        Those of the network with all the evidence.
    sources, rates : int
        The variables that stand for uncertain sources, and for shared rates.
    largest_table : int
        Entries of the largest table.
    largest_scope : tuple of str
        The nodes, sources and rates in the largest table.
    components : int
        The number of unconnected parts.
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
        Use only what had been reported by the end of this year, month or day.
    also : iterable of Observable
        Unreported indicators to include in the world, with their ancestors.

    Raises
    ------
    TooEntangledError
        If the tables of the elimination would pass the memory bound.
    """
    read = read_case(case, rubric, as_of, also)
    stories = read.stories
    after = pose(stories, read.testimony.every_chain(), SolveOptions(swaps=True, whole=True))
    if stories.of_all:
        from assess.compile.outermost_source import through_outermost  # loads what an exact solution has no use for

        after = through_outermost(after, stories)
    return Compiled(read.layout, read.world, read.testimony, read.unscored, stories, read.before, after)


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
