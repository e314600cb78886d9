"""Problems of the model's one form, written as networks.

A problem is a set of reports, each with its chain of sources, and what is known of the world beforehand. The case is
one; the story of an unreliable source is a smaller one: only the reports broken at it, each with the part of its chain
before it, in a world in which what it favours holds.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assess.compile.part import (
    Chains,
    ProblemPart,
    SolveOptions,
    StoryTable,
    TablePlaces,
    Utterance,
    plan_for,
)
from assess.compile.rates import own_table, shares_in, uses_of, write_shares
from assess.compile.testimony import ChainSet, ReportChain, SourceFactor
from assess.network.elimination import EliminationPlan
from assess.network.elimination_order import Scope
from assess.network.leave_out import Swaps
from assess.network.logs import Floats
from assess.network.network import Builder, Network

MAX_SWAP_CELLS = 2**14
"""Entries up to which all that an item touches is put in one table, to leave it out without solving anew."""


def assemble(
    builder: Builder, stories: StoryTable, chain_set: ChainSet, condition: Mapping[str, Floats], options: SolveOptions
) -> ProblemPart:
    """Add a problem to a network.

    Parameters
    ----------
    builder : Builder
    stories : StoryTable
        Holds the stories that the problem rests on.
    chain_set : ChainSet
    condition : dict of str to float64, shape (hypotheses,), nats
        What is known of the world beforehand, by instance.
    options : SolveOptions
    """
    world, testimony = stories.world, stories.testimony
    reported = (testimony.reports[item.report].seen for item in chain_set.chains)
    touched = world.nodes if options.whole else [*reported, *condition, *options.nodes]
    nodes: dict[str, int] = {}
    tables = TablePlaces()
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
        tables.nodes[ident] = builder.table((*(nodes[p] for p in node.parents), nodes[ident]), table)
    for instance, allowed in condition.items():
        builder.table((nodes[instance],), allowed)
    sources = {source: builder.variable(2) for source in chain_set.factors}
    if sources:
        reliable = np.array([testimony.witnesses[source].log_reliable for source in sources])
        tables.sources.update(
            zip(sources, builder.tables([(v,) for v in sources.values()], reliable).each(), strict=True)
        )
    tables.shares.extend(write_shares(builder, world, shares, nodes))
    writer = _ProblemWriter(builder, stories, nodes, sources, chain_set.factors, options, tables)
    writer.write_stories()
    return ProblemPart(nodes, sources, writer.write_statements(chain_set.chains), tables)


def bare_world(
    stories: StoryTable, condition: Mapping[str, Floats], options: SolveOptions
) -> tuple[ProblemPart, Network, EliminationPlan]:
    """Return the world without any report as a network of its own, and the plan for it.

    Parameters
    ----------
    stories, condition, options
        As in `assemble`.

    Raises
    ------
    TooEntangledError
        If its tables would pass the memory bound.
    """
    builder = Builder()
    part = assemble(builder, stories, stories.testimony.chains(()), condition, options)
    network = builder.build()
    return part, network, plan_for(network, [part])


class _StatementShape(NamedTuple):
    """What statements must have in common to be written at once.

    Parameters
    ----------
    sources : int
        How many sources they came through.
    chains : Chains
    around : tuple of tuple of int
        For each of the sources: its place and those of the sources after it, among all that the statement touches.
    touched : int
        How many those are.
    one_home : bool
        Whether all of them stand together in one table.
    """

    sources: int
    chains: Chains
    around: tuple[tuple[int, ...], ...]
    touched: int
    one_home: bool


@cache
def _shape_of_one_source(one_home: bool) -> _StatementShape:
    """Return the shape of a statement through one source that no one passed on, as most are."""
    return _StatementShape(1, ((0,),), ((0,),), 1, one_home)


class _ProblemWriter(NamedTuple):
    builder: Builder
    stories: StoryTable
    nodes: Mapping[str, int]
    sources: Mapping[str, int]
    factors: Mapping[str, SourceFactor]
    options: SolveOptions
    tables: TablePlaces

    def write_stories(self) -> None:
        """Add, for each source, the probability of its story over it and the sources after it."""
        by_size: dict[int, list[SourceFactor]] = defaultdict(list)
        for factor in self.factors.values():
            by_size[len(factor.after)].append(factor)
        for size, factors in by_size.items():
            tables = np.zeros((len(factors), 2, 2**size))
            tables[:, 1] = [self.stories.table(factor) for factor in factors]
            scopes = [self._variables((factor.source, *factor.after)) for factor in factors]
            rows = self.builder.tables(scopes, tables.reshape(len(factors), *(2,) * (size + 1)))
            self.tables.stories.append((factors, rows))

    def write_statements(self, chains: Sequence[ReportChain]) -> list[Swaps]:
        """Add the statements: each bears on its indicator, once, if any of its items is intact."""
        by_statement: dict[str, list[ReportChain]] = {}
        for item in chains:
            by_statement.setdefault(self.stories.testimony.reports[item.report].statement, []).append(item)
        alike: dict[_StatementShape, list[Utterance]] = defaultdict(list)
        for items in by_statement.values():
            shape, utterance = self._shape_of(items)
            alike[shape].append(utterance)
        return [swaps for shape, utterances in alike.items() for swaps in self._write(shape, utterances)]

    def _variables(self, sources: Iterable[str]) -> Scope:
        return tuple(map(self.sources.__getitem__, sources))

    def _shape_of(self, items: Sequence[ReportChain]) -> tuple[_StatementShape, Utterance]:
        through = items[0].chain
        if len(items) > 1:
            through = tuple(dict.fromkeys(itertools.chain.from_iterable(item.chain for item in items)))
        numbers = tuple([item.report for item in items])
        report = self.stories.testimony.reports[numbers[0]]
        most = MAX_SWAP_CELLS // self.builder.cards[self.nodes[report.instance]] if self.options.swaps else 0
        if len(items) == len(through) == 1 and not self.factors[through[0]].after:
            return _shape_of_one_source(most >= 4), Utterance(numbers, through, through)
        after = [self.factors[source].after for source in through]
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
        reports = [self.stories.testimony.reports[u.reports[0]] for u in utterances]
        likelihoods = np.array([r.log_given_seen for r in reports])
        tables = likelihood_through_chains(likelihoods, shape.sources, shape.chains)
        nodes = [self.nodes[r.seen] for r in reports]
        scopes = [(*self._variables(u.through), n) for u, n in zip(utterances, nodes, strict=True)]
        if not shape.one_home:
            rows = self.builder.tables(scopes, tables)
            self.tables.statements.append((shape.chains, shape.sources, utterances, rows))
            return
        targets = [self.nodes[r.instance] for r in reports] if self.options.whole else None
        full = scopes
        if shape.touched > shape.sources:
            full = [(*self._variables(u.around), n) for u, n in zip(utterances, nodes, strict=True)]
        homes = full if targets is None else [(*f, t) for f, t in zip(full, targets, strict=True)]
        rows = self.builder.tables(scopes, tables, homes)
        self.tables.statements.append((shape.chains, shape.sources, utterances, rows))
        take = _over(tables, (*range(shape.sources), shape.touched), shape.touched + 1)
        for place in range(len(shape.chains)):
            rest = likelihood_through_chains(
                likelihoods, shape.sources, shape.chains[:place] + shape.chains[place + 1 :]
            )
            put = _over(rest, (*range(shape.sources), shape.touched), shape.touched + 1)
            change, revives = self._change(shape, utterances, place)
            names = [u.reports[place] for u in utterances]
            swaps = Swaps(names, homes, full, take, put + change, targets)
            yield swaps.some(np.flatnonzero(~revives)) if revives.any() else swaps

    def _change(
        self, shape: _StatementShape, utterances: Sequence[Utterance], place: int
    ) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return the change of its sources' stories without a report, and where it makes an impossible one possible."""
        change = np.zeros((len(utterances), *(1,) * (shape.touched + 1)))
        revives = np.zeros(len(utterances), dtype=bool)
        for source in shape.chains[place]:
            factors = [self.factors[u.around[source]] for u in utterances]
            before = np.array([self.stories.table(factor) for factor in factors])
            after = np.array(
                [self.stories.table(v, u.reports[place]) for v, u in zip(factors, utterances, strict=True)]
            )
            dead = np.isneginf(before)
            revives |= (dead & ~np.isneginf(after)).any(axis=1)
            step = np.where(dead, 0.0, after - np.where(dead, 0.0, before))
            table = np.stack([np.zeros_like(step), step], axis=1)
            axes = shape.around[source]
            change = change + _over(table.reshape(len(factors), *(2,) * len(axes)), axes, shape.touched + 1)
        return change, revives


def likelihood_through_chains(likelihoods: Floats, sources: int, chains: Chains, elsewhere: float = 0.0) -> Floats:
    """Return the likelihoods of utterances where some chain is reliable throughout, or their logs.

    Parameters
    ----------
    likelihoods : float64, shape (n, 2, ...)
    sources : int
    chains : tuple of tuple of int
    elsewhere : float
        What stands where none is: 0, of logs.

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
    """Lay tables (n, ...) out over more axes: axis k of a table on axis ``axes[k]``, the others of length 1."""
    order = sorted(range(len(axes)), key=axes.__getitem__)
    shape = [1] * dimensions
    for k in order:
        shape[axes[k]] = tables.shape[k + 1]
    return tables.transpose(0, *(k + 1 for k in order)).reshape(len(tables), *shape)
