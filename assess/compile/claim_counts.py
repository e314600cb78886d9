"""Claims that at least *k* of *n* things hold, by means of variables that count them.

A count is a chain: each variable counts how many of the first things hold, up to the number required; its parents are
the previous count and the next thing. Only claims depend on it, so that it sums out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

import numpy as np

from assess.compile.world import Node, World
from assess.domain.case import Case
from assess.domain.claim import AtLeast, HoldsIf, Proposition
from assess.domain.instances import Layout, Observable
from assess.network.counting import both_table, count_table
from assess.network.logs import Bools, Floats

_HOLDS = ("holds", "fails")


def spoken_of(layout: Layout) -> Iterator[Observable]:
    """Yield the indicators that claims and predictions involve, with their ancestors."""
    for stated in (*layout.case.claims.values(), *layout.case.predictions.values()):
        for node in stated.proposition.nodes:
            if node not in layout.instances:
                yield from layout.named(node)


def counting_for(case: Case, world: World) -> Iterator[Node]:
    """Yield the counting variables of the claims and predictions of a case."""
    states = {ident: node.states for ident, node in world.nodes.items()}
    for stated in (*case.claims.values(), *case.predictions.values()):
        if stated.at_least is not None:
            yield from counting(stated.at_least, states)


def counting(at_least: AtLeast, states: Mapping[str, tuple[str, ...]]) -> Iterator[Node]:
    """Yield the counting variables, each after its parents.

    Parameters
    ----------
    at_least : AtLeast
    states : dict of str to tuple of str
        The states of every instance.
    """
    name, before, most = _name(at_least), "", 0
    for place, together in enumerate(at_least.of):
        counted = ""
        states_that_count: tuple[str, ...] = _HOLDS[:1]
        for n, (instance, allowed) in enumerate(together.items()):
            if len(together) == 1:
                counted, states_that_count = instance, allowed
                break
            holds = _among(states[instance], allowed)
            table = count_table(~holds, 1) if n == 0 else both_table(holds)
            parents = (instance,) if n == 0 else (counted, instance)
            counted = f"{name} {place} {n}"
            yield _exact(counted, _HOLDS, parents, table)
        of = states.get(counted, _HOLDS)
        table = count_table(_among(of, states_that_count), at_least.k, most if before else None)
        most = table.shape[-1] - 1
        parents = (before, counted) if before else (counted,)
        before = f"{name} {place}"
        yield _exact(before, tuple(map(str, range(most + 1))), parents, table)


def holds_if_of(proposition: Proposition) -> HoldsIf:
    """Return what a proposition requires: what it names, or a state of the last of its counting variables."""
    at_least = proposition.at_least
    if at_least is None:
        return proposition.holds_if
    return ({f"{_name(at_least)} {len(at_least.of) - 1}": (str(at_least.k),)},)


def _exact(ident: str, states: tuple[str, ...], parents: tuple[str, ...], table: Floats) -> Node:
    return Node(ident, states, parents, table, np.full(table.shape[:-1], np.inf))


def _among(states: tuple[str, ...], allowed: tuple[str, ...]) -> Bools:
    return np.array([state in allowed for state in states])


def _name(at_least: AtLeast) -> str:
    """Return the name of a count's variables, which no id can equal and which the same count shares."""
    content = json.dumps(at_least.model_dump(mode="json"), ensure_ascii=False)
    return f"count {hashlib.sha256(content.encode()).hexdigest()[:16]}"
