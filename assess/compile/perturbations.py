"""One case in several versions, solved side by side: other numbers, the same network.

A version may leave reports out, or give nodes of the world, sources and statements other numbers. What sources would
tell if they are unreliable is worked out anew for each version, or kept as it stands: the rows of a draw are not known
to a story, which is told in the world of the mean rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from assess.compile.chains import SourceFactor, StoryKey
from assess.compile.part import Chains, Part, Utterance
from assess.compile.problem import heard_through
from assess.compile.solved import Solved
from assess.compile.stories import Stories, part_roots
from assess.network.conditionals import Conditionals, shares
from assess.network.logs import Floats, Ints
from assess.network.network import Network, Rows
from assess.network.solve import Solution, solve

ReportShape = tuple[Chains, int]
"""The chains of an utterance, and through how many sources it came."""

Bools = npt.NDArray[np.bool_]

BATCH_CELLS = 2**20
"""Entries that the tables of versions solved at once may have."""


@dataclass(frozen=True, slots=True)
class Perturbations:
    """Numbers of a case that differ from version to version; the last axis of all is the version.

    Parameters
    ----------
    count : int
    nodes : dict of str to float64, shape (states of each parent ..., states, count), nats
        By node of the world: its table.
    sources : dict of str to float64, shape (2, count), nats
        By source: of reliable, and of not.
    said : dict of int to float64, shape (2, count), nats
        By report: of what was said, if its indicator is present and if it is absent.
    dropped : dict of int to bool, shape (count,)
        By report: whether it is left out.
    found : dict of str to float64, shape (states, count), nats
        By node of the world: how likely what else was found out is in each of its states. No story knows of it.
    """

    count: int
    nodes: Mapping[str, Floats] = field(default_factory=dict)
    sources: Mapping[str, Floats] = field(default_factory=dict)
    said: Mapping[int, Floats] = field(default_factory=dict)
    dropped: Mapping[int, Bools] = field(default_factory=dict)
    found: Mapping[str, Floats] = field(default_factory=dict)

    def some(self, chosen: slice) -> Perturbations:
        """Return some of them."""
        return Perturbations(
            len(range(self.count)[chosen]),
            {name: values[..., chosen] for name, values in self.nodes.items()},
            {name: values[..., chosen] for name, values in self.sources.items()},
            {name: values[..., chosen] for name, values in self.said.items()},
            {name: values[..., chosen] for name, values in self.dropped.items()},
            {name: values[..., chosen] for name, values in self.found.items()},
        )


def dropping(sets: Sequence[Iterable[int]]) -> Perturbations:
    """Return one version for each set of reports, in which those are left out."""
    dropped: dict[int, Bools] = {}
    for column, reports in enumerate(sets):
        for report in reports:
            dropped.setdefault(report, np.zeros(len(sets), dtype=bool))[column] = True
    return Perturbations(len(sets), dropped=dropped)


class StoryBatch:
    """A problem, as what versions of it are worked out with.

    Parameters
    ----------
    stories : Stories
    before, after : Solved
        The whole world without any evidence, and with all of it.
    """

    def __init__(self, stories: Stories, before: Solved, after: Solved) -> None:
        self._stories, self._before, self._after = stories, before, after

    def solutions(self, versions: Perturbations, retold: bool = True) -> Iterator[tuple[slice, Solution]]:
        """Yield the network of the whole case, solved for the versions, as many at once as memory allows.

        Parameters
        ----------
        versions : Versions
        retold : bool
            Whether stories are worked out anew.
        """
        for chosen in self._chunks(versions, retold):
            yield chosen, solve(self._network(versions.some(chosen), retold, self._after.network), self._after.plan)

    def shares(self, versions: Perturbations, retold: bool = True) -> Iterator[tuple[slice, Conditionals]]:
        """Yield the same as conditional probabilities, which take less time."""
        network, plan = self._after.lean
        for chosen in self._chunks(versions, retold):
            yield chosen, shares(self._network(versions.some(chosen), retold, network), plan)

    def _chunks(self, versions: Perturbations, retold: bool) -> Iterator[slice]:
        columns = self.at_once(retold)
        for first in range(0, versions.count, columns):
            yield slice(first, min(first + columns, versions.count))

    def at_once(self, retold: bool = True) -> int:
        """Return how many versions are solved at once."""
        cells = (self._after.plan if retold else self._after.lean[1]).cells
        if retold:
            cells += sum(layer.plan.cells for layer in self._stories.layers)
        return max(1, BATCH_CELLS // max(1, cells))

    def given(self, found: Mapping[str, Floats]) -> Solved:
        """Return the problem with what else was found out, by node of the world: how likely in each state (nats)."""
        return Solved(
            self._after.part, self._network(Perturbations(1, found=found), False, self._after.network), self._after.plan
        )

    def supposing(self, source: str, favours: Mapping[str, Floats]) -> Solution:
        """Return the network solved as if a source favoured what it is given to, by instance (nats)."""
        stories = self._stories.supposing(source, favours)
        testimony = stories.testimony
        needed = list(testimony.hearing(range(len(testimony.reports))).needed())
        stories.tell(needed, deep=False)
        told = {key: np.array([stories.totals[key]]) for key in needed}
        return solve(
            self._renumbered(self._after.network, [self._after.part], Perturbations(1), told), self._after.plan
        )

    def _network(self, versions: Perturbations, retold: bool, network: Network) -> Network:
        told = self._retell(versions) if retold else {}
        world = self._stories.world
        nodes = dict(versions.nodes)
        for name, found in versions.found.items():
            node = world.nodes[name]
            nodes[name] = nodes.get(name, node.table[..., np.newaxis]) + found[(np.newaxis,) * len(node.parents)]
        whole = replace(versions, nodes=nodes)
        return self._renumbered(network, [self._after.part], whole, told)

    def _retell(self, versions: Perturbations) -> dict[StoryKey, Floats]:
        """Return the log probability of each story, shape (count,)."""
        told: dict[StoryKey, Floats] = {}
        marginals = self._marginals(versions)
        layers = self._stories.layers
        layered = {key for layer in layers for key in layer.keys}
        for key in self._stories.totals:
            if key not in layered:
                told[key] = self._at_once(key, versions, marginals)
        for layer in layers:
            network = self._renumbered(layer.network, [*layer.parts, *layer.bare.values()], versions, told)
            roots = solve(network, layer.plan).log_roots
            for key, part in zip(layer.keys, layer.parts, strict=True):
                total = sum(part_roots(part, roots).values(), np.zeros(versions.count))
                if key[0] in layer.bare:
                    total = total - sum(part_roots(layer.bare[key[0]], roots).values())
                told[key] = total
        return told

    def _marginals(self, versions: Perturbations) -> Solution:
        if not versions.nodes:
            return self._before.solution
        return solve(self._renumbered(self._before.network, [self._before.part], versions, {}), self._before.plan)

    def _at_once(self, key: StoryKey, versions: Perturbations, marginals: Solution) -> Floats:
        _, broken = key
        if not broken:
            return np.zeros(versions.count)
        (number,) = broken
        report = self._stories.testimony.reports[number]
        said = versions.said.get(number, report.log_likelihood[:, np.newaxis])
        prior = marginals.log_marginal(self._before.part.nodes[report.node])
        total = np.broadcast_to(np.logaddexp.reduce(prior + said, axis=0), (versions.count,))
        return np.where(versions.dropped[number], 0.0, total) if number in versions.dropped else total

    def _say(
        self, tables: _Tables, rows: Rows, versions: Perturbations, look: ReportShape, said_by: Sequence[Utterance]
    ) -> None:
        """Put the statements whose reports differ from version to version."""
        changed = [
            k
            for k, utterance in enumerate(said_by)
            if any(r in versions.said or r in versions.dropped for r in utterance.reports)
        ]
        if not changed:
            return
        chains, sources = look
        reports = self._stories.testimony.reports
        firsts = [said_by[k].reports[0] for k in changed]
        logs = [versions.said.get(r, reports[r].log_likelihood[:, np.newaxis]) for r in firsts]
        said = np.stack([np.broadcast_to(log, (2, versions.count)) for log in logs])
        values = heard_through(said, sources, chains)
        for row, k in enumerate(changed):
            gone = np.zeros((len(chains), versions.count), dtype=bool)
            for place, report in enumerate(said_by[k].reports):
                gone[place] = versions.dropped.get(report, False)
            for pattern in () if not gone.any() else {tuple(column) for column in gone.T.tolist() if any(column)}:
                columns = np.flatnonzero((gone == np.array(pattern)[:, np.newaxis]).all(axis=0))
                left = tuple(chain for chain, is_gone in zip(chains, pattern, strict=True) if not is_gone)
                values[row][..., columns] = heard_through(said[row : row + 1][..., columns], sources, left)[0]
        tables.put(rows.stack, rows.first + np.array(changed), values)

    def _renumbered(
        self, network: Network, parts: Sequence[Part], versions: Perturbations, told: Mapping[StoryKey, Floats]
    ) -> Network:
        """Return a network with the numbers of the versions; stories that are not in `told` stay."""
        tables = _Tables(network, versions.count)
        for part in parts:
            for where, numbers in ((part.tables.nodes, versions.nodes), (part.tables.sources, versions.sources)):
                for name in where.keys() & numbers.keys():
                    tables.put(where[name].stack, slice(where[name].first, where[name].last), numbers[name])
            for voices, rows in part.tables.stories if told else ():
                tables.put(rows.stack, slice(rows.first, rows.last), _told_by(voices, told))
            for chains, sources, utterances, rows in part.tables.statements:
                self._say(tables, rows, versions, (chains, sources), utterances)
        return tables.network()


def _told_by(voices: Sequence[SourceFactor], told: Mapping[StoryKey, Floats]) -> Floats:
    """Return the tables of what sources tell: 0 where one is reliable; shape (n, 2, 2 for each after ..., count)."""
    stories = np.array([[told[voice.source, broken] for broken in voice.broken] for voice in voices])
    tables = np.stack([np.zeros_like(stories), stories], axis=1)
    return tables.reshape(len(voices), 2, *(2,) * len(voices[0].after), stories.shape[-1])


class _Tables:
    """The tables of a network, to be written over."""

    def __init__(self, network: Network, count: int) -> None:
        self._network, self._count = network, count
        self._written: dict[int, Floats] = {}

    def put(self, stack: int, rows: slice | Ints, values: Floats) -> None:
        """Write rows of a stack over, shape (..., states ..., count)."""
        if stack not in self._written:
            old = self._network.stacks[stack].tables
            self._written[stack] = tables = np.empty((*old.shape[:-1], self._count))
            tables[...] = old
        self._written[stack][rows] = values

    def network(self) -> Network:
        """Return the network with what was written."""
        network = self._network
        for stack, tables in self._written.items():
            network = network.with_stack(stack, tables)
        return network
