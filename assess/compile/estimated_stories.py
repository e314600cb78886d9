"""Estimating stories beyond the memory bound.

Given the rates shared within it, the world of a story falls apart into small pieces, which are summed out exactly; so
only the rates are annealed. A story whose earlier sources connect what they speak of is refused.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assess.compile.beyond_bound import BeyondBound
from assess.compile.part import ProblemPart, SolveOptions, StoryTable
from assess.compile.problem import assemble, bare_world
from assess.compile.story_layers import Renumbered, impossible_story
from assess.compile.testimony import ChainSet, StoryKey
from assess.errors import SampledError
from assess.network.annealing import AnnealedTotal, annealed
from assess.network.cutset_reweighted import columns_of
from assess.network.elimination import EliminationPlan
from assess.network.logs import Floats
from assess.network.network import Builder, Network
from assess.network.solve import solve

MOST_ERROR = 0.02
"""The standard error of a story's logarithm (nats) beyond which it is refused."""


class EstimatedWorld(NamedTuple):
    """A copy of the world in which a story may be told, with the estimate of the story's probability there.

    Parameters
    ----------
    log_weight : float, nats
        Log probability that the story is told in this world.
    part : ProblemPart
    network : Network
    beyond : BeyondBound
    estimate : AnnealedTotal
    bare : (ProblemPart, Network, EliminationPlan), or None
        The copy without the story, if what the source favours holds in it; None for an ordinary one.
    """

    log_weight: float
    part: ProblemPart
    network: Network
    beyond: BeyondBound
    estimate: AnnealedTotal
    bare: tuple[ProblemPart, Network, EliminationPlan] | None

    @property
    def log_prior(self) -> float:
        """The log probability (nats), before any report, of what holds in the copy."""
        return 0.0 if self.bare is None else float(solve(*self.bare[1:]).log_total[0])

    def under(self, renumbered: Renumbered, count: int) -> Floats:
        """Return the log probability of the story in this world under perturbations, shape (count,), nats.

        Raises
        ------
        SampledError
            If it cannot be estimated under one of them.
        """
        totals = np.full(count, self.log_weight)
        if self.bare is not None:
            part, network, plan = self.bare
            totals -= solve(renumbered(network, [part]), plan).log_total
        for k, column in enumerate(columns_of(renumbered(self.network, [self.part]), count)):
            total = self.estimate.under(column.apart())
            if np.isnan(total):
                anew = _annealed(self.beyond.over(column.apart()), 0)
                if anew.error > MOST_ERROR:
                    raise SampledError
                total = anew.log_total
            totals[k] += total
        return totals


class EstimatedStory(NamedTuple):
    """A story beyond the bound.

    Parameters
    ----------
    keys : tuple of StoryKey
        The one key of the story.
    worlds : tuple of EstimatedWorld
    without : dict of int to float, nats
        The story's log probability without each of its reports.
    log_total : float, nats
    error : float, nats
        Its standard error.
    """

    keys: tuple[StoryKey, ...]
    worlds: tuple[EstimatedWorld, ...]
    without: dict[int, float]
    log_total: float
    error: float

    @property
    def parts(self) -> list[ProblemPart]:
        """The problems of all its networks."""
        return [*(world.part for world in self.worlds), *(w.bare[0] for w in self.worlds if w.bare is not None)]

    @property
    def cells(self) -> int:
        """The table entries summed for each perturbation."""
        return sum(world.beyond.cutset.plan.cells * len(world.estimate.log_weights) for world in self.worlds)

    def under(self, renumbered: Renumbered, count: int) -> dict[StoryKey, Floats]:
        """Return the log probability (nats) of the story under perturbations, shape (count,)."""
        (key,) = self.keys
        return {key: np.logaddexp.reduce([world.under(renumbered, count) for world in self.worlds])}


def estimated_story(stories: StoryTable, key: StoryKey, chain_set: ChainSet, deep: bool) -> EstimatedStory | None:
    """Return the estimate of a story, or None if it cannot be estimated to within `MOST_ERROR`.

    Parameters
    ----------
    stories : StoryTable
        The stories, including those that this one rests on.
    key : StoryKey
    chain_set : ChainSet
        The chains before its source.
    deep : bool
        Whether to estimate the story without each of its reports too.

    Raises
    ------
    TooEntangledError
        If what the source favours is beyond the bound by itself.
    AssessError
        If what it favours has prior probability 0.
    """
    source, broken = key
    seed = list(stories.testimony.witnesses).index(source)
    worlds: list[EstimatedWorld] = []
    shares, without = [], []
    for log_weight, favours in stories.testimony.witnesses[source].story_worlds:
        builder = Builder()
        part = assemble(builder, stories, chain_set, favours, SolveOptions(swaps=deep))
        network = builder.build()
        beyond = BeyondBound.of(network, part)
        if beyond is None or set(part.sources.values()) & set(beyond.cutset.variables):
            return None
        bare = bare_world(stories, favours, SolveOptions()) if favours else None
        estimate = _annealed(beyond, seed)
        world = EstimatedWorld(log_weight, part, network, beyond, estimate, bare)
        if np.isneginf(world.log_prior):
            raise impossible_story(source)
        rest = estimate.without(part.swaps)
        if deep and rest.keys() != broken:
            return None
        base = log_weight - world.log_prior
        worlds.append(world)
        shares.append(base + estimate.log_total)
        without.append({number: base + total for number, total in rest.items()})
    total = float(np.logaddexp.reduce(shares))
    errors = [np.exp(share - total) * world.estimate.error for share, world in zip(shares, worlds, strict=True)]
    error = float(np.linalg.norm(errors))
    if not error <= MOST_ERROR:
        return None
    each = {n: float(np.logaddexp.reduce([rest[n] for rest in without])) for n in sorted(broken)} if deep else {}
    return EstimatedStory((key,), tuple(worlds), each, total, error)


def _annealed(beyond: BeyondBound, seed: int) -> AnnealedTotal:
    return annealed(beyond.network, beyond.cutset, beyond.drawn, beyond.evidence, [seed])
