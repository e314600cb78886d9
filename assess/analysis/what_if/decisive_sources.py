"""Decisive sources: smallest sets of sources whose removal changes a judgement."""

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
"""The size of sets up to which all are tried."""

MOST_SETS = 5_000
"""The most sets tried exhaustively; if there are more, the sets tried are smaller."""
MOST_ADDED = 48
"""The most sources considered for adding to a set: those that alone bring a judgement closest to changing."""

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisiveSet:
    """A set of sources without whose items a judgement changes.

    Parameters
    ----------
    sources : tuple of str or None
        The sources, all of whose items are left out; None if the search found no such set.
    size : int or None
        The number of sources.
    proved : bool
        Whether there is certainly no smaller set, or, without a set, none at all.
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
        The size up to which all sets were tried.
    leader : DecisiveSet
        The set without which another hypothesis leads, or a claim goes from likelier than not to less likely, or back.
    term : DecisiveSet
        The set without which the probability has another word.
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
"""The distance of each judgement from changing; below 0 if it has changed."""

_Search = tuple[Target, str]


class DecisiveSearch:
    """Finds smallest sets of sources without which a judgement changes.

    All sets of up to `EXHAUSTIVE_SIZE` sources are scored in one batch. If none of them changes it, the search is
    greedy, first forward and then backward: sources are added one at a time to the set that came closest, while that
    brings it closer, and superfluous ones are then removed. If there are many sources, only those that bring it closest
    alone are added.

    Parameters
    ----------
    reader : VerdictReader
    most_sets : int
        The most sets to try exhaustively.
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
        """Return the sets, the verdicts without them, and whether they are certainly smallest."""
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
        """Return sets grown by adding sources one at a time while that brings a judgement closer to changing."""
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
        """Return the sets without superfluous sources, removed one at a time while the judgement still changes."""
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
        """Return how far each judgement is from changing without each of its sets, all scored in one batch."""
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
        """Return the sets that leave out different items, the first of each kind."""
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
        """Return the smallest set that changes the judgement, and the set that comes closest with its margin.

        Margins are compared to nine digits, so that rounding error does not decide.
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
