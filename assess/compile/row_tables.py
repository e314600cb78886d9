"""Tables of drawn rows, and rows that several nodes share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assess.network.logs import Bools, Floats, Ints, log
from assess.network.sampling import log_beta, log_dirichlet

Group = str
"""What kind of judgement a row is: ``prior``, ``indicator``, ``source`` or ``statement``."""

GROUPS: tuple[Group, ...] = ("prior", "indicator", "source", "statement")


class RowTable(NamedTuple):
    """All rows with the same number of states.

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


class SharedUses(NamedTuple):
    """Rows that are one unknown number each, though several nodes use them.

    Parameters
    ----------
    kind : int
        Their number of states.
    rows : int64, shape (nodes, rows)
        Where the rows of each node are.
    """

    kind: int
    rows: Ints

    def add_up(self, alphas: Floats, table: RowTable) -> None:
        """Add the counts of all uses to the rows of the first, in place.

        Parameters
        ----------
        alphas : float64, shape (rows, states, draws)
            The parameters of all rows of the kind, with the counts of each use.
        table : RowTable
            What they were before any use.
        """
        for rows in self.rows[1:]:
            alphas[self.rows[0]] += alphas[rows] - table.alpha(1)[rows]
