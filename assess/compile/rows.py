"""Conjugate draws of the judged rows of a case, each with a Beta or Dirichlet distribution.

Given the states of all variables, the rows are independent and conjugate: a row gains one count for the drawn state
each time that it is used (Spiegelhalter and Lauritzen 1990), over all uses that share it; a statement's row is used if
the statement is intact. An unused row keeps its prior, and an exactly known one stays as it is. So drawing states from
the exact posterior, then rows given these, yields exact and independent draws of both, without a Markov chain.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.compile.model import Compiled
from assess.compile.observation import ObservationModel
from assess.compile.problem import likelihood_through_chains
from assess.compile.rates import same_rows
from assess.compile.row_tables import PASSED_OVER, TAKEN, Group, RowTable, Uses
from assess.compile.statement_rows import MixedStatement, StatementRows
from assess.compile.world import Node
from assess.network.conditionals import Conditionals, conditionals
from assess.network.logs import Floats, Ints, log
from assess.network.network import Network
from assess.network.products import Products


class ParameterRows:
    """The rows of a compiled case, to be drawn given the states of its variables.

    Parameters
    ----------
    compiled : Compiled
    asked : collection of str
        Further nodes of the world whose probabilities are needed, besides the instances.
    """

    def __init__(self, compiled: Compiled, asked: Collection[str] = ()) -> None:
        self._asked = asked
        self._world = compiled.world
        self._part, (self._network, self._plan) = compiled.with_rows.part, compiled.with_rows.lean
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
        self._tables, self._kinds = RowTable.of_each(
            {kind: np.concatenate(rows) for kind, rows in means.items()},
            {kind: np.concatenate(of_kind) for kind, of_kind in sizes.items()},
            groups,
            shared,
        )
        self._usual = [np.exp(stack.tables) for stack in self._network.stacks]

    def of_node(self, drawn: Drawn, ident: str) -> Floats:
        """Return the rows of a node of the world, shape (rows, states, draws)."""
        kind, first = self._first_rows[ident]
        return drawn.rows[kind][first : first + self._world.nodes[ident].sizes.size]

    def pool(self, rng: np.random.Generator) -> Floats:
        """Return values of every tabulated distribution, from which a few thousand draws are picked."""
        return self._tables.pool(rng)

    def draw(self, states: Ints, pool: Floats, rng: np.random.Generator) -> Drawn:
        """Return draws of every row, from a pool, given the states of the variables, shape (variables, draws)."""
        uses = self._uses(states, rng)
        return Drawn({kind: rows.draw(uses[kind], pool, rng) for kind, rows in self._kinds.items()})

    def redraw(
        self, drawn: Drawn, states: Ints, keep: Sequence[Sequence[Group]], pool: Floats, rng: np.random.Generator
    ) -> Drawn:
        """Return rows with those of some groups kept and the others drawn again given the states.

        Parameters
        ----------
        drawn : Drawn
        states : int64, shape (variables, ways to keep * draws)
        keep : sequence of sequence of str
            The ways: the groups kept, in as many columns as were drawn, for each in turn.
        pool : float64, shape (tables, POOL)
        rng : numpy.random.Generator
        """
        other, count = self.draw(states, pool, rng), states.shape[1] // len(keep)
        for kind, rows in self._kinds.items():
            for number, groups in enumerate(keep):
                kept, columns = rows.of_groups(groups), slice(number * count, (number + 1) * count)
                other.rows[kind][kept, ..., columns] = drawn.rows[kind][kept]
        return other

    def reliabilities(self, drawn: Drawn) -> dict[str, Floats]:
        """Return log P(reliable) of each source, shape (draws,), nats."""
        return {name: log(drawn.rows[2][row, 0]) for name, row in self._sources.items()}

    def tables(self, drawn: Drawn) -> list[Floats]:
        """Return the tables of the lean network with drawn rows, by stack; stories stay the same.

        Returns
        -------
        list of float64, each (tables, states ..., draws)
            Probabilities; the last axis is 1 in a stack without drawn rows.
        """
        count = next(iter(drawn.rows.values())).shape[-1]
        tables = list(self._usual)

        def written(stack: int) -> Floats:
            if tables[stack] is self._usual[stack]:
                tables[stack] = np.empty((*self._usual[stack].shape[:-1], count))
                tables[stack][...] = self._usual[stack]
            return tables[stack]

        for used in self._used:
            usual = self._usual[used.stack]
            rows = drawn.rows[used.kind][used.rows].reshape(-1, *usual.shape[1:-1], count)
            if len(rows) == len(usual):
                tables[used.stack] = rows
            else:
                written(used.stack)[used.at] = rows
        for group, statements in enumerate(self._statements):
            likelihoods = drawn.rows[2][statements.rows, 0].reshape(-1, 2, count)
            mixed = [statement for statement in self._mixed if statement.group == group]
            if mixed:
                likelihoods = likelihoods.copy()
            for statement in mixed:
                row = statements.rows.start + 2 * statement.place
                likelihoods[statement.place] = statement.likelihood(drawn.rows[2], row)
            at = slice(statements.where.first, statements.where.last)
            written(statements.where.stack)[at] = likelihood_through_chains(
                likelihoods, statements.through.shape[1], statements.chains, 1.0
            )
        return tables

    def solved(self, drawn: Drawn) -> Conditionals:
        """Return the lean network solved with drawn rows, one column per draw."""
        return self._products.conditionals(self.tables(drawn)) or conditionals(self.network(drawn), self._plan)

    @cached_property
    def _products(self) -> Products:
        """The plan of the lean network, for everything that a case asks."""
        nodes, asked = self._part.nodes, [*self._world.instances, *self._asked]
        return Products(self._plan, [*self._part.sources.values(), *map(nodes.__getitem__, asked)])

    def network(self, drawn: Drawn) -> Network:
        """Return the lean network of the case with drawn rows, one column per draw; stories stay the same."""
        network = self._network
        for stack, tables in enumerate(self.tables(drawn)):
            if tables is not self._usual[stack]:
                network = network.with_stack(stack, log(tables))
        return network

    def _uses(self, states: Ints, rng: np.random.Generator) -> dict[int, Uses]:
        """Return the uses of each row's shares, by number of states."""
        count = states.shape[1]
        uses = {kind: rows.unused(count) for kind, rows in self._kinds.items()}
        for used in self._used:
            own, within = _small(states[used.variables], used.kind), np.zeros((1, 1), dtype=np.uint8)
            above = math.prod(used.above)
            for parents, card in zip(used.parents.T, used.above, strict=True):
                within = within.astype(np.min_scalar_type(above)) * card + _small(states[parents], above)
            reached = within[:, np.newaxis] == np.arange(above, dtype=within.dtype)[:, np.newaxis]
            of_rows = uses[used.kind][used.rows].reshape(-1, above, used.kind - 1, count)
            for state in range(used.kind - 1):
                use = (own >= state).view(np.uint8) * PASSED_OVER
                use += (own == state).view(np.uint8)
                np.multiply(reached, use[:, np.newaxis], out=of_rows[:, :, state])
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


def _small(states: Ints, card: int) -> Uses:
    """Return states as small integers, which are faster to compare."""
    return states.astype(np.min_scalar_type(card))


def _matrix(values: Sequence[Sequence[int]], columns: int) -> Ints:
    return np.array(values, dtype=np.int64).reshape(len(values), columns)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn rows, by number of states: float64, shape (rows, states, draws)."""

    rows: Mapping[int, Floats]
