"""The world of the second enumeration: lookups, rows and numbers of its own, and the prior as one tensor."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable
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
from assess.domain.rubric import Question, Rubric
from assess.domain.scale import Scale

Table = npt.NDArray[np.float64]


def mean_of_band(low: float, high: float) -> float:
    """Mean of the Beta with 5 % below `low` and 5 % above `high`."""
    return fit_to_band(low, high)[0]


@cache
def fit_to_band(low: float, high: float) -> tuple[float, float]:
    """Mean and size of the Beta of a band: for each size n the mean that fits `low`."""

    def mean_at(log_n: float) -> float:
        n = math.exp(log_n)
        mean: float = brentq(
            lambda m: betainc(m * n, (1.0 - m) * n, low) - 0.05, 1e-13, 1.0 - 1e-13, xtol=1e-16, rtol=1e-15
        )
        return mean

    def excess(log_n: float) -> float:
        n, m = math.exp(log_n), mean_at(log_n)
        return float(betainc((1.0 - m) * n, m * n, 1.0 - high)) - 0.05

    log_n = float(brentq(excess, -5.0, 22.0, xtol=1e-14, rtol=1e-15))
    return mean_at(log_n), math.exp(log_n)


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


class World:
    """P(W): every instance and indicator instance, one axis each, and what the items say of them."""

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
        self.as_of = as_of
        self.items = {item.id: item for item in case.evidence if self._is_scored(item, as_of)}
        self.reports_on: dict[str, tuple[str, str]] = {}
        self.top: dict[str, str] = {}
        for item in self.items.values():
            self._hang(item)
        self.axis = {node: k for k, node in enumerate(self.states)}
        self.world = self._world()
        assert math.isclose(float(self.world.sum()), 1.0, abs_tol=1e-12)

    # Lookups

    def _outwards(self, subject: str | None) -> Iterable[str]:
        while subject is not None:
            yield subject
            subject = self.case.subjects[subject].within

    def _of(self, subject: str, question: str) -> list[str]:
        """Return the instances of a question on a subject, in time."""
        instances = [i for i, (s, q, _) in self.asked.items() if (s, q) == (subject, question)]
        return sorted(instances, key=lambda i: whole_days(self.asked[i][2]) if self.asked[i][2] else (dt.date.min,) * 2)

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
        parents = []
        for parent in self.rubric.questions[question].given:
            kind = self.rubric.questions[parent].per
            for around in self._outwards(subject):
                if self.case.subjects[around].kind == kind:
                    there = self._of(around, parent)
                    alike = [i for i in there if self.asked[i][2] == period]
                    assert alike or len(there) == 1
                    parents.append((alike or there)[0])
                    break
        assert len(parents) == len(self.rubric.questions[question].given)
        return tuple(parents)

    def _rows_of(self, ident: str) -> dict[tuple[str, ...], list[float]]:
        question = self.rubric.questions[self.asked[ident][1]]
        written: Any
        if ident in self.case.priors:
            written, weight = self.case.priors[ident].prior, self.case.priors[ident].given_weight
        elif self._before(ident) is not None:
            written, weight = question.over_time, 1.0
            if question.step is not None:
                return self._many_steps(ident, question)
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

    def _many_steps(self, ident: str, question: Question) -> dict[tuple[str, ...], list[float]]:
        states, before = self.states[ident], self._before(ident)
        assert before is not None
        assert question.over_time is not None
        then, now = (whole_days(self.asked[i][2])[0] for i in (before, ident))
        months = {"year": 12, "month": 1}[question.step or "year"]
        count = ((now.year - then.year) * 12 + now.month - then.month) // months
        rows = [question.over_time[h] for h in states]
        one_step = np.array(
            [[1.0 / len(states)] * len(states) if r == "uniform" else [float(r[h]) for h in states] for r in rows]
        )
        all_steps = np.eye(len(states))
        for _ in range(count):
            all_steps = all_steps @ one_step
        return {(h,): row.tolist() for h, row in zip(states, all_steps, strict=True)}

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

    def size(self, chance: Chance) -> float:
        """Return the effective sample size of a chance."""
        if chance.term is not None:
            named = {w.casefold(): t for t in self.scale.terms for w in (t.term, *t.also)}
            term = named[chance.term.casefold()]
            return fit_to_band(term.low, term.high)[1]
        if chance.low is not None and chance.high is not None:
            return fit_to_band(chance.low, chance.high)[1]
        return math.inf if chance.n is None else chance.n

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
        """Return the prior: node by node, each row as those before it that share it have taught it (Pólya's urn)."""
        table = np.ones([len(s) for s in self.states.values()])
        came: dict[Any, Table] = {}
        for node, rows in self.rows.items():
            factor = np.zeros([1] * len(self.states))
            for given, row in rows.items():
                here = np.ones([1] * len(self.states))
                for parent, state in zip(self.parents[node], given, strict=True):
                    here = here * self._shaped(parent, [float(s == state) for s in self.states[parent]])
                n, key = self._size_of(node, given), (self._urn(node), given)
                outcomes = [
                    self._shaped(node, [float(k == h) for k in range(len(row))]) * here for h in range(len(row))
                ]
                drawn = [came.get((*key, h), np.zeros([1] * len(self.states))) for h in range(len(row))]
                for h, (outcome, before, m) in enumerate(zip(outcomes, drawn, row, strict=True)):
                    chance = m if math.isinf(n) else (n * m + before) / (n + sum(drawn))
                    factor = factor + outcome * chance
                    came[(*key, h)] = before + outcome
            table = table * factor
        return table

    def _urn(self, node: str) -> tuple[str, ...]:
        """Return what is the same of all nodes that share their rows."""
        subject, _, rest = node.partition("/")
        name = rest.partition("#")[0].partition("@")[0]
        same = self.rubric.indicators[name].same if name in self.rubric.indicators else self.rubric.questions[name].same
        if same == "use" or node in self.case.priors or (node in self.asked and self._before(node) is not None):
            return (node,)
        if same == "all":
            return ("all", name)
        return (same, name, str(next((c for s in self._outwards(subject) if (c := self.case.subjects[s].country)), "")))

    def _size_of(self, node: str, given: tuple[str, ...]) -> float:
        name = node.partition("/")[2].partition("#")[0].partition("@")[0]
        if name in self.rubric.indicators:
            return self.size(self.rubric.indicators[name].present_if[given[0]])
        written: Any = (
            self.case.priors[node].prior_n if node in self.case.priors else self.rubric.questions[name].prior_n
        )
        for state in given if isinstance(written, dict) else ():
            written = written[state] if isinstance(written, dict) else written
        return math.inf if written is None or len(self._urn(node)) == 1 else float(written)

    def _share(self, table: Table, node: str) -> dict[str, float]:
        other = tuple(k for k in range(table.ndim) if k != self.axis[node])
        sums = table.sum(axis=other)
        return {s: float(p / table.sum()) for s, p in zip(self.states[node], sums, strict=True)}

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
        if item.says == "silent":
            assert item.tells is not None
            told_mean = self.mean(item.tells)
            said = [1.0 - told_mean * p for p in present]
        else:
            said = present if item.says == "present" else [1.0 - p for p in present]
        repeated, spoke = self._copied(item)
        return self._shaped(self.reports_on[ident][0], [repeated + spoke * p for p in said])

    def _copied(self, item: Evidence) -> tuple[float, float]:
        """Return P(it repeated these words), P(it spoke for itself)."""
        repeated, elsewhere = 0.0, 0.0
        for original, c in self.case.sources[item.source].copies.items():
            words = {
                (e.statement is not None, e.statement or e.id): e.says
                for e in self.case.evidence
                if e.source == original
                and e.says in {"present", "absent"}
                and self._is_scored(e.model_copy(update={"withdrawn": None}), self.as_of)
                and (e.statement is None or e.statement != item.statement)
                and self.place(e) == self.place(item)
            }
            if words:
                elsewhere += c
                repeated += c * sum(word == item.says for word in words.values()) / len(words)
        return repeated, 1.0 - elsewhere

    def place(self, item: Evidence) -> tuple[str, ...]:
        """Return what an item reports on; of several periods the one that is named, or the only one."""
        period = item.period or next(
            self.asked[i][2]
            for around in self._outwards(item.about)
            for i in self.asked
            if self.asked[i][0] == around and self.asked[i][1] == self._top(item.indicator)
        )
        return item.about, item.indicator, period, item.event or ""

    def _top(self, indicator: str) -> str:
        while indicator in self.rubric.indicators:
            indicator = self.rubric.indicators[indicator].of
        return indicator
