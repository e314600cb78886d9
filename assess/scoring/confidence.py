"""Analytic confidence: how well founded a judgement is, as distinct from how probable it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated, Literal

from assess.domain.confidence_policy import LEVELS, Cap, ConfidencePolicy, Criterion, Level, lowest
from assess.scoring.columns import EVERYWHERE, STORED_AS, UNSTORED, Column
from assess.scoring.judgement_basis import NOT_DRAWN, ConfidenceFigures, reason_text


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion that caps the level, or does not.

    Parameters
    ----------
    code : str
        The criterion; ``no-interval`` means that one is left out.
    text : str
        A sentence with the figure, which names no level.
    caps : {"moderate", "low"} or None
        The highest level that it allows; None if it caps nothing.
    figure : float or None
        The figure that was compared with the limit.
    limit : float or None
        The limit that caps it, or else the first that would.
    figures : ConfidenceFigures or None
        The figures and names behind `text`: everything that the judgement rests on.
    """

    __pydantic_config__ = STORED_AS

    code: Criterion | Literal["no-interval"]
    text: str
    caps: Level | None
    figure: int | float | None
    limit: float | None = None
    figures: Annotated[ConfidenceFigures | None, UNSTORED] = field(default=None, compare=False, repr=False)

    @property
    def weight(self) -> float:
        """The distance of the figure from the limit, as a share of the larger of the two: from 0 to 1."""
        if self.figure is None or self.limit is None:
            return 0.0
        largest = max(abs(self.figure), abs(self.limit))
        return abs(self.figure - self.limit) / largest if 0.0 < largest < math.inf else float(largest > 0.0)


@dataclass(frozen=True, slots=True)
class Confidence:
    """The level of confidence in a judgement, which is not a likelihood, with the reasons for and against it.

    Parameters
    ----------
    level : {"high", "moderate", "low"}
    reasons : tuple of Reason
        What keeps it from a higher level, the lowest cap and the weightiest first; then what is unknown.
    supports : tuple of Reason
        What would allow a higher one, weightiest first.
    """

    __pydantic_config__ = STORED_AS

    level: Annotated[Level, Column("confidence", name="confidence", unit="short text", shown=EVERYWHERE - {"ladder"})]
    reasons: tuple[Reason, ...]
    supports: tuple[Reason, ...] = ()


def judge(figures: ConfidenceFigures, policy: ConfidencePolicy) -> Confidence:
    """Return the level that a policy allows for a judgement, with every criterion that caps it or could have.

    If nothing weighs, that is the only reason. A criterion whose figure is unknown caps nothing, and says so.
    """
    reasons: list[Reason] = []
    supports: list[Reason] = []
    unknown: list[Reason] = []
    caps_of: dict[Criterion, list[Cap]] = {}
    for cap in policy.caps:
        caps_of.setdefault(cap.code, []).append(cap)
    for code, compared in figures.by_criterion().items():
        caps = caps_of.get(code, [])
        if compared is None:
            unknown += [Reason("no-interval", NOT_DRAWN, None, None)] if caps and code == "wide-interval" else []
            continue
        held = sorted((cap for cap in caps if cap.holds(compared)), key=lambda cap: LEVELS.index(cap.level))
        text = reason_text(code, figures)
        if held:
            reasons.append(Reason(code, text, held[0].level, compared, held[0].limit, figures))
        elif caps and code != "no-evidence":
            nearest = min(caps, key=lambda cap: abs(cap.limit - compared))
            supports.append(Reason(code, text, None, compared, nearest.limit, figures))
        if held and code == "no-evidence":
            return Confidence("low", tuple(reasons))
    reasons.sort(key=lambda reason: (LEVELS.index(reason.caps or "high"), -round(reason.weight, 9)))
    supports.sort(key=lambda reason: -round(reason.weight, 9))
    level = lowest([reason.caps for reason in reasons if reason.caps])
    return Confidence(level, (*reasons, *unknown), tuple(supports))
