"""Sentences on analytic confidence: a level and what caps it, then the figures, never with a likelihood."""

from __future__ import annotations

from collections.abc import Callable

from assess.domain.language import (
    later,
    later_as,
    listed,
    say,
    say_number,
)
from assess.scoring.confidence import Confidence, Reason
from assess.scoring.judgement_basis import reason_text

_MOST_REASONS = 3
"""Reasons that are told of each kind."""

LEVELS = {
    "high": later_as("confidence", "high"),
    "moderate": later_as("confidence", "moderate"),
    "low": later_as("confidence", "low"),
}
_HEADS = {
    "this judgement": later("We have {level} confidence in this judgement"),
    "the hypothesis that leads": later("We have {level} confidence in the hypothesis that leads"),
}
CAUSES = {
    "no-evidence": later("no evidence bears on it"),
    "few-origins": later("too few independent origins report on it"),
    "one-source": later("little is left of it without one source"),
    "one-document": later("little is left of it without one document"),
    "weak-sources": later("its sources are weak"),
    "thin-coverage": later("too little of what the rubric names was looked for"),
    "barely-moved": later("the evidence hardly moves it from its prior"),
    "turns-on-prior": later("another prior would overturn it"),
    "turns-on-source": later("it hangs on single sources"),
    "wide-interval": later("its interval is wide"),
    "contradiction": later("more speaks against this judgement than it leads one to expect"),
}
"""What caps a level, as a sentence with the level goes on: without any figure."""


def level(judged: Confidence | None) -> str:
    """Return the level of confidence as shown in a table."""
    return "-" if judged is None else LEVELS[judged.level]()


def confidence(judged: Confidence, what: str = "this judgement") -> str:
    """Return the sentence that gives a level of confidence and what caps it, without naming a likelihood.

    Parameters
    ----------
    judged : Confidence
    what : str
        What is judged: this judgement, the leading hypothesis, or something with a name.
    """
    sure = LEVELS[judged.level]()
    head = (
        _HEADS[what](level=sure)
        if what in _HEADS
        else say("We have {level} confidence in {what}", level=sure, what=what)
    )
    clauses = [CAUSES[r.code]() for r in judged.reasons if r.code in CAUSES and r.caps == judged.level]
    if not clauses:
        return say("{head}; no criterion of the policy counts against it.", head=head)
    shown, more = clauses[:_MOST_REASONS], len(clauses) - _MOST_REASONS
    if more > 0:
        shown.append(say_number("{number} further reason", "{number} further reasons", more))
    return say("{head}, because {causes}.", head=head, causes=listed(shown))


def confidence_figures(judged: Confidence, named: Callable[[str], str] = str) -> str:
    """Return the sentences with the figures against and for a level of confidence, without naming the level.

    Parameters
    ----------
    judged : Confidence
    named : callable
        Returns the name of a source or document.
    """
    against = [r for r in judged.reasons if r.caps is not None and r.code != "no-evidence"][:_MOST_REASONS]
    sentences = [_sentence(reason, named) for reason in against]
    for_it = [_sentence(reason, named) for reason in judged.supports[:_MOST_REASONS]]
    if for_it:
        sentences.append(say("For it: {reasons}", reasons=" ".join(for_it)))
    return " ".join(sentences)


def _sentence(reason: Reason, named: Callable[[str], str]) -> str:
    return reason.text if reason.figures is None else reason_text(reason.code, reason.figures, named)
