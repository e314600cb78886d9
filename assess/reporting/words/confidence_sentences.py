"""Sentences on analytic confidence: a level and what caps it, then the figures; no likelihood stands in them."""

from __future__ import annotations

from assess.domain.language import (
    figure,
    later,
    later_as,
    listed,
    say,
    say_as,
    say_number,
)
from assess.domain.number_text import percent
from assess.reporting.words.licence import everything
from assess.scoring.confidence import PRIOR_FACTOR, Confidence, ConfidenceFigures, Reason

LEVELS = {
    "high": later_as("confidence", "high"),
    "moderate": later_as("confidence", "moderate"),
    "low": later_as("confidence", "low"),
}
_HEADS = {
    "this judgement": later("We have {level} confidence in this judgement"),
    "the hypothesis that leads": later("We have {level} confidence in the hypothesis that leads"),
}
_CAUSES = {
    "no-evidence": later("no evidence bears on it"),
    "few-origins": later("too few independent origins report on it"),
    "one-source": later("too much of its weight passes through one source"),
    "one-document": later("too much of its weight rests on one document"),
    "weak-sources": later("its sources are weak"),
    "thin-coverage": later("too little was looked for of what the rubric names"),
    "barely-moved": later("the evidence hardly moves it from its prior"),
    "turns-on-prior": later("another prior would change its word"),
    "turns-on-source": later("its word hangs on single sources"),
    "wide-interval": later("its interval is wide"),
    "contradiction": later("its evidence pulls both ways"),
}
"""What caps a level, as a sentence with the level goes on: without any figure."""
_MOST_NAMES = 3
"""Sources that a reason names."""


def level(judged: Confidence | None) -> str:
    """Return the level of confidence as a table shows it."""
    return "-" if judged is None else LEVELS[judged.level]()


def confidence(judged: Confidence, what: str = "this judgement") -> str:
    """Return the sentence that gives a level of confidence, and what keeps it at that; it names no likelihood.

    Parameters
    ----------
    judged : Confidence
    what : str
        What is judged: this judgement, the hypothesis that leads, or something with a name.
    """
    sure = LEVELS[judged.level]()
    head = (
        _HEADS[what](level=sure)
        if what in _HEADS
        else say("We have {level} confidence in {what}", level=sure, what=what)
    )
    clauses = [_CAUSES[r.code]() for r in judged.reasons if r.code in _CAUSES and r.caps == judged.level]
    if not clauses:
        return say("{head}; no criterion of the policy counts against it.", head=head)
    return say("{head}, because {causes}.", head=head, causes=listed(clauses))


def grounds(judged: Confidence) -> str:
    """Return the sentences with the figures behind a level of confidence; they name no level."""
    sentences = (reason_text(r) for r in judged.reasons if r.caps is not None and r.code != "no-evidence")
    return " ".join(sentences)


def reason_text(reason: Reason) -> str:
    """Return the sentence that gives the figure of a criterion; it names no level."""
    figures = reason.figures
    if figures is None:
        return reason.text
    match reason.code:
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
            if everything(figures.against, 1.0):
                return say("All of its weight pulls against the side that leads.")
            return say("{share} of its weight pulls against the side that leads.", share=_capital(figures.against))
        case _:
            return reason.text


def _origins(number: int) -> str:
    if not number:
        return say("The items on it come from no independent origins.")
    return say_number(
        "The items on it come from {number} independent origin.",
        "The items on it come from {number} independent origins.",
        number,
    )


def _through(share: float, source: str) -> str:
    if everything(share, 1.0):
        return say("All of its weight passes through {source}.", source=source)
    return say("{share} of its weight passes through {source}.", share=_capital(share), source=source)


def _on_document(figures: ConfidenceFigures) -> str:
    whole, share = everything(figures.document_share, 1.0), _capital(figures.document_share)
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
