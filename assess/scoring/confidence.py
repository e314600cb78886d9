"""Analytic confidence: how well founded a judgement is, which is another matter than how probable it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated, Literal

from assess.domain.confidence_policy import ConfidencePolicy, Criterion, Level, lowest
from assess.domain.language import figure, say, say_as, say_number
from assess.domain.number_text import percent
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

    level: Annotated[Level, Column("confidence", name="confidence", unit="short text")]
    reasons: tuple[Reason, ...]


def judge(figures: ConfidenceFigures, policy: ConfidencePolicy) -> Confidence:
    """Return the level that a policy leaves a judgement, with every criterion that caps it.

    Where nothing weighs, that alone is the reason. A criterion whose figure is not known caps nothing, and says so.
    """
    reasons: list[Reason] = []
    for code, compared in figures.by_criterion().items():
        caps = [cap for cap in policy.caps if cap.code == code]
        if compared is None:
            reasons += [Reason("no-interval", NOT_DRAWN, None, None)] if caps else []
            continue
        held = [cap.level for cap in caps if cap.holds(compared)]
        if held:
            reasons.append(Reason(code, reason_text(code, figures), lowest(held), compared, figures))
        if held and code == "no-evidence":
            break
    return Confidence(lowest([reason.caps for reason in reasons if reason.caps]), tuple(reasons))


def reason_text(code: Criterion | Literal["no-interval"], figures: ConfidenceFigures) -> str:
    """Return the sentence that gives the figure of a criterion, in the language of the reader; it names no level."""
    match code:
        case "no-evidence":
            return say("No scored item weighs on it.")
        case "few-origins":
            return _origins(figures.origins)
        case "one-source":
            return _through(figures.source_share, figures.source)
        case "one-document":
            return _on_document(figures)
        case "weak-sources":
            share = percent(figures.reliability)
            return say("Its sources are reliable with {share} on average, by weight.", share=share)
        case "wide-interval":
            return say("Its 90 % interval is {width} wide.", width=figure(f"{figures.width or 0.0:.2f}"))
        case "turns-on-source":
            return say("Its word changes without {names}.", names=_names(figures.turning))
        case "turns-on-prior":
            return _other_priors(figures.other_priors)
        case "barely-moved":
            return say("All the evidence together moves its odds by {db} dB.", db=figure(f"{figures.moved_db:.1f}"))
        case "thin-coverage":
            return say(
                "Items report on {share} of the information that the rubric's indicators could be expected to give.",
                share=percent(figures.looked_for),
            )
        case "contradiction":
            if math.isclose(figures.against, 1.0):
                return say("All of its weight pulls against the side that leads.")
            return say("{share} of its weight pulls against the side that leads.", share=_capital(figures.against))
        case "no-interval":
            return NOT_DRAWN


def _origins(number: int) -> str:
    if not number:
        return say("The items on it come from no independent origins.")
    return say_number(
        "The items on it come from {number} independent origin.",
        "The items on it come from {number} independent origins.",
        number,
    )


def _through(share: float, source: str) -> str:
    if math.isclose(share, 1.0):
        return say("All of its weight passes through {source}.", source=source)
    return say("{share} of its weight passes through {source}.", share=_capital(share), source=source)


def _on_document(figures: ConfidenceFigures) -> str:
    whole, share = math.isclose(figures.document_share, 1.0), _capital(figures.document_share)
    if figures.document is None:
        if whole:
            return say("All of its weight rests on no document that is named.")
        return say("{share} of its weight rests on no document that is named.", share=share)
    values = {"share": share, "document": figures.document}
    if figures.undocumented:
        if whole:
            return say("All of its weight rests on {document} alone or on no document that is named.", **values)
        return say("{share} of its weight rests on {document} alone or on no document that is named.", **values)
    if whole:
        return say("All of its weight rests on {document} alone.", **values)
    return say("{share} of its weight rests on {document} alone.", **values)


def _capital(share: float) -> str:
    written = percent(share)
    return written[:1].upper() + written[1:]


def _names(sources: tuple[str, ...]) -> str:
    shown = list(sources[:_MOST_NAMES])
    more = len(sources) - len(shown)
    if more:
        shown.append(say_number("{number} more", "any of {number} more", more))
    if len(shown) == 1:
        return shown[0]
    rest = say_as("between parts of a sentence", ", ").join(shown[:-1])
    return say("{first} or {last}", first=rest, last=shown[-1])


def _other_priors(factors: tuple[float, ...]) -> str:
    times, factor = [factor > 1.0 for factor in factors], figure(f"{PRIOR_FACTOR:g}")
    if all(times):
        return say("Its word changes with prior odds multiplied by {factor}.", factor=factor)
    if not any(times):
        return say("Its word changes with prior odds divided by {factor}.", factor=factor)
    return say("Its word changes with prior odds multiplied or divided by {factor}.", factor=factor)
