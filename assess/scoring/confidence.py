"""Analytic confidence: how well founded a judgement is, which is another matter than how probable it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated, Literal

from assess.domain.confidence_policy import ConfidencePolicy, Criterion, Level, lowest
from assess.scoring.columns import STORED_AS, UNSTORED, Column

PRIOR_FACTOR = 3.0
"""What prior odds are multiplied and divided by."""

_MOST_NAMES = 3
"""Sources that a reason names."""

NOT_DRAWN = "No interval was drawn, so that its width is left out."


@dataclass(frozen=True, slots=True)
class ConfidenceFigures:
    """What a judgement rests on.

    The weight of an item is the absolute difference, in dB, that leaving it out makes to the odds of the judgement.

    Parameters
    ----------
    weighing : int
        Scored items of any weight.
    origins : int
        Independent origins of the items that bear on its instances.
    source, source_share : str, float
        The source through which most of the weight passes, as origin or relay, and that share.
    document, document_share : str or None, float
        The document on which alone most of the weight rests, and that share; items that name no document count as
        resting on it too. None where no document is named alone.
    undocumented : float
        Share of the weight of items that name no document.
    reliability : float
        P(reliable) of the sources after the evidence, on average by the weight that passes through each.
    width : float or None
        Of the 90 % interval, in probability; None where there is none.
    turning : tuple of str
        Sources without which the word would change.
    other_priors : tuple of float
        By 3, by 1/3: those of these factors on the prior odds with which the word would change.
    moved_db : float
        How far all the evidence moves the odds, either way.
    looked_for : float
        Share of the information that the rubric's indicators could be expected to give, on which there are items;
        the mean over its instances.
    against : float
        Share of the weight that pulls against the side that leads.
    """

    weighing: int
    origins: int
    source: str
    source_share: float
    document: str | None
    document_share: float
    undocumented: float
    reliability: float
    width: float | None
    turning: tuple[str, ...]
    other_priors: tuple[float, ...]
    moved_db: float
    looked_for: float
    against: float

    def by_criterion(self) -> dict[Criterion, float | None]:
        """Return the figure of each criterion; None where it is not known."""
        return {
            "no-evidence": self.weighing,
            "few-origins": self.origins,
            "one-source": self.source_share,
            "one-document": self.document_share,
            "weak-sources": self.reliability,
            "thin-coverage": self.looked_for,
            "barely-moved": self.moved_db,
            "turns-on-prior": len(self.other_priors),
            "turns-on-source": len(self.turning),
            "wide-interval": self.width,
            "contradiction": self.against,
        }


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
    figures : ConfidenceFigures or None
        All that the judgement rests on: what `text` says, as figures and names.
    """

    __pydantic_config__ = STORED_AS

    code: Criterion | Literal["no-interval"]
    text: str
    caps: Level | None
    figure: int | float | None
    figures: Annotated[ConfidenceFigures | None, UNSTORED] = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Confidence:
    """The level of confidence in a judgement, and why it is no higher; it is no likelihood."""

    __pydantic_config__ = STORED_AS

    level: Annotated[Level, Column("confidence", name="confidence")]
    reasons: tuple[Reason, ...]


def judge(figures: ConfidenceFigures, policy: ConfidencePolicy) -> Confidence:
    """Return the level that a policy leaves a judgement, with every criterion that caps it.

    Where nothing weighs, that alone is the reason. A criterion whose figure is not known caps nothing, and says so.
    """
    reasons: list[Reason] = []
    for code, figure in figures.by_criterion().items():
        caps = [cap for cap in policy.caps if cap.code == code]
        if figure is None:
            reasons += [Reason("no-interval", NOT_DRAWN, None, None)] if caps else []
            continue
        held = [cap.level for cap in caps if cap.holds(figure)]
        if held:
            reasons.append(Reason(code, reason_text(code, figures), lowest(held), figure, figures))
        if held and code == "no-evidence":
            break
    return Confidence(lowest([reason.caps for reason in reasons if reason.caps]), tuple(reasons))


def reason_text(code: Criterion, figures: ConfidenceFigures) -> str:
    """Return the sentence that gives the figure of a criterion; it names no level."""
    match code:
        case "no-evidence":
            return "No scored item weighs on it."
        case "few-origins":
            number = figures.origins or "no"
            return f"The items on it come from {number} independent origin{'' if figures.origins == 1 else 's'}."
        case "one-source":
            return f"{_share(figures.source_share)} of its weight passes through {figures.source}."
        case "one-document":
            return f"{_share(figures.document_share)} of its weight rests on {_document(figures)}."
        case "weak-sources":
            return f"Its sources are reliable with {_percent(figures.reliability)} on average, by weight."
        case "wide-interval":
            return f"Its 90 % interval is {figures.width or 0.0:.2f} wide."
        case "turns-on-source":
            return f"Its word changes without {_names(figures.turning)}."
        case "turns-on-prior":
            ways = " or ".join("multiplied" if factor > 1.0 else "divided" for factor in figures.other_priors)
            return f"Its word changes with prior odds {ways} by {PRIOR_FACTOR:g}."
        case "barely-moved":
            return f"All the evidence together moves its odds by {figures.moved_db:.1f} dB."
        case "thin-coverage":
            share = _percent(figures.looked_for)
            return f"Items report on {share} of the information that the rubric's indicators could be expected to give."
        case "contradiction":
            return f"{_share(figures.against)} of its weight pulls against the side that leads."


def _document(figures: ConfidenceFigures) -> str:
    if figures.document is None:
        return "no document that is named"
    return f"{figures.document} alone{' or on no document that is named' if figures.undocumented else ''}"


def _share(share: float) -> str:
    return "All" if math.isclose(share, 1.0) else _percent(share).capitalize()


def _percent(share: float) -> str:
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{100.0 * share:.0f} %"


def _names(sources: tuple[str, ...]) -> str:
    shown = list(sources[:_MOST_NAMES])
    more = len(sources) - len(shown)
    if more:
        shown.append(f"any of {more} more" if more > 1 else "1 more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
