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
from typing import NamedTuple, TypeVar

import numpy as np

from assess.compile.part import ProblemPart, SolveOptions, StoryTable, plan_for
from assess.compile.problem import assemble
from assess.compile.solved import Solved
from assess.compile.testimony import ChainSet, StoryKey, Testimony
from assess.compile.world import World
from assess.errors import AssessError, Finding, SampledError, TooEntangledError
from assess.network.elimination import MAX_CELLS, EliminationPlan
from assess.network.leave_out import leave_out, place_swaps
from assess.network.logs import Floats
from assess.network.network import Builder, Network
from assess.network.solve import Solution, solve

Total = TypeVar("Total", float, Floats)

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
    layers : list of Layer
        The stories that are networks of their own, those first that others rest on.
    of_all : list of StoryKey
        That of all the evidence, told by a source whom it all came through last, where it is beyond the bound: it
        stands at 0, for what it is to the probability of the evidence is known once the case is sampled.
    """

    def __init__(self, world: World, testimony: Testimony, marginals: Mapping[str, Floats]) -> None:
        super().__init__(world, testimony)
        self.layers: list[Layer] = []
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
        except TooEntangledError:
            self._solve_apart(keys, inside, deep)
            return
        self.layers.append(layer.without_swaps())
        solution = solve(layer.network, layer.plan)
        roots = {variable: float(total[0]) for variable, total in solution.log_roots.items()}
        slow: list[tuple[StoryKey, int]] = []
        for key, worlds in zip(keys, layer.worlds, strict=True):
            source, broken = key
            if any(world.prior(roots) == -np.inf for world in worlds):
                message = f"what {source} favours has prior probability 0: its story cannot be told"
                hint = "leave a little prior to what a source favours, or let it favour something else"
                raise AssessError([Finding("E406", message, ("sources", source, "favours"), hint, "case")])
            self.totals[key] = float(story_total(worlds, roots))
            if not deep:
                continue
            each = [_without_each(world, solution, layer.plan, roots) for world in worlds]
            at_once = broken.intersection(*each)
            self.without[key] = {
                number: float(np.logaddexp.reduce([totals[number] for totals in each])) for number in sorted(at_once)
            }
            slow += [(key, number) for number in sorted(broken - at_once)]
        self.tell((_less(*item) for item in slow), deep=False)
        for key, number in slow:
            self.without[key] = {**self.without[key], number: self.totals[_less(key, number)]}

    def _solve_apart(self, keys: Sequence[StoryKey], inside: Sequence[ChainSet], deep: bool) -> None:
        """Work out stories that are beyond the bound together, each by itself."""
        if len(keys) > 1:
            for k in range(len(keys)):
                self._solve(keys[k : k + 1], inside[k : k + 1], deep)
            return
        (source, broken), reports = keys[0], self.testimony.reports
        if len(broken) < len(reports) or any(report.chain[-1] != source for report in reports):
            self._layer(keys, inside, deep)
        self.of_all.append(keys[0])
        self.totals[keys[0]], self.without[keys[0]] = 0.0, dict.fromkeys(sorted(broken), 0.0)

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


class StoryWorld(NamedTuple):
    """A copy of the world in which a story may be told.

    Parameters
    ----------
    log_weight : float, nats
        Log probability that it is told in this one.
    part : ProblemPart
        The copy with the reports of the story.
    bare : ProblemPart or None
        The copy without them, where what the source favours holds; None for a plain one.
    """

    log_weight: float
    part: ProblemPart
    bare: ProblemPart | None

    def prior(self, roots: Mapping[int, Total]) -> Total | float:
        """Return the log probability of what holds in the copy, before any report (nats)."""
        return 0.0 if self.bare is None else sum(part_roots(self.bare, roots).values())


def story_total(worlds: Sequence[StoryWorld], roots: Mapping[int, Total]) -> Floats:
    """Return the log probability of a story (nats): the sum over the worlds in which it may be told.

    Parameters
    ----------
    worlds : sequence of StoryWorld
    roots : dict of int to float, or float64, shape (perturbations,), nats
        The totals of the components of their network, by the last variable eliminated of each.
    """
    totals = [w.log_weight + sum(part_roots(w.part, roots).values()) - w.prior(roots) for w in worlds]
    total: Floats = np.logaddexp.reduce(np.array(totals), axis=0)
    return total


def _without_each(
    world: StoryWorld, solution: Solution, plan: EliminationPlan, roots: Mapping[int, float]
) -> dict[int, float]:
    """Return the weighted log probability (nats) of a story in one world, without each of its reports.

    Without a report a story is another total of the same network, by a swap of tables within one clique; the other
    components of the part stay. Where no clique holds all that changes, the report is not among those returned.
    """
    own = part_roots(world.part, roots)
    base = world.log_weight - world.prior(roots)
    others: dict[int, float] = {}
    without: dict[int, float] = {}
    for swaps in world.part.swaps:
        for placed in place_swaps(plan, swaps):
            totals = leave_out(solution, placed)[:, 0].tolist()
            for number, root, total in zip(placed.names, placed.roots, totals, strict=True):
                if root not in others:
                    others[root] = sum(each for variable, each in own.items() if variable != root)
                without[number] = total + others[root] + base
    return without


def pose(stories: Stories, chain_set: ChainSet, options: SolveOptions) -> Solved:
    """Write a problem as a network and plan its solution."""
    builder = Builder()
    stories.tell(chain_set.story_keys(), deep=options.swaps)
    part = assemble(builder, stories, chain_set, {}, options)
    network = builder.build()
    return Solved.of(part, network)


class Layer(NamedTuple):
    """Stories none of which rests on another, as one network.

    Parameters
    ----------
    keys : tuple of StoryKey
    worlds : list of tuple of StoryWorld
        In which each of them may be told.
    """

    keys: tuple[StoryKey, ...]
    worlds: Sequence[tuple[StoryWorld, ...]]
    network: Network
    plan: EliminationPlan

    def without_swaps(self) -> Layer:
        """Return the layer without what it takes to leave reports out, which is large."""
        light = [tuple(w._replace(part=w.part._replace(swaps=())) for w in worlds) for worlds in self.worlds]
        return self._replace(worlds=light)

    @property
    def parts(self) -> list[ProblemPart]:
        """All problems of the network."""
        worlds = [world for of_key in self.worlds for world in of_key]
        bare = {id(world.bare): world.bare for world in worlds if world.bare is not None}
        return [*(world.part for world in worlds), *bare.values()]


def part_roots(part: ProblemPart, roots: Mapping[int, Total]) -> dict[int, Total]:
    """Return the totals of the components of a part (nats), by the last variable eliminated of each."""
    return {variable: roots[variable] for variable in part.variables if variable in roots}


def _less(key: StoryKey, report: int) -> StoryKey:
    return key[0], key[1] - {report}
