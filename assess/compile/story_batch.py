"""One case under many perturbations, solved in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assess.compile.leaf_reports import LeafReports, leaf_reports
from assess.compile.part import ProblemPart, SolveOptions
from assess.compile.perturbations import Perturbations
from assess.compile.perturbed_statements import put_statements
from assess.compile.rates import own_table_of_each, uses_of
from assess.compile.solved import Solved
from assess.compile.stories import Stories, pose
from assess.compile.testimony import SourceFactor, StoryKey
from assess.errors import SampledError
from assess.network.conditionals import Conditionals, conditionals
from assess.network.logs import Floats
from assess.network.network import Network
from assess.network.network_edit import NetworkEdit
from assess.network.solve import Solution, solve

if TYPE_CHECKING:
    from assess.network.cutset_reweighted import ReweightedSample, ReweightingBase
    from assess.network.cutset_sampling import CutsetSample

BATCH_CELLS = 2**20
"""The most table entries of perturbations solved at once."""

_WITH_LEAVES = 256
"""Perturbations at once if reports are summed beforehand: those that vary among them are summed for each."""

_FEW = 2  # solutions of a batch, which take about as long as making a smaller batch
_SAMPLED_AT_ONCE = 16
"""Perturbations whose tables are written at once, if each then reweights the sample."""


def columns_at_once(cells: int) -> int:
    """Return how many columns, of a given number of table entries, to solve at once."""
    return max(1, BATCH_CELLS // cells)


class StoryBatch:
    """A case, to be solved under many perturbations at once.

    Parameters
    ----------
    stories : Stories
    before, after : Solved
        The whole world without any evidence, and with all of it.
    leaves : LeafReports, optional
        Reports that are not in the network of `after` but enter it as factors.
    """

    def __init__(self, stories: Stories, before: Solved, after: Solved, leaves: LeafReports | None = None) -> None:
        self._stories, self._before, self._after, self._leaves = stories, before, after, leaves

    @property
    def nodes(self) -> Mapping[str, int]:
        """The variable of each node of the world."""
        return self._after.part.nodes

    def about(self, instances: Iterable[str], perturbations: Perturbations, with_stories: bool = True) -> StoryBatch:
        """Return a smaller batch with the same results for some instances under the perturbations, if that is faster.

        It has only the nodes that the instances depend on, and reports whose sources have no others are summed out. If
        a single pass is enough for all perturbations, the batch itself is returned.
        """
        if self._after.beyond is not None:
            return self
        if perturbations.count <= _FEW * self.at_once(with_stories) or (with_stories and perturbations.of_rows):
            return self
        testimony, root = self._stories.testimony, self._after.plan.root
        roots = {root[self.nodes[instance]] for instance in instances}
        near = {name: None for name, variable in self.nodes.items() if root[variable] in roots}
        bearing = [number for number, node in enumerate(testimony.reports.nodes) if node in near]
        leaves = {number for number in leaf_reports(testimony) if number not in perturbations.likelihoods}
        others = [number for number in bearing if number not in leaves]
        after = pose(self._stories, testimony.chains(others), SolveOptions(nodes=tuple(near)))
        summed = [number for number in bearing if number in leaves]
        return StoryBatch(
            self._stories, self._before, after, LeafReports(self._stories, summed, after.part.tables.nodes)
        )

    def solutions(
        self, perturbations: Perturbations, with_stories: bool = True
    ) -> Iterator[tuple[slice, Solution | ReweightedSample]]:
        """Yield the network of the whole case solved under the perturbations, as many at once as memory allows.

        Parameters
        ----------
        perturbations : Perturbations
        with_stories : bool
            Whether stories are worked out again.
        """
        if self._after.beyond is not None:
            yield from self._sampled(perturbations, with_stories)
            return
        for chosen in self._chunks(perturbations, with_stories):
            network = self._network(perturbations.some(chosen), with_stories, self._after.network)
            yield chosen, solve(network, self._after.plan)

    def conditionals(
        self, perturbations: Perturbations, with_stories: bool = True
    ) -> Iterator[tuple[slice, Conditionals | ReweightedSample]]:
        """Yield the solutions as conditional probabilities, which is faster."""
        if self._after.beyond is not None:
            yield from self._sampled(perturbations, with_stories)
            return
        # For a few perturbations, a plan takes longer than it saves.
        few = len(self._chunks(perturbations, with_stories)) < _FEW
        network, plan = (self._after.network, self._after.plan) if few else self._after.lean
        for chosen in self._chunks(perturbations, with_stories):
            yield chosen, conditionals(self._network(perturbations.some(chosen), with_stories, network), plan)

    def _chunks(self, perturbations: Perturbations, with_stories: bool) -> list[slice]:
        """Return perturbations in parts of similar size, each about as many as are solved at once."""
        parts = max(1, round(perturbations.count / self.at_once(with_stories)))
        ends = [perturbations.count * part // parts for part in range(parts + 1)]
        return [slice(*both) for both in pairwise(ends) if both[0] < both[1]]

    def cells(self, with_stories: bool = True) -> int:
        """Return the number of table entries summed for each perturbation."""
        cells = self._after.plan.cells
        if with_stories and self._after.part.tables.stories:
            cells += sum(layer.cells for layer in self._stories.layers)
        return max(1, cells)

    def at_once(self, with_stories: bool = True) -> int:
        """Return the number of perturbations to solve at once."""
        cells = self.cells(with_stories)
        return min(columns_at_once(cells), BATCH_CELLS if self._leaves is None else _WITH_LEAVES)

    def world_given_present(self, nodes: Sequence[str]) -> Conditionals:
        """Return the world without evidence, solved given that each of some indicator instances is present.

        Parameters
        ----------
        nodes : sequence of str
            Indicator instances; one perturbation each, and a last one that supposes nothing.

        Raises
        ------
        SampledError
            If the world without evidence is beyond the bound.
        """
        likelihoods = np.zeros((len(nodes), 2, len(nodes) + 1))
        likelihoods[range(len(nodes)), 1, range(len(nodes))] = -np.inf
        present = Perturbations(len(nodes) + 1, virtual_evidence=dict(zip(nodes, likelihoods, strict=True)))
        network = self._renumbered(self._before.network, [self._before.part], present, {}, with_evidence=True)
        if self._before.beyond is not None:
            raise SampledError
        return conditionals(network, self._before.plan)

    def supposing(self, source: str, favours: Mapping[str, Floats]) -> Solution | ReweightedSample:
        """Return the network solved as if a source favoured other hypotheses, given by instance (nats)."""
        stories = self._stories.supposing(source, favours)
        every = stories.testimony.every_chain()
        stories.tell_of(every, deep=False)
        log_stories = {key: np.array([stories.total(key)]) for key in every.story_keys()}
        network = self._renumbered(self._after.network, [self._after.part], Perturbations(1), log_stories)
        return solve(network, self._after.plan) if self._after.beyond is None else self._base.under(network)

    @cached_property
    def _base(self) -> ReweightingBase:
        """The sample, as a base for reweighting."""
        from assess.network.cutset_reweighted import ReweightingBase  # loads what an exact solution has no use for

        sample = self._after.chains
        assert sample is not None
        assert self._after.beyond is not None
        return ReweightingBase(sample, self._after.beyond.drawn, self._after.beyond.outermost)

    def _sampled(self, perturbations: Perturbations, with_stories: bool) -> Iterator[tuple[slice, ReweightedSample]]:
        """Yield the sample reweighted under each perturbation in turn."""
        for first in range(0, perturbations.count, _SAMPLED_AT_ONCE):
            chosen = slice(first, min(first + _SAMPLED_AT_ONCE, perturbations.count))
            network = self._network(perturbations.some(chosen), with_stories, self._after.network)
            for k, sample in enumerate(self._base.under_each(network, chosen.stop - first)):
                yield slice(first + k, first + k + 1), sample

    def _network(self, perturbations: Perturbations, with_stories: bool, network: Network) -> Network:
        log_stories = self._log_stories(perturbations) if with_stories and self._after.part.tables.stories else {}
        network = self._renumbered(network, [self._after.part], perturbations, log_stories, with_evidence=True)
        return network if self._leaves is None else self._leaves.enter(network, perturbations)

    def _log_stories(self, perturbations: Perturbations) -> dict[StoryKey, Floats]:
        """Return the log probability of each story, shape (count,)."""
        log_stories = {key: np.zeros(perturbations.count) for key in self._stories.of_all}
        marginals = self._marginals(perturbations)
        log_stories.update(self._simple(perturbations, marginals))
        for layer in self._stories.layers:
            renumbered = partial(self._renumbered, perturbations=perturbations, log_stories=log_stories)
            log_stories.update(layer.under(renumbered, perturbations.count))
        return log_stories

    @cached_property
    def _simple_stories(self) -> tuple[list[StoryKey], list[StoryKey]]:
        """The stories without a network among those that the case and other stories rest on, empty or not."""
        layers = self._stories.layers
        parts = [self._after.part, *(part for layer in layers for part in layer.parts)]
        factors = (factor for part in parts for some, _ in part.tables.stories for factor in some)
        keys = dict.fromkeys((factor.source, broken) for factor in factors for broken in factor.broken)
        layered = {key for layer in layers for key in layer.keys}
        simple = [key for key in keys if key not in layered]
        return [key for key in simple if not key[1]], [key for key in simple if key[1]]

    def _marginals(self, perturbations: Perturbations) -> Solution | CutsetSample:
        if not perturbations.of_rows:
            return self._before.solution
        return solve(self._renumbered(self._before.network, [self._before.part], perturbations, {}), self._before.plan)

    def _simple(
        self, perturbations: Perturbations, marginals: Solution | CutsetSample
    ) -> Iterator[tuple[StoryKey, Floats]]:
        """Yield the stories without a network: of no report, or of one that the source itself made."""
        count, reports = perturbations.count, self._stories.testimony.reports
        empty, single = self._simple_stories
        yield from zip(empty, np.zeros((len(empty), count)), strict=True)
        if not single:
            return
        numbers = [min(broken) for _, broken in single]
        own = [perturbations.likelihoods.get(n, reports[n].log_given_seen[:, np.newaxis]) for n in numbers]
        places = {name: place for place, name in enumerate(dict.fromkeys(reports[n].seen for n in numbers))}
        of_nodes = [marginals.log_marginal(self._before.part.nodes[name]) for name in places]
        priors = np.stack(np.broadcast_arrays(*of_nodes))
        joint = priors[[places[reports[n].seen] for n in numbers]] + np.stack(np.broadcast_arrays(*own))
        totals = np.broadcast_to(np.logaddexp.reduce(joint, axis=1), (len(single), count)).copy()
        for row, number in enumerate(numbers):
            if number in perturbations.dropped:
                totals[row, perturbations.dropped.columns(number, count)] = 0.0
        yield from zip(single, totals, strict=True)

    def _put_nodes(
        self, tables: NetworkEdit, part: ProblemPart, perturbations: Perturbations, with_evidence: bool
    ) -> None:
        """Write the rows of nodes that differ between perturbations, and their virtual evidence."""
        nodes, found_out = self._stories.world.nodes, perturbations.virtual_evidence if with_evidence else {}
        used = uses_of(placed.share for placed in part.tables.shares)
        for name, where in part.tables.nodes.items():
            table = perturbations.nodes.get(name)
            if table is None and name not in found_out:
                continue
            own = nodes[name].table[..., np.newaxis] if table is None else table
            if name in used:
                own = own_table_of_each(own, used[name])
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

    def _renumbered(
        self,
        network: Network,
        parts: Sequence[ProblemPart],
        perturbations: Perturbations,
        log_stories: Mapping[StoryKey, Floats],
        with_evidence: bool = False,
    ) -> Network:
        """Return a network with the numbers of the perturbations, and stories unchanged without `log_stories`."""
        tables = NetworkEdit(network, perturbations.count)
        reports, witnesses = self._stories.testimony.reports, self._stories.testimony.witnesses
        usual = {name: witnesses[name].log_reliable for name in perturbations.sources.sources}
        regraded = perturbations.sources.tables(usual, perturbations.count)
        for part in parts:
            stacks = part.tables.sources
            for name in stacks.keys() & regraded.keys():
                tables.put_at(stacks[name], regraded[name])
            self._put_nodes(tables, part, perturbations, with_evidence)
            for factors, rows in part.tables.stories if log_stories else ():
                tables.put(rows.stack, slice(rows.first, rows.last), _story_tables(factors, log_stories))
            for chains, sources, utterances, rows in part.tables.statements:
                put_statements(reports, tables, rows, perturbations, chains, sources, utterances)
        return tables.network()


def _story_tables(factors: Sequence[SourceFactor], log_stories: Mapping[StoryKey, Floats]) -> Floats:
    """Return the tables of stories, 0 if the source is reliable; shape (n, 2, 2 for each after ..., count)."""
    stories = np.array([[log_stories[factor.source, broken] for broken in factor.broken] for factor in factors])
    tables = np.stack([np.zeros_like(stories), stories], axis=1)
    return tables.reshape(len(factors), 2, *(2,) * len(factors[0].after), stories.shape[-1])
