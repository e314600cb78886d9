"""The stories of unreliable sources, each worked out once.

E406 impossible story
    Finds:   A source that favours hypotheses whose joint prior probability is 0.
    Matters: Its story would be told in an impossible world.
    Example: favours: {origin: [other]}      # where the prior of other is 0
    Instead: favours: {origin: [coopted]}
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assess.compile.part import ProblemPart, SolveOptions, StoryTable, plan_for
from assess.compile.problem import assemble
from assess.compile.solved import Solved
from assess.compile.story_layers import Layer, StoryWorld, impossible_story, story_total, without_each
from assess.compile.testimony import ChainSet, StoryKey, Testimony
from assess.compile.world import World
from assess.errors import SampledError, TooEntangledError
from assess.network.elimination import MAX_CELLS
from assess.network.logs import Floats
from assess.network.network import Builder
from assess.network.solve import solve

if TYPE_CHECKING:
    from assess.compile.estimated_stories import EstimatedStory

BOUND = MAX_CELLS
"""The most table entries of stories."""


class Stories(StoryTable):
    """The stories of a case, computed when needed.

    Parameters
    ----------
    world : World
    testimony : Testimony
    marginals : dict of str to float64, shape (states,), nats
        Those of the indicator instances before any evidence.

    Attributes
    ----------
    layers : list of Layer or EstimatedStory
        The stories with networks of their own, in order of dependence.
    errors : dict of StoryKey to float, nats
        Standard errors of estimated totals.
    of_all : list of StoryKey
        The story of all the evidence, told by the last source of every chain, if beyond the bound: it is entered as 0,
        because its ratio to the probability of the evidence is only known once the case is sampled.
    """

    def __init__(self, world: World, testimony: Testimony, marginals: Mapping[str, Floats]) -> None:
        super().__init__(world, testimony)
        self.layers: list[Layer | EstimatedStory] = []
        self.errors: dict[StoryKey, float] = {}
        self.of_all: list[StoryKey] = []
        self._marginals = marginals

    def supposing(self, source: str, favours: Mapping[str, Floats]) -> Stories:
        """Return the stories if a source favoured something else, keeping those in which it has no part.

        Parameters
        ----------
        source : str
        favours : dict of str to float64, shape (hypotheses,), nats
            By instance.
        """
        witnesses = {**self.testimony.witnesses}
        witnesses[source] = witnesses[source]._replace(favours=favours)
        others = Stories(self.world, replace(self.testimony, witnesses=witnesses), self._marginals)
        if any(source == teller for teller, _ in self.of_all):
            raise SampledError
        others.of_all = self.of_all
        chains = self.testimony.reports.chains
        for number, total in enumerate(self.alone):
            if chains[number] and chains[number][0] != source:
                others.alone[number] = total
        for key, total in self.totals.items():
            teller, broken = key
            if source != teller and not any(source in chains[r][: chains[r].index(teller)] for r in broken):
                others.totals[key] = total
                others.errors |= {key: self.errors[key]} if key in self.errors else {}
        return others

    def tell(self, keys: Iterable[StoryKey], deep: bool = True) -> None:
        """Work out stories and those they rest on; if `deep`, also each of them without each of its reports."""
        known: Mapping[StoryKey, object] = self.without if deep else self.totals
        new = list(dict.fromkeys(key for key in keys if key not in known and not self.is_alone(key)))
        self._tell_simple(new)
        larger = [key for key in new if key not in known and not self.is_alone(key)]
        if not larger:
            return
        inside = [self.testimony.chains_before(*key) for key in larger]
        self.tell((key for chain_set in inside for key in chain_set.story_keys()), deep)
        self._solve(larger, inside, deep)

    def _tell_simple(self, keys: Iterable[StoryKey]) -> None:
        """Work out the stories that need no network.

        These are the empty story, and a single report of its own by a source that favours nothing.
        """
        alone = []
        for key in keys:
            source, broken = key
            if not broken:
                self.totals[key], self.without[key] = 0.0, {}
            elif len(broken) == 1 and not self.testimony.witnesses[source].favours:
                (number,) = broken
                if self.testimony.reports.chains[number][0] == source:
                    alone.append(number)
        self._tell_alone(alone)

    def tell_of(self, chain_set: ChainSet, deep: bool = True) -> None:
        """Work out the stories that a problem rests on."""
        factors, witnesses = chain_set.factors, self.testimony.witnesses
        silent = [source for source in factors if not witnesses[source].favours]
        self._tell_alone([number for source in silent if (number := factors.only_report(source)) is not None])
        self.tell(chain_set.story_keys(), deep)

    def _tell_alone(self, numbers: Sequence[int]) -> None:
        """Work out the stories of single reports that their origins tell, which favour nothing."""
        reports, new = self.testimony.reports, [number for number in numbers if math.isnan(self.alone[number])]
        if new:
            marginals = np.array([self._marginals[reports.seen[number]] for number in new])
            for number, story in zip(new, lone_story(marginals, reports.log_given_seen[new]).tolist(), strict=True):
                self.alone[number] = story

    def _solve(self, keys: Sequence[StoryKey], inside: Sequence[ChainSet], deep: bool) -> None:
        try:
            layer = self._layer(keys, inside, deep)
        except TooEntangledError as error:
            self._solve_apart(keys, inside, deep, error)
            return
        self.layers.append(layer.without_swaps())
        solution = solve(layer.network, layer.plan)
        roots = {variable: float(total[0]) for variable, total in solution.log_roots.items()}
        every = [world for worlds in layer.worlds for world in worlds] if deep else []
        left_out = iter(without_each(every, solution, layer.plan, roots))
        slow: list[tuple[StoryKey, int]] = []
        for key, worlds in zip(keys, layer.worlds, strict=True):
            source, broken = key
            if any(world.prior(roots) == -np.inf for world in worlds):
                raise impossible_story(source)
            self.totals[key] = float(story_total(worlds, roots))
            if not deep:
                continue
            each = list(itertools.islice(left_out, len(worlds)))
            at_once = broken.intersection(*each)
            self.without[key] = {
                number: float(np.logaddexp.reduce([totals[number] for totals in each])) for number in sorted(at_once)
            }
            slow += [(key, number) for number in sorted(broken - at_once)]
        self.tell((_less(*item) for item in slow), deep=False)
        for key, number in slow:
            self.without[key] = {**self.without[key], number: self.total(_less(key, number))}

    def _solve_apart(
        self, keys: Sequence[StoryKey], inside: Sequence[ChainSet], deep: bool, error: TooEntangledError
    ) -> None:
        """Work out separately stories that together are beyond the bound."""
        if len(keys) > 1:
            for k in range(len(keys)):
                self._solve(keys[k : k + 1], inside[k : k + 1], deep)
            return
        key, reports = keys[0], self.testimony.reports
        source, broken = key
        if len(broken) == len(reports) and all(report.chain[-1] == source for report in reports):
            self.of_all.append(key)
            self.totals[key], self.without[key] = 0.0, dict.fromkeys(sorted(broken), 0.0)
            return
        from assess.compile.estimated_stories import estimated_story  # loads what an exact solution has no use for

        story = estimated_story(self, key, inside[0], deep)
        if story is None:
            raise error
        self.layers.append(story)
        self.totals[key], self.errors[key] = story.log_total, story.error
        if deep:
            self.without[key] = story.without

    def _layer(self, keys: Sequence[StoryKey], inside: Sequence[ChainSet], deep: bool) -> Layer:
        """Return stories as one network of unconnected parts; the stories they rest on must be worked out."""
        builder = Builder()
        bare: dict[str, ProblemPart] = {}
        silence = self.testimony.chains(())
        worlds = []
        for (source, _), chain_set in zip(keys, inside, strict=True):
            of_part: list[StoryWorld] = []
            for log_weight, favours in self.testimony.witnesses[source].story_worlds:
                if favours and source not in bare:
                    bare[source] = assemble(builder, self, silence, favours, SolveOptions())
                part = assemble(builder, self, chain_set, favours, SolveOptions(swaps=deep))
                of_part.append(StoryWorld(log_weight, part, bare[source] if favours else None))
            worlds.append(tuple(of_part))
        network = builder.build()
        parts = [*(world.part for of_key in worlds for world in of_key), *bare.values()]
        return Layer(tuple(keys), worlds, network, plan_for(network, parts, BOUND))


def lone_story(marginal: Floats, log_likelihood: Floats) -> Floats:
    """Return the log probability (nats) of a story of one report, told by a source that favours nothing.

    Parameters
    ----------
    marginal, log_likelihood : float64, shape (..., 2), nats
        The marginal of the indicator before any evidence, and the likelihood of the report in each of its states; they
        are broadcast.
    """
    joint = marginal + log_likelihood
    total: Floats = np.logaddexp(joint[..., 0], joint[..., 1])
    return total


def pose(stories: Stories, chain_set: ChainSet, options: SolveOptions) -> Solved:
    """Return a problem as a network, with its plan."""
    builder = Builder()
    stories.tell_of(chain_set, deep=options.swaps)
    part = assemble(builder, stories, chain_set, {}, options)
    network = builder.build()
    errors: dict[str, float] = {}
    # Of rows that are given, only what a world without shared rates makes of them is asked.
    of_rows = options.shared == "nothing" or not stories.errors
    for key in () if of_rows else stories.errors.keys() & {*chain_set.story_keys()}:
        errors[key[0]] = max(stories.errors[key], errors.get(key[0], 0.0))
    return Solved.of(part, network, {part.sources[source]: error for source, error in errors.items()})


def _less(key: StoryKey, report: int) -> StoryKey:
    return key[0], key[1] - {report}
