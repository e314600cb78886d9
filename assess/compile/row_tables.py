"""Tables of rows that are drawn, each broken like a stick into shares that are Beta variables.

Most rows are used once at most, so that a share has one of three distributions: as written, with a count more for it,
or with a count more for what is left. These are drawn from tables of their quantiles. Rows that several nodes share
have too many distributions for that, and are drawn one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assess.compile.rates import shares_of
from assess.network.logs import Bools, Floats, Ints, log
from assess.network.quantile_tables import LARGEST, SMALLEST, QuantileTables
from assess.network.sampling import log_beta

Group = str
"""What kind of judgement a row is: ``prior``, ``indicator``, ``source`` or ``statement``."""

GROUPS: tuple[Group, ...] = ("prior", "indicator", "source", "statement")

Uses = npt.NDArray[np.uint8]
"""How each share was used in each draw, shape (rows, states - 1, draws)."""

UNUSED, TAKEN, PASSED_OVER = 0, 1, 2

_MOST_TABLED = 4096
_AT_ONCE = 2**14


class RowTable(NamedTuple):
    """All rows with the same number of states.

    Parameters
    ----------
    means : float64, shape (rows, states)
    groups : list of str
        Of each row.
    first, rest : float64, shape (rows, states - 1)
        Parameters of the Beta distribution of each share, before any use.
    free : bool, shape (rows, states - 1)
        Which shares are not known for certain.
    tables : QuantileTables
    numbers : int64, shape (rows, states - 1)
        The first of the three tables of each share; -1 where it has none.
    shared : list of int64, each (nodes, rows)
        Rows that are one unknown number each, though several nodes use them: where the rows of each node are.
    """

    means: Floats
    groups: list[Group]
    first: Floats
    rest: Floats
    free: Bools
    tables: QuantileTables
    numbers: Ints
    shared: Sequence[Ints]

    @classmethod
    def of_each(
        cls,
        means: Mapping[int, Floats],
        sizes: Mapping[int, Floats],
        groups: Mapping[int, list[Group]],
        shared: Mapping[int, Sequence[Ints]],
    ) -> dict[int, RowTable]:
        """Return a table for each number of states; `sizes` are of shape (rows,)."""
        shares = {kind: shares_of(means[kind], sizes[kind]) for kind in means}
        tabled = {}
        for kind, (first, rest, free) in shares.items():
            smallest, largest = np.minimum(first, rest), np.maximum(first, rest)
            tabled[kind] = free & (smallest >= SMALLEST) & (largest <= LARGEST)
            for rows in shared[kind]:
                tabled[kind][rows] = False
        betas = [first[tabled[kind]] + 1j * rest[tabled[kind]] for kind, (first, rest, _) in shares.items()]
        tables, numbers = _tabulated(np.concatenate(betas))
        ends = np.cumsum([len(each) for each in betas])[:-1]
        table_of = {}
        for kind, of_kind in zip(means, np.split(numbers, ends), strict=True):
            every = np.full(tabled[kind].shape, -1)
            every[tabled[kind]] = of_kind
            table_of[kind] = cls(means[kind], groups[kind], *shares[kind], tables, every, shared[kind])
        return table_of

    def unused(self, draws: int) -> Uses:
        """Return that no share was used."""
        return np.zeros((*self.free.shape, draws), dtype=np.uint8)

    def draw(self, uses: Uses, rng: np.random.Generator) -> Floats:
        """Draw all rows given how they were used, shape (rows, states, draws), nats."""
        logs = np.empty((*self.means.shape, uses.shape[-1]))
        sure = ~self.free.any(axis=1)
        logs[sure] = log(self.means[sure])[..., np.newaxis]
        for state in range(self.free.shape[1]):
            for rows in _runs(self.numbers[:, state] >= 0, uses.shape[-1]):
                numbers = uses[rows, state] + self.numbers[rows, state, np.newaxis]
                _break(logs, rows, state, self.tables.log_draws(numbers, rng))
            for nodes in self._one_by_one(state):
                a, b = (
                    parameter[nodes[0], state, np.newaxis] + (uses[nodes, state] == use).sum(axis=0)
                    for parameter, use in ((self.first, TAKEN), (self.rest, PASSED_OVER))
                )
                _break(logs, nodes[0], state, log_beta(a, b, rng))
            certain = np.flatnonzero(~self.free[:, state] & ~sure)
            taken = (self.first[certain, state] > 0.0).astype(float)[:, np.newaxis]
            _break(logs, certain, state, (log(taken), log(1.0 - taken)))
        for nodes in self.shared:
            logs[nodes[1:]] = logs[nodes[0]]
        return logs

    def _one_by_one(self, state: int) -> Iterator[Ints]:
        """Yield rows whose share of a state has no table, as the rows of each node that shares them."""
        alone = self.free[:, state] & (self.numbers[:, state] < 0)
        for nodes in self.shared:
            alone[nodes] = False
            yield nodes[:, self.free[nodes[0], state]]
        yield np.flatnonzero(alone)[np.newaxis]

    def of_groups(self, groups: Collection[Group]) -> Bools:
        """Return which rows are of some groups, shape (rows,)."""
        return np.isin(self.groups, list(groups))


def _tabulated(betas: npt.NDArray[np.complex128]) -> tuple[QuantileTables, Ints]:
    """Return the tables of shares whose parameters are a + bi, and of each share the number of the first; -1 if none.

    Where there are very many, those that most shares have.
    """
    distinct, place, count = np.unique(betas, return_inverse=True, return_counts=True)
    kept = np.argsort(-count, kind="stable")[:_MOST_TABLED]
    numbers = np.full(len(distinct), -1)
    numbers[kept] = 3 * np.arange(len(kept))
    parameters = (distinct[kept, np.newaxis] + np.array([0.0, 1.0, 1j])).reshape(-1)
    return QuantileTables(parameters.real, parameters.imag), numbers[place]


def _runs(chosen: Bools, draws: int) -> Iterator[slice]:
    """Yield the stretches of rows that are chosen, none with more draws than are quickly worked at once."""
    most = max(1, _AT_ONCE // draws)
    edges = np.flatnonzero(np.diff(chosen.astype(np.int8), prepend=0, append=0)).tolist()
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        for first in range(start, stop, most):
            yield slice(first, min(first + most, stop))


def _break(logs: Floats, rows: slice | Ints, state: int, share: tuple[Floats, Floats]) -> None:
    """Write the log of what a share takes of what is left of a stick, and of what it leaves."""
    taken, left = share
    if state:
        taken, left = logs[rows, state] + taken, logs[rows, state] + left
    logs[rows, state], logs[rows, state + 1] = taken, left
