"""Pairwise sums of rows in segments, so that long segments lose no digits."""

from __future__ import annotations

import math

import numpy as np

from assess.network.logs import Bools, Floats, Ints

_LONG = 16
_WIDE = 64


class Segments:
    """Segments of rows, with the pairing of rows worked out once for all sums.

    Parameters
    ----------
    starts : int64, shape (segments,)
        First row of each segment, rising from 0; no segment is empty.
    rows : int
        The number of rows.

    Attributes
    ----------
    lengths : int64, shape (segments,)

    Examples
    --------
    >>> Segments(np.array([0, 3]), 5).sum(np.arange(5.0)).tolist()
    [3.0, 7.0]
    """

    def __init__(self, starts: Ints, rows: int) -> None:
        self.starts = starts
        self.lengths = np.diff(starts, append=rows)
        self._are_even = bool((self.lengths == self.lengths[:1]).all())
        self._halvings: dict[int, tuple[list[tuple[Ints, Bools, Ints]], Ints]] = {}

    def sum(self, parts: Floats, combine: np.ufunc = np.add) -> Floats:
        """Return the sums within segments of `parts`, shape (rows, ...), along axis 0, shape (segments, ...).

        With ``combine=np.multiply`` they are products.
        """
        longest = 1 if math.prod(parts.shape[1:]) >= _WIDE else _LONG
        if longest == 1 and len(self.lengths) and self._are_even:
            even = parts.reshape(len(self.lengths), -1, *parts.shape[1:])
            while even.shape[1] > 1:
                halved = even[:, ::2].copy()
                combine(halved[:, : even.shape[1] // 2], even[:, 1::2], out=halved[:, : even.shape[1] // 2])
                even = halved
            return even[:, 0]
        if longest not in self._halvings:
            self._halvings[longest] = self._halved(longest)
        halvings, starts = self._halvings[longest]
        for first, paired, second in halvings:
            halved = parts[first]
            halved[paired] = combine(halved[paired], parts[second])
            parts = halved
        return parts if longest == 1 else combine.reduceat(parts, starts, axis=0)

    def _halved(self, longest: int) -> tuple[list[tuple[Ints, Bools, Ints]], Ints]:
        """Return the first row of each pair, whether it has a second and which, halving by halving; then the starts."""
        halvings, starts, lengths, rows = [], self.starts, self.lengths, int(self.lengths.sum())
        while lengths.max(initial=1) > longest:
            place = np.arange(rows) - np.repeat(starts, lengths)
            first = np.flatnonzero(place % 2 == 0)
            paired = (place[first] + 1) < np.repeat(lengths, (lengths + 1) // 2)
            halvings.append((first, paired, first[paired] + 1))
            rows, lengths = len(first), (lengths + 1) // 2
            starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        return halvings, starts
