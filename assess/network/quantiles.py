"""Quantiles of draws, including draws that arrive in blocks and are too many to keep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from assess.network.logs import Floats

Number = TypeVar("Number", float, Floats)

PILOT = 2**17
"""Draws that are all kept, to see roughly where the quantiles lie."""

SPREAD = 8.0
"""Standard errors of a rank on each side of a quantile within which draws are kept."""


def quantiles(values: Floats, at: Sequence[float]) -> Floats:
    """Return quantiles of each row, interpolated linearly between two draws, shape (len(at), rows).

    Parameters
    ----------
    values : float64, shape (rows, draws)
        They are sorted in place, because NumPy sorts whole rows faster than it finds several order statistics.
    at : sequence of float
        From 0 to 1.

    Examples
    --------
    >>> quantiles(np.array([[3.0, 1.0, 2.0]]), (0.0, 0.75)).tolist()
    [[1.0], [2.5]]
    """
    values.sort(axis=-1)
    ends = []
    for share in at:
        rank, part = _place(share, values.shape[1])
        ends.append(_between(values[:, rank], values[:, min(rank + 1, values.shape[1] - 1)], part))
    return np.array(ends)


def _place(share: float, count: int) -> tuple[int, float]:
    """Return the rank of the draw below a quantile, and the fraction of the way to the next."""
    place = share * (count - 1)
    rank = math.floor(place)
    return rank, place - rank


def _between(low: Number, high: Number, part: float) -> Number:
    return low + (high - low) * part


class PassingQuantiles:
    """Quantiles of draws that arrive in blocks, keeping only those near a quantile.

    They equal those of `quantiles`.

    The first draws show two values between which each quantile will almost certainly lie. Of the rest, those between
    the two are kept and those below are counted; if a quantile turns out to lie elsewhere, that is an error.

    Parameters
    ----------
    rows, count : int
        The number of rows, and of draws to come for each.
    at : sequence of float
        From 0 to 1.
    spread : float
        How far from each quantile draws are kept, in standard errors of a rank.
    """

    def __init__(self, rows: int, count: int, at: Sequence[float], spread: float = SPREAD) -> None:
        self._count, self._at, self._spread = count, at, spread
        self._first: list[Floats] = []
        self._pilot, self._seen = min(PILOT, count), 0
        self._brackets: list[list[_Bracket]] = [[] for _ in range(rows)]

    def add(self, values: Floats) -> None:
        """Add a block of draws, shape (rows, draws)."""
        waiting = self._seen < self._pilot
        self._seen += values.shape[1]
        if waiting:
            self._first.append(values)
            if self._seen < self._pilot:
                return
            values = np.concatenate(self._first, axis=1)
            self._first = []
            for row, held in zip(values, self._brackets, strict=True):
                held.extend(_Bracket.around(np.sort(row), q, self._spread) for q in self._at)
        for row, held in zip(values, self._brackets, strict=True):
            for bracket in held:
                bracket.add(row)

    @property
    def held(self) -> int:
        """The number of draws kept."""
        return sum(bracket.held for brackets in self._brackets for bracket in brackets)

    def read(self) -> Floats:
        """Return the quantiles, shape (len(at), rows).

        Raises
        ------
        OutOfBracketError
            If a quantile lies where no draws were kept.
        """
        assert self._seen == self._count
        read = [[bracket.quantile(self._count) for bracket in held] for held in self._brackets]
        return np.array(read).reshape(len(self._brackets), len(self._at)).T


class OutOfBracketError(Exception):
    """A quantile lies where no draws were kept, so more have to be kept."""


class _Bracket:
    """The draws between two values that bracket one quantile."""

    def __init__(self, q: float, low: float, high: float) -> None:
        self._q, self._low, self._high = q, low, high
        self._below = self._at_low = self._at_high = 0
        self._between: list[Floats] = []

    @classmethod
    def around(cls, ordered: Floats, q: float, spread: float) -> _Bracket:
        """Return the bracket that is wide enough, judging by the first draws, which must be sorted."""
        count = len(ordered)
        reach = spread * math.sqrt(count * q * (1.0 - q)) + spread
        low, high = math.floor(q * (count - 1) - reach), math.ceil(q * (count - 1) + reach)
        return cls(
            q,
            -math.inf if low < 0 else float(ordered[low]),
            math.inf if high >= count else float(ordered[high]),
        )

    def add(self, row: Floats) -> None:
        """Add draws, shape (n,)."""
        inner = row[(row >= self._low) & (row <= self._high)]
        self._below += int(np.count_nonzero(row < self._low))
        # Many draws may be equal, like those of a probability that no row moves.
        self._at_low += int(np.count_nonzero(inner == self._low))
        self._at_high += int(np.count_nonzero(inner == self._high))
        self._between.append(inner[(inner > self._low) & (inner < self._high)])

    @property
    def held(self) -> int:
        """The number of draws kept."""
        return sum(map(len, self._between))

    def quantile(self, count: int) -> float:
        """Return the quantile of all draws."""
        between = np.sort(np.concatenate(self._between))
        rank, part = _place(self._q, count)
        return _between(self._ranked(between, rank), self._ranked(between, min(rank + 1, count - 1)), part)

    def _ranked(self, between: Floats, rank: int) -> float:
        left = rank - self._below
        if left < 0:
            raise OutOfBracketError
        if left < self._at_low:
            return self._low
        left -= self._at_low
        if left < len(between):
            return float(between[left])
        if self._low < self._high and left - len(between) < self._at_high:
            return self._high
        raise OutOfBracketError
