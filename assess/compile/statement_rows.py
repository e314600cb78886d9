"""Rows of statements: what a reliable origin says if an indicator is present, and if it is absent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assess.compile.observation import ObservationModel
from assess.compile.part import Chains
from assess.compile.row_tables import PASSED_OVER, TAKEN, Uses
from assess.network.logs import Bools, Floats, Ints
from assess.network.network import TableRows


@dataclass(frozen=True, slots=True)
class StatementRows:
    """Statements of one shape.

    Parameters
    ----------
    chains : Chains
    through : int64, shape (n, sources)
    on : int64, shape (n,)
        Their indicators.
    rows : slice
        The position of their rows, two each.
    where : Rows
        The place of their tables in the network.
    """

    chains: Chains
    through: Ints
    on: Ints
    rows: slice
    where: TableRows


@dataclass(frozen=True, slots=True)
class MixedStatement:
    """A statement whose origin may have been silent, or have repeated another source.

    Which of these happened is drawn first, then the rows; a copied statement uses none.

    Parameters
    ----------
    group, place : int
        The group of statements of its shape, and its position there.
    observation : ObservationModel
    tells : int or None
        The position of the row of `tells`.
    """

    group: int
    place: int
    observation: ObservationModel
    tells: int | None

    def count(self, used: Bools, uses: Uses, row: int, rng: np.random.Generator) -> None:
        """Record the uses of the rows of one statement.

        Parameters
        ----------
        used : bool, shape (2, draws)
            Whether the statement was intact with its indicator present; the same with its indicator absent.
        uses : uint8, shape (rows, 1, draws)
            The uses of all rows of two states.
        row : int
            The first of its two rows.
        rng : numpy.random.Generator
        """
        observed = self.observation
        own, saw = rng.random((2, used.shape[1]))
        tells = 1.0 if observed.tells is None else observed.tells[0]
        for state, (mean, total) in enumerate(zip(observed.means, observed.likelihood, strict=True)):
            said = mean if observed.tells is None else 1.0 - tells * mean
            spoke = used[state] & (own * total < observed.own * said)
            if self.tells is None:
                uses[row + state, 0] = spoke * TAKEN
                continue
            kept_back = spoke & (saw * said < mean * (1.0 - tells))
            uses[row + state, 0] = np.where(kept_back, TAKEN, spoke * PASSED_OVER)
            uses[self.tells, 0][kept_back] = PASSED_OVER

    def likelihood(self, drawn: Floats, row: int) -> Floats:
        """Return the likelihood of what was said with drawn rows, shape (2, draws).

        Parameters
        ----------
        drawn : float64, shape (rows, 2, draws)
            All rows of two states.
        row : int
            The first of its two rows.
        """
        tells = 1.0 if self.tells is None else drawn[self.tells, 0]
        return self.observation.likelihood_of(drawn[row : row + 2, 0], tells)
