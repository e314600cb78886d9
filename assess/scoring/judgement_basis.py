"""The basis of a judgement, as figures and as sentences that give them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assess.domain.confidence_policy import Criterion
from assess.domain.language import capital, figure, say, say_as, say_number
from assess.domain.number_text import percent

PRIOR_FACTOR = 3.0
"""The divisor of the prior odds of a judgement's side."""

ENOUGH_DB = 5.0
"""The joint weight with which the most reliable statements carry a judgement: a little more than `PRIOR_FACTOR`."""

_MOST_NAMES = 3
"""The most sources that a reason names."""

NOT_DRAWN = "No interval was drawn, so that its width is left out."


@dataclass(frozen=True)
class ConfidenceFigures:
    """The figures that a judgement rests on.

    A claim is judged on its likelier side, itself or its contrary; one close to even, on the side towards which the
    evidence moves it; for a question, the leading hypothesis is judged. An origin's repetitions, by no better route,
    are not counted.

    Parameters
    ----------
    weighing : int
        The number of statements with any weight, each taken alone.
    origins : int
        The number of independent origins of the items that bear on its instances.
    source, source_rest : str, float
        The source without which least is left, and how far the other evidence moves the odds towards its side (dB).
    document, document_rest : str or None, float
        The same for the document and the items that rest on it alone, leaving out items that name no document too. None
        if no item rests on one document alone.
    undocumented : bool
        Whether some items name no document.
    reliability : float
        The probability, after the evidence, that all sources of a statement are reliable, averaged over the most
        reliable statements that together weigh `ENOUGH_DB` towards its side.
    width : float or None
        The width of the 90 % interval, in probability; None if there is none.
    turning : tuple of str or None
        Sources without which it would leave its side: close to even, or another hypothesis ahead. None if it is close
        to even with all of them.
    prior_turns : bool
        Whether it would leave its side if the prior odds of that side were a third.
    moved_db : float
        How far all the evidence moves the odds towards its side; below 0 if away from it.
    looked_for : float
        The share of the information expected from the rubric's indicators that those with items carry, as the mean over
        its instances.
    against : float
        The share of the weight that pulls away from its side, beyond what would be expected if that side is right.
    leads : bool
        Whether it concerns the leading hypothesis of a question, not a claim.
    """

    weighing: int
    origins: int
    source: str
    source_rest: float
    document: str | None
    document_rest: float
    undocumented: bool
    reliability: float
    width: float | None
    turning: tuple[str, ...] | None
    prior_turns: bool
    moved_db: float
    looked_for: float
    against: float
    leads: bool

    def by_criterion(self) -> dict[Criterion, float | None]:
        """Return the figure of each criterion; None if unknown."""
        return {
            "no-evidence": self.weighing,
            "few-origins": self.origins,
            "one-source": self.source_rest,
            "one-document": self.document_rest,
            "weak-sources": self.reliability,
            "thin-coverage": self.looked_for,
            "barely-moved": self.moved_db,
            "turns-on-prior": int(self.prior_turns),
            "turns-on-source": None if self.turning is None else len(self.turning),
            "wide-interval": self.width,
            "contradiction": self.against,
        }


def reason_text(
    code: Criterion | Literal["no-interval"], figures: ConfidenceFigures, named: Callable[[str], str] = str
) -> str:
    """Return the sentence that gives the figure of a criterion, in the reader's language, without naming a level.

    Parameters
    ----------
    code : str
    figures : ConfidenceFigures
    named : callable
        Returns the name of a source or document; by default its id.
    """
    match code:
        case "no-evidence":
            if not figures.weighing:
                return say("No scored item weighs on it.")
            return say_number("{number} statement weighs on it.", "{number} statements weigh on it.", figures.weighing)
        case "few-origins":
            return _origins(figures.origins)
        case "one-source":
            return _without(named(figures.source), figures.source_rest)
        case "one-document":
            return _without_document(figures, named)
        case "weak-sources":
            share = percent(figures.reliability)
            return say(
                "The sources of the statements that carry it are all reliable with {share}, on average.", share=share
            )
        case "wide-interval":
            return say("Its 90 % interval is {width} wide.", width=figure(f"{figures.width or 0.0:.2f}"))
        case "turns-on-source":
            return _turning(figures, named)
        case "turns-on-prior":
            return _prior(figures)
        case "barely-moved":
            moved = decibans_of(abs(figures.moved_db))
            if figures.moved_db <= -_SHOWN_DB:
                return say("All the evidence together moves its odds by {db} dB away from this judgement.", db=moved)
            return say("All the evidence together moves its odds by {db} dB towards this judgement.", db=moved)
        case "thin-coverage":
            return say(
                "Items report on {share} of the information that the rubric's indicators could be expected to give.",
                share=percent(figures.looked_for),
            )
        case "contradiction":
            if math.isclose(figures.against, 0.0, abs_tol=1e-9):
                return say("No more of its weight pulls the other way than would be expected.")
            share = percent(figures.against)
            return say(
                "{share} of its weight pulls the other way, beyond what would be expected.",
                share=capital(share),
            )
        case "no-interval":
            return NOT_DRAWN


def decibans_of(weight: float) -> str:
    """Return a non-negative weight of evidence as a figure in the reader's language."""
    return figure(f"{weight:.1f}")


def _origins(number: int) -> str:
    if not number:
        return say("No item bears on it directly.")
    return say_number(
        "The items on it come from {number} independent origin.",
        "The items on it come from {number} independent origins.",
        number,
    )


def _without(what: str, rest: float) -> str:
    if rest < _SHOWN_DB:
        return say("Without {what} nothing is left that speaks for it but its prior.", what=what)
    return say(
        "Without {what} the rest moves its odds by {db} dB towards this judgement.", what=what, db=decibans_of(rest)
    )


_SHOWN_DB = 0.05
"""Weights below this are shown as 0."""


def _without_document(figures: ConfidenceFigures, named: Callable[[str], str]) -> str:
    if figures.document is None:
        return _without(say("the items that name no document"), figures.document_rest)
    document = named(figures.document)
    if figures.undocumented:
        document = say("{document} and the items that name no document", document=document)
    return _without(document, figures.document_rest)


def _turning(figures: ConfidenceFigures, named: Callable[[str], str]) -> str:
    if figures.turning is None:
        return say("It leans neither way with all its sources.")
    if not figures.turning:
        return say("No one source decides it.")
    names = _names([named(source) for source in figures.turning])
    if figures.leads:
        return say("Without {names} another hypothesis would lead.", names=names)
    return say("Without {names} it would lean neither way, or the other.", names=names)


def _names(sources: Sequence[str]) -> str:
    shown = list(sources[:_MOST_NAMES])
    more = len(sources) - len(shown)
    if more:
        shown.append(say_number("{number} more", "any of {number} more", more))
    if len(shown) == 1:
        return shown[0]
    rest = say_as("between parts of a sentence", ", ").join(shown[:-1])
    return say("{first} or {last}", first=rest, last=shown[-1])


def _prior(figures: ConfidenceFigures) -> str:
    if not figures.prior_turns:
        return say("It would stand with its prior odds cut to a third.")
    if figures.leads:
        return say("With its prior odds cut to a third another hypothesis would lead.")
    return say("With its prior odds cut to a third it would lean neither way, or the other.")
