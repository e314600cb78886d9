"""The model by brute force: a sum over every state of the world and of the sources, straight from its formula.

Nothing here is shared with the engine but the written inputs.
"""

from __future__ import annotations

import calendar
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import betainc, btdtria

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.evidence import Evidence
from assess.domain.grading import Grading
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale

Floats = npt.NDArray[np.float64]


def band_mean(low: float, high: float) -> float:
    """Mean of the Beta with these 5 % and 95 % quantiles."""
    return band(low, high)[0]


@lru_cache
def band(low: float, high: float) -> tuple[float, float]:
    """Mean and size of the Beta with these 5 % and 95 % quantiles: for each b the a that fits `low`."""

    def miss(log_b: float) -> float:
        b = math.exp(log_b)
        return float(betainc(btdtria(0.05, b, low), b, high)) - 0.95

    log_b = brentq(miss, -4.0, 12.0, xtol=1e-15, rtol=1e-15)
    b = math.exp(log_b)
    a = float(btdtria(0.05, b, low))
    return a / (a + b), a + b


@dataclass
class Node:
    states: list[str]
    parents: tuple[str, ...]
    rows: dict[tuple[str, ...], dict[str, float]]
    sizes: dict[tuple[str, ...], float]
    shared: tuple[str, ...] | None


class Oracle:
    """All that can be asked of a small case."""

    def __init__(self, case: Case, as_of: str | None = None) -> None:
        assert isinstance(case.rubric, Rubric)
        self.case, self.rubric = case, case.rubric
        self.nodes: dict[str, Node] = {}
        self.instances: list[str] = []
        for subject, asks in case.ask.items():
            self.instances += [f"{subject}/{asked}" for asked in asks]
        waiting = list(self.instances)
        while waiting:
            ident = waiting.pop(0)
            parents = self._parents(ident)
            if all(p in self.nodes for p in parents):
                self._add_question(ident, parents)
            else:
                waiting.append(ident)
        self.as_of = as_of
        self.items = {item.id: item for item in case.evidence if self._counts(item, as_of)}
        self.node_of = {ident: self._add_observable(item) for ident, item in self.items.items()}
        self.worlds, self.prior = self._worlds()
        self._stories: dict[Any, float] = {}

    def mean(self, chance: Chance) -> float:
        return self.mean_and_size(chance)[0]

    def mean_and_size(self, chance: Chance) -> tuple[float, float]:
        if chance.value is not None:
            return chance.value, math.inf
        if chance.mean is not None:
            assert chance.n is not None
            return chance.mean, chance.n
        if chance.term is not None:
            assert isinstance(self.rubric.scale, Scale)
            term = next(t for t in self.rubric.scale.terms if chance.term in (t.term, *t.also))
            return band(term.low, term.high)
        assert chance.low is not None
        assert chance.high is not None
        return band(chance.low, chance.high)

    @property
    def grading(self) -> Grading:
        assert isinstance(self.rubric.grading, Grading)
        return self.rubric.grading

    def reliability(self, source: str) -> float:
        written = self.case.sources[source].reliability
        return self.mean(self.grading.reliability.get(written.term or "", written))

    # The world

    def _around(self, subject: str) -> Iterator[str]:
        at: str | None = subject
        while at is not None:
            yield at
            at = self.case.subjects[at].within

    def _asked(self, subject: str, question: str) -> list[str]:
        asks = [a for a in self.case.ask.get(subject, ()) if a.partition("@")[0] == question]
        return [f"{subject}/{a}" for a in sorted(asks)]

    def _parents(self, ident: str) -> tuple[str, ...]:
        if ident in self.case.priors:
            return self.case.priors[ident].given
        subject, _, asked = ident.partition("/")
        question, _, period = asked.partition("@")
        several = self._asked(subject, question)
        if several.index(ident):
            return (several[several.index(ident) - 1],)
        parents = []
        for given in self.rubric.questions[question].given:
            kind = self.rubric.questions[given].per
            nearest = next(s for s in self._around(subject) if self.case.subjects[s].kind == kind)
            instances = self._asked(nearest, given)
            same = [i for i in instances if i.partition("@")[2] == period]
            parents.append(same[0] if same else instances[0])
        return tuple(parents)

    def _add_question(self, ident: str, parents: tuple[str, ...]) -> None:
        subject, _, asked = ident.partition("/")
        question = self.rubric.questions[asked.partition("@")[0]]
        states = list(question.hypotheses)
        override = self.case.priors.get(ident)
        prior: Any = question.prior
        weight = question.given_weight
        size: Any = question.prior_n
        shared = self._shared_by(question.same, asked.partition("@")[0], subject)
        if override is not None:
            prior, weight, size, shared = override.prior, override.given_weight, override.prior_n, None
        elif self._asked(subject, asked.partition("@")[0]).index(ident):
            prior, weight, size, shared = question.over_time, 1.0, None, None
            if question.step is not None:
                several = self._asked(subject, asked.partition("@")[0])
                periods = [several[several.index(ident) + k].partition("@")[2] for k in (-1, 0)]
                prior = self._after_steps(prior, states, periods, question.step)
        rows = {}
        for combination in itertools.product(*(self.nodes[p].states for p in parents)):
            row = prior
            for state in combination:
                row = row if row == "uniform" else row[state]
            rows[combination] = {s: 1.0 / len(states) if row == "uniform" else row[s] for s in states}
        average = {s: sum(row[s] for row in rows.values()) / len(rows) for s in states}
        mixed = {k: {s: weight * row[s] + (1.0 - weight) * average[s] for s in states} for k, row in rows.items()}
        sizes = {}
        for combination in rows:
            at = size
            for state in combination:
                at = at[state] if isinstance(at, dict) else at
            sizes[combination] = math.inf if at is None else at
        self.nodes[ident] = Node(states, parents, mixed, sizes, shared)

    def _shared_by(self, same: str, name: str, subject: str) -> tuple[str, ...] | None:
        """Return what names the rows that a use shares with others."""
        if same == "use":
            return None
        countries = [c for s in self._around(subject) if (c := self.case.subjects[s].country)]
        return (name, *countries[:1]) if same == "country" else (name,)

    def _after_steps(self, prior: Any, states: list[str], periods: list[str], step: str) -> Any:
        """Return the rows over time, gone through as often as steps lie between two periods."""
        (year, month, _), (to_year, to_month, _) = ((*map(int, p.split("-")), 1, 1)[:3] for p in periods)
        months = (to_year - year) * 12 + to_month - month
        plain = {a: {b: 1.0 / len(states) if prior[a] == "uniform" else prior[a][b] for b in states} for a in states}
        after = plain
        for _ in range(months // {"year": 12, "month": 1}[step] - 1):
            after = {a: {b: sum(after[a][c] * plain[c][b] for c in states) for b in states} for a in states}
        return after

    def instance_of(self, item: Evidence) -> str:
        question = item.indicator
        while question in self.rubric.indicators:
            question = self.rubric.indicators[question].of
        several = next(instances for s in self._around(item.about) if (instances := self._asked(s, question)))
        return next(i for i in several if item.period in (None, i.partition("@")[2]))

    def _add_observable(self, item: Evidence) -> str:
        instance = self.instance_of(item)
        period = instance.partition("@")[2]

        def hang(indicator: str, event: str) -> str:
            entry = self.rubric.indicators[indicator]
            parent = instance if entry.of in self.rubric.questions else hang(entry.of, "")
            ident = f"{item.about}/{indicator}" + (f"@{period}" if period else "") + event
            states = self.nodes[parent].states
            present = {s: self.mean(entry.present_if[s]) for s in states}
            average = sum(present.values()) / len(present)
            mixed = {s: entry.weight * p + (1.0 - entry.weight) * average for s, p in present.items()}
            rows: dict[tuple[str, ...], dict[str, float]] = {
                (s,): {"present": p, "absent": 1.0 - p} for s, p in mixed.items()
            }
            sizes: dict[tuple[str, ...], float] = {(s,): self.mean_and_size(entry.present_if[s])[1] for s in states}
            shared = self._shared_by(entry.same, indicator, item.about)
            self.nodes.setdefault(ident, Node(["present", "absent"], (parent,), rows, sizes, shared))
            return ident

        return hang(item.indicator, f"#{item.event}" if item.event else "")

    def _worlds(self) -> tuple[dict[str, npt.NDArray[np.str_]], Floats]:
        """Return the state of each node in every world, and the prior of every world."""
        names = list(self.nodes)
        grid = np.meshgrid(*(self.nodes[n].states for n in names), indexing="ij")
        worlds = {name: axis.ravel() for name, axis in zip(names, grid, strict=True)}
        prior = np.ones(len(worlds[names[0]]))
        by_rows: dict[Any, list[str]] = {}
        for name in names:
            by_rows.setdefault(self.nodes[name].shared or ("own", name), []).append(name)
        for several in by_rows.values():
            node = self.nodes[several[0]]
            for combination, row in node.rows.items():
                used = np.zeros(len(prior), dtype=int)
                for state, p in row.items():
                    times = np.zeros(len(prior), dtype=int)
                    for name in several:
                        here = worlds[name] == state
                        for parent, above in zip(self.nodes[name].parents, combination, strict=True):
                            here = here & (worlds[parent] == above)
                        times += here
                    prior = prior * _rising(p, node.sizes[combination], times)
                    used += times
                prior = prior / _rising(1.0, node.sizes[combination], used)
        return worlds, prior

    # The testimony

    def _counts(self, item: Evidence, as_of: str | None) -> bool:
        if item.says == "unclear":
            return False
        if as_of is None:
            return item.withdrawn is None
        published = [d for c in item.cites if (d := self.case.documents[c.document].published)]
        reported = item.reported or min(published, default=None)
        if item.withdrawn is not None and _last(item.withdrawn.on) <= _last(as_of):
            return False
        return reported is None or _last(reported) <= _last(as_of)

    def said(self, ident: str, present: bool) -> float:
        item = self.items[ident]
        if item.says == "not-found":
            return 1.0 - self.mean(item.search or self.grading.search) if present else 1.0
        if item.hit is not None and item.false_alarm is not None:
            says_present = self.mean(item.hit if present else item.false_alarm)
        else:
            accuracy = self.mean(item.accuracy or self.grading.credibility[str(item.credibility)])
            says_present = accuracy if present else 1.0 - accuracy
        if item.says == "silent":
            assert item.tells is not None
            return 1.0 - self.mean(item.tells) * says_present
        return says_present if item.says == "present" else 1.0 - says_present

    def likelihood(self, ident: str, present: bool) -> float:
        """Return P(what an item says | its indicator), of a reliable origin that may have copied others."""
        item = self.items[ident]
        copied = own = 0.0
        for original, c in self.case.sources[item.source].copies.items():
            words: dict[str, str] = {}
            for other in self.case.evidence:
                if other.source != original or other.says not in ("present", "absent") or self._is_later(other):
                    continue
                if (item.statement and other.statement == item.statement) or self._on(other) != self._on(item):
                    continue
                words[other.statement or f"/{other.id}"] = other.says
            if words and item.says != "not-found":
                own += c
                copied += c * sum(word == item.says for word in words.values()) / len(words)
        return copied + (1.0 - own) * self.said(ident, present)

    def _on(self, item: Evidence) -> tuple[str, str, str, str | None]:
        return item.about, item.indicator, self.instance_of(item), item.event

    def _is_later(self, item: Evidence) -> bool:
        return self.as_of is not None and not self._counts(
            item.model_copy(update={"withdrawn": None, "says": "present"}), self.as_of
        )

    def heard(self, ident: str) -> Floats:
        """Return the likelihood of what an item says, taken at its word, in every world."""
        present = self.worlds[self.node_of[ident]] == "present"
        return np.where(present, self.likelihood(ident, present=True), self.likelihood(ident, present=False))

    def favoured(self, source: str) -> Floats:
        """Return 1 for the worlds in which what a source favours holds, 0 for the others."""
        favours = self.case.sources[source].favours
        known = np.ones(len(self.prior))
        for instance in self.instances:
            question = instance.partition("/")[2].partition("@")[0]
            hypotheses = favours.get(instance, favours.get(question))
            if hypotheses is not None:
                known = known * np.isin(self.worlds[instance], hypotheses)
        return known

    def joint(self, chains: Mapping[str, tuple[str, ...]], known: Floats) -> list[tuple[Mapping[str, bool], Floats]]:
        """Return P(W, R, E) over all worlds, for every state of the sources; the prior is conditioned on `known`."""
        prior = self.prior * known / math.fsum(self.prior * known)
        sources = sorted({s for chain in chains.values() for s in chain})
        tables: list[tuple[Mapping[str, bool], Floats]] = []
        for states in itertools.product((True, False), repeat=len(sources)):
            reliable = dict(zip(sources, states, strict=True))
            chance = math.prod(self.reliability(s) if yes else 1.0 - self.reliability(s) for s, yes in reliable.items())
            if not chance:
                continue
            intact: dict[str, str] = {}
            broken: dict[str, dict[str, tuple[str, ...]]] = {}
            for ident, chain in chains.items():
                at = [k for k, s in enumerate(chain) if not reliable[s]]
                if at:
                    broken.setdefault(chain[at[-1]], {})[ident] = chain[: at[-1]]
                else:
                    intact[self.items[ident].statement or f"/{ident}"] = ident
            for source, items in broken.items():
                chance *= self.story(source, items)
            table = prior * chance
            for ident in intact.values():
                table = table * self.heard(ident)
            tables.append((reliable, table))
        return tables

    def story(self, source: str, items: dict[str, tuple[str, ...]]) -> float:
        """Return Z: the probability of what is broken at a source, in the world that it favours or in a plain one."""
        key = source, tuple(sorted(items.items()))
        if key not in self._stories:
            written = self.case.sources[source]
            weight = written.favours_weight if written.favours else 0.0
            total = 0.0
            for share, known in ((weight, self.favoured(source)), (1.0 - weight, np.ones(len(self.prior)))):
                if share > 0.0:
                    total += share * math.fsum(math.fsum(table) for _, table in self.joint(items, known))
            self._stories[key] = total
        return self._stories[key]

    def solve(self, without: str | None = None) -> list[tuple[Mapping[str, bool], Floats]]:
        chains = {i: (item.source, *item.via) for i, item in self.items.items() if i != without}
        return self.joint(chains, np.ones(len(self.prior)))

    def marginal(self, worlds: Floats, node: str) -> dict[str, float]:
        """Return the shares of a node's states in weights over all worlds."""
        total = math.fsum(worlds)
        return {s: math.fsum(worlds[self.worlds[node] == s]) / total for s in self.nodes[node].states}


def _rising(mean: float, size: float, times: npt.NDArray[np.int_]) -> Floats:
    """Return (size·mean)(size·mean + 1)…, so many factors; over that of mean 1 a Dirichlet row integrated out."""
    factors = np.ones(int(times.max()) + 1)
    for k in range(1, len(factors)):
        factors[k] = factors[k - 1] * (mean if math.isinf(size) else size * mean + k - 1)
    chosen: Floats = factors[times]
    return chosen


def _last(date: str) -> tuple[int, ...]:
    """Return the last day that a written date covers."""
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    month = month or 12
    return year, month, day or calendar.monthrange(year, month)[1]


def added(joint: Iterable[tuple[Mapping[str, bool], Floats]]) -> Floats:
    """Return the tables of `joint` added up."""
    return np.sum([table for _, table in joint], axis=0, dtype=np.float64)
