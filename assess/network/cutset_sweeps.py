"""Gibbs sweeps over a cutset, many chains side by side.

A variable is flipped given the others of the cutset, everything else summed out exactly: only the cliques that its
tables enter and those above them are computed again, from the stored messages of all others. A variable with very many
states and uses is instead drawn given the states of all others, which were themselves drawn given the cutset: such a
draw needs only its own tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from assess.network.conditionals import Conditionals, conditionals
from assess.network.cutset import Cutset, SlicedTables
from assess.network.elimination import EliminationPlan, Flow
from assess.network.logs import Floats, Ints, log_sum
from assess.network.markov_blanket import MarkovBlanket
from assess.network.network import Network
from assess.network.sampling import sample_states
from assess.network.segments import Segments
from assess.network.solve import as_wide, potentials, solve, spread

FLOOR = -800.0
"""The logarithm (nats) that replaces that of 0 while chains run, so that they can leave impossible states."""


def floored(network: Network) -> Network:
    """Return a network without zeros."""
    stacks = [stack.with_tables(np.maximum(stack.tables, FLOOR)) for stack in network.stacks]
    return network._replace(stacks=tuple(stacks))


class Sweeps:
    """Chains over the states of a cutset.

    Parameters
    ----------
    network : Network
    cutset : Cutset
        A cutset of the floored network.
    drawn : collection of int
        Variables of the cutset that are drawn given all others; the rest are flipped.
    chains : int
    rng : Generator

    Attributes
    ----------
    log_start : float64, shape (chains,), nats
        Log probability of the states in which each starts.
    """

    def __init__(
        self, network: Network, cutset: Cutset, drawn: Collection[int], chains: int, rng: np.random.Generator
    ) -> None:
        self._cutset, self._chains, self._rng = cutset, chains, rng
        own = list(potentials(cutset.rest, cutset.plan))
        around = _Around(cutset)
        given_all = set(drawn)
        places = [place for place, variable in enumerate(cutset.variables) if variable in given_all]
        flipped = [place for place, variable in enumerate(cutset.variables) if variable not in given_all]
        self._flips = [_Flip(cutset, own, around, place) for place in flipped]
        self._blankets = [(place, MarkovBlanket(network, cutset.variables[place])) for place in places]
        self.states: Ints = np.stack([rng.integers(card, size=chains) for card in cutset.cards])
        self.log_start: Floats = np.full(chains, -np.log(cutset.cards).sum())
        for place in places:
            alone = _alone(network, cutset.variables[place], cutset.cards[place])
            self.states[place] = _picked(np.repeat(alone, chains, axis=1), rng)
            total = np.logaddexp.reduce(alone[:, 0])
            self.log_start += alone[self.states[place], 0] - total + np.log(cutset.cards[place])
        self.solved_at = self.states

    def sweep(self) -> Conditionals:
        """Draw each variable of the cutset again, and return the network solved given its states, a column per chain.

        Variables drawn given all others are drawn last, from the returned solution, which is given `solved_at`.
        """
        self.states = self.states.copy()
        if self._flips:
            solution = solve(self._cutset.given(self.states), self._cutset.plan)
            messages = [as_wide(message, self._chains) for message in solution.messages]
            for flip in self._flips:
                flip.draw(self.states, messages, self._rng)
        self.solved_at = self.states
        solved = conditionals(self._cutset.given(self.states), self._cutset.plan)
        if self._blankets:
            everything = sample_states(solved, self._chains, self._rng)
            self.states = self.states.copy()
            for place, blanket in self._blankets:
                self.states[place] = _picked(blanket.logs(everything), self._rng)
        return solved


def _alone(network: Network, variable: int, card: int) -> Floats:
    """Return the sum of the tables over a variable alone, shape (states, 1), nats: for a rate, its prior."""
    total = np.zeros((card, 1))
    for stack in network.stacks:
        total += sum((stack.tables[row] for row, scope in enumerate(stack.scopes) if scope == (variable,)), np.zeros(1))
    return total


def _picked(logs: Floats, rng: np.random.Generator) -> Ints:
    """Return a drawn state for each column, from logs of shape (states, columns), nats."""
    weights = np.exp(logs - logs.max(axis=0))
    reached = np.cumsum(weights, axis=0)
    point = rng.random(logs.shape[1]) * reached[-1]
    picked: Ints = np.minimum((reached <= point).sum(axis=0), len(logs) - 1)
    return picked


class _Around:
    """The places where the variables of a cutset enter the cliques of its plan."""

    def __init__(self, cutset: Cutset) -> None:
        self.rows: list[list[tuple[SlicedTables, list[int]]]] = [[] for _ in cutset.variables]
        for tables in cutset.sliced:
            by_place: dict[int, list[int]] = defaultdict(list)
            for row, places in enumerate(tables.places.tolist()):
                for place in places:
                    by_place[place].append(row)
            for place, rows in by_place.items():
                self.rows[place].append((tables, rows))
        self.sliced = {tables.stack: tables for tables in cutset.sliced}


class _TableArrival(NamedTuple):
    tables: SlicedTables
    rows: Ints
    flow: Flow


class _MessageArrival(NamedTuple):
    """Messages that enter some cliques: `kept` (n,) marks unchanged ones, `new` gives the places of the others."""

    flow: Flow
    rows: Ints
    worked: Ints
    at: Ints


class _FlipStep(NamedTuple):
    number: int
    rows: Ints
    own: Floats
    tables: tuple[_TableArrival, ...]
    messages: tuple[_MessageArrival, ...]
    is_root: bool


class _Flip:
    """What is needed to draw one variable of a cutset given the others, everything else summed out."""

    def __init__(self, cutset: Cutset, own: Sequence[Floats], around: _Around, place: int) -> None:
        plan = cutset.plan
        self._place, self._card = place, cutset.cards[place]
        self._whole = [(tables, np.array(rows)) for tables, rows in around.rows[place] if tables.whole]
        touched: set[int] = set()
        for tables, rows in around.rows[place]:
            if not tables.whole:
                scopes = cutset.rest.stacks[tables.stack].scopes
                for row in rows:
                    at = plan.home(scopes[row])
                    while at >= 0 and at not in touched:
                        touched.add(at)
                        at = plan.parent[at]
        by_step: dict[int, list[int]] = defaultdict(list)
        for variable in touched:
            by_step[plan.step_of[variable]].append(plan.row_of[variable])
        worked = {number: np.array(sorted(rows)) for number, rows in by_step.items()}
        self._steps = [
            _flip_step(plan, number, worked, own[number], around.sliced, [len(s.scopes) for s in cutset.rest.stacks])
            for number in sorted(worked)
        ]
        involved = {place}
        for step in self._steps:
            for arrival in step.tables:
                involved.update(arrival.tables.places[arrival.rows].ravel().tolist())
        for tables, whole in self._whole:
            involved.update(tables.places[whole].ravel().tolist())
        self._involved = np.array(sorted(involved))

    def draw(self, states: Ints, messages: list[Floats], rng: np.random.Generator) -> None:
        """Draw the variable in every chain, and bring its states and the messages up to date."""
        chains, card = states.shape[1], self._card
        columns = np.empty((len(states), card * chains), dtype=np.int64)
        columns[self._involved] = np.tile(states[self._involved], card)
        columns[self._place] = np.repeat(np.arange(card), chains)
        total = np.zeros(card * chains)
        for tables, rows in self._whole:
            total += tables.at(columns, rows).sum(axis=0)
        new: dict[int, Floats] = {}
        for step in self._steps:
            table = np.empty((*step.own.shape[:-1], card * chains))
            table[...] = step.own if step.own.shape[-1] == 1 else np.tile(step.own, card)
            for arrival in step.tables:
                _enter(table, arrival.flow, arrival.tables.at(columns, arrival.rows))
            for coming in step.messages:
                part = np.tile(messages[coming.flow.source][coming.rows], card)
                if len(coming.worked):
                    part[coming.worked] = new[coming.flow.source][coming.at]
                _enter(table, coming.flow, part)
            new[step.number] = log_sum(table, (1,))
            if step.is_root:
                total += new[step.number].sum(axis=0)
        drawn = _picked(total.reshape(card, chains), rng)
        states[self._place] = drawn
        every = np.arange(chains)
        for step in self._steps:
            values = new[step.number]
            messages[step.number][step.rows] = values.reshape(*values.shape[:-1], card, chains)[..., drawn, every]


def _enter(total: Floats, flow: Flow, part: Floats) -> None:
    """Add tables that enter some cliques to the cliques' tables, in place."""
    if flow.segments is not None:
        part = _summed(part, flow.segments)
    part = spread(part, flow.axes, total.ndim - 2)
    if flow.into is None:
        total += part
    else:
        total[flow.into] += part


def _summed(part: Floats, segments: Segments) -> Floats:
    """Return the sums of tables within segments."""
    starts, lengths = segments.starts, segments.lengths
    longest, shortest = int(lengths.max()), int(lengths.min())
    total = part[starts]
    for k in range(1, longest):
        if k < shortest:
            total += part[starts + k]
        else:
            more = np.flatnonzero(lengths > k)
            total[more] += part[starts[more] + k]
    return total


def _flip_step(
    plan: EliminationPlan,
    number: int,
    worked: dict[int, Ints],
    own: Floats,
    sliced: dict[int, SlicedTables],
    sizes: Sequence[int],
) -> _FlipStep:
    step, rows = plan.steps[number], worked[number]
    tables = []
    for flow in step.tables:
        if flow.source in sliced:
            some, local = _entering(flow, rows)
            if len(some):
                tables.append(_TableArrival(sliced[flow.source], some, local))
    messages = []
    for flow in step.messages:
        some, local = _entering(flow, rows)
        if not len(some):
            continue
        below = worked.get(flow.source, np.zeros(0, dtype=np.int64))
        is_worked = np.flatnonzero(np.isin(some, below))
        messages.append(_MessageArrival(local, some, is_worked, np.searchsorted(below, some[is_worked])))
    return _FlipStep(number, rows, own[rows], tuple(tables), tuple(messages), len(step.cards) == 1)


def _entering(flow: Flow, cliques: Ints) -> tuple[Ints, Flow]:
    """Return which tables of a flow enter some cliques (rising), and the flow of these into them."""
    where = np.minimum(np.searchsorted(cliques, flow.each), len(cliques) - 1)
    chosen = np.flatnonzero(cliques[where] == flow.each)
    each = where[chosen]
    rows = chosen if flow.rows is None else flow.rows[chosen]
    distinct, starts = np.unique(each, return_index=True)
    local = Flow(
        flow.source,
        rows,
        flow.axes,
        None if len(distinct) == len(cliques) else distinct,
        None if len(distinct) == len(each) else Segments(starts, len(each)),
        each,
    )
    return rows, local
