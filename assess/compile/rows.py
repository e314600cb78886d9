"""The rows of a case as what they are: judged numbers, each a Beta or Dirichlet distribution.

Every use of a row is its own draw. Given the states of all variables, a row that was used has one count more, of the
state that was drawn; a statement's row is used if the statement is intact. A row that was not used keeps its prior.
Those that are exactly known stay what they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
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

    def draw_into(self, logs: Floats, chosen: Bools, counts: Floats, rng: np.random.Generator) -> None:
        """Draw some rows given the counts of all, shape (rows, states, draws), nats."""
        alpha = (self.means[chosen] * self.sizes[chosen, np.newaxis])[..., np.newaxis] + counts[chosen]
        if self.means.shape[1] == 2:
            logs[chosen] = log_beta(alpha[:, 0], alpha[:, 1], rng)
        else:
            logs[chosen] = log_dirichlet(alpha, rng)


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
        self._said: list[tuple[Utterance, Chains, int]] = []
        for chains, _, utterances, _ in self._part.tables.statements:
            for utterance in utterances:
                report = self._testimony.reports[utterance.reports[0]]
                said = np.exp(report.log_likelihood)
                first = add(np.stack([said, 1.0 - said], axis=1), report.sizes, "statement")
                self._said.append((utterance, chains, first))
        self._kinds = {
            kind: _Rows(np.concatenate(means[kind]), np.concatenate(sizes[kind]), groups[kind]) for kind in means
        }

    def draw(self, states: Ints, rng: np.random.Generator) -> Drawn:
        """Draw every row given the states of the variables, shape (variables, draws)."""
        fixed = {kind: rows.fixed(states.shape[1]) for kind, rows in self._kinds.items()}
        return self._drawn(fixed, states, (), rng)

    def redraw(self, drawn: Drawn, states: Ints, keep: Sequence[Group], rng: np.random.Generator) -> Drawn:
        """Return rows of which those of some groups are kept, and the others drawn again given the states."""
        return self._drawn({kind: logs.copy() for kind, logs in drawn.logs.items()}, states, keep, rng)

    def _drawn(self, logs: dict[int, Floats], states: Ints, keep: Sequence[Group], rng: np.random.Generator) -> Drawn:
        counts = self._counts(states)
        for kind, rows in self._kinds.items():
            chosen = rows.free & ~np.isin(rows.groups, keep)
            if chosen.any():
                rows.draw_into(logs[kind], chosen, counts[kind], rng)
        return Drawn(logs)

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
            for utterance, _, first in self._said
            for report in utterance.reports
        }
        return Versions(count, nodes, sources, said)

    def _counts(self, states: Ints) -> dict[int, Floats]:
        """Return how often each state of each row was used, shape (rows, states, draws)."""
        draws = np.arange(states.shape[1])
        counts = {kind: np.zeros((*rows.means.shape, len(draws))) for kind, rows in self._kinds.items()}
        for name, first in self._nodes.items():
            node = self._world.nodes[name]
            row = np.zeros(len(draws), dtype=np.int64)
            for parent, card in zip(node.parents, node.table.shape, strict=False):
                row = row * card + states[self._part.nodes[parent]]
            counts[len(node.states)][first + row, states[self._part.nodes[name]], draws] = 1.0
        for name, first in self._sources.items():
            counts[2][first, states[self._part.sources[name]], draws] = 1.0
        for utterance, chains, first in self._said:
            reliable = [states[self._part.sources[source]] == 0 for source in utterance.through]
            intact = np.zeros(len(draws), dtype=bool)
            for chain in chains:
                intact |= np.logical_and.reduce([reliable[place] for place in chain], axis=0, initial=True)
            indicator = self._part.nodes[self._testimony.reports[utterance.reports[0]].node]
            counts[2][first + states[indicator][intact], 0, draws[intact]] = 1.0
        return counts


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn rows, by their number of states: float64, shape (rows, states, draws), nats."""

    logs: Mapping[int, Floats]
