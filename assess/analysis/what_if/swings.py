"""How far each single change can swing a judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assess.analysis.what_if.sensitivity_records import TargetSensitivity
from assess.scoring.results import ROUNDING

SwingKind = Literal["row", "prior", "grade", "without", "favoured"]

PRIOR_FACTORS = (0.5, 2.0)
"""What the prior odds are multiplied by."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One input changed in each direction, and the probabilities that follow.

    Parameters
    ----------
    kind : {"row", "prior", "grade", "without", "favoured"}
    of : tuple of str
        The indicator and the state of a row, or a source; nothing of prior odds.
    low, high : float, str or None
        What it is changed to: a probability, a factor, or a grade; None where it cannot be changed to that side.
    at_low, at_high : float or None
    """

    kind: SwingKind
    of: tuple[str, ...]
    low: float | str | None
    high: float | str | None
    at_low: float | None
    at_high: float | None

    def reach(self, now: float) -> tuple[float, float]:
        """Return the least and the greatest probability that it can lead to."""
        ends = [end for end in (now, self.at_low, self.at_high) if end is not None]
        return min(ends), max(ends)

    def width(self, now: float) -> float:
        """Return how far apart the probabilities are that it can lead to."""
        least, greatest = self.reach(now)
        return greatest - least


def swings(target: TargetSensitivity) -> list[Swing]:
    """Return what swings a judgement, the widest first; what does not move it is left out."""
    now = target.now.probability
    moving = [swing for swing in _all(target) if swing.width(now) > ROUNDING]
    return sorted(moving, key=lambda swing: (-round(swing.width(now), 9), swing.kind, swing.of))


def _all(target: TargetSensitivity) -> Iterator[Swing]:
    by_factor = {point.factor: point.then.probability for point in target.prior_odds.curve}
    yield Swing("prior", (), *PRIOR_FACTORS, *map(by_factor.get, PRIOR_FACTORS))
    for row in target.rows:
        ends = (row.at_low.probability, row.at_high.probability)
        yield Swing("row", (row.indicator, row.state), row.low, row.high, *ends)
    changes = {(change.source, change.direction): change for change in target.grades}
    for source in dict.fromkeys(change.source for change in target.grades):
        down, up = changes.get((source, "down")), changes.get((source, "up"))
        yield Swing(
            "grade",
            (source,),
            None if down is None else down.to,
            None if up is None else up.to,
            None if down is None else down.then.probability,
            None if up is None else up.then.probability,
        )
    for out in target.sources:
        yield Swing("without", (out.source,), None, None, out.without.probability, None)
