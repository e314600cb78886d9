"""Convergence of chains: split R-hat, and the Monte Carlo error of means (Gelman et al. 2013)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assess.network.logs import Floats

BLOCK = 10
"""Sweeps between checks of convergence."""

FEWEST_BLOCKS = 8
MOST_HELD = 64
"""The most blocks whose sums are kept; beyond that, pairs are merged."""

ENOUGH_R_HAT = 1.01
ENOUGH_ERROR = 0.002
"""0.2 percentage points."""

_SAME = 1e-9
"""Differences up to this size are rounding error."""


class Convergence(NamedTuple):
    """The convergence of chains.

    Parameters
    ----------
    r_hat : float
        The largest split R-hat of the figures (Gelman et al. 2013).
    error : float
        The largest Monte Carlo standard error.
    sweeps, chains : int
        The number of sweeps made, and of chains.
    """

    r_hat: float
    error: float
    sweeps: int
    chains: int

    @property
    def reached(self) -> bool:
        """Whether both are as small as required."""
        return self.r_hat < ENOUGH_R_HAT and self.error < ENOUGH_ERROR


def standard_error(means: Floats) -> Floats:
    """Return the standard error of the mean of chains, from the mean of each, shape (..., chains)."""
    error: Floats = means.std(axis=-1, ddof=1) / means.shape[-1] ** 0.5
    return error


class BlockSums:
    """Sums over blocks of sweeps, of each figure in each chain and of its square."""

    def __init__(self) -> None:
        self._length, self._filled = BLOCK, 0
        self._blocks: list[tuple[Floats, Floats]] = []

    def add(self, values: Floats) -> None:
        """Add the figures of one sweep, shape (figures, chains)."""
        if self._filled == 0:
            self._blocks.append((np.zeros_like(values), np.zeros_like(values)))
        total, squares = self._blocks[-1]
        total += values
        squares += values**2
        self._filled = (self._filled + 1) % self._length
        if self._filled == 0 and len(self._blocks) == MOST_HELD:
            pairs = zip(self._blocks[::2], self._blocks[1::2], strict=True)
            self._blocks = [(a + c, b + d) for (a, b), (c, d) in pairs]
            self._length *= 2

    def convergence(self) -> tuple[float, float]:
        """Return the largest split R-hat and the largest standard error, without the first quarter."""
        whole = len(self._blocks) - (self._filled > 0)
        kept = self._blocks[whole // 4 : whole]
        half = len(kept) // 2
        if whole < FEWEST_BLOCKS:
            return np.inf, np.inf
        halves = [kept[len(kept) - 2 * half : len(kept) - half], kept[len(kept) - half :]]
        length = half * self._length
        sums = np.stack([sum(s for s, _ in blocks) for blocks in halves])
        squares = np.stack([sum(q for _, q in blocks) for blocks in halves])
        means = np.concatenate(list(sums / length), axis=-1)
        within = np.concatenate(list(squares / length), axis=-1) - means**2
        within = np.maximum(within, 0.0).mean(axis=-1) * length / (length - 1)
        between = means.var(axis=-1, ddof=1)
        apart = means.max(axis=-1) - means.min(axis=-1) > _SAME
        ratio = np.divide(between, within, out=np.full_like(within, np.inf), where=within > 0.0)
        r_hat = np.where(apart, np.sqrt((length - 1) / length + ratio), 1.0)
        of_chains = sums.sum(axis=0) / (2 * length)
        error = standard_error(of_chains)
        return float(r_hat.max(initial=1.0)), float(error.max(initial=0.0))
