"""Stories as networks: the worlds in which each may be told, and their probabilities under other numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from assess.compile.part import ProblemPart
from assess.compile.testimony import StoryKey
from assess.errors import AssessError, Finding
from assess.network.elimination import EliminationPlan
from assess.network.leave_out import Swaps, leave_out, place_swaps
from assess.network.logs import Floats
from assess.network.network import Network
from assess.network.solve import Solution, solve

Total = TypeVar("Total", float, Floats)

Renumbered = Callable[[Network, Sequence[ProblemPart]], Network]
"""A network of some parts with the numbers of perturbations."""


class StoryWorld(NamedTuple):
    """A copy of the world in which a story may be told.

    Parameters
    ----------
    log_weight : float, nats
        Log probability that the story is told in this world.
    part : ProblemPart
        The copy with the reports of the story.
    bare : ProblemPart or None
        The copy without them, if what the source favours holds in it; None for an ordinary one.
    """

    log_weight: float
    part: ProblemPart
    bare: ProblemPart | None

    def prior(self, roots: Mapping[int, Total]) -> Total | float:
        """Return the log probability (nats), before any report, of what holds in the copy."""
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


def without_each(
    worlds: Sequence[StoryWorld], solution: Solution, plan: EliminationPlan, roots: Mapping[int, float]
) -> list[dict[int, float]]:
    """Return the weighted log probability (nats) of a story without each of its reports in each of some worlds.

    Without a report, the story is another total of the same network, reached by a swap of tables within one clique; the
    other components of the part stay the same. Reports for which no clique holds everything that changes are left out.
    """
    swapped: list[Swaps] = []
    named: list[tuple[int, int]] = []
    for place, world in enumerate(worlds):
        for swaps in world.part.swaps:
            swapped.append(swaps._replace(names=range(len(named), len(named) + len(swaps.names))))
            named += [(place, number) for number in swaps.names]
    own = [part_roots(world.part, roots) for world in worlds]
    base = [world.log_weight - world.prior(roots) for world in worlds]
    others: dict[int, float] = {}
    without: list[dict[int, float]] = [{} for _ in worlds]
    for placed in place_swaps(plan, swapped):
        totals = leave_out(solution, placed)[:, 0].tolist()
        for name, root, total in zip(placed.names, placed.roots, totals, strict=True):
            place, number = named[name]
            if root not in others:
                others[root] = sum(each for variable, each in own[place].items() if variable != root)
            without[place][number] = total + others[root] + base[place]
    return without


def part_roots(part: ProblemPart, roots: Mapping[int, Total]) -> dict[int, Total]:
    """Return the totals of a part's components (nats), by the last variable eliminated in each."""
    return {variable: roots[variable] for variable in part.variables if variable in roots}


class Layer(NamedTuple):
    """Stories that do not rest on one another, as one network.

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
        """Return the layer without what is needed to leave reports out, which is large."""
        light = [tuple(w._replace(part=w.part._replace(swaps=())) for w in worlds) for worlds in self.worlds]
        return self._replace(worlds=light)

    @property
    def cells(self) -> int:
        """The table entries summed for each perturbation."""
        return self.plan.cells

    def under(self, renumbered: Renumbered, count: int) -> dict[StoryKey, Floats]:
        """Return the log probability (nats) of each story under perturbations, each of shape (count,)."""
        roots = solve(renumbered(self.network, self.parts), self.plan).log_roots
        totals = [story_total(worlds, roots) for worlds in self.worlds]
        return {key: np.broadcast_to(total, (count,)) for key, total in zip(self.keys, totals, strict=True)}

    @property
    def parts(self) -> list[ProblemPart]:
        """The problems of the network."""
        worlds = [world for of_key in self.worlds for world in of_key]
        bare = {id(world.bare): world.bare for world in worlds if world.bare is not None}
        return [*(world.part for world in worlds), *bare.values()]


def impossible_story(source: str) -> AssessError:
    """Return the error for a source that favours something impossible."""
    message = f"what {source} favours has prior probability 0: its story cannot be told"
    hint = "leave a little prior to what a source favours, or let it favour something else"
    return AssessError([Finding("E406", message, ("sources", source, "favours"), hint, "case")])
