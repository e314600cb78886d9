"""Conjugate draws of the judged rows of a case, each with a Beta or Dirichlet distribution.

Given the states of all variables, the rows are independent and conjugate: a row gains one count for the drawn state
each time that it is used (Spiegelhalter and Lauritzen 1990), over all uses that share it; a statement's row is used if
the statement is intact. An unused row keeps its prior, and an exactly known one stays as it is. So drawing states from
the exact posterior, then rows given these, yields exact and independent draws of both, without a Markov chain.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assess.compile.model import Compiled
from assess.compile.observation import ObservationModel
from assess.compile.problem import likelihood_through_chains
from assess.compile.rates import same_rows
from assess.compile.row_tables import PASSED_OVER, TAKEN, Group, RowTable, Uses
from assess.compile.statement_rows import MixedStatement, StatementRows
from assess.compile.world import Node
from assess.network.logs import Floats, Ints
from assess.network.network import Network


class ParameterRows:
    """The rows of a compiled case, to be drawn given the states of its variables.

    Parameters
    ----------
    compiled : Compiled
    """

    def __init__(self, compiled: Compiled) -> None:
        self._world = compiled.world
        self._part, self._network = compiled.with_rows.part, compiled.with_rows.lean[0]
        world, testimony, tables = compiled.world, compiled.testimony, self._part.tables
        means: dict[int, list[Floats]] = defaultdict(list)
        sizes: dict[int, list[Floats]] = defaultdict(list)
        groups: dict[int, list[Group]] = defaultdict(list)

        def add(rows: Floats, size: Floats, group: Group) -> int:
            kind = rows.shape[1]
            first = len(groups[kind])
            means[kind].append(rows)
            sizes[kind].append(size)
            groups[kind].extend([group] * len(rows))
            return first

        self._used: list[_NodeRows] = []
        self._first_rows: dict[str, tuple[int, int]] = {}
        by_stack: dict[int, list[str]] = defaultdict(list)
        for name, where in tables.nodes.items():
            by_stack[where.stack].append(name)
        for stack, names in by_stack.items():
            nodes = [world.nodes[name] for name in names]
            *above, kind = nodes[0].table.shape
            firsts = [
                add(
                    np.exp(node.table).reshape(-1, kind),
                    node.sizes.reshape(-1),
                    _group(node, compiled),
                )
                for node in nodes
            ]
            parents = [[self._part.nodes[parent] for parent in node.parents] for node in nodes]
            variables = [self._part.nodes[name] for name in names]
            at = slice(tables.nodes[names[0]].first, tables.nodes[names[-1]].last)
            rows = slice(firsts[0], len(groups[kind]))
            self._first_rows |= {name: (kind, first) for name, first in zip(names, firsts, strict=True)}
            self._used.append(
                _NodeRows(stack, at, tuple(above), kind, rows, np.array(variables), _matrix(parents, len(above)))
            )
        self._sources: dict[str, int] = {}
        for name in tables.sources:
            witness = testimony.witnesses[name]
            self._sources[name] = add(np.exp(witness.log_reliable)[np.newaxis], np.array([witness.size]), "source")
        if self._sources:
            wheres = list(tables.sources.values())
            variables = [self._part.sources[name] for name in self._sources]
            at, rows = slice(wheres[0].first, wheres[-1].last), slice(min(self._sources.values()), len(groups[2]))
            self._used.append(
                _NodeRows(wheres[0].stack, at, (), 2, rows, np.array(variables), _matrix([()] * len(variables), 0))
            )
        self._statements: list[StatementRows] = []
        mixed: list[tuple[int, int, ObservationModel]] = []
        for chains, sources, utterances, where in tables.statements:
            firsts = []
            for utterance in utterances:
                observed = testimony.reports[utterance.reports[0]].observation
                firsts.append(
                    add(np.stack([observed.means, 1.0 - observed.means], axis=1), observed.sizes, "statement")
                )
                if not observed.is_plain:
                    mixed.append((len(self._statements), len(firsts) - 1, observed))
            through = [[self._part.sources[source] for source in utterance.through] for utterance in utterances]
            on = [self._part.nodes[testimony.reports[utterance.reports[0]].seen] for utterance in utterances]
            self._statements.append(
                StatementRows(chains, _matrix(through, sources), np.array(on), slice(firsts[0], firsts[-1] + 2), where)
            )
        self._mixed: list[MixedStatement] = []
        for group, place, observed in mixed:
            tells = None
            if observed.tells is not None:
                mean, size = observed.tells
                tells = add(np.array([[mean, 1.0 - mean]]), np.array([size]), "statement")
            self._mixed.append(MixedStatement(group, place, observed, tells))
        shared: dict[int, list[Ints]] = defaultdict(list)
        for sharing in same_rows(compiled.after.part.tables.shares):
            starts = np.array([[self._first_rows[ident][1]] for ident in sharing])
            shared[self._first_rows[sharing[0]][0]].append(starts + np.arange(world.nodes[sharing[0]].sizes.size))
        self._kinds = RowTable.of_each(
            {kind: np.concatenate(rows) for kind, rows in means.items()},
            {kind: np.concatenate(of_kind) for kind, of_kind in sizes.items()},
            groups,
            shared,
        )

    def of_node(self, drawn: Drawn, ident: str) -> Floats:
        """Return the rows of a node of the world, shape (rows, states, draws), nats."""
        kind, first = self._first_rows[ident]
        return drawn.logs[kind][first : first + self._world.nodes[ident].sizes.size]

    def draw(self, states: Ints, rng: np.random.Generator) -> Drawn:
        """Return draws of every row given the states of the variables, shape (variables, draws)."""
        uses = self._uses(states, rng)
        return Drawn({kind: rows.draw(uses[kind], rng) for kind, rows in self._kinds.items()})

    def redraw(self, drawn: Drawn, states: Ints, keep: Sequence[Group], rng: np.random.Generator) -> Drawn:
        """Return rows with those of some groups kept and the others drawn again given the states."""
        other = self.draw(states, rng)
        for kind, rows in self._kinds.items():
            kept = rows.of_groups(keep)
            other.logs[kind][kept] = drawn.logs[kind][kept]
        return other

    def reliabilities(self, drawn: Drawn) -> dict[str, Floats]:
        """Return log P(reliable) of each source, shape (draws,), nats."""
        return {name: drawn.logs[2][row, 0] for name, row in self._sources.items()}

    def network(self, drawn: Drawn) -> Network:
        """Return the lean network of the case with drawn rows, one column per draw; stories stay the same."""
        count = next(iter(drawn.logs.values())).shape[-1]
        written: dict[int, Floats] = {}

        def rows_of(stack: int) -> Floats:
            if stack not in written:
                tables = self._network.stacks[stack].tables
                written[stack] = np.empty((*tables.shape[:-1], count))
                written[stack][...] = tables
            return written[stack]

        for used in self._used:
            tables = rows_of(used.stack)
            tables[used.at] = drawn.logs[used.kind][used.rows].reshape(-1, *tables.shape[1:])
        for group, statements in enumerate(self._statements):
            likelihoods = drawn.logs[2][statements.rows, 0].reshape(-1, 2, count)
            mixed = [statement for statement in self._mixed if statement.group == group]
            if mixed:
                likelihoods = likelihoods.copy()
            for statement in mixed:
                row = statements.rows.start + 2 * statement.place
                likelihoods[statement.place] = statement.log_likelihood(drawn.logs[2], row)
            at = slice(statements.where.first, statements.where.last)
            rows_of(statements.where.stack)[at] = likelihood_through_chains(
                likelihoods, statements.through.shape[1], statements.chains
            )
        network = self._network
        for stack, tables in written.items():
            network = network.with_stack(stack, tables)
        return network

    def _uses(self, states: Ints, rng: np.random.Generator) -> dict[int, Uses]:
        """Return the uses of each row's shares, by number of states."""
        count = states.shape[1]
        draws = np.arange(count)
        uses = {kind: rows.unused(count) for kind, rows in self._kinds.items()}
        for used in self._used:
            row = np.arange(used.rows.start, used.rows.stop, math.prod(used.above))[:, np.newaxis]
            within = np.zeros((1, 1), dtype=np.int64)
            for parents, card in zip(used.parents.T, used.above, strict=True):
                within = within * card + states[parents]
            cell = (row + within) * (used.kind - 1) * count + draws
            for state in range(used.kind - 1):
                reached = states[used.variables] - state
                uses[used.kind].reshape(-1)[cell + state * count] = (reached >= 0) * PASSED_OVER + (reached == 0)
        for group, statements in enumerate(self._statements):
            reliable = states[statements.through] == 0
            intact = np.logical_or.reduce([reliable[:, chain].all(axis=1) for chain in statements.chains], axis=0)
            present = states[statements.on] == 0
            spoken = np.stack([intact & present, intact & ~present], axis=1)
            uses[2][statements.rows, 0] = spoken.reshape(-1, count) * TAKEN
            for statement in self._mixed:
                if statement.group == group:
                    row = statements.rows.start + 2 * statement.place
                    statement.count(spoken[statement.place], uses[2], row, rng)
        return uses


@dataclass(frozen=True, slots=True)
class _NodeRows:
    """Variables whose tables are adjacent in one stack, and whose rows are adjacent.

    Parameters
    ----------
    stack : int
    at : slice
        The position of their tables in the stack.
    above : tuple of int
        The number of states of each parent.
    kind : int
        The number of states of the variables themselves.
    rows : slice
        The position of their rows.
    variables : int64, shape (n,)
    parents : int64, shape (n, parents)
    """

    stack: int
    at: slice
    above: tuple[int, ...]
    kind: int
    rows: slice
    variables: Ints
    parents: Ints


def _group(node: Node, compiled: Compiled) -> Group:
    if node.shares is not None and node.shares.within == "source":
        return "statement"
    return "prior" if node.id in compiled.layout.instances else "indicator"


def _matrix(values: Sequence[Sequence[int]], columns: int) -> Ints:
    return np.array(values, dtype=np.int64).reshape(len(values), columns)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn rows, by number of states: float64, shape (rows, states, draws), nats."""

    logs: Mapping[int, Floats]
