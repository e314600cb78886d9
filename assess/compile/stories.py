"""The stories that unreliable sources tell, each worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from assess.compile.hearing import Hearing, StoryKey, Testimony
from assess.compile.problem import Extent, Part, Told, assemble, plan_for
from assess.compile.world import World
from assess.errors import AssessError, Finding
from assess.network.leave_out import leave_out, place_swaps
from assess.network.logs import Floats
from assess.network.network import Builder
from assess.network.solve import solve


class Stories(Told):
    """Stories, worked out when they are asked for.

    Parameters
    ----------
    world : World
    testimony : Testimony
    marginals : dict of str to float64, shape (states,), nats
        Of the indicator instances before any evidence.
    """

    def __init__(self, world: World, testimony: Testimony, marginals: Mapping[str, Floats]) -> None:
        super().__init__(world, testimony)
        self._marginals = marginals

    def tell(self, keys: Iterable[StoryKey], deep: bool = True) -> None:
        """Work out stories and those inside them, where `deep` without each of their reports too."""
        known: Mapping[StoryKey, object] = self.without if deep else self.totals
        larger = [key for key in dict.fromkeys(keys) if key not in known and not self._told_at_once(key)]
        if not larger:
            return
        inside = [self.testimony.before(*key) for key in larger]
        self.tell((key for hearing in inside for key in hearing.needed()), deep)
        self._solve(larger, inside, deep)

    def _told_at_once(self, key: StoryKey) -> bool:
        """Work a story out that is no network, and say whether it was one.

        Such are nothing, and one report of the source's own, of no favoured world.
        """
        source, broken = key
        if not broken:
            self.totals[key], self.without[key] = 0.0, {}
            return True
        if len(broken) > 1 or self.testimony.witnesses[source].favours:
            return False
        (number,) = broken
        report = self.testimony.reports[number]
        if report.chain[0] != source:
            return False
        prior, said = self._marginals[report.node], report.log_likelihood
        self.totals[key] = float(np.logaddexp(prior[0] + said[0], prior[1] + said[1]))
        self.without[key] = {number: 0.0}
        return True

    def _solve(self, keys: Sequence[StoryKey], inside: Sequence[Hearing], deep: bool) -> None:
        """Solve many smaller problems as one network of parts that do not touch."""
        builder = Builder()
        favours = {source: self.testimony.witnesses[source].favours for source, _ in keys}
        parts = [
            assemble(builder, self, hearing, favours[source], Extent(swaps=deep))
            for (source, _), hearing in zip(keys, inside, strict=True)
        ]
        silence = self.testimony.hearing(())
        bare = {source: assemble(builder, self, silence, known, Extent()) for source, known in favours.items() if known}
        network = builder.build()
        work = plan_for(network, [*parts, *bare.values()])
        solution = solve(network, work)
        roots = {variable: float(total[0]) for variable, total in solution.log_roots.items()}
        slow: list[tuple[StoryKey, int]] = []
        for key, part in zip(keys, parts, strict=True):
            source, broken = key
            base = sum(part_roots(bare[source], roots).values()) if source in bare else 0.0
            if base == -np.inf:
                message = f"what {source} favours has prior probability 0: its story cannot be told"
                hint = "leave a little prior to what a source favours, or let it favour something else"
                raise AssessError([Finding("E406", message, ("sources", source, "favours"), hint, "case")])
            own = part_roots(part, roots)
            self.totals[key] = sum(own.values()) - base
            if not deep:
                continue
            without: dict[int, float] = {}
            self.without[key] = without
            for swaps in part.swaps:
                for placed in place_swaps(work, swaps):
                    totals = leave_out(solution, placed)[:, 0].tolist()
                    for number, root, total in zip(placed.names, placed.roots, totals, strict=True):
                        without[number] = total + _others(own, root) - base
            slow += [(key, number) for number in sorted(broken - without.keys())]
        self.tell((_less(*one) for one in slow), deep=False)
        for key, number in slow:
            self.without[key] = {**self.without[key], number: self.totals[_less(key, number)]}


def part_roots(part: Part, roots: Mapping[int, float]) -> dict[int, float]:
    """Return the totals of the components of a part (nats), by the last variable eliminated of each."""
    return {variable: roots[variable] for variable in part.variables if variable in roots}


def _others(own: Mapping[int, float], root: int) -> float:
    return sum(total for variable, total in own.items() if variable != root) if len(own) > 1 else 0.0


def _less(key: StoryKey, report: int) -> StoryKey:
    return key[0], key[1] - {report}
