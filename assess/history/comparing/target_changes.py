"""What became of a claim, a hypothesis or a source from one scoring to another."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from assess.network.logs import DB
from assess.scoring.frames import Kind
from assess.scoring.results import unmoved

_ROUNDING = 1e-6
"""Log odds (dB) that differ by less may do so by rounding."""


COLUMNS: dict[str, Kind] = {
    "id": "text",
    "before": "number",
    "after": "number",
    "change_db": "number",
    "term_before": "text",
    "term_after": "text",
    "level_before": "text",
    "level_after": "text",
}
"""Of what became of claims, as plain records."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one scoring says of a claim, a hypothesis or a source.

    Parameters
    ----------
    probability : float
    log_odds : float
        Nats; infinite where it is impossible or certain.
    term : str or None
        The scale's word; None where it has none, and for a source.
    level : str or None
        Of analytic confidence in a claim, or in the leading hypothesis.
    leader : str or None
        The leading hypothesis, of the instance of a hypothesis; ``holds`` or ``fails``, of a claim.
    """

    probability: float
    log_odds: float = field(repr=False)

    @property
    def log_odds_db(self) -> float:
        """The log odds in decibans."""
        return DB * self.log_odds

    term: str | None = None
    level: str | None = None
    leader: str | None = None


@dataclass(frozen=True, slots=True)
class TargetChange:
    """What became of a claim, a hypothesis (``instance:hypothesis``) or a source.

    Parameters
    ----------
    before, after : State or None
        None where that scoring does not have it.
    """

    id: str
    before: Snapshot | None
    after: Snapshot | None

    @property
    def change_db(self) -> float | None:
        """By how much the log odds moved (dB); None where they are infinite, or one side is missing."""
        if self.before is None or self.after is None:
            return None
        if self.before.log_odds == self.after.log_odds:
            return 0.0
        change = DB * (self.after.log_odds - self.before.log_odds)
        return float(change) if math.isfinite(change) else None

    @property
    def moved(self) -> bool:
        """Whether the probability is another, by more than rounding, or one side is missing.

        Near 0 and 1 the log odds tell, where two probabilities look alike.
        """
        if self.before is None or self.after is None or self.change_db is None:
            return True
        return abs(self.change_db) > _ROUNDING or not unmoved(self.before.probability, self.after.probability)

    @property
    def other(self) -> tuple[str, ...]:
        """Of word, level and leader, those that are others; none where one side is missing."""
        if self.before is None or self.after is None:
            return ()
        pairs = {
            "word": (self.before.term, self.after.term),
            "level": (self.before.level, self.after.level),
            "leader": (self.before.leader, self.after.leader),
        }
        return tuple(name for name, (old, new) in pairs.items() if old != new)

    def record(self) -> dict[str, Any]:
        """Return it as a plain record of `COLUMNS`."""
        old, new = self.before, self.after
        return {
            "id": self.id,
            "before": old and old.probability,
            "after": new and new.probability,
            "change_db": self.change_db,
            "term_before": old and old.term,
            "term_after": new and new.term,
            "level_before": old and old.level,
            "level_after": new and new.level,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        sides = {"before": self.before, "after": self.after}
        plain: dict[str, Any] = {name: None if state is None else _plain(state) for name, state in sides.items()}
        return {**plain, "change_db": self.change_db, "other": list(self.other)}


def _plain(state: Snapshot) -> dict[str, Any]:
    return {"probability": state.probability, "term": state.term, "level": state.level, "leader": state.leader}
