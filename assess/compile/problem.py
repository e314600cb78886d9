"""Writing problems as networks.

A problem is a set of reports, each with its chain of sources, and what is known of the world beforehand. The case
itself is one. The story of an unreliable source is a smaller one: the reports broken at it, each with the part of its
chain before it, in a world where what it favours holds.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assess.compile.part import (
    Chains,
    ProblemPart,
    SolveOptions,
    SourceTables,
    StoryTable,
    TablePlaces,
    Utterance,
    plan_for,
)
from assess.compile.rates import own_table, shares_in, uses_of, write_shares
from assess.compile.testimony import ChainSet, ReportChain, SourceFactors
from assess.domain.many_objects import OnDemand
from assess.network.elimination import EliminationPlan
from assess.network.elimination_order import Scope
from assess.network.leave_out import Swaps
from assess.network.logs import Floats
from assess.network.network import Builder, Network, TableRows

MAX_SWAP_CELLS = 2**14
"""Entries up to which everything an item touches is put in one table, to leave it out without solving again."""


def assemble(
    builder: Builder, stories: StoryTable, chain_set: ChainSet, condition: Mapping[str, Floats], options: SolveOptions
) -> ProblemPart:
    """Add a problem to a network.

    Parameters
    ----------
    builder : Builder
    stories : StoryTable
        It must hold the stories that the problem rests on.
    chain_set : ChainSet
    condition : dict of str to float64, shape (hypotheses,), nats
        What is known of the world beforehand, by instance.
    options : SolveOptions
    """
    world, testimony = stories.world, stories.testimony
    reported = (testimony.reports.seen[item.report] for item in chain_set.chains)
    touched = world.nodes if options.whole else [*reported, *condition, *options.nodes]
    nodes: dict[str, int] = {}
    places: dict[str, TableRows] = {}
    idents, instances = world.ancestors(touched), set(world.instances)
    known = [i for i in idents if i not in world.unreported or i in options.asked]
    sharing = {
        "everything": known,
        "questions": [i for i in idents if i in instances or i in options.asked],
        "nothing": [],
    }
    shares = shares_in(world, sharing[options.shared])
    used = uses_of(shares)
    for ident in idents:
        node = world.nodes[ident]
        nodes[ident] = builder.variable(len(node.states))
        table = own_table(node.table, used.get(ident, ()))
        places[ident] = builder.table((*(nodes[p] for p in node.parents), nodes[ident]), table)
    for instance, allowed in condition.items():
        builder.table((nodes[instance],), allowed)
    sources = {source: builder.variable(2) for source in chain_set.factors}
    alone = {source: (variable,) for source, variable in sources.items()}
    tables = TablePlaces(places)
    if sources:
        reliable = np.array([testimony.witnesses[source].log_reliable for source in sources])
        rows = builder.tables(list(alone.values()), reliable)
        tables = TablePlaces(places, SourceTables(sources, rows))
    tables.shares.extend(write_shares(builder, world, shares, nodes))
    writer = _ProblemWriter(builder, stories, nodes, alone, chain_set.factors, options, tables)
    writer.write_stories()
    return ProblemPart(nodes, sources, writer.write_statements(chain_set.chains), tables)


def bare_world(
    stories: StoryTable, condition: Mapping[str, Floats], options: SolveOptions
) -> tuple[ProblemPart, Network, EliminationPlan]:
    """Return the world without any report, as a separate network with its plan.

    Parameters
    ----------
    stories, condition, options
        As in `assemble`.

    Raises
    ------
    TooEntangledError
        If its tables would exceed the memory bound.
    """
    builder = Builder()
    part = assemble(builder, stories, stories.testimony.chains(()), condition, options)
    network = builder.build()
    return part, network, plan_for(network, [part])


class _StatementShape(NamedTuple):
    """What statements must have in common to be written together.

    Parameters
    ----------
    sources : int
        The number of sources they came through.
    chains : Chains
    around : tuple of tuple of int
        For each source: its position and those of the sources after it, among all that the statement touches.
    touched : int
        The number of sources that the statement touches.
    one_home : bool
        Whether all of them are together in one table.
    """

    sources: int
    chains: Chains
    around: tuple[tuple[int, ...], ...]
    touched: int
    one_home: bool


@cache
def _shape_of_one_source(one_home: bool) -> _StatementShape:
    """Return the shape of a statement through one source that nobody relayed, which is the usual one."""
    return _StatementShape(1, ((0,),), ((0,),), 1, one_home)


class _ProblemWriter(NamedTuple):
    builder: Builder
    stories: StoryTable
    nodes: Mapping[str, int]
    sources: Mapping[str, Scope]
    factors: SourceFactors
    options: SolveOptions
    tables: TablePlaces

    def write_stories(self) -> None:
        """Add, for each source, the table of its story over the source and those after it."""
        by_size: dict[int, list[str]] = defaultdict(list)
        for source in self.factors:
            by_size[len(self.factors.after(source))].append(source)
        for size, tellers in by_size.items():
            tables = np.zeros((len(tellers), 2, 2**size))
            tables[:, 1] = self.stories.tables(self.factors, tellers)
            scopes = [self._variables((source, *self.factors.after(source))) for source in tellers]
            rows = self.builder.tables(scopes, tables.reshape(len(tellers), *(2,) * (size + 1)))
            self.tables.stories.append((OnDemand(self.factors.__getitem__, tellers), rows))

    def write_statements(self, chains: Sequence[ReportChain]) -> list[Swaps]:
        """Add the statements, each of which bears on its indicator once if any of its items is intact."""
        reports = self.stories.testimony.reports
        by_statement: dict[str | int, list[ReportChain]] = {}
        for item in chains:
            by_statement.setdefault(reports.shared.get(item.report, item.report), []).append(item)
        alike: dict[_StatementShape, list[Utterance]] = defaultdict(list)
        lone: dict[_StatementShape, list[int]] = {}
        for items in by_statement.values():
            (first, chain), most = items[0], self._most_cells(items[0].report)
            if len(items) == len(chain) == 1 and not self.factors.after(chain[0]):
                shape = _shape_of_one_source(most >= 4)
                alike[shape] = []
                lone.setdefault(shape, []).append(first)
            else:
                shape, utterance = self._shape_of(items, most)
                alike[shape].append(utterance)
        alone = partial(Utterance.alone, reports)
        every = {shape: OnDemand(alone, lone[shape]) if shape in lone else alike[shape] for shape in alike}
        return [swaps for shape, utterances in every.items() for swaps in self._write(shape, utterances)]

    def _most_cells(self, report: int) -> int:
        """Return how many entries a table of what a report touches may have, for each state of its instance."""
        instance = self.stories.testimony.reports.instances[report]
        return MAX_SWAP_CELLS // self.builder.cards[self.nodes[instance]] if self.options.swaps else 0

    def _variables(self, sources: Iterable[str]) -> Scope:
        scopes = [self.sources[source] for source in sources]
        return scopes[0] if len(scopes) == 1 else tuple(itertools.chain.from_iterable(scopes))

    def _shape_of(self, items: Sequence[ReportChain], most: int) -> tuple[_StatementShape, Utterance]:
        through = items[0].chain
        if len(items) > 1:
            through = tuple(dict.fromkeys(itertools.chain.from_iterable(item.chain for item in items)))
        numbers = tuple([item.report for item in items])
        after = [self.factors.after(source) for source in through]
        around = tuple(dict.fromkeys(itertools.chain(through, *after)))
        place = dict(zip(around, range(len(around)), strict=True)).__getitem__
        shape = _StatementShape(
            len(through),
            tuple([tuple(map(place, item.chain)) for item in items]),
            tuple([(place(s), *map(place, others)) for s, others in zip(through, after, strict=True)]),
            len(around),
            2 ** (len(around) + 1) <= most,
        )
        return shape, Utterance(numbers, through, around)

    def _write(self, shape: _StatementShape, utterances: Sequence[Utterance]) -> Iterable[Swaps]:
        every = self.stories.testimony.reports
        firsts, through, around = zip(*((u.reports[0], u.through, u.around) for u in utterances), strict=True)
        likelihoods = every.log_given_seen[list(firsts)]
        tables = likelihood_through_chains(likelihoods, shape.sources, shape.chains)
        nodes = [self.nodes[every.seen[n]] for n in firsts]
        scopes = [(*self._variables(sources), n) for sources, n in zip(through, nodes, strict=True)]
        if not shape.one_home:
            rows = self.builder.tables(scopes, tables)
            self.tables.statements.append((shape.chains, shape.sources, utterances, rows))
            return
        targets = [self.nodes[every.instances[n]] for n in firsts] if self.options.whole else None
        full = scopes
        if shape.touched > shape.sources:
            full = [(*self._variables(sources), n) for sources, n in zip(around, nodes, strict=True)]
        homes = full if targets is None else [(*f, t) for f, t in zip(full, targets, strict=True)]
        homes = [tuple(sorted(home)) for home in homes]
        rows = self.builder.tables(scopes, tables, homes)
        self.tables.statements.append((shape.chains, shape.sources, utterances, rows))
        take = _over(tables, (*range(shape.sources), shape.touched), shape.touched + 1)
        for place in range(len(shape.chains)):
            rest = likelihood_through_chains(
                likelihoods, shape.sources, shape.chains[:place] + shape.chains[place + 1 :]
            )
            put = _over(rest, (*range(shape.sources), shape.touched), shape.touched + 1)
            names = firsts if len(shape.chains) == 1 else [u.reports[place] for u in utterances]
            change, revives = self._change(shape, around, names, place)
            swaps = Swaps(names, homes, full, take, put + change, targets)
            yield swaps.some(np.flatnonzero(~revives)) if revives.any() else swaps

    def _change(
        self, shape: _StatementShape, around: Sequence[tuple[str, ...]], names: Sequence[int], place: int
    ) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return how leaving out a report changes its sources' stories, and where it makes one possible at all."""
        change = np.zeros((len(names), *(1,) * (shape.touched + 1)))
        revives = np.zeros(len(names), dtype=bool)
        for source in shape.chains[place]:
            tellers = [sources[source] for sources in around]
            before = self.stories.tables(self.factors, tellers)
            after = self.stories.tables(self.factors, tellers, names)
            dead = np.isneginf(before)
            revives |= (dead & ~np.isneginf(after)).any(axis=1)
            step = np.where(dead, 0.0, after - np.where(dead, 0.0, before))
            table = np.stack([np.zeros_like(step), step], axis=1)
            axes = shape.around[source]
            change = change + _over(table.reshape(len(names), *(2,) * len(axes)), axes, shape.touched + 1)
        return change, revives


def likelihood_through_chains(likelihoods: Floats, sources: int, chains: Chains, elsewhere: float = 0.0) -> Floats:
    """Return the likelihoods of utterances, or their logs, given that some chain is wholly reliable.

    Parameters
    ----------
    likelihoods : float64, shape (n, 2, ...)
    sources : int
    chains : tuple of tuple of int
    elsewhere : float
        The value elsewhere: 0 for logs, 1 for likelihoods.

    Returns
    -------
    float64, shape (n, 2 for each source ..., 2, ...)
    """
    intact = np.zeros((2,) * sources, dtype=bool)
    for chain in chains:
        intact[tuple(0 if source in chain else slice(None) for source in range(sources))] = True
    intact = intact.reshape(*intact.shape, *(1,) * (likelihoods.ndim - 1))
    return np.where(intact, likelihoods.reshape(len(likelihoods), *(1,) * sources, *likelihoods.shape[1:]), elsewhere)


def _over(tables: Floats, axes: Sequence[int], dimensions: int) -> Floats:
    """Return tables (n, ...) over more axes: axis k of a table becomes axis ``axes[k]``, and others have length 1."""
    order = sorted(range(len(axes)), key=axes.__getitem__)
    shape = [1] * dimensions
    for k in order:
        shape[axes[k]] = tables.shape[k + 1]
    return tables.transpose(0, *(k + 1 for k in order)).reshape(len(tables), *shape)
