"""A case and its rubric, compiled to networks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.compile.claim_counts import counting_for, spoken_of
from assess.compile.numbers import Numbers
from assess.compile.observation import Copying, observation_model, statement_of
from assess.compile.part import Solved, SolveOptions
from assess.compile.sightings import Sighting, what_was_seen
from assess.compile.stories import Stories, pose
from assess.compile.story_batch import StoryBatch
from assess.compile.testimony import (
    Report,
    Standing,
    Testimony,
    is_later,
    standing,
    witness,
)
from assess.compile.world import World
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.instances import Layout, Observable
from assess.domain.rubric import Rubric
from assess.network.leave_out import leave_out
from assess.network.logs import Floats, log


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

    @cached_property
    def reports_through(self) -> dict[str, frozenset[int]]:
        """By source of a scored item: the reports that it made or passed on."""
        by_source: dict[str, set[int]] = {}
        for number, report in enumerate(self.testimony.reports):
            for source in report.passed:
                by_source.setdefault(source, set()).add(number)
        return {source: frozenset(reports) for source, reports in by_source.items()}

    @cached_property
    def story_batch(self) -> StoryBatch:
        """The case as a batch, to be solved under many perturbations at once."""
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
        return StoryBatch(self.stories, self.before, self.with_rows).at_once(with_stories=False)

    @cached_property
    def without_each(self) -> dict[int, Floats]:
        """By report: the log marginal of its instance given all the other reports, shape (states,)."""
        return {number: joint - np.logaddexp.reduce(joint) for number, (joint, _) in self._left_out.items()}

    @cached_property
    def foretold(self) -> dict[int, Floats]:
        """By report: the log probability of what it says given all the other reports and each state of its instance.

        Shape (states,), nats; -inf in a state that the other reports rule out.
        """
        reports, nodes = self.testimony.reports, self.after.part.nodes
        logs = {}
        for number, (joint, total) in self._left_out.items():
            with_it = self.after.marginal(nodes[reports[number].instance]) + total
            logs[number] = with_it - np.where(np.isneginf(joint), 0.0, joint)
        return logs

    @cached_property
    def _left_out(self) -> dict[int, tuple[Floats, float]]:
        """By report: the log total without it in each state of its instance, and the log total with it (nats).

        Both are of the component of the network that the instance is in, or of all of it.
        """
        totals: dict[int, tuple[Floats, float]] = {}
        roots = self.after.solution.log_roots
        for swaps in self.after.swaps:
            joint = leave_out(self.after.solution, swaps)[..., 0]
            for number, root, each in zip(swaps.names, swaps.roots, joint, strict=True):
                totals[number] = each, float(roots[root][0])
        reports = self.testimony.reports
        for number in range(len(reports)):
            if number not in totals:
                rest = self.with_only(other for other in range(len(reports)) if other != number)
                marginal = rest.marginal(rest.part.nodes[reports[number].instance])
                totals[number] = marginal + rest.solution.log_total[0], float(self.after.solution.log_total[0])
        return totals

    def with_only(self, reports: Iterable[int]) -> Solved:
        """Return the case with only some of its reports, solved over every node of the world."""
        return pose(self.stories, self.testimony.chains(reports), SolveOptions(whole=True))


@dataclass(frozen=True, slots=True)
class Size:
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
    return Compiled(read.layout, read.world, read.testimony, read.standings, stories, read.before, after)


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case as its networks need it.

    Parameters
    ----------
    layout : Layout
    world : World
    testimony : Testimony
    standings : dict of str to str
        For every item: scored, unclear, withdrawn or later.
    sightings : dict of str to Sighting
        By statement, where its origin may be wrong at a rate that others share.
    before : Solved
        The world without any evidence.
    """

    layout: Layout
    world: World
    testimony: Testimony
    standings: Mapping[str, Standing]
    sightings: Mapping[str, Sighting]
    before: Solved

    @property
    def stories(self) -> Stories:
        """Its stories, none worked out yet."""
        marginals = {ident: self.before.marginal(variable) for ident, variable in self.before.part.nodes.items()}
        return Stories(self.world, self.testimony, marginals)


def read_case(
    case: Case,
    rubric: Rubric,
    as_of: str | None = None,
    also: Iterable[Observable] = (),
    learning: bool = False,
) -> ReadCase:
    """Return a case as its networks need it.

    Parameters
    ----------
    case, rubric, as_of, also
        As in `compile_case`.
    learning : bool
        Whether a variable is wanted for each use of a number that cases may teach.
    """
    numbers = Numbers.of(rubric)
    layout = Layout(case, rubric)
    standings = {item.id: standing(item, case, as_of) for item in case.evidence}
    scored = [item for item in case.evidence if standings[item.id] == "scored"]
    chains = {item.id: layout.observables(item) for item in scored}
    spoken = list(spoken_of(layout))
    world = World(layout, numbers, itertools.chain(*chains.values(), spoken), also)
    sightings = what_was_seen(scored, chains, case, numbers, learning)
    world.add(itertools.chain.from_iterable((s.right, s.seen) for s in sightings.values()))
    world.add(counting_for(case, world))
    if learning:
        world.step_by_step()
    witnesses = {name: witness(source, layout, numbers, as_of) for name, source in case.sources.items()}
    sure = {name for name, source in witnesses.items() if source.sure}
    copying = _copying(case, layout, as_of)
    reports = [_report(item, chains[item.id][0], numbers, sure, copying, case, sightings) for item in scored]
    testimony = Testimony(reports, witnesses)
    blank = Stories(world, testimony, {})
    before = pose(
        blank, testimony.chains(()), SolveOptions(whole=True, shared="questions", asked=frozenset(o.id for o in spoken))
    )
    return ReadCase(layout, world, testimony, standings, sightings, before)


def _copying(case: Case, layout: Layout, as_of: str | None) -> Copying:
    """Return what sources may have repeated; a word that was withdrawn may have been repeated before."""
    if not any(source.copies for source in case.sources.values()):
        return Copying()
    known = [item for item in case.evidence if item.says != "unclear" and not is_later(item, case, as_of)]
    return Copying.of(case, {item.id: layout.observables(item)[0].id for item in known})


def _report(
    item: Evidence,
    observable: Observable,
    numbers: Numbers,
    sure: set[str],
    copying: Copying,
    case: Case,
    sightings: Mapping[str, Sighting],
) -> Report:
    passed = (item.source, *item.via)
    chain = tuple(source for source in passed if source not in sure)
    source, own = case.sources[item.source], sightings.get(statement_of(item))
    whole = observation_model(item, observable.id, numbers, copying, source)
    given_seen = whole if own is None else observation_model(item, observable.id, numbers, copying, source, sees=False)
    return Report(
        item.id,
        statement_of(item),
        observable.id,
        observable.instance,
        observable.id if own is None else own.seen.id,
        given_seen,
        log(whole.likelihood),
        log(given_seen.likelihood),
        passed,
        chain,
    )


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
        method="exact",
    )
