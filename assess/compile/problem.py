"""Problems of the model's one form, written as networks.

A problem is a set of items heard through chains of sources, and what is known of the world beforehand. The case is one;
the story of an unreliable source is a smaller one: only the items broken at it, each with the part of its chain before
it, in a world in which what it favours holds.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assess.compile.chains import Heard, Hearing, SourceFactor
from assess.compile.part import (
    Chains,
    Part,
    SolveOptions,
    StoryTable,
    Tables,
    Utterance,
)
from assess.network.elimination_order import Scope
from assess.network.leave_out import Swaps
from assess.network.logs import Floats
from assess.network.network import Builder

MAX_SWAP_CELLS = 2**14
"""Entries up to which all that an item touches is put in one table, to leave it out without solving anew."""


def assemble(
    builder: Builder, told: StoryTable, hearing: Hearing, condition: Mapping[str, Floats], extent: SolveOptions
) -> Part:
    """Add a problem to a network.

    Parameters
    ----------
    builder : Builder
    told : Told
        Holds the stories that the problem rests on.
    hearing : Hearing
    condition : dict of str to float64, shape (hypotheses,), nats
        What is known of the world beforehand, by instance.
    extent : Extent
    """
    world, testimony = told.world, told.testimony
    touched = world.nodes if extent.whole else [*(testimony.reports[h.report].node for h in hearing.heard), *condition]
    nodes: dict[str, int] = {}
    tables = Tables()
    for ident in world.ancestors(touched):
        node = world.nodes[ident]
        nodes[ident] = builder.variable(len(node.states))
        tables.nodes[ident] = builder.table((*(nodes[p] for p in node.parents), nodes[ident]), node.table)
    for instance, allowed in condition.items():
        builder.table((nodes[instance],), allowed)
    sources = {source: builder.variable(2) for source in hearing.voices}
    for source, variable in sources.items():
        tables.sources[source] = builder.table((variable,), testimony.witnesses[source].log_reliable)
    writer = _Writer(builder, told, nodes, sources, hearing.voices, extent, tables)
    writer.write_stories()
    return Part(nodes, sources, writer.write_statements(hearing.heard), tables)


@dataclass(frozen=True, slots=True)
class _Look:
    """What statements have in common that are written in one sweep.

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


@dataclass(frozen=True, slots=True)
class _Writer:
    builder: Builder
    told: StoryTable
    nodes: Mapping[str, int]
    sources: Mapping[str, int]
    voices: Mapping[str, SourceFactor]
    extent: SolveOptions
    tables: Tables

    def write_stories(self) -> None:
        """Add, for each source, the probability of its story over it and the sources after it."""
        by_size: dict[int, list[SourceFactor]] = defaultdict(list)
        for voice in self.voices.values():
            by_size[len(voice.after)].append(voice)
        for size, voices in by_size.items():
            tables = np.zeros((len(voices), 2, 2**size))
            tables[:, 1] = [self.told.table(voice) for voice in voices]
            scopes = [self._variables((voice.source, *voice.after)) for voice in voices]
            rows = self.builder.tables(scopes, tables.reshape(len(voices), *(2,) * (size + 1)))
            self.tables.stories.append((voices, rows))

    def write_statements(self, heard: Sequence[Heard]) -> list[Swaps]:
        """Add the statements: each bears on its indicator, once, if any of its items is intact."""
        said: dict[str, list[Heard]] = {}
        for one in heard:
            said.setdefault(self.told.testimony.reports[one.report].statement, []).append(one)
        alike: dict[_Look, list[Utterance]] = defaultdict(list)
        for items in said.values():
            look, utterance = self._look(items)
            alike[look].append(utterance)
        return [swaps for look, utterances in alike.items() for swaps in self._write(look, utterances)]

    def _variables(self, sources: Iterable[str]) -> Scope:
        return tuple(self.sources[s] for s in sources)

    def _look(self, items: Sequence[Heard]) -> tuple[_Look, Utterance]:
        through = tuple(dict.fromkeys(itertools.chain.from_iterable(one.chain for one in items)))
        groups = [(s, *self.voices[s].after) for s in through]
        around = tuple(dict.fromkeys(itertools.chain(through, *groups)))
        place = {source: k for k, source in enumerate(around)}
        report = self.told.testimony.reports[items[0].report]
        cells = 2 ** (len(around) + 1) * self.builder.cards[self.nodes[report.instance]]
        look = _Look(
            len(through),
            tuple(tuple(place[s] for s in one.chain) for one in items),
            tuple(tuple(place[s] for s in group) for group in groups),
            len(around),
            self.extent.swaps and cells <= MAX_SWAP_CELLS,
        )
        return look, Utterance(tuple(one.report for one in items), through, around)

    def _write(self, look: _Look, utterances: Sequence[Utterance]) -> Iterable[Swaps]:
        reports = [self.told.testimony.reports[u.reports[0]] for u in utterances]
        said = np.array([r.log_likelihood for r in reports])
        tables = heard_through(said, look.sources, look.chains)
        nodes = [self.nodes[r.node] for r in reports]
        scopes = [(*self._variables(u.through), n) for u, n in zip(utterances, nodes, strict=True)]
        if not look.one_home:
            rows = self.builder.tables(scopes, tables)
            self.tables.statements.append((look.chains, look.sources, utterances, rows))
            return
        targets = [self.nodes[r.instance] for r in reports] if self.extent.whole else None
        full = [(*self._variables(u.around), n) for u, n in zip(utterances, nodes, strict=True)]
        homes = full if targets is None else [(*f, t) for f, t in zip(full, targets, strict=True)]
        rows = self.builder.tables(scopes, tables, homes)
        self.tables.statements.append((look.chains, look.sources, utterances, rows))
        take = _over(tables, (*range(look.sources), look.touched), look.touched + 1)
        for place in range(len(look.chains)):
            rest = heard_through(said, look.sources, look.chains[:place] + look.chains[place + 1 :])
            put = _over(rest, (*range(look.sources), look.touched), look.touched + 1)
            change, revives = self._change(look, utterances, place)
            names = [u.reports[place] for u in utterances]
            swaps = Swaps(names, homes, full, take, put + change, targets)
            yield swaps.some(np.flatnonzero(~revives)) if revives.any() else swaps

    def _change(self, look: _Look, utterances: Sequence[Utterance], place: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return what leaving a report out does to the stories of its sources, and where it revives a dead one."""
        change = np.zeros((len(utterances), *(1,) * (look.touched + 1)))
        revives = np.zeros(len(utterances), dtype=bool)
        for source in look.chains[place]:
            voices = [self.voices[u.around[source]] for u in utterances]
            before = np.array([self.told.table(voice) for voice in voices])
            after = np.array([self.told.table(v, u.reports[place]) for v, u in zip(voices, utterances, strict=True)])
            dead = np.isneginf(before)
            revives |= (dead & ~np.isneginf(after)).any(axis=1)
            step = np.where(dead, 0.0, after - np.where(dead, 0.0, before))
            table = np.stack([np.zeros_like(step), step], axis=1)
            axes = look.around[source]
            change = change + _over(table.reshape(len(voices), *(2,) * len(axes)), axes, look.touched + 1)
        return change, revives


def heard_through(said: Floats, sources: int, chains: Chains) -> Floats:
    """Return log likelihoods of utterances where a chain is reliable throughout, else 0.

    Parameters
    ----------
    said : float64, shape (n, 2, ...), nats
    sources : int
    chains : tuple of tuple of int

    Returns
    -------
    float64, shape (n, 2 for each source ..., 2, ...), nats
    """
    intact = np.zeros((2,) * sources, dtype=bool)
    for chain in chains:
        intact[tuple(0 if source in chain else slice(None) for source in range(sources))] = True
    intact = intact.reshape(*intact.shape, *(1,) * (said.ndim - 1))
    return np.where(intact, said.reshape(len(said), *(1,) * sources, *said.shape[1:]), 0.0)


def _over(tables: Floats, axes: Sequence[int], dimensions: int) -> Floats:
    """Lay tables (n, ...) out over more axes: axis k of a table on axis ``axes[k]``, the others of length 1."""
    order = sorted(range(len(axes)), key=axes.__getitem__)
    shape = [1] * dimensions
    for k in order:
        shape[axes[k]] = tables.shape[k + 1]
    return tables.transpose(0, *(k + 1 for k in order)).reshape(len(tables), *shape)
