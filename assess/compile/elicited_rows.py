"""Rows elicited from a person: a best guess and a range, read as a Beta distribution, and played back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.compile.number_shifts import ends
from assess.network.beta import tails

SURE = 0.9
"""The person's probability that the rate lies in the range."""

_LEAST, _MOST = 0.05, 1e5
_HALVINGS = 80


@dataclass(frozen=True, slots=True)
class ElicitedRow:
    """A judged rate.

    Parameters
    ----------
    best, low, high : float
        The best guess, and the range in which the rate lies with a probability of 90 %.
    n : float
        Effective sample size: the number of observations that the judgement is worth.
    """

    best: float
    low: float
    high: float
    n: float

    @property
    def range(self) -> tuple[float, float]:
        """The 5 % and 95 % quantiles of the distribution that was fitted."""
        return ends(self.best, self.n)


def elicited_row(best: float, low: float, high: float) -> ElicitedRow:
    """Return the Beta distribution of a best guess and a range.

    Its mean is the best guess, and its size makes the range hold 90 % of it. Since three numbers overdetermine a Beta,
    the best guess is kept and the two sides of the range are averaged (O'Hagan et al. 2006 fit quantiles).

    Parameters
    ----------
    best : float
    low, high : float
        0 < low < best < high < 1.

    Raises
    ------
    ValueError
        If they are not in that order, or the range is too narrow or too wide for any Beta.

    Examples
    --------
    >>> row = elicited_row(0.5, 0.25, 0.75)
    >>> round(row.n, 1), [round(end, 2) for end in row.range]
    (9.9, [0.25, 0.75])
    """
    if not 0.0 < low < best < high < 1.0:
        message = f"write them in order, between 0 and 1: low {low:g} < best {best:g} < high {high:g}"
        raise ValueError(message)
    if _held(best, low, high, _LEAST) > SURE:
        message = f"{low:g} to {high:g} holds nearly everything: say that nothing is known, or narrow it"
        raise ValueError(message)
    if _held(best, low, high, _MOST) < SURE:
        message = f"{low:g} to {high:g} is narrower than 100,000 observations: write the number as it is"
        raise ValueError(message)
    least, most = _LEAST, _MOST
    for _ in range(_HALVINGS):
        middle = (least * most) ** 0.5
        least, most = (middle, most) if _held(best, low, high, middle) < SURE else (least, middle)
    return ElicitedRow(best, low, high, most)


def _held(best: float, low: float, high: float, n: float) -> float:
    a, b = n * best, n * (1.0 - best)
    return 1.0 - tails(a, b, low)[0] - tails(a, b, high)[1]


def by_odds(ratio: float, other: float) -> float:
    """Return a rate whose ratio to another one is given.

    Parameters
    ----------
    ratio : float
        The likelihood ratio of present, above 0.
    other : float

    Raises
    ------
    ValueError
        If there is no such rate.

    Examples
    --------
    >>> round(by_odds(3.0, 0.2), 3)
    0.6
    """
    rate = ratio * other
    if not 0.0 < rate < 1.0:
        message = f"{ratio:g} times {other:g} is no probability: lower the other, or the odds"
        raise ValueError(message)
    return rate


def by_odds_alone(ratio: float) -> tuple[float, float]:
    """Return two rates with a given likelihood ratio, chosen to add up to 1 because neither is known.

    Examples
    --------
    >>> by_odds_alone(4.0)
    (0.8, 0.2)
    """
    return ratio / (1.0 + ratio), 1.0 / (1.0 + ratio)


def untold_apart(rows: Mapping[str, float], least: float = 1.1) -> list[tuple[str, str]]:
    """Return the pairs of states that neither presence nor absence tells apart by at least `least` to 1."""
    states = list(rows)
    pairs = [(a, b) for place, a in enumerate(states) for b in states[place + 1 :]]
    return [(a, b) for a, b in pairs if max(_ratio(rows[a], rows[b]), _ratio(1.0 - rows[a], 1.0 - rows[b])) < least]


def _ratio(first: float, second: float) -> float:
    larger, smaller = max(first, second), min(first, second)
    return larger / smaller if smaller > 0.0 else float("inf")
