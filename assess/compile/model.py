"""A case and its rubric, compiled to networks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.compile.hearing import Hearing, Testimony
from assess.compile.numbers import Numbers
from assess.compile.problem import Extent, Part, assemble, plan_for
from assess.compile.stories import Stories
from assess.compile.testimony import Report, Standing, standing, witness
from assess.compile.world import World
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.grading import Grading
from assess.domain.instances import Layout, Observable
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.network.leave_out import PlacedSwaps, leave_out, place_swaps
from assess.network.logs import Floats, log
from assess.network.network import Builder, Network
from assess.network.plan import Plan
from assess.network.solve import Solution, add_to_stacks, potentials, solve

Condition = Mapping[int, Floats]
"""By variable: what it is multiplied by; float64, shape (states,), nats."""

PROBE = "probe"
"""Label of the tables of 1 over single variables that conditions are put in place of."""


BATCH_CELLS = 2**22
"""Entries that the tables of one batch of conditions may have."""


@dataclass(frozen=True)
class Solved:
    """A problem, its network, and the plan for it."""

    part: Part
    network: Network
    plan: Plan

    @cached_property
    def potentials(self) -> list[Floats]:
        """The numbers of the network, gathered by clique."""
        return potentials(self.network, self.plan)

    @cached_property
    def swaps(self) -> list[PlacedSwaps]:
        """The changes that leave each report out."""
        return [placed for swaps in self.part.swaps for placed in place_swaps(self.plan, swaps)]

    @cached_property
    def solution(self) -> Solution:
        """The network summed."""
        return solve(self.network, self.plan, self.potentials)

    def marginal(self, variable: int) -> Floats:
        """Return the log marginal of a variable, shape (states,), nats."""
        return self.solution.log_marginal(variable)[:, 0]

    def log_totals(self, conditions: Sequence[Condition]) -> Floats:
        """Return the log probability of the evidence together with each of several conditions.

        Parameters
        ----------
        conditions : sequence of dict of int to float64, shape (states,), nats
            By variable: what it is multiplied by.

        Returns
        -------
        float64, shape (len(conditions),), nats
        """
        totals = [
            np.broadcast_to(self.under(chunk).log_total, (len(chunk),))
            for chunk in _chunks(conditions, self.plan.largest_cells)
        ]
        return np.concatenate(totals) if totals else np.zeros(0)

    def under(self, conditions: Sequence[Condition]) -> Solution:
        """Return the network summed under each of several conditions, one to a column of the batch."""
        network, added = self.network, {}
        for index, stack in enumerate(self.network.stacks):
            if stack.label != PROBE:
                continue
            row_of = {scope[0]: row for row, scope in enumerate(stack.scopes)}
            tables = np.zeros((*stack.tables.shape[:-1], len(conditions)))
            for column, condition in enumerate(conditions):
                for variable, factor in condition.items():
                    if variable in row_of:
                        tables[row_of[variable], :, column] += factor
            network, added[index] = network.with_stack(index, tables), tables
        return solve(network, self.plan, add_to_stacks(self.potentials, self.plan, added))

    def log_totals_without_each(self, conditions: Sequence[Condition]) -> dict[int, Floats]:
        """Return, for each report that can be left out within one table, the log totals of conditions without it.

        Parameters
        ----------
        conditions : sequence of dict of int to float64, shape (states,), nats
            Finite: what is as good as ruled out is a large negative number.

        Returns
        -------
        dict of int to float64, shape (len(conditions),), nats
        """
        found: dict[int, list[Floats]] = {}
        for chunk in _chunks(conditions, self.plan.cells):
            solution = self.under(chunk)
            roots = solution.log_roots
            for swaps in self.swaps:
                totals = np.logaddexp.reduce(leave_out(solution, swaps), axis=1)
                for number, root, total in zip(swaps.names, swaps.roots, totals, strict=True):
                    others = sum(value for variable, value in roots.items() if variable != root)
                    found.setdefault(number, []).append(np.broadcast_to(total + others, (len(chunk),)))
        return {number: np.concatenate(totals) for number, totals in found.items()}


def _chunks(conditions: Sequence[Condition], cells: int) -> list[Sequence[Condition]]:
    """Split conditions such that a batch of them, of as many `cells` to a column, stays within bounds."""
    columns = max(1, BATCH_CELLS // max(1, cells))
    return [conditions[at : at + columns] for at in range(0, len(conditions), columns)]


@dataclass(frozen=True)
class Compiled:
    """What a case says, as networks.

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

    def leave_each_out(self) -> dict[int, Floats]:
        """Return, for each report, log of the marginal of its instance with all reports but that; shape (states,)."""
        found: dict[int, Floats] = {}
        for swaps in self.after.swaps:
            joint = leave_out(self.after.solution, swaps)[..., 0]
            found |= zip(swaps.names, joint - np.logaddexp.reduce(joint, axis=1)[:, np.newaxis], strict=True)
        reports = self.testimony.reports
        for number in range(len(reports)):
            if number not in found:
                rest = self.with_only(other for other in range(len(reports)) if other != number)
                found[number] = rest.marginal(rest.part.nodes[reports[number].instance])
        return found

    def with_only(self, reports: Iterable[int]) -> Solved:
        """Return the problem of some of the reports, with every node of the world."""
        return _pose(self.stories, self.testimony.hearing(reports), Extent(whole=True))


@dataclass(frozen=True, slots=True)
class Size:
    """How large the scoring of a case is.

    Parameters
    ----------
    variables, tables : int
        In the network with all the evidence.
    sources : int
        Uncertain sources among the variables.
    largest_table : int
        Entries of the largest table.
    largest_scope : tuple of str
        What it holds together.
    components : int
        Parts that do not touch.
    method : str
    """

    variables: int
    tables: int
    sources: int
    largest_table: int
    largest_scope: tuple[str, ...]
    components: int
    method: str


def compile_case(case: Case, rubric: Rubric, as_of: str | None = None, swaps: bool = True) -> Compiled:
    """Compile a case whose rubric, scale and grading are loaded, and whose rules have been checked.

    Parameters
    ----------
    case : Case
    rubric : Rubric
    as_of : str, optional
        Use what had been reported by the end of this year, month or day.
    swaps : bool
        Whether items will be left out.

    Raises
    ------
    TooEntangledError
        If the exact solution needs a table over the memory bound.
    """
    assert isinstance(rubric.scale, Scale)
    assert isinstance(rubric.grading, Grading)
    numbers = Numbers(rubric.scale, rubric.grading)
    layout = Layout(case, rubric)
    standings = {item.id: standing(item, case, as_of) for item in case.evidence}
    scored = [item for item in case.evidence if standings[item.id] == "scored"]
    chains = {item.id: layout.observables(item) for item in scored}
    world = World(layout, numbers, (o for chain in chains.values() for o in chain))
    witnesses = {name: witness(source, layout, numbers) for name, source in case.sources.items()}
    sure = {name for name, one in witnesses.items() if one.sure}
    reports = [_report(item, chains[item.id][0], numbers, sure) for item in scored]
    testimony = Testimony(reports, witnesses)
    blank = Stories(world, testimony, {})
    before = _pose(blank, testimony.hearing(()), Extent(whole=True))
    marginals = {ident: before.marginal(variable) for ident, variable in before.part.nodes.items()}
    stories = Stories(world, testimony, marginals)
    after = _pose(stories, testimony.hearing(range(len(reports))), Extent(swaps=swaps, whole=True))
    return Compiled(layout, world, testimony, standings, stories, before, after)


def _report(item: Evidence, observable: Observable, numbers: Numbers, sure: set[str]) -> Report:
    chain = tuple(source for source in (item.source, *item.via) if source not in sure)
    # An id holds no slash, so an item without a statement can share none.
    statement = item.statement if item.statement is not None else f"/{item.id}"
    likelihood = log(numbers.likelihood(item))
    return Report(item.id, statement, observable.id, observable.instance, likelihood, chain)


def _pose(stories: Stories, hearing: Hearing, extent: Extent) -> Solved:
    """Pose a problem of the whole world, in which conditions can be put on its instances."""
    builder = Builder()
    stories.tell(hearing.needed(), deep=extent.swaps)
    part = assemble(builder, stories, hearing, {}, extent)
    for instance in stories.world.instances:
        variable = part.nodes[instance]
        builder.table((variable,), np.zeros(builder.cards[variable]), label=PROBE)
    network = builder.build()
    return Solved(part, network, plan_for(network, [part]))


def plan_of(compiled: Compiled) -> Size:
    """Return how large a compiled case is."""
    after = compiled.after
    names = {v: k for k, v in {**after.part.nodes, **after.part.sources}.items()}
    return Size(
        variables=len(after.network.cards),
        tables=sum(len(stack.scopes) for stack in after.network.stacks if stack.label != PROBE),
        sources=len(after.part.sources),
        largest_table=after.plan.largest_cells,
        largest_scope=tuple(names[v] for v in after.plan.largest),
        components=len(set(after.plan.root)),
        method="exact",
    )
