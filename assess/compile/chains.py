"""Who is heard through whom: the chains of a problem, and where its items break."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assess.compile.testimony import Report, Witness

StoryKey = tuple[str, frozenset[int]]
"""A source, and the reports that are broken at it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A report, and the part of its chain that matters in a problem."""

    report: int
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceFactor:
    """One source in a problem: which reports are broken at it, by which of the sources after it are reliable.

    Parameters
    ----------
    after : tuple of str
        The sources that stand after it in some chain.
    broken : tuple of frozenset of int
        For each combination of their states, the last of them fastest, reliable before unreliable.
    """

    source: str
    after: tuple[str, ...]
    broken: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Hearing:
    """The reports of a problem, and the sources in it, in the order in which they first speak."""

    heard: Sequence[Heard]
    voices: Mapping[str, SourceFactor]

    def needed(self) -> Iterable[StoryKey]:
        """Yield the stories that the problem rests on."""
        return ((voice.source, broken) for voice in self.voices.values() for broken in voice.broken)


@dataclass(frozen=True, slots=True)
class Testimony:
    """All that was said, and by whom; reports are known by their place in the list."""

    reports: Sequence[Report]
    witnesses: Mapping[str, Witness]
    _sets: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)

    def hearing(self, reports: Iterable[int]) -> Hearing:
        """Return reports with their whole chains."""
        return self._hearing([Heard(r, self.reports[r].chain) for r in reports])

    def before(self, source: str, reports: Iterable[int]) -> Hearing:
        """Return reports with the part of their chains before `source`."""
        chains = ((r, self.reports[r].chain) for r in sorted(reports))
        return self._hearing([Heard(r, chain[: chain.index(source)]) for r, chain in chains])

    def _hearing(self, heard: Sequence[Heard]) -> Hearing:
        tails: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for one in heard:
            for place, source in enumerate(one.chain, start=1):
                tails.setdefault(source, []).append((one.report, one.chain[place:]))
        found = {}
        for source, spoken in tails.items():
            after = tuple(dict.fromkeys(itertools.chain.from_iterable(tail for _, tail in spoken)))
            broken = []
            for states in itertools.product((True, False), repeat=len(after)):
                reliable = set(itertools.compress(after, states))
                reached = frozenset(r for r, tail in spoken if reliable.issuperset(tail))
                # One object a set, so that looking its story up compares no members.
                broken.append(self._sets.setdefault(reached, reached))
            found[source] = SourceFactor(source, after, tuple(broken))
        return Hearing(heard, found)
