"""A second enumeration, written from the text of the model alone: one tensor axis a node, lookups of its own.

`tests.oracle` came from the hand that wrote the engine; where both misread the text alike, only another reader tells.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import betainc

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.evidence import Evidence
from assess.domain.grading import Grading
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale

Table = npt.NDArray[np.float64]
Chain = tuple[str, ...]
Share = float | None


class NoStoryError(Exception):
    """What a source favours has prior probability zero, and its story is needed."""


@cache
def mean_of_band(low: float, high: float) -> float:
    """Mean of the Beta with 5 % below `low` and 5 % above `high`: for each size n the mean that fits `low`."""

    def mean_at(log_n: float) -> float:
        n = math.exp(log_n)
        found: float = brentq(
            lambda m: betainc(m * n, (1.0 - m) * n, low) - 0.05, 1e-13, 1.0 - 1e-13, xtol=1e-16, rtol=1e-15
        )
        return found

    def excess(log_n: float) -> float:
        n, m = math.exp(log_n), mean_at(log_n)
        return float(betainc((1.0 - m) * n, m * n, 1.0 - high)) - 0.05

    return mean_at(brentq(excess, -5.0, 22.0, xtol=1e-14, rtol=1e-15))


def whole_days(written: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a year, a month or a day."""
    match [int(part) for part in written.split("-")]:
        case [year]:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        case [year, month]:
            after = dt.date(year + month // 12, month % 12 + 1, 1)
            return dt.date(year, month, 1), after - dt.timedelta(days=1)
        case [year, month, day]:
            return dt.date(year, month, day), dt.date(year, month, day)
    raise AssertionError(written)


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


class Formula:
    """P(W, R, E) of section 2, as it is written."""

    def __init__(self, case: Case, as_of: str | None = None) -> None:
        rubric = case.rubric
        assert isinstance(rubric, Rubric)
        assert isinstance(rubric.scale, Scale)
        assert isinstance(rubric.grading, Grading)
        self.case, self.rubric, self.scale, self.grading = case, rubric, rubric.scale, rubric.grading
        self.asked = {f"{s}/{a}": (s, *a.partition("@")[::2]) for s, asks in case.ask.items() for a in asks}
        self.states = {i: tuple(rubric.questions[q].hypotheses) for i, (_, q, _) in self.asked.items()}
        self.parents: dict[str, tuple[str, ...]] = {i: self._parents_of(i) for i in self.asked}
        self.rows: dict[str, dict[tuple[str, ...], list[float]]] = {i: self._rows_of(i) for i in self.asked}
        self.items = {item.id: item for item in case.evidence if self._is_scored(item, as_of)}
        self.reports_on: dict[str, tuple[str, str]] = {}
        self.top: dict[str, str] = {}
        for item in self.items.values():
            self._hang(item)
        self.axis = {node: k for k, node in enumerate(self.states)}
        self.world = self._world()
        assert math.isclose(float(self.world.sum()), 1.0, abs_tol=1e-12)
        self.chance = {s: self._reliability(s) for s in case.sources}
        self._told: dict[Any, float] = {}

    # Lookups

    def _outwards(self, subject: str | None) -> Iterable[str]:
        while subject is not None:
            yield subject
            subject = self.case.subjects[subject].within

    def _of(self, subject: str, question: str) -> list[str]:
        """Return the instances of a question on a subject, in time."""
        found = [i for i, (s, q, _) in self.asked.items() if (s, q) == (subject, question)]
        return sorted(found, key=lambda i: whole_days(self.asked[i][2]) if self.asked[i][2] else (dt.date.min,) * 2)

    def _before(self, ident: str) -> str | None:
        subject, question, _ = self.asked[ident]
        in_time = self._of(subject, question)
        return in_time[in_time.index(ident) - 1] if in_time[0] != ident else None

    def _parents_of(self, ident: str) -> tuple[str, ...]:
        if ident in self.case.priors:
            return tuple(self.case.priors[ident].given)
        before = self._before(ident)
        if before is not None:
            return (before,)
        subject, question, period = self.asked[ident]
        found = []
        for parent in self.rubric.questions[question].given:
            kind = self.rubric.questions[parent].per
            for around in self._outwards(subject):
                if self.case.subjects[around].kind == kind:
                    there = self._of(around, parent)
                    alike = [i for i in there if self.asked[i][2] == period]
                    assert alike or len(there) == 1
                    found.append((alike or there)[0])
                    break
        assert len(found) == len(self.rubric.questions[question].given)
        return tuple(found)

    def _rows_of(self, ident: str) -> dict[tuple[str, ...], list[float]]:
        question = self.rubric.questions[self.asked[ident][1]]
        written: Any
        if ident in self.case.priors:
            written, weight = self.case.priors[ident].prior, self.case.priors[ident].given_weight
        elif self._before(ident) is not None:
            written, weight = question.over_time, 1.0
        else:
            written, weight = question.prior, question.given_weight
        states = self.states[ident]

        def row(given: tuple[str, ...], at: Any) -> list[float]:
            if at == "uniform":
                return [1.0 / len(states)] * len(states)
            return row(given[1:], at[given[0]]) if given else [float(at[h]) for h in states]

        combinations = list(itertools.product(*(self.states[p] for p in self.parents[ident])))
        plain = {given: row(given, written) for given in combinations}
        average = [sum(column) / len(plain) for column in zip(*plain.values(), strict=True)]
        return {
            given: [weight * p + (1.0 - weight) * m for p, m in zip(r, average, strict=True)]
            for given, r in plain.items()
        }

    def _hang(self, item: Evidence) -> None:
        path = [item.indicator]
        while self.rubric.indicators[path[-1]].of in self.rubric.indicators:
            path.append(self.rubric.indicators[path[-1]].of)
        question = self.rubric.indicators[path[-1]].of
        instance = ""
        for around in self._outwards(item.about):
            there = self._of(around, question)
            if there:
                instance = next(i for i in there if item.period is None or self.asked[i][2] == item.period)
                break
        assert instance
        parent = instance
        for indicator in reversed(path):
            period = self.asked[instance][2]
            ident = f"{item.about}/{indicator}" + (f"@{period}" if period else "")
            if indicator == item.indicator and item.event is not None:
                ident += f"#{item.event}"
            if ident not in self.states:
                entry = self.rubric.indicators[indicator]
                means = {h: self.mean(entry.present_if[h]) for h in self.states[parent]}
                plain = sum(means.values()) / len(means)
                self.parents[ident], self.states[ident], self.top[ident] = (parent,), ("present", "absent"), instance
                self.rows[ident] = {}
                for h, p in means.items():
                    present = entry.weight * p + (1.0 - entry.weight) * plain
                    self.rows[ident][(h,)] = [present, 1.0 - present]
            parent = ident
        self.reports_on[item.id] = (parent, instance)

    # Numbers

    def mean(self, chance: Chance) -> float:
        if chance.term is not None:
            named = {w.casefold(): t for t in self.scale.terms for w in (t.term, *t.also)}
            term = named[chance.term.casefold()]
            return mean_of_band(term.low, term.high)
        if chance.value is not None:
            return chance.value
        if chance.mean is not None:
            return chance.mean
        assert chance.low is not None
        assert chance.high is not None
        return mean_of_band(chance.low, chance.high)

    def _reliability(self, source: str) -> float:
        written = self.case.sources[source].reliability
        if written.term is not None and written.term in self.grading.reliability:
            return self.mean(self.grading.reliability[written.term])
        return self.mean(written)

    def _is_scored(self, item: Evidence, as_of: str | None) -> bool:
        if item.says == "unclear":
            return False
        if as_of is None:
            return item.withdrawn is None
        end = whole_days(as_of)[1]
        if item.withdrawn is not None and whole_days(item.withdrawn.on)[1] <= end:
            return False
        dates = [item.reported] if item.reported else [self.case.documents[c.document].published for c in item.cites]
        known = [whole_days(d)[1] for d in dates if d is not None]
        return not known or min(known) <= end

    # The world

    def _shaped(self, node: str, values: Iterable[float]) -> Table:
        shape = [1] * len(self.states)
        shape[self.axis[node]] = len(self.states[node])
        return np.array(list(values)).reshape(shape)

    def _world(self) -> Table:
        table = np.ones([len(s) for s in self.states.values()])
        for node, rows in self.rows.items():
            factor = np.zeros([1] * len(self.states))
            for given, row in rows.items():
                term = self._shaped(node, row)
                for parent, state in zip(self.parents[node], given, strict=True):
                    term = term * self._shaped(parent, [float(s == state) for s in self.states[parent]])
                factor = factor + term
            table = table * factor
        return table

    def _share(self, table: Table, node: str) -> dict[str, float]:
        other = tuple(k for k in range(table.ndim) if k != self.axis[node])
        sums = table.sum(axis=other)
        return {s: float(p / table.sum()) for s, p in zip(self.states[node], sums, strict=True)}

    # The testimony

    def says(self, ident: str) -> Table:
        """Return P(what the item says | indicator), of a reliable origin."""
        item = self.items[ident]
        if item.says == "not-found":
            missed = 1.0 - self.mean(item.search if item.search is not None else self.grading.search)
            return self._shaped(self.reports_on[ident][0], [missed, 1.0])
        if item.hit is not None:
            assert item.false_alarm is not None
            present = [self.mean(item.hit), self.mean(item.false_alarm)]
        else:
            written = item.accuracy if item.accuracy is not None else self.grading.credibility[str(item.credibility)]
            a = self.mean(written)
            present = [a, 1.0 - a]
        return self._shaped(
            self.reports_on[ident][0], present if item.says == "present" else [1.0 - p for p in present]
        )

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
        found = {}
        for size in range(len(everyone) + 1):
            for some in itertools.combinations(everyone, size):
                reliable = frozenset(some)
                p = math.prod(self.chance[s] if s in reliable else 1.0 - self.chance[s] for s in everyone)
                if p > 0.0:
                    found[reliable] = prior * (p / total) * self._testimony(chains, reliable)
        return found

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
        for source, told in broken.items():
            product = product * self.story(source, told)
        for likelihood in uttered.values():
            product = product * likelihood
        return product

    def story(self, source: str, told: Mapping[str, Chain]) -> float:
        """Return Z: P(the items broken here, chains cut before here | the world in which what is favoured holds)."""
        key = (source, frozenset(told.items()))
        if key not in self._told:
            parts = self.joint(told, self.favoured(source))
            self._told[key] = math.fsum(float(part.sum()) for part in parts.values())
        return self._told[key]

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
            heard = any(s in chain for chain in self.chains().values())
            good = math.fsum(float(t.sum()) for reliable, t in parts.items() if s in reliable)
            sources[s] = (prior, good / total if heard else prior)
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
