"""The stories that unreliable sources tell, each worked out once.

E406 story that cannot be
    Finds:   A source that favours hypotheses which together have prior probability 0.
    Matters: Its story would be told in a world that cannot be.
    Example: favours: {origin: [other]}      # where the prior of other is 0
    Instead: favours: {origin: [coopted]}
"""

from __future__ import annotations

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
"""Entries of the tables of stories."""


class Stories(StoryTable):
    """The stories of a case, computed when they are asked for.

    Parameters
    ----------
    world : World
    testimony : Testimony
    marginals : dict of str to float64, shape (states,), nats
        Of the indicator instances before any evidence.

    Attributes
    ----------
    layers : list of Layer or EstimatedStory
        The stories that are networks of their own, those first that others rest on.
    errors : dict of StoryKey to float, nats
        Standard errors of the totals that were estimated.
    of_all : list of StoryKey
        That of all the evidence, told by a source whom it all came through last, where it is beyond the bound: it
        stands at 0, for what it is to the probability of the evidence is known once the case is sampled.
    """

    def __init__(self, world: World, testimony: Testimony, marginals: Mapping[str, Floats]) -> None:
        super().__init__(world, testimony)
        self.layers: list[Layer | EstimatedStory] = []
        self.errors: dict[StoryKey, float] = {}
        self.of_all: list[StoryKey] = []
        self._marginals = marginals

    def supposing(self, source: str, favours: Mapping[str, Floats]) -> Stories:
        """Return the stories with a source that favours something else; those it has no part in are kept.

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
        chains = [report.chain for report in self.testimony.reports]
        for key, total in self.totals.items():
            teller, broken = key
            if source != teller and not any(source in chains[r][: chains[r].index(teller)] for r in broken):
                others.totals[key] = total
                others.errors |= {key: self.errors[key]} if key in self.errors else {}
        return others

    def tell(self, keys: Iterable[StoryKey], deep: bool = True) -> None:
        """Work out stories and those they rest on; where `deep`, also each of them without each of its reports."""
        known: Mapping[StoryKey, object] = self.without if deep else self.totals
        new = [key for key in dict.fromkeys(keys) if key not in known]
        self._tell_simple(new)
        larger = [key for key in new if key not in known]
        if not larger:
            return
        inside = [self.testimony.chains_before(*key) for key in larger]
        self.tell((key for chain_set in inside for key in chain_set.story_keys()), deep)
        self._solve(larger, inside, deep)

    def _tell_simple(self, keys: Iterable[StoryKey]) -> None:
        """Work out those stories that need no network.

        Such are the empty story, and one report of the source's own where the source favours nothing.
        """
        alone: dict[StoryKey, int] = {}
        for key in keys:
            source, broken = key
            if not broken:
                self.totals[key], self.without[key] = 0.0, {}
            elif len(broken) == 1 and not self.testimony.witnesses[source].favours:
                (number,) = broken
                if self.testimony.reports[number].chain[0] == source:
                    alone[key] = number
        reports = [self.testimony.reports[number] for number in alone.values()]
        if reports:
            marginals = np.array([self._marginals[report.seen] for report in reports])
            stories = lone_story(marginals, np.array([report.log_given_seen for report in reports]))
            self.totals |= zip(alone, stories.tolist(), strict=True)
            # One mapping for all: without its only report each of these stories is the empty one.
            self.without |= dict.fromkeys(alone, dict.fromkeys(alone.values(), 0.0))

    def _solve(self, keys: Sequence[StoryKey], inside: Sequence[ChainSet], deep: bool) -> None:
        try:
            layer = self._layer(keys, inside, deep)
        except TooEntangledError as error:
            self._solve_apart(keys, inside, deep, error)
            return
        self.layers.append(layer.without_swaps())
        solution = solve(layer.network, layer.plan)
        roots = {variable: float(total[0]) for variable, total in solution.log_roots.items()}
        slow: list[tuple[StoryKey, int]] = []
        for key, worlds in zip(keys, layer.worlds, strict=True):
            source, broken = key
            if any(world.prior(roots) == -np.inf for world in worlds):
                raise impossible_story(source)
            self.totals[key] = float(story_total(worlds, roots))
            if not deep:
                continue
            each = [without_each(world, solution, layer.plan, roots) for world in worlds]
            at_once = broken.intersection(*each)
            self.without[key] = {
                number: float(np.logaddexp.reduce([totals[number] for totals in each])) for number in sorted(at_once)
            }
            slow += [(key, number) for number in sorted(broken - at_once)]
        self.tell((_less(*item) for item in slow), deep=False)
        for key, number in slow:
            self.without[key] = {**self.without[key], number: self.totals[_less(key, number)]}

    def _solve_apart(
        self, keys: Sequence[StoryKey], inside: Sequence[ChainSet], deep: bool, error: TooEntangledError
    ) -> None:
        """Work out stories that are beyond the bound together, each by itself."""
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
        """Write stories as one network of parts that do not touch; the stories they rest on are worked out."""
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
        Of the indicator before any evidence; and of the report in each of its states. Both are broadcast.
    """
    joint = marginal + log_likelihood
    total: Floats = np.logaddexp(joint[..., 0], joint[..., 1])
    return total


def pose(stories: Stories, chain_set: ChainSet, options: SolveOptions) -> Solved:
    """Write a problem as a network and plan its solution."""
    builder, keys = Builder(), list(chain_set.story_keys())
    stories.tell(keys, deep=options.swaps)
    part = assemble(builder, stories, chain_set, {}, options)
    network = builder.build()
    errors: dict[str, float] = {}
    # Of rows that are given, only what a world without shared rates makes of them is asked.
    for key in stories.errors.keys() & keys if options.shared != "nothing" else ():
        errors[key[0]] = max(stories.errors[key], errors.get(key[0], 0.0))
    return Solved.of(part, network, {part.sources[source]: error for source, error in errors.items()})


def _less(key: StoryKey, report: int) -> StoryKey:
    return key[0], key[1] - {report}
