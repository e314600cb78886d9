"""Problems of the model's one form, and the stories that unreliable sources tell in them.

A problem is a set of items heard through chains of sources, and what is known of the world beforehand. The case is one;
the story of an unreliable source is a smaller one: only the items broken at it, each with the part of its chain before
it, in a world in which what it favours holds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assess.compile.testimony import Report, Witness
from assess.compile.world import World
from assess.errors import TooEntangledError
from assess.network.leave_out import Swap, group_swaps, leave_out
from assess.network.logs import Floats
from assess.network.network import Builder, Network
from assess.network.order import Scope
from assess.network.plan import Plan, TooLargeError, plan
from assess.network.solve import solve

MAX_AFTER = 8
"""Uncertain sources that may stand after one source in its chains."""

MAX_SWAP_CELLS = 2**14
"""Entries up to which all that an item touches is put in one table, to leave it out without solving anew."""

StoryKey = tuple[str, frozenset[int]]
"""A source, and the reports that are broken at it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A report, and the part of its chain that matters in a problem."""

    report: int
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Testimony:
    """All that was said, and by whom; reports are known by their place in the list."""

    reports: Sequence[Report]
    witnesses: Mapping[str, Witness]

    def heard(self, reports: Iterable[int]) -> list[Heard]:
        """Return reports with their whole chains."""
        return [Heard(r, self.reports[r].chain) for r in reports]

    def before(self, source: str, reports: Iterable[int]) -> list[Heard]:
        """Return reports with the part of their chains before `source`."""
        chains = ((r, self.reports[r].chain) for r in sorted(reports))
        return [Heard(r, chain[: chain.index(source)]) for r, chain in chains]


@dataclass(frozen=True, slots=True)
class Voice:
    """One source in a problem: which reports are broken at it, by which of the sources after it are reliable.

    Parameters
    ----------
    after : tuple of str
        The sources that stand after it in some chain.
    broken : list of frozenset of int
        For each combination of their states, the first of them slowest, reliable before unreliable.
    """

    source: str
    after: tuple[str, ...]
    broken: list[frozenset[int]]

    @property
    def shape(self) -> tuple[int, ...]:
        """Two states for each source after it."""
        return (2,) * len(self.after)


def voices(heard: Sequence[Heard]) -> dict[str, Voice]:
    """Return the sources of a problem, in the order in which they first speak."""
    tails: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for one in heard:
        for place, source in enumerate(one.chain):
            tails.setdefault(source, []).append((one.report, one.chain[place + 1 :]))
    found = {}
    for source, spoken in tails.items():
        after = tuple(dict.fromkeys(itertools.chain.from_iterable(tail for _, tail in spoken)))
        combinations = itertools.product((True, False), repeat=len(after))
        broken = []
        for states in combinations:
            reliable = {s for s, good in zip(after, states, strict=True) if good}
            broken.append(frozenset(r for r, tail in spoken if reliable.issuperset(tail)))
        found[source] = Voice(source, after, broken)
    return found


class Stories:
    """The probabilities of stories, each worked out once.

    Parameters
    ----------
    world : World
    testimony : Testimony
    marginals : dict of str to float64, shape (states,), nats
        Of the indicator instances before any evidence.
    """

    def __init__(self, world: World, testimony: Testimony, marginals: Mapping[str, Floats]) -> None:
        self.world, self.testimony, self._marginals = world, testimony, marginals
        self._totals: dict[StoryKey, float] = {}
        self._without: dict[StoryKey, Mapping[int, float]] = {}

    def total(self, key: StoryKey) -> float:
        """Return the log probability of a story that has been told (nats)."""
        return self._totals[key]

    def without(self, key: StoryKey, report: int) -> float:
        """Return the same without one of its reports."""
        return self._without[key][report]

    def tell(self, keys: Iterable[StoryKey], deep: bool = True) -> None:
        """Work out stories and those inside them, where `deep` without each of their reports too."""
        known = self._without if deep else self._totals
        larger = [key for key in dict.fromkeys(keys) if key not in known and not self._is_simple(key)]
        if not larger:
            return
        inside = [self.testimony.before(*key) for key in larger]
        self.tell((key for heard in inside for key in needed(voices(heard))), deep)
        self._solve(larger, inside, deep)

    def _is_simple(self, key: StoryKey) -> bool:
        """Work a story out that is no network: nothing, or one report of the source's own, of no favoured world."""
        source, broken = key
        if not broken:
            self._totals[key], self._without[key] = 0.0, {}
            return True
        if len(broken) > 1 or self.testimony.witnesses[source].favours:
            return False
        (number,) = broken
        report = self.testimony.reports[number]
        if report.chain[0] != source:
            return False
        joint = self._marginals[report.node] + report.log_likelihood
        self._totals[key], self._without[key] = float(np.logaddexp.reduce(joint)), {number: 0.0}
        return True

    def _solve(self, keys: Sequence[StoryKey], inside: Sequence[list[Heard]], deep: bool) -> None:
        """Solve many smaller problems as one network of parts that do not touch."""
        builder = Builder()
        favours = {source: self.testimony.witnesses[source].favours for source, _ in keys}
        parts = [
            assemble(builder, self, heard, favours[source], Extent(deep))
            for (source, _), heard in zip(keys, inside, strict=True)
        ]
        bare = {source: assemble(builder, self, [], known) for source, known in favours.items() if known}
        network = builder.build()
        work = plan_for(network, [*parts, *bare.values()])
        solution = solve(network, work)
        roots = {variable: float(total[0]) for variable, total in solution.log_roots.items()}
        swaps = [swap for part in parts for swap in part.swaps.values()]
        totals = np.zeros(len(swaps))
        for group in group_swaps(work, swaps):
            totals[group.index] = leave_out(solution, group)[:, 0]
        left = iter(totals.tolist())
        slow: list[tuple[StoryKey, int]] = []
        for key, part in zip(keys, parts, strict=True):
            source, broken = key
            base = sum(part_roots(bare[source], roots).values()) if source in bare else 0.0
            own = part_roots(part, roots)
            self._totals[key] = sum(own.values()) - base
            if deep:
                without = {n: next(left) + _others(own, work.root[s.home[0]]) - base for n, s in part.swaps.items()}
                self._without[key] = without
                slow += [(key, number) for number in sorted(broken - without.keys())]
        self.tell((_less(*one) for one in slow), deep=False)
        for key, number in slow:
            self._without[key] = {**self._without[key], number: self._totals[_less(key, number)]}


def plan_for(network: Network, posed: Iterable[Part]) -> Plan:
    """Plan the solution of a network of problems.

    Raises
    ------
    TooEntangledError
        If a table would pass the memory bound; it names the sources that the table would hold.
    """
    try:
        return plan(network)
    except TooLargeError as error:
        names = {variable: source for part in posed for source, variable in part.sources.items()}
        held = [names[variable] for variable in error.scope if variable in names]
        raise TooEntangledError(held, error.cells, error.bound) from None


def needed(heard_of: Mapping[str, Voice]) -> Iterable[StoryKey]:
    """Yield the stories that a problem with these voices rests on."""
    return ((voice.source, broken) for voice in heard_of.values() for broken in voice.broken)


def part_roots(part: Part, roots: Mapping[int, float]) -> dict[int, float]:
    """Return the totals of the components of a part (nats), by the last variable eliminated of each."""
    return {variable: roots[variable] for variable in part.variables if variable in roots}


def _others(own: Mapping[int, float], root: int) -> float:
    return sum(total for variable, total in own.items() if variable != root) if len(own) > 1 else 0.0


def _less(key: StoryKey, report: int) -> StoryKey:
    return key[0], key[1] - {report}


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a problem is wanted.

    Parameters
    ----------
    swaps : bool
        How to leave out each report.
    whole : bool
        Every node of the world, and an item's instance when it is left out.
    """

    swaps: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A problem as it stands in a network.

    Parameters
    ----------
    nodes, sources : dict of str to int
        Variable of each node of the world and of each source.
    swaps : dict of int to Swap
        For each report that can be left out within one table: how.
    """

    nodes: Mapping[str, int]
    sources: Mapping[str, int]
    swaps: Mapping[int, Swap]

    @property
    def variables(self) -> Iterable[int]:
        """All its variables."""
        return [*self.nodes.values(), *self.sources.values()]


def assemble(
    builder: Builder,
    stories: Stories,
    heard: Sequence[Heard],
    condition: Mapping[str, Floats],
    extent: Extent | None = None,
) -> Part:
    """Add a problem to a network.

    Parameters
    ----------
    builder : Builder
    stories : Stories
        Those that the problem rests on have been told.
    heard : sequence of Heard
    condition : dict of str to float64, shape (hypotheses,), nats
        What is known of the world beforehand, by instance.
    extent : Extent, optional
        How much of it is wanted: by default only its total.
    """
    extent = extent or Extent()
    world, testimony = stories.world, stories.testimony
    touched = world.nodes if extent.whole else [*(testimony.reports[h.report].node for h in heard), *condition]
    nodes: dict[str, int] = {}
    for ident in world.ancestors(touched):
        node = world.nodes[ident]
        nodes[ident] = builder.variable(len(node.states))
        builder.table((*(nodes[p] for p in node.parents), nodes[ident]), node.table)
    for instance, allowed in condition.items():
        builder.table((nodes[instance],), allowed)
    heard_of = voices(heard)
    sources = {source: builder.variable(2) for source in heard_of}
    for source in heard_of:
        builder.table((sources[source],), testimony.witnesses[source].log_reliable)
    writer = _Writer(builder, stories, nodes, sources, heard_of, extent)
    return Part(nodes, sources, writer.write(heard))


@dataclass(frozen=True, slots=True)
class _Writer:
    builder: Builder
    stories: Stories
    nodes: Mapping[str, int]
    sources: Mapping[str, int]
    voices: Mapping[str, Voice]
    extent: Extent

    def write(self, heard: Sequence[Heard]) -> dict[int, Swap]:
        """Add the tables of the testimony; return how each report is left out."""
        for voice in self.voices.values():
            self.builder.table(self._scope(voice), self._story_table(voice, None))
        statements: dict[str, list[Heard]] = {}
        for one in heard:
            statements.setdefault(self.stories.testimony.reports[one.report].statement, []).append(one)
        swaps: dict[int, Swap] = {}
        for utterance in statements.values():
            swaps |= self._utter(utterance)
        return swaps

    def _scope(self, voice: Voice) -> Scope:
        return tuple(self.sources[s] for s in (voice.source, *voice.after))

    def _story_table(self, voice: Voice, left_out: int | None) -> Floats:
        """Return log Z over a source and those after it: 0 where it is reliable."""
        told = []
        for broken in voice.broken:
            key = voice.source, broken
            if left_out is not None and left_out in broken:
                told.append(self.stories.without(key, left_out))
            else:
                told.append(self.stories.total(key))
        table = np.zeros((2, len(told)))
        table[1] = told
        return table.reshape(2, *voice.shape)

    def _utter(self, utterance: list[Heard]) -> dict[int, Swap]:
        """Add one statement: it bears on its indicator, once, if any of its items is intact."""
        report = self.stories.testimony.reports[utterance[0].report]
        chains = [one.chain for one in utterance]
        through = tuple(dict.fromkeys(itertools.chain.from_iterable(chains)))
        scope = (*(self.sources[s] for s in through), self.nodes[report.node])
        table = _statement_table(through, chains, report.log_likelihood)
        if not self.extent.swaps:
            self.builder.table(scope, table)
            return {}
        around = tuple(dict.fromkeys(s for t in through for s in (t, *self.voices[t].after)))
        target = self.nodes[report.instance] if self.extent.whole else None
        full = (*(self.sources[s] for s in around), self.nodes[report.node])
        home = full if target is None else tuple(dict.fromkeys((*full, target)))
        cells = np.prod([self.builder.cards[v] for v in home])
        if cells > MAX_SWAP_CELLS:
            self.builder.table(scope, table)
            return {}
        self.builder.table(scope, table, home)
        swaps = {}
        for place, one in enumerate(utterance):
            rest = chains[:place] + chains[place + 1 :]
            change = self._change(one, full)
            if change is not None:
                put = widen(_statement_table(through, rest, report.log_likelihood), scope, full) + change
                shape = (2,) * len(full)
                take = np.broadcast_to(widen(table, scope, full), shape)
                swaps[one.report] = Swap(home, full, take, np.broadcast_to(put, shape), target)
        return swaps

    def _change(self, one: Heard, full: Scope) -> Floats | None:
        """Return what leaving a report out does to the stories of its sources; None where it revives one."""
        total = np.zeros((1,) * len(full))
        for source in one.chain:
            voice = self.voices[source]
            before, after = self._story_table(voice, None), self._story_table(voice, one.report)
            dead = np.isneginf(before)
            if bool((dead & ~np.isneginf(after)).any()):
                return None
            total = total + widen(np.where(dead, 0.0, after - np.where(dead, 0.0, before)), self._scope(voice), full)
        return total


def _statement_table(through: Sequence[str], chains: Sequence[Sequence[str]], log_likelihood: Floats) -> Floats:
    """Return the log likelihood where a chain is reliable throughout, else 0; shape (2 for each source ..., 2)."""
    intact = np.zeros((2,) * len(through), dtype=bool)
    for chain in chains:
        intact[tuple(0 if source in chain else slice(None) for source in through)] = True
    return np.where(intact[..., np.newaxis], log_likelihood, 0.0)


def widen(table: Floats, scope: Scope, full: Scope) -> Floats:
    """Lay a table over `scope` out over the axes of `full`, which holds it; axes that it lacks have length 1."""
    order = sorted(range(len(scope)), key=lambda k: full.index(scope[k]))
    shape = [1] * len(full)
    for k in order:
        shape[full.index(scope[k])] = table.shape[k]
    return table.transpose(order).reshape(shape)
