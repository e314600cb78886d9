"""One case under many perturbations, solved side by side: other numbers, the same network.

A perturbation may leave reports out, or give nodes of the world, sources and statements other numbers. The stories of
unreliable sources are worked out anew for each, or kept as they are: a story does not know the rows of a draw, for it
is told in the world of the mean rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

from assess.compile.part import Chains, ProblemPart, Solved, Utterance
from assess.compile.problem import likelihood_through_chains
from assess.compile.rates import own_table, uses_of
from assess.compile.stories import Stories, story_total
from assess.compile.testimony import SourceFactor, StoryKey
from assess.network.conditionals import Conditionals, conditionals
from assess.network.logs import Floats, Ints
from assess.network.network import Network, TableRows
from assess.network.solve import Solution, solve

Bools = npt.NDArray[np.bool_]

BATCH_CELLS = 2**20
"""Entries that the tables of perturbations solved at once may have."""


@dataclass(frozen=True, slots=True)
class Perturbations:
    """Numbers of a case that differ from perturbation to perturbation, which is the last axis of each array.

    Parameters
    ----------
    count : int
    nodes : dict of str to float64, shape (states of each parent ..., states, count), nats
        By node of the world: its table. Nodes that share rows share what is given for the first of them.
    sizes : dict of str to float64, shape (states of each parent ..., count)
        By node of the world: the effective sample size of its rows, infinite where a row is exactly known.
    sources : dict of str to float64, shape (2, count), nats
        By source: of reliable, and of not.
    likelihoods : dict of int to float64, shape (2, count), nats
        By report: of what it says, if its indicator is present and if it is absent.
    dropped : dict of int to bool, shape (count,)
        By report: whether it is left out.
    virtual_evidence : dict of str to float64, shape (states, count), nats
        By node of the world: the likelihood of what else was found out in each of its states (virtual evidence,
        Pearl 1988). No story knows of it.
    """

    count: int
    nodes: Mapping[str, Floats] = field(default_factory=dict)
    sizes: Mapping[str, Floats] = field(default_factory=dict)
    sources: Mapping[str, Floats] = field(default_factory=dict)
    likelihoods: Mapping[int, Floats] = field(default_factory=dict)
    dropped: Mapping[int, Bools] = field(default_factory=dict)
    virtual_evidence: Mapping[str, Floats] = field(default_factory=dict)

    def some(self, chosen: slice) -> Perturbations:
        """Return some of them."""
        return Perturbations(
            len(range(self.count)[chosen]),
            **{
                each.name: {name: values[..., chosen] for name, values in getattr(self, each.name).items()}
                for each in fields(self)[1:]
            },
        )


def dropping(sets: Sequence[Iterable[int]]) -> Perturbations:
    """Return one perturbation for each set of reports, which leaves that set out."""
    dropped: dict[int, Bools] = {}
    for column, reports in enumerate(sets):
        for report in reports:
            dropped.setdefault(report, np.zeros(len(sets), dtype=bool))[column] = True
    return Perturbations(len(sets), dropped=dropped)


class StoryBatch:
    """A case, to be solved under many perturbations at once.

    Parameters
    ----------
    stories : Stories
    before, after : Solved
        The whole world without any evidence, and with all of it.
    """

    def __init__(self, stories: Stories, before: Solved, after: Solved) -> None:
        self._stories, self._before, self._after = stories, before, after

    def solutions(self, perturbations: Perturbations, with_stories: bool = True) -> Iterator[tuple[slice, Solution]]:
        """Yield the network of the whole case, solved under the perturbations, as many at once as memory allows.

        Parameters
        ----------
        perturbations : Perturbations
        retold : bool
            Whether stories are worked out anew.
        """
        for chosen in self._chunks(perturbations, with_stories):
            yield (
                chosen,
                solve(self._network(perturbations.some(chosen), with_stories, self._after.network), self._after.plan),
            )

    def conditionals(
        self, perturbations: Perturbations, with_stories: bool = True
    ) -> Iterator[tuple[slice, Conditionals]]:
        """Yield the same as conditional probabilities, which take less time."""
        network, plan = self._after.lean
        for chosen in self._chunks(perturbations, with_stories):
            yield chosen, conditionals(self._network(perturbations.some(chosen), with_stories, network), plan)

    def _chunks(self, perturbations: Perturbations, with_stories: bool) -> Iterator[slice]:
        columns = self.at_once(with_stories)
        for first in range(0, perturbations.count, columns):
            yield slice(first, min(first + columns, perturbations.count))

    def at_once(self, with_stories: bool = True) -> int:
        """Return how many perturbations are solved at once."""
        cells = (self._after.plan if with_stories else self._after.lean[1]).cells
        if with_stories:
            cells += sum(layer.plan.cells for layer in self._stories.layers)
        return max(1, BATCH_CELLS // max(1, cells))

    def given(self, virtual_evidence: Mapping[str, Floats]) -> Solved:
        """Return the case with virtual evidence, by node of the world: its likelihood in each state (nats)."""
        return Solved(
            self._after.part,
            self._network(Perturbations(1, virtual_evidence=virtual_evidence), False, self._after.network),
            self._after.plan,
        )

    def supposing(self, source: str, favours: Mapping[str, Floats]) -> Solution:
        """Return the network solved as if a source favoured what it is given to, by instance (nats)."""
        stories = self._stories.supposing(source, favours)
        testimony = stories.testimony
        story_keys = list(testimony.chains(range(len(testimony.reports))).story_keys())
        stories.tell(story_keys, deep=False)
        log_stories = {key: np.array([stories.totals[key]]) for key in story_keys}
        return solve(
            self._renumbered(self._after.network, [self._after.part], Perturbations(1), log_stories), self._after.plan
        )

    def _network(self, perturbations: Perturbations, with_stories: bool, network: Network) -> Network:
        log_stories = self._log_stories(perturbations) if with_stories else {}
        return self._renumbered(network, [self._after.part], perturbations, log_stories, with_evidence=True)

    def _log_stories(self, perturbations: Perturbations) -> dict[StoryKey, Floats]:
        """Return the log probability of each story, shape (count,)."""
        log_stories: dict[StoryKey, Floats] = {}
        marginals = self._marginals(perturbations)
        layers = self._stories.layers
        layered = {key for layer in layers for key in layer.keys}
        for key in self._stories.totals:
            if key not in layered:
                log_stories[key] = self._at_once(key, perturbations, marginals)
        for layer in layers:
            network = self._renumbered(layer.network, layer.parts, perturbations, log_stories)
            roots = solve(network, layer.plan).log_roots
            for key, worlds in zip(layer.keys, layer.worlds, strict=True):
                log_stories[key] = np.broadcast_to(story_total(worlds, roots), (perturbations.count,))
        return log_stories

    def _marginals(self, perturbations: Perturbations) -> Solution:
        if not (perturbations.nodes or perturbations.sizes):
            return self._before.solution
        return solve(self._renumbered(self._before.network, [self._before.part], perturbations, {}), self._before.plan)

    def _at_once(self, key: StoryKey, perturbations: Perturbations, marginals: Solution) -> Floats:
        _, broken = key
        if not broken:
            return np.zeros(perturbations.count)
        (number,) = broken
        report = self._stories.testimony.reports[number]
        likelihoods = perturbations.likelihoods.get(number, report.log_likelihood[:, np.newaxis])
        prior = marginals.log_marginal(self._before.part.nodes[report.node])
        total = np.broadcast_to(np.logaddexp.reduce(prior + likelihoods, axis=0), (perturbations.count,))
        return np.where(perturbations.dropped[number], 0.0, total) if number in perturbations.dropped else total

    def _put_nodes(
        self, tables: _NetworkEdit, part: ProblemPart, perturbations: Perturbations, with_evidence: bool
    ) -> None:
        """Write the rows of nodes that differ between perturbations, and what else was found out of a node."""
        nodes, found_out = self._stories.world.nodes, perturbations.virtual_evidence if with_evidence else {}
        used = uses_of(placed.share for placed in part.tables.shares)
        for name, where in part.tables.nodes.items():
            table = perturbations.nodes.get(name)
            if table is None and name not in found_out:
                continue
            own = nodes[name].table[..., np.newaxis] if table is None else table
            if name in used:
                own = np.stack([own_table(column, used[name]) for column in np.moveaxis(own, -1, 0)], axis=-1)
            if name in found_out:
                own = own + found_out[name][(np.newaxis,) * len(nodes[name].parents)]
            tables.put_at(where, own)
        for placed in part.tables.shares:
            name = placed.share.uses[0]
            if name in perturbations.nodes or name in perturbations.sizes:
                node = nodes[name]
                prior, factor = placed.share.tables_of_each(
                    perturbations.nodes.get(name, node.table[..., np.newaxis]),
                    perturbations.sizes.get(name, node.sizes[..., np.newaxis]),
                )
                tables.put_at(placed.prior, prior)
                tables.put_at(placed.factors, factor)

    def _put_statements(
        self,
        tables: _NetworkEdit,
        rows: TableRows,
        perturbations: Perturbations,
        chains: Chains,
        sources: int,
        utterances: Sequence[Utterance],
    ) -> None:
        """Write the statements whose reports differ between perturbations."""
        changed = [
            k
            for k, utterance in enumerate(utterances)
            if any(r in perturbations.likelihoods or r in perturbations.dropped for r in utterance.reports)
        ]
        if not changed:
            return
        reports = self._stories.testimony.reports
        firsts = [utterances[k].reports[0] for k in changed]
        logs = [perturbations.likelihoods.get(r, reports[r].log_likelihood[:, np.newaxis]) for r in firsts]
        likelihoods = np.stack([np.broadcast_to(log, (2, perturbations.count)) for log in logs])
        values = likelihood_through_chains(likelihoods, sources, chains)
        for row, k in enumerate(changed):
            gone = np.zeros((len(chains), perturbations.count), dtype=bool)
            for place, report in enumerate(utterances[k].reports):
                gone[place] = perturbations.dropped.get(report, False)
            for pattern in () if not gone.any() else {tuple(column) for column in gone.T.tolist() if any(column)}:
                columns = np.flatnonzero((gone == np.array(pattern)[:, np.newaxis]).all(axis=0))
                left = tuple(chain for chain, is_gone in zip(chains, pattern, strict=True) if not is_gone)
                values[row][..., columns] = likelihood_through_chains(
                    likelihoods[row : row + 1][..., columns], sources, left
                )[0]
        tables.put(rows.stack, rows.first + np.array(changed), values)

    def _renumbered(
        self,
        network: Network,
        parts: Sequence[ProblemPart],
        perturbations: Perturbations,
        log_stories: Mapping[StoryKey, Floats],
        with_evidence: bool = False,
    ) -> Network:
        """Return a network with the numbers of the perturbations; without `log_stories` the stories stay."""
        tables = _NetworkEdit(network, perturbations.count)
        for part in parts:
            heard = part.tables.sources
            for name in heard.keys() & perturbations.sources.keys():
                tables.put_at(heard[name], perturbations.sources[name])
            self._put_nodes(tables, part, perturbations, with_evidence)
            for factors, rows in part.tables.stories if log_stories else ():
                tables.put(rows.stack, slice(rows.first, rows.last), _story_tables(factors, log_stories))
            for chains, sources, utterances, rows in part.tables.statements:
                self._put_statements(tables, rows, perturbations, chains, sources, utterances)
        return tables.network()


def _story_tables(factors: Sequence[SourceFactor], log_stories: Mapping[StoryKey, Floats]) -> Floats:
    """Return the tables of stories: 0 where the source is reliable; shape (n, 2, 2 for each after ..., count)."""
    stories = np.array([[log_stories[factor.source, broken] for broken in factor.broken] for factor in factors])
    tables = np.stack([np.zeros_like(stories), stories], axis=1)
    return tables.reshape(len(factors), 2, *(2,) * len(factors[0].after), stories.shape[-1])


class _NetworkEdit:
    """The tables of a network, to be written over."""

    def __init__(self, network: Network, count: int) -> None:
        self._network, self._count = network, count
        self._written: dict[int, Floats] = {}

    def put_at(self, where: TableRows, values: Floats) -> None:
        """Write all tables of a place over with the same values, shape (states ..., count)."""
        self.put(where.stack, slice(where.first, where.last), values)

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
