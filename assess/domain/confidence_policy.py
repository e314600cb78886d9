"""Policies of analytic confidence: the criteria that keep a judgement from high confidence, and the level they allow.

E228 cap without its limit
    Finds:   A cap of a confidence policy with no limit, with two, or with one on the wrong side for its criterion.
    Matters: Each criterion counts against confidence on one side only: few origins, a wide interval.
    Example: - {code: few-origins, above: 2, level: moderate, why: Corroboration}
    Instead: - {code: few-origins, below: 3, level: moderate, why: Corroboration}

E229 policy that one document satisfies
    Finds:   A confidence policy under which what rests on no evidence, or on one document alone, could be held with
             high confidence.
    Matters: One document has one author, one purpose and one occasion, however well it argues.
    Example: - {code: one-document, below: 0, level: moderate, why: Never reached}
    Instead: - {code: one-document, below: 5, level: moderate, why: Diversity of sourcing}
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from assess.domain.field_types import (
    Id,
    Number,
    Written,
    refuse,
)

Level = Literal["high", "moderate", "low"]

LEVELS: tuple[Level, ...] = ("low", "moderate", "high")
"""Lowest first."""

Criterion = Literal[
    "no-evidence",
    "few-origins",
    "one-source",
    "one-document",
    "weak-sources",
    "wide-interval",
    "turns-on-source",
    "turns-on-prior",
    "barely-moved",
    "thin-coverage",
    "contradiction",
]

SIDES: dict[Criterion, Literal["below", "above"]] = {
    "no-evidence": "below",
    "few-origins": "below",
    "one-source": "below",
    "one-document": "below",
    "weak-sources": "below",
    "wide-interval": "above",
    "turns-on-source": "above",
    "turns-on-prior": "above",
    "barely-moved": "below",
    "thin-coverage": "below",
    "contradiction": "above",
}
"""The side of its limit on which each criterion caps."""

_NEEDED = (("no-evidence", 0.0, "no evidence", "below: 1"), ("one-document", 0.0, "one document alone", "below: 5"))
"""What every policy caps: the criterion, the figure that is capped, what it means, and the usual limit."""

_SLACK = 1e-9
"""Rounding error that no limit sees."""


class Cap(Written):
    """One criterion, its limit, and the level that a judgement beyond it cannot exceed.

    Parameters
    ----------
    code : str
        The criterion.
    level : {"moderate", "low"}
        The highest level still possible.
    below, above : float, optional
        The limit, on the side of its criterion. A figure exactly at the limit is not capped.
    why : str
        Where the limit comes from.
    """

    code: Criterion
    level: Literal["moderate", "low"]
    why: str = Field(min_length=1)
    below: Number | None = None
    above: Number | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> Cap:
        side = SIDES[self.code]
        other = "above" if side == "below" else "below"
        if getattr(self, side) is None or getattr(self, other) is not None:
            refuse("E228", f"a cap by {self.code} has {side}, and no {other}", f"write {side}: and the limit")
        return self

    @property
    def limit(self) -> float:
        """The limit, whichever side it is on."""
        limit = self.below if self.below is not None else self.above
        assert limit is not None
        return limit

    def holds(self, figure: float) -> bool:
        """Return whether a judgement with this figure is capped."""
        if self.below is not None:
            return figure < self.below - _SLACK
        return self.above is not None and figure > self.above + _SLACK


class ConfidencePolicy(Written):
    """The caps on the level of confidence, which is high where none applies.

    Parameters
    ----------
    confidence : str
        Its id.
    caps : tuple of Cap
        One criterion may have several; the lowest level counts.
    """

    confidence: Id
    caps: tuple[Cap, ...] = Field(min_length=1)
    title: str | None = None
    cite: str | None = None
    why: str | None = None

    @model_validator(mode="after")
    def _never_high(self) -> ConfidencePolicy:
        for code, figure, what, limit in _NEEDED:
            if not any(cap.code == code and cap.holds(figure) for cap in self.caps):
                message = f"no cap by {code} keeps what rests on {what} from high confidence"
                refuse("E229", message, f"add a cap by {code}, {limit}", ("caps",))
        return self


def lowest(levels: Iterable[Level]) -> Level:
    """Return the lowest of some levels, or high if there are none."""
    return min(levels, key=LEVELS.index, default="high")
