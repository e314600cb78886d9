"""The rows of a case as what they are: judged numbers, each a Beta or Dirichlet distribution.

Every use of a row is its own draw. Given the states of all variables, a row that was used has one count more, of the
state that was drawn; a statement's row is used if the statement is intact. A row that was not used keeps its prior.
Those that are exactly known stay what they are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assess.compile.model import Compiled
from assess.compile.part import Chains, Utterance
from assess.compile.versions import Bools, Versions
from assess.network.logs import Floats, Ints, log
from assess.network.sample import log_beta, log_dirichlet

Group = str
"""What kind of judgement a row is: ``prior``, ``indicator``, ``source`` or ``statement``."""

GROUPS: tuple[Group, ...] = ("prior", "indicator", "source", "statement")


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of one number of states.

    Parameters
    ----------
    means : float64, shape (rows, states)
    sizes : float64, shape (rows,)
    groups : list of str
        Of each row.
    """

    means: Floats
    sizes: Floats
    groups: list[Group]

    @property
    def free(self) -> Bools:
        """Which rows are not known for certain."""
        return np.isfinite(self.sizes) & (self.means < 1.0).all(axis=1)

    def fixed(self, draws: int) -> Floats:
        """Return the mean of every row, as often as there are draws; shape (rows, states, draws), nats."""
        return np.repeat(log(self.means)[..., np.newaxis], draws, axis=-1)

    def alpha(self, draws: int) -> Floats:
        """Return the parameters of every row before any use of it, shape (rows, states, draws)."""
        sizes = np.where(self.free, self.sizes, 1.0)
        return np.repeat((self.means * sizes[:, np.newaxis])[..., np.newaxis], draws, axis=-1)

    @staticmethod
    def draw(alpha: Floats, rng: np.random.Generator) -> Floats:
        """Draw rows of such parameters, shape (rows, states, draws), nats."""
        return log_beta(alpha[:, 0], alpha[:, 1], rng) if alpha.shape[1] == 2 else log_dirichlet(alpha, rng)


class Rows:
    """All rows of a compiled case, to be drawn given the states of its variables.

    Parameters
    ----------
    compiled : Compiled
    """

    def __init__(self, compiled: Compiled) -> None:
        self._part = compiled.after.part
        self._world, self._testimony = compiled.world, compiled.testimony
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

        self._nodes: dict[str, int] = {}
        for name in self._part.nodes:
            node = self._world.nodes[name]
            group = "prior" if name in compiled.layout.instances else "indicator"
            self._nodes[name] = add(np.exp(node.table).reshape(-1, len(node.states)), node.sizes.reshape(-1), group)
        self._sources: dict[str, int] = {}
        for name in self._part.sources:
            witness = self._testimony.witnesses[name]
            self._sources[name] = add(np.exp(witness.log_reliable)[np.newaxis], np.array([witness.size]), "source")
        self._said: list[tuple[Utterance, int]] = []
        self._heard: list[_Heard] = []
        for chains, _, utterances, _ in self._part.tables.statements:
            firsts = []
            for utterance in utterances:
                report = self._testimony.reports[utterance.reports[0]]
                said = np.exp(report.log_likelihood)
                firsts.append(add(np.stack([said, 1.0 - said], axis=1), report.sizes, "statement"))
                self._said.append((utterance, firsts[-1]))
            self._heard.append(self._heard_alike(chains, utterances, firsts))
        self._uses = list(self._used_alike())
        self._kinds = {
            kind: _Rows(np.concatenate(means[kind]), np.concatenate(sizes[kind]), groups[kind]) for kind in means
        }

    def draw(self, states: Ints, rng: np.random.Generator) -> Drawn:
        """Draw every row given the states of the variables, shape (variables, draws)."""
        return self._drawn(None, states, (), rng)

    def redraw(self, drawn: Drawn, states: Ints, keep: Sequence[Group], rng: np.random.Generator) -> Drawn:
        """Return rows of which those of some groups are kept, and the others drawn again given the states."""
        return self._drawn(drawn, states, keep, rng)

    def _drawn(self, old: Drawn | None, states: Ints, keep: Sequence[Group], rng: np.random.Generator) -> Drawn:
        alphas = self._alphas(states)
        found = {}
        for kind, rows in self._kinds.items():
            chosen = rows.free & ~np.isin(rows.groups, keep)
            if chosen.all():
                found[kind] = rows.draw(alphas[kind], rng)
                continue
            found[kind] = rows.fixed(states.shape[1]) if old is None else old.logs[kind]
            if chosen.any():
                found[kind] = found[kind].copy()
                found[kind][chosen] = rows.draw(alphas[kind][chosen], rng)
        return Drawn(found)

    def versions(self, drawn: Drawn) -> Versions:
        """Return drawn rows as versions of the case, one a draw."""
        count = next(iter(drawn.logs.values())).shape[-1]
        nodes = {}
        for name, first in self._nodes.items():
            node = self._world.nodes[name]
            rows = drawn.logs[len(node.states)][first : first + node.sizes.size]
            nodes[name] = rows.reshape(*node.table.shape, count)
        sources = {name: drawn.logs[2][row] for name, row in self._sources.items()}
        said = {
            report: drawn.logs[2][first : first + 2, 0]
            for utterance, first in self._said
            for report in utterance.reports
        }
        return Versions(count, nodes, sources, said)

    def _used_alike(self) -> Iterator[_Use]:
        """Yield the rows of the world and of the sources, those together that are found in one way."""
        alike: dict[tuple[int, int], list[tuple[int, int, list[int], list[int]]]] = defaultdict(list)
        for name, first in self._nodes.items():
            node = self._world.nodes[name]
            parents = [self._part.nodes[parent] for parent in node.parents]
            strides = [math.prod(node.table.shape[k + 1 : -1]) for k in range(len(parents))]
            alike[len(node.states), len(parents)].append((self._part.nodes[name], first, parents, strides))
        for name, first in self._sources.items():
            alike[2, 0].append((self._part.sources[name], first, [], []))
        for (kind, hung), found in alike.items():
            variables, firsts, parents, strides = zip(*found, strict=True)
            shape = (len(found), hung)
            yield _Use(kind, np.array(variables), _column(firsts), _table(parents, shape), _table(strides, shape))

    def _heard_alike(self, chains: Chains, utterances: Sequence[Utterance], firsts: Sequence[int]) -> _Heard:
        through = [[self._part.sources[source] for source in utterance.through] for utterance in utterances]
        indicators = [self._part.nodes[self._testimony.reports[u.reports[0]].node] for u in utterances]
        shape = (len(utterances), len(through[0]))
        return _Heard(chains, _table(through, shape), np.array(indicators), _column(firsts))

    def _alphas(self, states: Ints) -> dict[int, Floats]:
        """Return the parameters of each row, one more where a state of it was used, shape (rows, states, draws)."""
        draws = np.arange(states.shape[1])
        alphas = {kind: rows.alpha(len(draws)) for kind, rows in self._kinds.items()}
        for use in self._uses:
            row = use.first + np.einsum("nk,nkd->nd", use.strides, states[use.parents])
            alphas[use.kind][row, states[use.variables], draws] += 1.0
        for heard in self._heard:
            reliable = states[heard.through] == 0
            chains = [reliable[:, chain].all(axis=1) for chain in heard.chains]
            intact = np.logical_or.reduce(chains, axis=0)
            alphas[2][heard.first + states[heard.indicators], 0, draws] += intact
        return alphas


def _column(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)[:, np.newaxis]


def _table(values: Sequence[Sequence[int]], shape: tuple[int, int]) -> Ints:
    return np.array(values, dtype=np.int64).reshape(shape)


@dataclass(frozen=True, slots=True)
class _Use:
    """Variables whose rows have one number of states, and that hang under one number of others.

    Parameters
    ----------
    kind : int
        Number of states.
    variables : int64, shape (n,)
    first : int64, shape (n, 1)
        First of the rows of each.
    parents, strides : int64, shape (n, parents)
        What each hangs under, and how many rows a step of that is.
    """

    kind: int
    variables: Ints
    first: Ints
    parents: Ints
    strides: Ints


@dataclass(frozen=True, slots=True)
class _Heard:
    """Statements that look alike.

    Parameters
    ----------
    chains : Chains
    through : int64, shape (n, sources)
    indicators : int64, shape (n,)
    first : int64, shape (n, 1)
        The first of the two rows of each.
    """

    chains: Chains
    through: Ints
    indicators: Ints
    first: Ints


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn rows, by their number of states: float64, shape (rows, states, draws), nats."""

    logs: Mapping[int, Floats]
