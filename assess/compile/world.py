"""The world: question instances and indicator instances, and the rows between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import numpy as np

from assess.compile.numbers import (
    Numbers,
    indicator_table,
    prior_table,
    sizes_table,
)
from assess.domain.dates import Step, steps_between
from assess.domain.instances import Instance, Layout, Observable
from assess.domain.rubric import Same
from assess.network.logs import Floats, log

OBSERVABLE_STATES = ("present", "absent")


class SharedRows(NamedTuple):
    """Rows of a rubric that are one unknown number each wherever they are used in a case or a country.

    Parameters
    ----------
    name : str
        The name of the question or indicator.
    within : {"all", "country", "source"}
        ``source``: it is the accuracy of the source whose id is `name`.
    country : str or None
        The country of the uses, if `within` is "country"; uses without one share too.
    """

    name: str
    within: Literal["all", "country", "source"]
    country: str | None


class Node(NamedTuple):
    """A variable of the world.

    Parameters
    ----------
    id : str
        The id of the question instance or indicator instance.
    states : tuple of str
    parents : tuple of str
    table : float64, shape (states of each parent ..., states), nats
    sizes : float64, shape (states of each parent ...)
        Effective sample size of each row; infinite if exactly known.
    steps : int
        The number of time steps between it and its parent.
    shares : SharedRows or None
        The rows that it shares with other nodes; None if they are its own.
    """

    id: str
    states: tuple[str, ...]
    parents: tuple[str, ...]
    table: Floats
    sizes: Floats
    steps: int = 1
    shares: SharedRows | None = None


class World:
    """All nodes of a case, parents before children.

    Parameters
    ----------
    layout : Layout
    numbers : Numbers
    observables : iterable of Observable
        The indicator instances that reports bear on, and their ancestors.
    also : iterable of Observable
        Unreported ones to include, and their ancestors.
    """

    def __init__(
        self, layout: Layout, numbers: Numbers, observables: Iterable[Observable], also: Iterable[Observable] = ()
    ) -> None:
        self._layout, self.numbers = layout, numbers
        self.nodes: dict[str, Node] = {}
        self._shared: dict[SharedRows, SharedRows] = {}
        self._rows: dict[tuple[str, tuple[str, ...]], tuple[Floats, Floats]] = {}
        for instance in layout.instances.values():
            self._place(instance)
        self.instances = tuple(self.nodes)
        waiting = {o.id: o for o in observables}
        reported = {*self.nodes, *waiting}
        waiting |= {o.id: o for o in also}
        for observable in waiting.values():
            self._hang(observable, waiting)
        self.unreported = frozenset(self.nodes) - reported
        self.indicators = tuple(self.nodes)[len(self.instances) :]

    def add(self, nodes: Iterable[Node]) -> None:
        """Add variables below existing ones, each after its parents."""
        self.nodes |= {node.id: node for node in nodes}

    def step_by_step(self) -> None:
        """Add a node at each time step between two periods, if there are several."""
        nodes, self.nodes = self.nodes, {}
        for node in nodes.values():
            parents = node.parents
            rows = node.table if node.steps == 1 else log(self.one_step(node))
            for step in range(1, node.steps):
                between = node._replace(id=step_id(node.id, step), parents=parents, table=rows, steps=1)
                self.nodes[between.id] = between
                parents = (between.id,)
            self.nodes[node.id] = node._replace(parents=parents, table=rows, steps=1)

    def ancestors(self, ids: Iterable[str]) -> list[str]:
        """Return `ids` and all their ancestors, parents before children."""
        wanted: set[str] = set()
        queue = list(ids)
        while queue:
            at = queue.pop()
            if at not in wanted:
                wanted.add(at)
                queue.extend(self.nodes[at].parents)
        rank = {ident: place for place, ident in enumerate(self.nodes)}
        return sorted(wanted, key=rank.__getitem__)

    def _place(self, instance: Instance) -> None:
        trail = [instance]
        while trail:
            at = trail[-1]
            parents = self._layout.parents(at)
            missing = [p for p in parents if p not in self.nodes]
            if at.id not in self.nodes and missing:
                trail.append(self._layout.instances[missing[0]])
                continue
            trail.pop()
            if at.id not in self.nodes:
                self.nodes[at.id] = self._question(at, parents)

    def _question(self, instance: Instance, parents: tuple[str, ...]) -> Node:
        question = self._layout.rubric.questions[instance.question]
        override = self._layout.case.priors.get(instance.id)
        states, steps = tuple(question.hypotheses), 1
        shares = self._shares(instance.question, question.same, instance.subject)
        size: Any = question.prior_n
        if override is not None:
            prior, weight, size = override.prior, override.given_weight, override.prior_n
            shares = None
        elif (earlier := self._layout.previous(instance)) is not None and question.over_time is not None:
            prior, weight, shares = dict(question.over_time), 1.0, None
            steps = _steps(earlier, instance, question.step)
            size = question.over_time_n or (None if isinstance(size, dict) else size)
        else:
            prior, weight = question.prior, question.given_weight
        of_parents = [self.nodes[p].states for p in parents]
        table = prior_table(prior, of_parents, states, weight)
        if steps > 1:
            table = np.linalg.matrix_power(table, steps)
        return Node(instance.id, states, parents, log(table), sizes_table(size, of_parents), steps, shares)

    def one_step(self, node: Node) -> Floats:
        """Return a node's rows for one time step, if several lie between it and its parent."""
        question = self._layout.rubric.questions[self._layout.instances[node.id].question]
        assert question.over_time is not None
        return prior_table(dict(question.over_time), [node.states], node.states, 1.0)

    def _hang(self, observable: Observable, waiting: dict[str, Observable]) -> None:
        if observable.id in self.nodes:
            return
        if observable.parent not in self.nodes:
            self._hang(waiting[observable.parent], waiting)
        indicator = self._layout.rubric.indicators[observable.indicator]
        states = self.nodes[observable.parent].states
        key = observable.indicator, states
        if key not in self._rows:
            table, sizes = indicator_table(indicator.present_if, states, indicator.weight, self.numbers)
            self._rows[key] = log(table), sizes
        shares = self._shares(observable.indicator, indicator.same, observable.subject)
        self.nodes[observable.id] = Node(
            observable.id, OBSERVABLE_STATES, (observable.parent,), *self._rows[key], shares=shares
        )

    def _shares(self, name: str, same: Same, subject: str) -> SharedRows | None:
        if same == "use":
            return None
        rows = SharedRows(name, same, self._layout.country(subject) if same == "country" else None)
        return self._shared.setdefault(rows, rows)


def step_id(ident: str, step: int) -> str:
    """Return the name of the node at a time step before a period; no id contains a blank."""
    return f"{ident} step {step}"


def _steps(earlier: Instance, instance: Instance, step: Step | None) -> int:
    """Return how often the rows over time apply between two periods."""
    if step is None:
        return 1
    assert earlier.period is not None
    assert instance.period is not None
    steps = steps_between(earlier.period, instance.period, step)
    assert steps is not None
    return steps
