"""A second enumeration, written from the text of the model alone: one tensor axis a node, lookups of its own.

`tests.oracle` came from the hand that wrote the engine; where both misread the text alike, only another reader tells.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from assess.domain.case import Case
from tests.exactness.formula_world import Table, World

Chain = tuple[str, ...]
Share = float | None


class NoStoryError(Exception):
    """What a source favours has prior probability zero, and its story is needed."""


@dataclass(frozen=True)
class Answers:
    """All that the engine reports in numbers."""

    log_evidence: float
    prior: dict[str, dict[str, float]]
    posterior: dict[str, dict[str, float]]
    claims: dict[str, tuple[float, float]]
    """Before, after."""
    sources: dict[str, tuple[float, float]]
    indicators: dict[str, tuple[str, float, float]]
    """Instance, before, after."""
    weight_db: dict[str, tuple[str, dict[str, Share]]]
    """Instance, and by hypothesis."""
    counts: dict[str, tuple[int, int]]
    """By instance: items, and origins among them."""


class Formula(World):
    """P(W, R, E) of section 2, as it is written."""

    def __init__(self, case: Case, as_of: str | None = None) -> None:
        super().__init__(case, as_of)
        self.chance = {s: self._reliability(s) for s in case.sources}
        self._told: dict[Any, float] = {}

    def _reliability(self, source: str) -> float:
        written = self.case.sources[source].reliability
        if written.term is not None and written.term in self.grading.reliability:
            return self.mean(self.grading.reliability[written.term])
        return self.mean(written)

    # The testimony

    def holds(self, alternatives: Iterable[Mapping[str, Iterable[str]]]) -> Table:
        """Return 1 where at least one alternative holds in all its parts."""
        fails = np.ones([1] * len(self.states))
        for alternative in alternatives:
            all_hold = np.ones([1] * len(self.states))
            for instance, hypotheses in alternative.items():
                wanted = set(hypotheses)
                all_hold = all_hold * self._shaped(instance, [float(h in wanted) for h in self.states[instance]])
            fails = fails * (1.0 - all_hold)
        return 1.0 - fails

    def favoured(self, source: str) -> Table:
        favours = self.case.sources[source].favours
        by_instance = {
            i: favours[i] if i in favours else favours[q] for i, (_, q, _) in self.asked.items() if {i, q} & {*favours}
        }
        return self.world * self.holds([by_instance])

    def joint(self, chains: Mapping[str, Chain], prior: Table) -> dict[frozenset[str], Table]:
        """Return P(W, R, E) by the set of reliable sources, `prior` being the world's."""
        total = float(prior.sum())
        if total == 0.0:
            raise NoStoryError
        everyone = sorted({s for chain in chains.values() for s in chain})
        tables = {}
        for size in range(len(everyone) + 1):
            for some in itertools.combinations(everyone, size):
                reliable = frozenset(some)
                p = math.prod(self.chance[s] if s in reliable else 1.0 - self.chance[s] for s in everyone)
                if p > 0.0:
                    tables[reliable] = prior * (p / total) * self._testimony(chains, reliable)
        return tables

    def _testimony(self, chains: Mapping[str, Chain], reliable: frozenset[str]) -> Table | float:
        """Return the product over statements with an intact item, times the product over stories."""
        uttered: dict[tuple[str, str], Table] = {}
        broken: dict[str, dict[str, Chain]] = {}
        for ident, chain in chains.items():
            for k in reversed(range(len(chain))):
                if chain[k] not in reliable:
                    broken.setdefault(chain[k], {})[ident] = chain[:k]
                    break
            else:
                key = self.items[ident].statement
                uttered[("alone", ident) if key is None else ("shared", key)] = self.says(ident)
        product: Table | float = 1.0
        for source, items in broken.items():
            product = product * self.story(source, items)
        for likelihood in uttered.values():
            product = product * likelihood
        return product

    def story(self, source: str, items: Mapping[str, Chain]) -> float:
        """Return Z: P(the items broken here, chains cut before here | the world in which what is favoured holds)."""
        key = (source, frozenset(items.items()))
        if key not in self._told:
            written = self.case.sources[source]
            f = written.favours_weight if written.favours else 0.0
            self._told[key] = f * self._total(items, self.favoured(source)) if f else 0.0
            self._told[key] += (1.0 - f) * self._total(items, self.world) if f < 1.0 else 0.0
        return self._told[key]

    def _total(self, items: Mapping[str, Chain], world: Table) -> float:
        return math.fsum(float(part.sum()) for part in self.joint(items, world).values())

    # Answers

    def chains(self, without: str | None = None) -> dict[str, Chain]:
        return {i: (e.source, *e.via) for i, e in self.items.items() if i != without}

    def probability(self, ids: Iterable[str] | None = None) -> float:
        """Return the probability of the evidence, or of some items of it."""
        chosen = set(self.items if ids is None else ids)
        parts = self.joint({i: c for i, c in self.chains().items() if i in chosen}, self.world)
        return math.fsum(float(part.sum()) for part in parts.values())

    def answers(self) -> Answers:
        parts = self.joint(self.chains(), self.world)
        after: Table = sum(parts.values(), np.zeros_like(self.world))
        total = float(after.sum())
        sources = {}
        for s, prior in self.chance.items():
            is_used = any(s in chain for chain in self.chains().values())
            good = math.fsum(float(t.sum()) for reliable, t in parts.items() if s in reliable)
            sources[s] = (prior, good / total if is_used else prior)
        stated = {n: claim.holds_if for n, claim in self.case.claims.items()}
        stated |= {n: prediction.holds_if for n, prediction in self.case.predictions.items() if prediction.holds_if}
        return Answers(
            log_evidence=math.log(total),
            prior={i: self._share(self.world, i) for i in self.asked},
            posterior={i: self._share(after, i) for i in self.asked},
            claims={n: self._claim(holds_if, after) for n, holds_if in stated.items()},
            sources=sources,
            indicators={
                n: (top, self._share(self.world, n)["present"], self._share(after, n)["present"])
                for n, top in self.top.items()
            },
            weight_db={i: self._weight(i, after) for i in self.items},
            counts={
                i: (len(bearing), len({e.source for e in bearing}))
                for i in self.asked
                for bearing in [[e for e in self.items.values() if self.reports_on[e.id][1] == i]]
            },
        )

    def _claim(self, alternatives: Iterable[Mapping[str, Iterable[str]]], after: Table) -> tuple[float, float]:
        holds = self.holds(alternatives)
        return float((self.world * holds).sum()), float((after * holds).sum() / after.sum())

    def _weight(self, ident: str, after: Table) -> tuple[str, dict[str, Share]]:
        instance = self.reports_on[ident][1]
        parts = self.joint(self.chains(ident), self.world)
        without: Table = sum(parts.values(), np.zeros_like(self.world))
        other = tuple(k for k in range(after.ndim) if k != self.axis[instance])
        weights: dict[str, Share] = {}
        for k, h in enumerate(self.states[instance]):
            logs = []
            for table in (after, without):
                sums = table.sum(axis=other)
                logs.append((float(sums[k]), math.fsum(float(p) for n, p in enumerate(sums) if n != k)))
            (yes, no), (yes_before, no_before) = logs
            finite = min(yes, no, yes_before, no_before) > 0.0
            weights[h] = 10.0 * math.log10(yes / no / (yes_before / no_before)) if finite else None
        return instance, weights
