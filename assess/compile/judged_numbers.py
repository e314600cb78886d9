"""The judged numbers of a case, each of which can be moved alone: rows, priors, links, grades and accuracies."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np

from assess.compile.model import Compiled
from assess.compile.number_shifts import indicators_in_use
from assess.compile.numbers import Numbers, indicator_table, prior_table
from assess.compile.observation import ObservationModel
from assess.compile.perturbations import Perturbations
from assess.compile.regraded import Regraded
from assess.domain.chance import Chance
from assess.domain.rubric import Indicator
from assess.network.logs import DB, Floats, log, log_odds_of, logistic

JudgedKind = Literal["row", "prior", "over time", "link", "weight", "reliability", "accuracy"]

FURTHEST = 40.0
"""The most by which a number is moved, in dB of its odds."""

_LEAST_WEIGHT = 0.01


@dataclass(frozen=True, slots=True)
class Moved:
    """What changes in a case when one number is moved.

    Parameters
    ----------
    nodes : dict of str to float64, nats
        By node of the world: its table.
    sources : dict of str to float
        P(reliable).
    likelihoods : dict of int to float64, shape (2,), nats
        By report.
    """

    nodes: Mapping[str, Floats] = field(default_factory=dict)
    sources: Mapping[str, float] = field(default_factory=dict)
    likelihoods: Mapping[int, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JudgedNumber:
    """A number that somebody judged.

    Parameters
    ----------
    kind : {"row", "prior", "over time", "link", "weight", "reliability", "accuracy"}
        A link is a question's `given_weight`; the weight is an indicator's.
    of : tuple of str
        Its place, as ids: for a row, the indicator and the state it is given; for a prior, the question or instance,
        the states of its parents, and the hypothesis; for an accuracy, the item and the name of the number.
    now : float
    moved : callable
        Returns what changes with another value.
    """

    kind: JudgedKind
    of: tuple[str, ...]
    now: float
    moved: Callable[[float], Moved]

    @property
    def is_weight(self) -> bool:
        """Whether it mixes rows, and so is not a chance with odds."""
        return self.kind in ("link", "weight")

    @property
    def range(self) -> tuple[float, float]:
        """The least and the greatest value that it may be moved to."""
        if self.is_weight:
            return min(_LEAST_WEIGHT, self.now), 1.0
        return self.at(-FURTHEST), self.at(FURTHEST)

    def at(self, decibans: float) -> float:
        """Return the number with its odds moved."""
        return logistic(log_odds_of(self.now) + decibans / DB)

    def distance(self, value: float) -> float:
        """Return the most by which another value can change any odds, in dB (Chan and Darwiche 2005).

        For a chance it is the change in its odds; for a weight, the log of the greatest ratio in a row over the least.
        """
        if not self.is_weight:
            return DB * abs(log_odds_of(value) - log_odds_of(self.now))
        now, then = self.moved(self.now).nodes, self.moved(value).nodes
        with np.errstate(invalid="ignore"):
            ratios = [np.where(np.isneginf(now[name]), 0.0, then[name] - now[name]) for name in now]
        return DB * max((float(np.ptp(ratio, axis=-1).max()) for ratio in ratios), default=0.0)


def judged_numbers(model: Compiled) -> list[JudgedNumber]:
    """Return every judged number of a case on which some probability may depend and that is neither 0 nor 1."""
    kinds = _of_questions(model), _of_indicators(model), _of_sources(model), _of_items(model)
    return [n for n in itertools.chain(*kinds) if n.is_weight or 0.0 < n.now < 1.0]


def moved_numbers(model: Compiled, moves: Sequence[Sequence[tuple[JudgedNumber, float]]]) -> Perturbations:
    """Return one perturbation for each set of numbers moved to values; no two in a set share a table."""
    nodes: dict[str, Floats] = {}
    likelihoods: dict[int, Floats] = {}
    runs: list[tuple[str, int, int, Floats]] = []
    for column, number, value in ((column, *move) for column, some in enumerate(moves) for move in some):
        moved = number.moved(value)
        for name, table in moved.nodes.items():
            if name not in nodes:
                nodes[name] = np.repeat(model.world.nodes[name].table[..., np.newaxis], len(moves), axis=-1)
            nodes[name][..., column] = table
        for report, logs in moved.likelihoods.items():
            if report not in likelihoods:
                own = model.testimony.reports[report].log_likelihood
                likelihoods[report] = np.repeat(own[:, np.newaxis], len(moves), axis=-1)
            likelihoods[report][:, column] = logs
        runs += [(source, column, column + 1, log([p, 1.0 - p])) for source, p in moved.sources.items()]
    return Perturbations(len(moves), nodes=nodes, sources=Regraded.in_runs(runs), likelihoods=likelihoods)


def _of_questions(model: Compiled) -> Iterator[JudgedNumber]:
    layout = model.layout
    of_question: dict[str, list[str]] = {}
    later: dict[str, list[str]] = {}
    for ident in model.world.instances:
        instance = layout.instances[ident]
        own = layout.case.priors.get(ident)
        if own is not None:
            yield from _of_prior(model, ident, _PriorRows.of(model, own.prior, [ident]), own.given_weight)
            continue
        is_later = (
            layout.previous(instance) is not None and layout.rubric.questions[instance.question].over_time is not None
        )
        (later if is_later else of_question).setdefault(instance.question, []).append(ident)
    for name, instances in of_question.items():
        question = layout.rubric.questions[name]
        yield from _of_prior(model, name, _PriorRows.of(model, question.prior, instances), question.given_weight)
    for name, instances in later.items():
        yield from _over_time(model, name, instances)


@dataclass(frozen=True, slots=True)
class _PriorRows:
    """The rows of a prior as written, and the nodes that have them.

    Parameters
    ----------
    rows : float64, shape (states of each parent ..., states)
    parents : list of tuple of str
    states : tuple of str
    nodes : list of str
    """

    rows: Floats
    parents: list[tuple[str, ...]]
    states: tuple[str, ...]
    nodes: Sequence[str]

    @classmethod
    def of(cls, model: Compiled, prior: Any, instances: Sequence[str]) -> _PriorRows:
        node = model.world.nodes[instances[0]]
        parents = [model.world.nodes[parent].states for parent in node.parents]
        return cls(prior_table(prior, parents, node.states, 1.0), parents, node.states, instances)

    def tilted(self, place: tuple[int, ...], link: float, value: float) -> Moved:
        return self.linked(_tilted(self.rows, place, value), link)

    def linked(self, rows: Floats, link: float) -> Moved:
        average = rows.reshape(-1, rows.shape[-1]).mean(axis=0)
        return Moved(nodes=dict.fromkeys(self.nodes, log(link * rows + (1.0 - link) * average)))


def _of_prior(model: Compiled, name: str, prior: _PriorRows, link: float) -> Iterator[JudgedNumber]:
    for place in np.ndindex(prior.rows.shape):
        given = [states[k] for states, k in zip(prior.parents, place[:-1], strict=True)]
        of = (name, *given, prior.states[place[-1]])
        yield JudgedNumber("prior", of, float(prior.rows[place]), partial(prior.tilted, place, link))
    if prior.parents:
        yield JudgedNumber("link", (name,), link, partial(prior.linked, prior.rows))


def _tilted(rows: Floats, place: tuple[int, ...], value: float) -> Floats:
    """Return rows with one entry changed and the others in its row kept in proportion."""
    tilted = rows.copy()
    row = tilted[place[:-1]]
    row *= (1.0 - value) / (1.0 - row[place[-1]])
    row[place[-1]] = value
    return tilted


def _over_time(model: Compiled, name: str, instances: Sequence[str]) -> Iterator[JudgedNumber]:
    first = model.world.nodes[instances[0]]
    rows = model.world.one_step(first)

    def moved(place: tuple[int, ...], value: float) -> Moved:
        tilted = _tilted(rows, place, value)
        steps = {ident: model.world.nodes[ident].steps for ident in instances}
        return Moved(nodes={ident: log(np.linalg.matrix_power(tilted, count)) for ident, count in steps.items()})

    for place in np.ndindex(rows.shape):
        of = name, *(first.states[k] for k in place)
        yield JudgedNumber("over time", of, float(rows[place]), partial(moved, place))


@dataclass(frozen=True, slots=True)
class _IndicatorRows:
    """The rows of an indicator as written, and the nodes that have them."""

    indicator: Indicator
    states: tuple[str, ...]
    nodes: Sequence[str]
    numbers: Numbers

    def at(self, state: str, value: float) -> Moved:
        return self._moved({**self.indicator.present_if, state: Chance(value=value)}, self.indicator.weight)

    def weighted(self, weight: float) -> Moved:
        return self._moved(self.indicator.present_if, weight)

    def _moved(self, rows: Mapping[str, Chance], weight: float) -> Moved:
        table, _ = indicator_table(rows, self.states, weight, self.numbers)
        return Moved(nodes=dict.fromkeys(self.nodes, log(table)))


def _of_indicators(model: Compiled) -> Iterator[JudgedNumber]:
    world = model.world
    for name, nodes in indicators_in_use(model).items():
        indicator = model.layout.rubric.indicators[name]
        (parent,) = world.nodes[nodes[0]].parents
        rows = _IndicatorRows(indicator, world.nodes[parent].states, nodes, world.numbers)
        for state in rows.states:
            now, _ = world.numbers.row(indicator.present_if[state])
            yield JudgedNumber("row", (name, state), now, partial(rows.at, state))
        yield JudgedNumber("weight", (name,), indicator.weight, rows.weighted)


def _of_sources(model: Compiled) -> Iterator[JudgedNumber]:
    for name in model.after.part.sources:
        reliable = float(np.exp(model.testimony.witnesses[name].log_reliable[0]))
        yield JudgedNumber("reliability", (name,), reliable, partial(_regraded, name))


def _regraded(source: str, value: float) -> Moved:
    return Moved(sources={source: value})


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement, its reports, and the chances that its origin says *present* when that is true and when it is not."""

    says: str
    reports: Sequence[int]
    observation: ObservationModel
    hit: float
    false_alarm: float

    def with_hit(self, value: float) -> Moved:
        return self._moved(value, self.false_alarm)

    def with_false_alarm(self, value: float) -> Moved:
        return self._moved(self.hit, value)

    def with_accuracy(self, value: float) -> Moved:
        return self._moved(value, 1.0 - value)

    def _moved(self, hit: float, false_alarm: float) -> Moved:
        present = np.array([hit, false_alarm])
        rows = present if self.says in ("present", "silent") else 1.0 - present
        tells = 1.0 if self.observation.tells is None else self.observation.tells[0]
        return Moved(likelihoods=dict.fromkeys(self.reports, log(self.observation.likelihood_of(rows, tells))))


def _of_items(model: Compiled) -> Iterator[JudgedNumber]:
    """Yield the numbers of each statement; the items of one utterance share them."""
    by_statement: dict[str, list[int]] = {}
    for number, report in enumerate(model.testimony.reports):
        by_statement.setdefault(report.statement, []).append(number)
    for reports in by_statement.values():
        report = model.testimony.reports[reports[0]]
        item, observed = model.layout.items[report.item], report.observation
        present = observed.means if item.says in ("present", "silent") else 1.0 - observed.means
        statement = _Statement(item.says, reports, observed, float(present[0]), float(present[1]))
        if item.says == "not-found":
            yield JudgedNumber("accuracy", (item.id, "search"), statement.hit, statement.with_hit)
        elif item.hit is not None:
            yield JudgedNumber("accuracy", (item.id, "hit"), statement.hit, statement.with_hit)
            yield JudgedNumber("accuracy", (item.id, "false_alarm"), statement.false_alarm, statement.with_false_alarm)
        elif item.accuracy is not None or item.credibility is not None:
            yield JudgedNumber("accuracy", (item.id, "accuracy"), statement.hit, statement.with_accuracy)
