"""Sentences, each licensed by the numbers that it is made from.

A word of likelihood never stands without its number, and likelihood and analytic confidence never share a sentence
(ICD 203, D.6.e).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assess.domain.scale import Scale
from assess.present.figures import band, count, percent
from assess.study.assessment import AssertedResult, ClaimResult, QuestionResult, SourceResult

_NOUN = re.compile(r"\b(chance|possibility|probability|likelihood)$")
_MANNERS = {"flat": "without a hedge", "presupposed": "as taken for granted"}
_SMALL_MOVE = 0.005


def unmoved(before: float, after: float) -> bool:
    """Say whether two probabilities differ by rounding error at most."""
    return math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-12)


def likelihood(probability: float, scale: Scale) -> str:
    """Return the scale's word with the number beside it, or the number alone where the scale has no word."""
    term = scale.term_of(probability)
    number = percent(probability, scale)
    return number if term is None else f"{term.term} ({number})"


def judgement(claim: ClaimResult, text: str, scale: Scale) -> str:
    """Return the sentence that says how probable a claim is, and what it was before the evidence.

    Parameters
    ----------
    claim : ClaimResult
    text : str
        The claim, quoted as it was made.
    scale : Scale
    """
    term = scale.term_of(claim.probability)
    number = percent(claim.probability, scale)
    if term is None:
        head = f"We put the probability at {number} that"
    elif _NOUN.search(term.term):
        head = f"We assess that there is {_with_article(term.term)} ({number}) that"
    else:
        head = f"We assess that it is {term.term} ({number}) that"
    return f"{head} “{text}”; {change(claim.prior, claim.probability)}."


def _with_article(term: str) -> str:
    if term.startswith(("no ", "almost no ")):
        return term
    return f"{'an' if term[0] in 'aeiou' else 'a'} {term}"


def change(prior: float, probability: float) -> str:
    """Return how a probability came from its prior."""
    if unmoved(prior, probability):
        return "it stays at its prior"
    if abs(probability - prior) < _SMALL_MOVE:
        return f"the prior was {percent(prior)}, and the evidence hardly moves it"
    return f"the prior was {percent(prior)}"


def hedge(words: str) -> str:
    """Return an author's own words as they are shown; ``flat:`` and ``presupposed:`` mark words without a hedge.

    Examples
    --------
    >>> hedge("flat: creates"), hedge("likely")
    ('without a hedge (“creates”)', 'as “likely”')
    """
    manner, mark, rest = words.partition(": ")
    shown = _MANNERS.get(manner)
    return f"{shown} (“{rest}”)" if mark and shown else f"as “{words}”"


def own_word(asserted: AssertedResult | None) -> str:
    """Return the term that an author's words are read as; the words themselves where no term stands for them."""
    if asserted is None:
        return "-"
    if asserted.term is not None:
        return asserted.term
    return f"“{_bare(asserted.words)}”" if asserted.words else "-"


def _bare(words: str) -> str:
    manner, mark, rest = words.partition(": ")
    return rest if mark and manner in _MANNERS else words


def inside(asserted: AssertedResult | None) -> str:
    """Return whether the probability lies in the band of the author's word."""
    if asserted is None or asserted.inside is None:
        return "-"
    return "inside" if asserted.inside else "outside"


def compared(asserted: AssertedResult, author: str, place: str, claim: ClaimResult, scale: Scale) -> str:
    """Return the sentence that sets an author's word beside the probability.

    Parameters
    ----------
    asserted : AssertedResult
    author : str
        The author's name.
    place : str
        Document and place; may be empty.
    claim : ClaimResult
    scale : Scale
    """
    said = f"Claimed by {author}{f' ({place})' if place else ''}"
    if asserted.words:
        said += f" {hedge(asserted.words)}"
    term = None if asserted.term is None else scale.find(asserted.term)
    if term is None:
        return f"{said}; no term of the scale stands for that."
    reading = "read as" if asserted.words else "in the word"
    said += f", {reading} {term.term} ({band(term)})"
    if asserted.inside:
        return f"{said}: the probability lies inside."
    side = "below" if claim.probability <= term.low else "above"
    return f"{said}: the probability lies outside, {side} it."


def support(claim: ClaimResult, questions: Sequence[QuestionResult]) -> str:
    """Return the sentence that says how much bears directly on what a claim speaks of."""
    items = sum(question.items for question in questions)
    if items:
        bare = [question.id for question in questions if not question.items]
        rest = f"; none on {', '.join(bare)}" if bare else ""
        return f"{count(items, 'item')} {'bears' if items == 1 else 'bear'} on it directly{rest}."
    if unmoved(claim.prior, claim.probability):
        return "No item bears on it."
    return "No item bears on it directly: it moves only with the questions that it hangs under."


def bearing(question: QuestionResult) -> str:
    """Return the sentence that says what an instance rests on."""
    if question.items:
        heard = f"{count(question.items, 'item')} from {count(question.origins, 'origin')}{_independence(question)}"
        return (
            f"{heard}; coverage: {question.coverage}. Of the information that the rubric's indicators of this question "
            f"could be expected to give, {_share(question.looked_for)} lies in those reported on."
        )
    if all(unmoved(question.prior[h], question.posterior[h]) for h in question.prior):
        return "No item bears on this: the probabilities stay at their prior."
    return (
        "No item bears on this (coverage: unmonitored): the probabilities are the prior's, moved only through the "
        "questions that this one hangs together with."
    )


def _independence(question: QuestionResult) -> str:
    if question.independent_origins == question.origins:
        return ""
    return f", {question.independent_origins} of them independent"


def _share(share: float) -> str:
    return "all" if unmoved(share, 1.0) else percent(share)


def passage(source: SourceResult, name: str, scored: int) -> str:
    """Return the sentences that say how much passes through a source, and what that made of its reliability."""
    through = source.as_origin + source.as_relay
    if through == scored:
        share = f"All {count(scored, 'scored item')} pass" if scored != 1 else "The one scored item passes"
    else:
        share = f"{through} of {count(scored, 'scored item')} {'passes' if through == 1 else 'pass'}"
    text = f"{share} through {name} ({source.as_origin} as origin, {source.as_relay} as relay). "
    if unmoved(source.prior, source.posterior):
        why = ": where all comes through one source, nothing can speak for or against it" if through == scored else ""
        return f"{text}P(reliable) stays at {percent(source.prior)}{why}."
    moved = "rises" if source.posterior > source.prior else "falls"
    return f"{text}P(reliable) {moved} from {percent(source.prior)} to {percent(source.posterior)}."
