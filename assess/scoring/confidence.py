"""Analytic confidence as a result: how well founded a judgement is, another matter than how probable it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from assess.domain.confidence_policy import Criterion, Level

if TYPE_CHECKING:
    from assess.scoring.confidence_figures import ConfidenceFigures


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion that caps the level.

    Parameters
    ----------
    code : str
        The criterion; ``no-interval`` says that one is left out.
    text : str
        A sentence with the figure, which names no level.
    caps : {"moderate", "low"} or None
        The highest level that it leaves; None where it caps nothing.
    figure : float or None
        What was compared with the limit.
    ground : Grounds or None
        All that the judgement rests on: what `text` says, as figures and names.
    """

    code: Criterion | Literal["no-interval"]
    text: str
    caps: Level | None
    figure: float | None
    ground: ConfidenceFigures | None = field(default=None, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"code": self.code, "text": self.text, "caps": self.caps, "figure": self.figure}


@dataclass(frozen=True, slots=True)
class Confidence:
    """The level of confidence in a judgement, and why it is no higher."""

    level: Level
    reasons: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"level": self.level, "reasons": [reason.to_dict() for reason in self.reasons]}
