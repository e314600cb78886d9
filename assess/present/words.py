"""Sentences, each licensed by the numbers that it is made from.

A word of likelihood never stands without its number, and likelihood and analytic confidence never share a sentence
(ICD 203, D.6.e).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assess.domain.claim import Manner
from assess.domain.confidence import Criterion
from assess.domain.scale import Scale
from assess.present.figures import count, percent, with_band
from assess.study.assessment import AssertedResult, ClaimResult, QuestionResult, SourceResult, unmoved
from assess.study.confidence import Confidence

_NOUN = re.compile(r"\b(chance|possibility|probability|likelihood)$")
_MANNERS: dict[Manner, tuple[str, str]] = {
    "flat": ("no hedge", "without a hedge"),
    "emphatic": ("emphasis", "with emphasis"),
    "presupposed": ("presupposed", "as taken for granted"),
    "implied": ("implied", "by implication"),
    "reported": ("reported", "as reported"),
}
"""How a claim is made that its author does not hedge: in a table, and in a sentence."""


_BECAUSE: dict[Criterion, str] = {
    "no-evidence": "no evidence bears on it",
    "few-origins": "too few independent origins report on it",
    "one-source": "too much of its weight passes through one source",
    "one-document": "too much of its weight rests on one document",
    "weak-sources": "its sources are weak",
    "thin-coverage": "too little was looked for of what the rubric names",
    "barely-moved": "the evidence hardly moves it from its prior",
    "turns-on-prior": "another prior would change its word",
    "turns-on-source": "its word hangs on single sources",
    "wide-interval": "its interval is wide",
    "contradiction": "its evidence pulls both ways",
}
"""What caps a level, as a sentence with the level goes on: without any figure."""


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
    return f"{head} “{text}”; {change(claim, number)}."


def confidence(found: Confidence, what: str = "this judgement") -> str:
    """Return the sentence that gives a level of confidence, and what keeps it at that; it names no likelihood."""
    head = f"We have {found.level} confidence in {what}"
    clauses = [_BECAUSE[r.code] for r in found.reasons if r.code in _BECAUSE and r.caps == found.level]
    if not clauses:
        return f"{head}; no criterion of the policy counts against it."
    listed = " and ".join(part for part in (", ".join(clauses[:-1]), clauses[-1]) if part)
    return f"{head}, because {listed}."


def grounds(found: Confidence) -> str:
    """Return the sentences with the figures behind a level of confidence; they name no level."""
    told = (reason.text for reason in found.reasons if reason.caps is not None and reason.code != "no-evidence")
    return " ".join(told)


def level(found: Confidence | None) -> str:
    """Return the level of confidence as a table shows it."""
    return "-" if found is None else found.level


def read_word(asserted: AssertedResult, scale: Scale) -> str:
    """Return the term that an author's words are read as, with its band."""
    return "-" if asserted.term is None else with_band(asserted.term, scale)


def _with_article(term: str) -> str:
    if term.startswith(("no ", "almost no ")):
        return term
    return f"{'an' if term[0] in 'aeiou' else 'a'} {term}"


def change(claim: ClaimResult, number: str) -> str:
    """Return how a probability, printed as `number`, came from its prior."""
    if not claim.moved:
        return "it stays at its prior"
    before = percent(claim.prior)
    hardly = ", and the evidence hardly moves it" if number == before else ""
    return f"the prior was {before}{hardly}"


def hedge(words: str | None, manner: Manner) -> str:
    """Return how an author makes a claim, with the words, as a sentence goes on; nothing where neither is told.

    Examples
    --------
    >>> hedge("creates", "flat"), hedge(None, "flat"), hedge("likely", "hedged")
    ('without a hedge (“creates”)', 'without a hedge', 'as “likely”')
    """
    if manner == "hedged":
        return f"as “{words}”" if words else ""
    _, shown = _MANNERS[manner]
    return f"{shown} (“{words}”)" if words else shown


def own_words(asserted: AssertedResult | None) -> str:
    """Return the words of an author as a table shows them, marked where they do not hedge."""
    if asserted is None:
        return "-"
    quoted = f"“{asserted.words}”" if asserted.words else ""
    if asserted.manner == "hedged":
        return quoted or "-"
    mark, _ = _MANNERS[asserted.manner]
    return f"{mark}: {quoted}" if quoted else mark


def read_as(asserted: AssertedResult | None) -> str:
    """Return the term that an author's words are read as."""
    return "-" if asserted is None or asserted.term is None else asserted.term


def inside(claim: ClaimResult) -> str:
    """Return whether the probability lies in the band of the term that the author's words are read as."""
    if claim.asserted is None or claim.asserted.inside is None:
        return "-"
    if not claim.moved:
        return "no evidence"
    return "inside" if claim.asserted.inside else "outside"


def compared(asserted: AssertedResult, author: str, place: str, claim: ClaimResult, scale: Scale) -> str:
    """Return the sentence that sets an author's words beside the probability.

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
    how = hedge(asserted.words, asserted.manner)
    if how:
        said += f" {how}"
    term = None if asserted.term is None else scale.find(asserted.term)
    if term is None:
        return f"{said}; no term of the scale stands for that."
    said += f", {'read as' if how else 'in the word'} {read_word(asserted, scale)}"
    if not claim.moved:
        return f"{said}: with no evidence on it there is nothing to compare."
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
    if not claim.moved:
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
    if not question.moved:
        return "No item bears on this: the probabilities stay at their prior."
    return "No item bears on this: the probabilities move only through the questions that it hangs together with."


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
    before, after = percent(source.prior), percent(source.posterior)
    if before == after:
        return f"{text}P(reliable) hardly moves from {before}."
    moved = "rises" if source.posterior > source.prior else "falls"
    return f"{text}P(reliable) {moved} from {before} to {after}."
