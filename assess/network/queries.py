"""Querying solved networks for the joint probability of states of some variables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from assess.network.elimination import EliminationPlan
from assess.network.logs import Bools, Floats, Ints

StateBox = Mapping[int, Bools]
"""By variable: a mask of allowed states, shape (states,), for all variables jointly."""


class SolvedNetwork(Protocol):
    """What a query needs of a solved network."""

    @property
    def plan(self) -> EliminationPlan:
        """The plan of the solution."""

    def conditional(self, variable: int) -> Floats:
        """Return the probability of a variable given those that it was joined to when it was eliminated."""

    def others(self, variable: int) -> Floats:
        """Return the joint probability of the variables that one was joined to when it was eliminated."""

    def marginal(self, variable: int) -> Floats:
        """Return the probability of each state of a variable, shape (states, batch)."""


Reading = Callable[[SolvedNetwork], Sequence[Floats]]
"""Readings of a solution, each of shape (..., batch)."""


@runtime_checkable
class Averaged(Protocol):
    """A solution that is a mean over many columns, each solved by itself."""

    @property
    def plan(self) -> EliminationPlan:
        """The plan of each solution."""

    def average(self, read: Reading) -> list[Floats]:
        """Return the means over the columns of what `read` gives for each, all of shape (..., 1)."""


_MOST_PARTS = 2
"""The most messages that `numpy.einsum` multiplies by a table quickly."""

_Waiting = tuple[bytes, tuple[int, ...]]
"""What a box still asks of a variable: the states (all, if empty), and the messages that entered its clique."""

_Factor = int | tuple[int, bytes]
"""A factor of a probability: a message weighted by everything above it, or states of one variable."""


class _Message(NamedTuple):
    """The probability of what is asked below a clique, given the others in the clique; or a sum of such messages.

    Parameters
    ----------
    variable : int
        The one eliminated in the clique.
    states : slice or int64
        Its allowed states.
    below : tuple of (int, tuple of int, tuple)
        The messages from below that it needs: how to order their axes as in its clique, and the index that then
        spreads them over its allowed part.
    terms : tuple of int
        The messages that it is the sum of; then `below` is empty.
    """

    variable: int
    states: slice | Ints
    below: tuple[tuple[int, tuple[int, ...], tuple[slice | Ints | None, ...]], ...] = ()
    terms: tuple[int, ...] = ()


@dataclass(eq=False, repr=False)
class _OpenBox:
    """A box, or several with the same remainder: what is left to ask, and the factors worked out so far."""

    waiting: dict[int, _Waiting]
    factors: list[_Factor] = field(default_factory=list)
    merged: bool = False


class JointQueries:
    """Queries for many solutions of one plan.

    Parameters
    ----------
    plan : EliminationPlan
    queries : sequence of iterable of StateBox
        For each query, boxes that exclude each other.

    Notes
    -----
    Ruling out states of some variables changes only the messages from their cliques up to the first clique above all of
    them: below, every message, given the variables above, is 1, and what that last clique passes on is weighted by the
    joint probability of its other variables. A message depends only on what is asked below it, so boxes that ask the
    same there share it; and messages of boxes of one query that otherwise ask the same are added, so that a claim with
    many boxes, each about a few bodies, costs about as much as its bodies.
    """

    def __init__(self, plan: EliminationPlan, queries: Sequence[Iterable[StateBox]]) -> None:
        self.plan = plan
        self._messages: list[_Message] = []
        self._numbers: dict[tuple[int, bytes, tuple[int, ...]], int] = {}
        self._queries = [[term.factors for term in self._prepared(query)] for query in queries]

    def __len__(self) -> int:
        return len(self._queries)

    @cached_property
    def _factors(self) -> dict[_Factor, None]:
        """Every factor of a query, once."""
        return dict.fromkeys(factor for query in self._queries for factors in query for factor in factors)

    @cached_property
    def _last_needed(self) -> dict[int, list[int]]:
        """For each message, those that nothing later needs."""
        last: dict[int, int] = {}
        for number, message in enumerate(self._messages):
            last |= dict.fromkeys((*message.terms, *(below for below, *_ in message.below)), number)
        done: dict[int, list[int]] = {}
        for number, by in last.items():
            if number not in self._factors:
                done.setdefault(by, []).append(number)
        return done

    def _prepared(self, query: Iterable[StateBox]) -> list[_OpenBox]:
        plan = self.plan
        terms = [_OpenBox({variable: (states.tobytes(), ()) for variable, states in box.items()}) for box in query]
        several = len(terms) > 1
        holders: dict[int, list[_OpenBox]] = {}
        for term in terms:
            for variable in term.waiting:
                holders.setdefault(variable, []).append(term)
        while holders:
            variable = min(holders, key=plan.position.__getitem__)
            alike: dict[tuple[object, ...], list[tuple[_OpenBox, int]]] = {}
            for term in holders.pop(variable):
                if term.merged:
                    continue
                states, below = term.waiting.pop(variable)
                if not below and self._is_last(variable, term):
                    term.factors.append((variable, states))
                    continue
                left = (frozenset(term.waiting.items()), frozenset(term.factors)) if several else ()
                alike.setdefault(left, []).append((term, self._message(variable, states, below)))
            for group in alike.values():
                term, number = group[0]
                if len(group) > 1:
                    number = self._sum(variable, tuple(sorted(number for _, number in group)))
                    for other, _ in group[1:]:
                        other.merged = True
                if self._is_last(variable, term):
                    term.factors.append(number)
                    continue
                into = plan.parent[variable]
                if into not in term.waiting:
                    holders.setdefault(into, []).append(term)
                states, below = term.waiting.get(into, (b"", ()))
                term.waiting[into] = states, tuple(sorted((*below, number)))
        return [term for term in terms if not term.merged]

    def _is_last(self, variable: int, term: _OpenBox) -> bool:
        root = self.plan.root
        return not term.waiting or root[variable] not in {root[other] for other in term.waiting}

    def _message(self, variable: int, states: bytes, below: tuple[int, ...]) -> int:
        key = variable, states, below
        if key not in self._numbers:
            clique, plan = self.plan.clique(variable), self.plan
            chosen, every, laid = _chosen(states), slice(None), []
            for number in below:
                axes = tuple(map(clique.index, plan.clique(self._messages[number].variable)[1:]))
                order = sorted(range(len(axes)), key=axes.__getitem__)
                index = (chosen, *(every if axis in axes else None for axis in range(1, len(clique))), every)
                laid.append((number, (*order, len(axes)), index))
            self._numbers[key] = len(self._messages)
            self._messages.append(_Message(variable, chosen, tuple(laid)))
        return self._numbers[key]

    def _sum(self, variable: int, terms: tuple[int, ...]) -> int:
        key = variable, b"sum", terms
        if key not in self._numbers:
            self._numbers[key] = len(self._messages)
            self._messages.append(_Message(variable, slice(None), terms=terms))
        return self._numbers[key]

    def probabilities(self, solution: SolvedNetwork | Averaged) -> list[Floats]:
        """Return the probability of what each query asks, shape (batch,).

        Parameters
        ----------
        solution : Solution or Conditionals
            A solution of the plan.
        """
        if isinstance(solution, Averaged):
            return solution.average(self.probabilities)
        messages: dict[int, Floats] = {}
        for number, message in enumerate(self._messages):
            table = solution.conditional(message.variable)
            messages[number] = _worked(message, table, messages)
            if table.shape[-1] > 1:  # of many columns they take room
                for done in self._last_needed.get(number, ()):
                    del messages[done]
        known: dict[_Factor, Floats] = {}
        for factor in self._factors:
            if isinstance(factor, int):
                both = messages[factor], solution.others(self._messages[factor].variable)
                known[factor] = np.einsum("sb,sb->b", *(each.reshape(-1, each.shape[-1]) for each in both))
            else:
                known[factor] = solution.marginal(factor[0])[_chosen(factor[1])].sum(axis=0)
        return [
            _all([_all([known[factor] for factor in factors], np.multiply, 1.0) for factors in query], np.add, 0.0)
            for query in self._queries
        ]


def _all(values: Sequence[Floats], combine: np.ufunc, nothing: float) -> Floats:
    """Return the sum or product of arrays, or its value for none."""
    return reduce(combine, values) if values else np.array([nothing])


def _worked(message: _Message, table: Floats, messages: Mapping[int, Floats]) -> Floats:
    """Return a message, computed from the conditional of its clique and the messages before it."""
    if message.terms:
        return _all([messages[number] for number in message.terms], np.add, 0.0)
    table = table[message.states]
    parts = [messages[number].transpose(order)[index] for number, order, index in message.below]
    if not parts:
        summed: Floats = table[0] if len(table) == 1 else table.sum(axis=0)
        return summed
    while len(parts) > _MOST_PARTS:
        table = table * parts.pop(0)
    product: Floats = np.einsum(",".join(["s..."] * (len(parts) + 1)) + "->...", table, *parts)
    return product


@lru_cache(maxsize=4096)
def _chosen(states: bytes) -> slice | Ints:
    """Return the index of some states, as a slice (which copies nothing) if they are adjacent."""
    places = np.flatnonzero(np.frombuffer(states, dtype=np.bool_))
    if len(places) == len(states):
        return slice(None)
    if len(places) and places[-1] - places[0] + 1 == len(places):
        return slice(int(places[0]), int(places[-1]) + 1)
    return places
