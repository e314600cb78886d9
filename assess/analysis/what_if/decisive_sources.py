"""Decisive sources: the smallest sets of sources whose removal changes a judgement."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from assess.analysis.what_if.verdicts import (
    Verdict,
    VerdictReader,
    Verdicts,
)
from assess.compile.perturbations import dropping
from assess.network.logs import Floats
from assess.scoring.columns import Column
from assess.scoring.results import ROUNDING
from assess.scoring.targets import Target

EXHAUSTIVE_SIZE = 3
"""Sources in the sets that are all tried."""

MOST_SETS = 5_000
"""Sets of sources that are all tried; where there are more, fewer sources are taken at once."""
MOST_ADDED = 48
"""Sources that are added to a set at most: those that bring a judgement closest to its fall alone."""

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisiveSet:
    """A set of sources without whose items a judgement changes.

    Parameters
    ----------
    sources : tuple of str or None
        All that they said or passed on is left out; None where the search has no such set.
    size : int or None
        How many they are.
    proved : bool
        Whether no smaller set does it; where there is no set here, whether there is none at all.
    then : Verdict or None
        The verdict without them.
    """

    sources: Annotated[Names | None, Column("without", width=30)]
    size: int | None
    proved: bool
    then: Annotated[Verdict | None, Column("then", unit="likelihood", width=30)]


@dataclass(frozen=True, slots=True)
class DecisiveSets:
    """The decisive sets of sources of a judgement.

    Parameters
    ----------
    all_up_to : int
        Sources in the largest of the sets that were all tried.
    leader : DecisiveSet
        Another hypothesis leads; a claim goes from likelier than not to not, or back.
    term : DecisiveSet
        The probability leaves its word.
    """

    all_up_to: int
    leader: DecisiveSet
    term: DecisiveSet

    @property
    def rows(self) -> tuple[DecisiveRow, DecisiveRow]:
        """Both sets, each with what it changes."""
        return DecisiveRow("leader", self.leader, self.all_up_to), DecisiveRow("term", self.term, self.all_up_to)


@dataclass(frozen=True, slots=True)
class DecisiveRow:
    """A decisive set, with what it changes and the size up to which all sets were tried."""

    changes: Annotated[Literal["leader", "term"], Column("what changes")]
    decisive: DecisiveSet
    all_up_to: int


Margin = Callable[[Verdicts], Floats]
_MARGINS: dict[str, Margin] = {"leader": lambda verdicts: verdicts.lead, "term": lambda verdicts: verdicts.room}
"""The distance of each judgement from being another; below 0 where it is another."""

_Search = tuple[Target, str]


class DecisiveSearch:
    """Finds the smallest sets of sources without which a judgement changes.

    All sets of up to `EXHAUSTIVE_SIZE` sources are scored in one batch. Where none of them does it, the search is
    greedy, forward and then backward: sources are added to the set that came closest, one at a time, while that
    brings it closer, and superfluous ones are taken out again. Of many sources only those are added that bring it
    closest alone.

    Parameters
    ----------
    reader : VerdictReader
    most_sets : int
        Sets that are all tried at most.
    """

    def __init__(self, reader: VerdictReader, most_sets: int = MOST_SETS) -> None:
        self._reader, self._through = reader, reader.model.reports_through
        self._closest: dict[_Search, set[str]] = {}
        self._sources = [name for name in reader.model.layout.case.sources if name in self._through]
        count = len(self._sources)
        sizes = range(1, min(EXHAUSTIVE_SIZE, count) + 1)
        totals = itertools.accumulate(math.comb(count, size) for size in sizes)
        self.size = sum(total <= most_sets for total in totals)
        self._tried = self._distinct(
            itertools.chain.from_iterable(itertools.combinations(self._sources, k) for k in range(1, self.size + 1))
        )

    def find(self) -> dict[str, DecisiveSets]:
        """Return the decisive sets of sources of each target."""
        verdicts = self._score(self._tried, self._reader.targets)
        alone = self._distinct((name,) for name in self._sources)
        singles = verdicts if self._tried[: len(alone)] == alone else self._score(alone, self._reader.targets)
        decisive: dict[_Search, Names | None] = {}
        open_searches: dict[_Search, tuple[Names, float]] = {}
        for target in self._reader.targets:
            for kind, margin in _MARGINS.items():
                margins = np.append(margin(self._reader.now[target.id]), margin(verdicts[target.id]))
                hit, nearest, closest = self._first([(), *self._tried], margins)
                decisive[target, kind] = hit
                order = np.round(margin(singles[target.id])[: len(alone)], 9).argsort(kind="stable")
                self._closest[target, kind] = {alone[k][0] for k in order[:MOST_ADDED]}
                if hit is None and (nearest or not self._tried) and self.size < len(self._sources):
                    open_searches[target, kind] = nearest, closest
        decisive |= self._reduced(self._grown(open_searches))
        return self._certified(decisive)

    def _certified(self, decisive: Mapping[_Search, Names | None]) -> dict[str, DecisiveSets]:
        """Return the sets with the verdicts without them, and whether they are proved smallest."""
        chosen = list(dict.fromkeys(sources for sources in decisive.values() if sources is not None))
        verdicts = self._score(chosen, self._reader.targets)

        def certified(target: Target, sources: Names | None) -> DecisiveSet:
            if sources is None:
                return DecisiveSet(None, None, self.size == len(self._sources), None)
            then = self._reader.verdict(verdicts[target.id], chosen.index(sources))
            return DecisiveSet(sources, len(sources), len(sources) <= self.size + 1, then)

        return {
            target.id: DecisiveSets(self.size, *(certified(target, decisive[target, kind]) for kind in _MARGINS))
            for target in self._reader.targets
        }

    def _grown(self, searches: Mapping[_Search, tuple[Names, float]]) -> dict[_Search, Names]:
        """Return sets found by adding sources, one at a time, while that brings a judgement closer to its fall."""
        decisive: dict[_Search, Names] = {}
        left = dict(searches)
        while left:
            larger = {
                s: self._distinct(self._plus(chosen, self._closest[s]), chosen) for s, (chosen, _) in left.items()
            }
            before, left = left, {}
            for search, (sets, margins) in self._margins(larger).items():
                hit, nearest, closest = self._first(sets, margins)
                if hit is not None:
                    decisive[search] = hit
                elif closest < before[search][1]:
                    left[search] = nearest, closest
        return decisive

    def _reduced(self, searches: Mapping[_Search, Names]) -> dict[_Search, Names]:
        """Return the sets without the sources that are not needed: one is taken out while the judgement still falls."""
        decisive = dict(searches)
        left = {s: chosen for s, chosen in decisive.items() if len(chosen) > self.size + 1}
        while left:
            smaller = {s: list(itertools.combinations(chosen, len(chosen) - 1)) for s, chosen in left.items()}
            left = {}
            for search, (sets, margins) in self._margins(smaller).items():
                hit, *_ = self._first(sets, margins)
                if hit is not None:
                    decisive[search] = hit
                    if len(hit) > self.size + 1:
                        left[search] = hit
        return decisive

    def _margins(self, sets_of: Mapping[_Search, Sequence[Names]]) -> dict[_Search, tuple[Sequence[Names], Floats]]:
        """Return how far each judgement is from falling without each of its sets, all scored in one batch."""
        every = list(dict.fromkeys(itertools.chain.from_iterable(sets_of.values())))
        place = {chosen: k for k, chosen in enumerate(every)}
        verdicts = self._score(every, list(dict.fromkeys(target for target, _ in sets_of)))
        return {
            (target, kind): (sets, _MARGINS[kind](verdicts[target.id])[[place[chosen] for chosen in sets]])
            for (target, kind), sets in sets_of.items()
            if sets
        }

    def _score(self, sets: Sequence[Names], targets: Sequence[Target]) -> dict[str, Verdicts]:
        return self._reader.verdicts_under(dropping([self._reports(chosen) for chosen in sets]), of=targets)

    def _reports(self, chosen: Names) -> frozenset[int]:
        return frozenset[int]().union(*(self._through[name] for name in chosen))

    def _plus(self, chosen: Names, among: Container[str]) -> Iterable[Names]:
        """Yield a set with each of some sources added, in the order of the case."""
        for name in self._sources:
            if name in among and name not in chosen:
                yield tuple(source for source in self._sources if source in chosen or source == name)

    def _distinct(self, sets: Iterable[Names], beyond: Names = ()) -> list[Names]:
        """Return the sets that leave different items out, the first of those alike."""
        seen = {self._reports(beyond)}
        distinct = []
        for chosen in sets:
            reports = self._reports(chosen)
            if reports not in seen:
                seen.add(reports)
                distinct.append(chosen)
        return distinct

    @staticmethod
    def _first(sets: Sequence[Names], margins: Floats) -> tuple[Names | None, Names, float]:
        """Return the smallest set that overturns the judgement, and the set that comes nearest with its margin.

        Margins are compared to nine digits, so that rounding does not choose.
        """
        rounded = np.round(margins, 9)
        best = int(rounded.argmin())
        nearest, margin = sets[best], float(rounded[best])
        falls = [k for k in range(len(sets)) if margins[k] < -ROUNDING]
        if not falls:
            return None, nearest, margin
        smallest = min(len(sets[k]) for k in falls)
        hit = min((k for k in falls if len(sets[k]) == smallest), key=lambda k: (rounded[k], k))
        return sets[hit], nearest, margin
