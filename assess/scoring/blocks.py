"""What the evidence on one instance says by itself, to be kept while other evidence changes.

Where no uncertain source is heard on two instances, all that is known of one instance bears on the others through its
own hypotheses alone: as so many likelihoods, one for each hypothesis. Given the hypothesis, nothing elsewhere matters
to its indicators, its sources, and what each of its items adds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from assess.compile.model import Compiled
from assess.compile.perturbations import Perturbations
from assess.network.logs import Floats


@dataclass(frozen=True, slots=True)
class Block:
    """What is known of one instance.

    Parameters
    ----------
    likelihood : float64, shape (states,), nats
        How likely its evidence is under each hypothesis, up to a factor.
    items, indicators, sources : tuple of str
    without : float64, shape (items, states), nats
        What leaving each item out adds to the likelihood, up to a factor.
    present, reliable : float64, shape (indicators or sources, states)
        P(present) and P(reliable) under each hypothesis.
    """

    likelihood: Floats
    items: tuple[str, ...]
    without: Floats
    indicators: tuple[str, ...]
    present: Floats
    sources: tuple[str, ...]
    reliable: Floats


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a scoring for the next.

    Parameters
    ----------
    blocks : dict of str to Block
        By instance, of those with evidence that share no uncertain source with another.
    hangs : dict of str to tuple of str
        By item: its indicator instance and those that it hangs under, the uppermost first.
    """

    blocks: Mapping[str, Block]
    hangs: Mapping[str, tuple[str, ...]]


def clusters(heard: Iterable[tuple[str, Iterable[str]]]) -> dict[str, frozenset[str]]:
    """Return, for each instance, those that share uncertain sources with it, itself among them.

    Parameters
    ----------
    heard : iterable of (str, iterable of str)
        By item: the instance, and the uncertain sources that it came through.
    """
    parent: dict[str, str] = {}

    def top(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    first: dict[str, str] = {}
    for instance, sources in heard:
        parent.setdefault(instance, instance)
        for source in sources:
            parent[top(instance)] = top(first.setdefault(source, instance))
    members: dict[str, set[str]] = {}
    for instance in parent:
        members.setdefault(top(instance), set()).add(instance)
    return {instance: frozenset(group) for group in members.values() for instance in group}


def blocks_of(model: Compiled, alone: Collection[str]) -> dict[str, Block] | None:
    """Return the blocks of instances; None where a hypothesis of one is ruled out.

    Parameters
    ----------
    model : Compiled
        Holds all the evidence on them.
    alone : collection of str
        Instances with evidence that share no uncertain source with another.
    """
    with np.errstate(invalid="ignore"):
        return _blocks(model, alone)


def _blocks(model: Compiled, alone: Collection[str]) -> dict[str, Block] | None:
    held = _Conditionals(model)
    without = model.without_each
    reports: dict[str, list[int]] = {}
    sources: dict[str, dict[str, None]] = {}
    hanging: dict[str, dict[str, None]] = {}
    for number, (report, trail) in enumerate(zip(model.testimony.reports, hangs(model).values(), strict=True)):
        reports.setdefault(report.instance, []).append(number)
        sources.setdefault(report.instance, {}).update(dict.fromkeys(report.chain))
        hanging.setdefault(report.instance, {}).update(dict.fromkeys(trail))
    part = model.after.part
    blocks = {}
    for instance in alone:
        variable = part.nodes[instance]
        after, count = model.after.marginal(variable), len(model.world.nodes[instance].states)
        left = np.stack([without[number] for number in reports[instance]]) - after
        present, reliable = (
            held.given(variables[name] for name in names)[:, :count]
            for names, variables in ((hanging[instance], part.nodes), (sources[instance], part.sources))
        )
        items = tuple(model.testimony.reports[number].item for number in reports[instance])
        likelihood = held.free(variable)
        if not (np.isfinite(likelihood).all() and np.isfinite(left).all()):
            return None
        blocks[instance] = Block(
            likelihood, items, left, tuple(hanging[instance]), present, tuple(sources[instance]), reliable
        )
    return blocks


def hangs(model: Compiled) -> dict[str, tuple[str, ...]]:
    """Return, by item, the indicator instance of its report and those that it hangs under, the uppermost first."""
    trails: dict[str, tuple[str, ...]] = {}
    for report in model.testimony.reports:
        if report.node not in trails:
            trail = [report.node]
            while (parent := model.world.nodes[trail[-1]].parents[0]) not in model.layout.instances:
                trail.append(parent)
            trails[report.node] = tuple(reversed(trail))
    return {report.item: trails[report.node] for report in model.testimony.reports}


class _Conditionals:
    """The network with the priors of all instances left out, free and with each instance held to each hypothesis."""

    def __init__(self, model: Compiled) -> None:
        nodes = {name: model.world.nodes[name] for name in model.world.instances}
        count = max(len(node.states) for node in nodes.values())
        free = {name: np.zeros((*node.table.shape, 1)) for name, node in nodes.items()}
        held = {}
        for name, node in nodes.items():
            states = len(node.states)
            table = np.full((states, count), -np.inf)
            table[np.minimum(np.arange(count), states - 1), np.arange(count)] = 0.0
            held[name] = np.broadcast_to(table, (*node.table.shape, count))
        self._free = next(s for _, s in model.retelling.solutions(Perturbations(1, nodes=free), retold=False))
        self._held = [shares for _, shares in model.retelling.shares(Perturbations(count, nodes=held), retold=False)]

    def free(self, variable: int) -> Floats:
        """Return the log of how likely the evidence is under each state, up to a factor."""
        found: Floats = self._free.log_marginal(variable)[:, 0]
        return found

    def given(self, variables: Iterable[int]) -> Floats:
        """Return the probability of the first state of variables, given each hypothesis of their instance in turn.

        Returns
        -------
        float64, shape (variables, hypotheses of the instance that has most)
        """
        wanted = list(variables)
        return np.concatenate([shares.firsts(wanted) for shares in self._held], axis=1)
