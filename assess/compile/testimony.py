"""The testimony: which items count, what each says, and the chain of sources through which it came."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from assess.compile.numbers import Numbers
from assess.compile.scored_reports import Reports
from assess.domain.case import Case
from assess.domain.dates import Span
from assess.domain.evidence import Evidence
from assess.domain.instances import Layout
from assess.network.logs import Floats, log

Standing = Literal["unclear", "withdrawn", "later"]


def standing(item: Evidence, case: Case, as_of: str | None) -> Standing | None:
    """Return the reason why an item does not count; None if it does.

    Without `as_of`, every item counts that is not withdrawn. With it, those that had certainly been reported by the end
    of its period and not been withdrawn; an item without a date was always known.
    """
    end = None if as_of is None else Span(as_of).last
    if item.withdrawn is not None and (end is None or Span(item.withdrawn.on).last <= end):
        return "withdrawn"
    if is_later(item, case, as_of):
        return "later"
    return "unclear" if item.says == "unclear" else None


def is_later(item: Evidence, case: Case, as_of: str | None) -> bool:
    """Return whether an item may have been reported after the end of `as_of`."""
    reported = None if as_of is None else reported_on(item, case)
    return as_of is not None and reported is not None and Span(reported).last > Span(as_of).last


def reported_on(item: Evidence, case: Case) -> str | None:
    """Return the date on which an item was reported: its own, else the earliest among the documents that it cites."""
    if item.reported is not None:
        return item.reported
    published = [p for cite in item.cites if (p := case.documents[cite.document].published) is not None]
    return min(published, key=Span) if published else None


class Witness(NamedTuple):
    """A source.

    Parameters
    ----------
    log_reliable : float64, shape (2,), nats
        Log P(reliable) and log P(unreliable).
    size : float
        Effective sample size of that row.
    favours : dict of str to float64, shape (hypotheses,), nats
        By instance: 0 for the hypotheses that hold in its story, -inf for the others.
    favours_weight : float
        The probability that its story is told in a world in which they hold, not in an ordinary one.
    """

    log_reliable: Floats
    size: float
    favours: Mapping[str, Floats]
    favours_weight: float

    @property
    def story_worlds(self) -> list[tuple[float, Mapping[str, Floats]]]:
        """The worlds in which its story may be told: the log probability (nats) of each, and what holds in it."""
        weight = self.favours_weight if self.favours else 0.0
        worlds: list[tuple[float, Mapping[str, Floats]]] = [(weight, self.favours), (1.0 - weight, {})]
        return [(math.log(share), holds) for share, holds in worlds if share > 0.0]

    @property
    def sure(self) -> bool:
        """Whether it is certainly reliable."""
        return bool(self.log_reliable[1] == -np.inf)


class Witnesses(Mapping[str, Witness]):
    """The sources of a case for the model, stored by column.

    Parameters
    ----------
    layout : Layout
    numbers : Numbers
    as_of : str, optional
        They have their grades at the end of this year, month or day.
    """

    def __init__(self, layout: Layout, numbers: Numbers, as_of: str | None = None) -> None:
        end, self._sources = None if as_of is None else Span(as_of).last, layout.case.sources
        rows = [numbers.reliability(source.reliability_on(end)) for source in self._sources.values()]
        self._places = {name: place for place, name in enumerate(self._sources)}
        self._log_reliable = log([(reliable, 1.0 - reliable) for reliable, _ in rows])
        self._sizes = [size for _, size in rows]
        self._favours = {
            name: favoured(source.favours, layout) for name, source in self._sources.items() if source.favours
        }

    def __getitem__(self, source: str) -> Witness:
        """Return a source."""
        place = self._places[source]
        favours, weight = self._favours.get(source, {}), self._sources[source].favours_weight
        return Witness(self._log_reliable[place], self._sizes[place], favours, weight)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the sources, in the order of the case."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)


def favoured(favours: Mapping[str, tuple[str, ...]], layout: Layout) -> dict[str, Floats]:
    """Return what a source favours, by instance; entries by instance override those by question.

    Returns
    -------
    dict of str to float64, shape (hypotheses,), nats
        0 for the hypotheses that hold in its story, -inf for the others.
    """
    favoured_states: dict[str, Floats] = {}
    for instance in layout.instances.values():
        hypotheses = favours.get(instance.id, favours.get(instance.question))
        if hypotheses is not None:
            states = layout.rubric.questions[instance.question].hypotheses
            favoured_states[instance.id] = np.array([0.0 if h in hypotheses else -np.inf for h in states])
    return favoured_states


StoryKey = tuple[str, frozenset[int]]
"""A source, and the reports that are broken at it."""


class ReportChain(NamedTuple):
    """A report, and the part of its chain in a problem: its origin first, then its relays."""

    report: int
    chain: tuple[str, ...]


class SourceFactor(NamedTuple):
    """The factor of one source in a problem: the reports that break at it, given the states of the sources after it.

    A report breaks at the last unreliable source in its chain: what that source tells is its own story.

    Parameters
    ----------
    after : tuple of str
        The sources that come after it in some chain.
    broken : tuple of frozenset of int
        For each combination of their states, the last of them fastest, reliable before unreliable.
    """

    source: str
    after: tuple[str, ...]
    broken: tuple[frozenset[int], ...]


class SourceFactors(Mapping[str, SourceFactor]):
    """The factor of each source of a problem; if a single unrelayed report breaks at a source, made when asked for.

    Parameters
    ----------
    by_source : dict of str to int or SourceFactor
        The report, or the factor.
    """

    def __init__(self, by_source: Mapping[str, int | SourceFactor]) -> None:
        self._by_source = by_source

    def __getitem__(self, source: str) -> SourceFactor:
        """Return the factor of a source."""
        factor = self._by_source[source]
        return SourceFactor(source, (), (frozenset((factor,)),)) if isinstance(factor, int) else factor

    def __iter__(self) -> Iterator[str]:
        """Yield the sources, in the order of first appearance."""
        return iter(self._by_source)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._by_source)

    def only_report(self, source: str) -> int | None:
        """Return the single unrelayed report that breaks at a source; None if the source has others."""
        factor = self._by_source[source]
        return factor if isinstance(factor, int) else None

    def after(self, source: str) -> tuple[str, ...]:
        """Return the sources that come after a source in some chain."""
        factor = self._by_source[source]
        return () if isinstance(factor, int) else factor.after


class ChainSet(NamedTuple):
    """The chains of a problem's reports, and the factor of each source in them."""

    chains: Sequence[ReportChain]
    factors: SourceFactors

    def story_keys(self) -> Iterable[StoryKey]:
        """Yield the keys of the stories that the problem rests on."""
        return ((factor.source, broken) for factor in self.factors.values() for broken in factor.broken)


@dataclass(frozen=True, eq=False, repr=False)
class Testimony:
    """All reports and their sources; a report is identified by its position in the list."""

    reports: Reports
    witnesses: Mapping[str, Witness]
    _sets: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)

    def every_chain(self) -> ChainSet:
        """Return the whole chains of all reports."""
        return self.chains(range(len(self.reports)))

    def chains(self, reports: Iterable[int]) -> ChainSet:
        """Return the whole chains of some reports."""
        return self._chain_set([ReportChain(r, self.reports.chains[r]) for r in reports])

    def chains_before(self, source: str, reports: Iterable[int]) -> ChainSet:
        """Return, of the chains of some reports, the part before `source`."""
        chains = ((r, self.reports.chains[r]) for r in sorted(reports))
        return self._chain_set([ReportChain(r, chain[: chain.index(source)]) for r, chain in chains])

    def _chain_set(self, chains: Sequence[ReportChain]) -> ChainSet:
        through = Counter(source for item in chains for source in item.chain)
        tails: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        factors: dict[str, int | SourceFactor] = {}
        for item in chains:
            if len(item.chain) == 1 and through[item.chain[0]] == 1:
                factors[item.chain[0]] = item.report
                continue
            for place, source in enumerate(item.chain, start=1):
                tails.setdefault(source, []).append((item.report, item.chain[place:]))
                factors.setdefault(source, item.report)
        for source, after_source in tails.items():
            after = tuple(dict.fromkeys(itertools.chain.from_iterable(tail for _, tail in after_source)))
            broken = []
            for states in itertools.product((True, False), repeat=len(after)):
                reliable = set(itertools.compress(after, states))
                broken.append(self.one_set(r for r, tail in after_source if not tail or reliable.issuperset(tail)))
            factors[source] = SourceFactor(source, after, tuple(broken))
        return ChainSet(chains, SourceFactors(factors))

    def one_set(self, reports: Iterable[int]) -> frozenset[int]:
        """Return the canonical object for a set of reports, so that looking up their story compares no members."""
        these = frozenset(reports)
        return these if len(these) < 2 else self._sets.setdefault(these, these)
