"""How far each single change can swing a judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assess.analysis.what_if.one_at_a_time import OneAtATime
from assess.analysis.what_if.prior_odds import prior_odds
from assess.scoring.results import ROUNDING

SwingKind = Literal["row", "prior", "grade", "without", "favoured"]

PRIOR_FACTORS = (0.5, 2.0)
"""The factor by which the prior odds are multiplied."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One input changed in each direction, and the resulting probabilities.

    Parameters
    ----------
    kind : {"row", "prior", "grade", "without", "favoured"}
    of : tuple of str
        The indicator and the state of a row, or a source; empty for prior odds.
    low, high : float, str or None
        What it is changed to: a probability, a factor, or a grade; None if it cannot be changed in that direction.
    at_low, at_high : float or None
    """

    kind: SwingKind
    of: tuple[str, ...]
    low: float | str | None
    high: float | str | None
    at_low: float | None
    at_high: float | None

    def reach(self, now: float) -> tuple[float, float]:
        """Return the lowest and the highest probability that it leads to."""
        ends = [end for end in (now, self.at_low, self.at_high) if end is not None]
        return min(ends), max(ends)

    def width(self, now: float) -> float:
        """Return the difference between the highest and the lowest probability that it leads to."""
        least, greatest = self.reach(now)
        return greatest - least


def swings(changes: OneAtATime, ident: str) -> list[Swing]:
    """Return the swings of a judgement, widest first, without those that do not move it."""
    now = changes.now(ident).probability
    moving = [swing for swing in _all(changes, ident) if swing.width(now) > ROUNDING]
    return sorted(moving, key=lambda swing: (-round(swing.width(now), 9), swing.kind, swing.of))


def _all(changes: OneAtATime, ident: str) -> Iterator[Swing]:
    curve = prior_odds(changes.reader, ident, PRIOR_FACTORS).curve
    yield Swing("prior", (), *PRIOR_FACTORS, *(point.then.probability for point in curve))
    for row in changes.rows(ident):
        ends = (row.at_low.probability, row.at_high.probability)
        yield Swing("row", (row.indicator, row.state), row.low, row.high, *ends)
    grades = changes.grades(ident)
    shifts = {(change.source, change.direction): change for change in grades}
    for source in dict.fromkeys(change.source for change in grades):
        down, up = shifts.get((source, "down")), shifts.get((source, "up"))
        yield Swing(
            "grade",
            (source,),
            None if down is None else down.to,
            None if up is None else up.to,
            None if down is None else down.then.probability,
            None if up is None else up.then.probability,
        )
    for source, then in changes.without(ident).items():
        yield Swing("without", (source,), None, None, then.probability, None)
