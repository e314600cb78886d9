"""Sentences on claims, each licensed by its numbers.

A word of likelihood never stands without its number, and likelihood and analytic confidence never share a sentence
(ICD 203, D.6.e).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assess.analysis.rankings import claims_against_bands, direct_items
from assess.domain.claim import Manner
from assess.domain.language import (
    Message,
    capital,
    later,
    later_as,
    listed,
    say,
    say_as,
    say_number,
)
from assess.domain.number_text import percent, spoken, with_band
from assess.domain.scale import Scale
from assess.reporting.words.count_nouns import of_answers
from assess.reporting.words.licence import hardly
from assess.scoring.results import AssertedResult, ClaimResult, QuestionResult, UndefinedClaim

_NOUN = re.compile(r"\b(chance|possibility|probability|likelihood)$")
_MANNERS: dict[Manner, tuple[Message, Message]] = {
    "flat": (later_as("author's words", "no hedge"), later_as("how a claim is made", "without a hedge")),
    "emphatic": (later_as("author's words", "emphasis"), later_as("how a claim is made", "with emphasis")),
    "presupposed": (later_as("author's words", "presupposed"), later_as("how a claim is made", "as taken for granted")),
    "implied": (later_as("author's words", "implied"), later_as("how a claim is made", "by implication")),
    "reported": (later_as("author's words", "reported"), later_as("how a claim is made", "as reported")),
}
"""How a claim is made that its author does not hedge: in a table, and in a sentence."""
_STATED: dict[Manner, Message] = {
    "flat": later("{author} states this flatly"),
    "emphatic": later("{author} states this with emphasis"),
    "presupposed": later("{author} takes this for granted"),
    "implied": later("{author} implies this"),
    "reported": later("{author} passes this on"),
}
SIDES = {
    "within": later_as("of a probability and a band", "within"),
    "above": later_as("of a probability and a band", "above"),
    "below": later_as("of a probability and a band", "below"),
    "no evidence": later_as("of a probability and a band", "no evidence"),
    "-": later_as("of a probability and a band", "-"),
}


def likelihood(probability: float, scale: Scale) -> str:
    """Return the scale's word with the number beside it, or the number alone if the scale has no word."""
    term = scale.term_of(probability)
    number = percent(probability, scale)
    return number if term is None else say("{term} ({number})", term=spoken(term.term, scale), number=number)


def aside(probability: float, term: str | None, scale: Scale) -> str:
    """Return the scale's word and the number, for use beside a heading."""
    number = percent(probability, scale)
    return say("{term}, {number}", term=spoken(term, scale), number=number) if term else number


def judgement(claim: ClaimResult, text: str, scale: Scale) -> str:
    """Return the sentence that says how probable a claim is, and what it was before the evidence.

    Parameters
    ----------
    claim : ClaimResult
    text : str
        The claim, quoted as it was made.
    scale : Scale
    """
    number = percent(claim.probability, scale)
    if not claim.moved:
        return say(
            "That “{text}” cannot be assessed: no evidence bears on it, and it stays at its prior, {number}.",
            text=text,
            number=number,
        )
    judged = judged_that(claim.probability, number, text, scale)
    return say("{judged}; {change}.", judged=judged, change=change(claim, number))


def judged_that(probability: float, number: str, text: str, scale: Scale) -> str:
    """Return the start of a sentence that judges a claim: its word with the text beside it, and the claim."""
    term = scale.term_of(probability)
    if term is None:
        return say("We put the probability at {number} that “{text}”", number=number, text=text)
    values = {"term": spoken(term.term, scale), "number": number, "text": text}
    if not _NOUN.search(term.term):
        return say("We assess that it is {term} ({number}) that “{text}”", **values)
    if term.term.startswith(("no ", "almost no ")):
        return say("We assess that there is {term} ({number}) that “{text}”", **values)
    if term.term[0] in "aeiou":
        return say("We assess that there is an {term} ({number}) that “{text}”", **values)
    return say("We assess that there is a {term} ({number}) that “{text}”", **values)


def change(claim: ClaimResult, number: str) -> str:
    """Return the clause that compares a probability, printed as `number`, with its prior."""
    before = percent(claim.prior)
    if hardly(before, number):
        return say("the prior was {prior}, and the evidence hardly moves it", prior=before)
    return say("the prior was {prior}", prior=before)


def read_word(asserted: AssertedResult, scale: Scale) -> str:
    """Return the term that an author's words are read as, with its band."""
    return "-" if asserted.term is None else with_band(asserted.term, scale)


def hedge(words: str | None, manner: Manner) -> str:
    """Return the clause on how an author makes a claim, with the author's words; empty if neither is known.

    Examples
    --------
    >>> hedge("creates", "flat"), hedge(None, "flat"), hedge("likely", "hedged")
    ('without a hedge (“creates”)', 'without a hedge', 'as “likely”')
    """
    if manner == "hedged":
        return say("as “{words}”", words=words) if words else ""
    _, how = _MANNERS[manner]
    return say("{how} (“{words}”)", how=how(), words=words) if words else how()


def own_words(asserted: AssertedResult | None) -> str:
    """Return the words of an author as shown in a table, marked if they do not hedge."""
    if asserted is None:
        return "-"
    words = asserted.words
    if asserted.manner == "hedged":
        return say("“{text}”", text=words) if words else "-"
    mark, _ = _MANNERS[asserted.manner]
    return say("{mark}: “{words}”", mark=mark(), words=words) if words else mark()


def read_as(asserted: AssertedResult | None, scale: Scale | None = None) -> str:
    """Return the term that an author's words are read as."""
    if asserted is None or asserted.term is None:
        return "-"
    return asserted.term if scale is None else spoken(asserted.term, scale)


def inside(claim: ClaimResult | UndefinedClaim) -> str:
    """Return whether the probability lies within, above or below the term that the author's words are read as."""
    return SIDES[claim.against_band or "-"]()


def claimed(author: str, place: str, how: str) -> str:
    """Return the start of a sentence: who makes a claim, where and how."""
    author = say("{author} ({place})", author=author, place=place) if place else author
    return say("Claimed by {who} {how}", who=author, how=how) if how else say("Claimed by {who}", who=author)


def _read(claimed_by: str, how: str, band: str) -> str:
    if how:
        return say("{said}, read as {band}", said=claimed_by, band=band)
    return say("{said}, in the word {band}", said=claimed_by, band=band)


def compared(asserted: AssertedResult, author: str, place: str, claim: ClaimResult, scale: Scale) -> str:
    """Return the sentence that compares an author's words with the probability.

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
    how = hedge(asserted.words, asserted.manner)
    text = claimed(author, place, how)
    term = None if asserted.term is None else scale.find(asserted.term)
    if term is None:
        return say("{said}; no term of the scale stands for that.", said=text)
    text = _read(text, how, read_word(asserted, scale))
    if not claim.moved:
        return say("{said}: with no evidence on it there is nothing to compare.", said=text)
    if asserted.inside:
        return say("{said}: the probability lies within.", said=text)
    if claim.probability <= term.low:
        return say("{said}: the probability lies below.", said=text)
    return say("{said}: the probability lies above.", said=text)


def claimant(claim: ClaimResult, asserted: AssertedResult, author: str, scale: Scale) -> str:
    """Return the short sentence on whose claim it is, and how the probability compares with the author's words."""
    text = capital(_said_by(asserted, author))
    if asserted.term is None:
        return say("{said}.", said=text)
    text = say("{said}, which we read as {band}", said=text, band=read_word(asserted, scale))
    values = {"said": text, "number": percent(claim.probability, scale)}
    match claim.against_band:
        case "above":
            return say("{said}; we put it at {number}, above that.", **values)
        case "below":
            return say("{said}; we put it at {number}, below that.", **values)
        case "within":
            return say("{said}; we put it at {number}, within that.", **values)
    return say("{said}; there is no evidence to set against it.", said=text)


def _said_by(asserted: AssertedResult, author: str) -> str:
    if asserted.manner in _STATED:
        return _STATED[asserted.manner](author=author)
    if asserted.words:
        return say("{author} hedges this (“{words}”)", author=author, words=asserted.words)
    return say("{author} hedges this", author=author)


def verdict(claims: Sequence[ClaimResult], hedged: bool) -> str:
    """Return the sentence that counts the claims within their author's band, among the hedged or the others."""
    if hedged:
        return say_number(
            "Of {number} claim that the author hedges, in a term of the scale or in words close to one, {counts}.",
            "Of {number} claims that the author hedges, in a term of the scale or in words close to one, {counts}.",
            len(claims),
            counts=_counts(claims),
        )
    return say_number(
        "Of {number} claim that the author does not hedge, and where the term is the analyst's reading, {counts}.",
        "Of {number} claims that the author does not hedge, and where the term is the analyst's reading, {counts}.",
        len(claims),
        counts=_counts(claims),
    )


def _counts(claims: Sequence[ClaimResult]) -> str:
    places = claims_against_bands(claims)
    parts = [
        say_number(
            "{number} has a probability within that term",
            "{number} have a probability within that term",
            places["within"],
        ),
        say_number("{number} has one above it", "{number} have one above it", places["above"]),
        say_number("{number} has one below it", "{number} have one below it", places["below"]),
    ]
    if places["no evidence"]:
        bare = places["no evidence"]
        parts.append(say_number("on {number} no evidence bears", "on {number} no evidence bears", bare))
    return listed(parts)


def support(claim: ClaimResult, questions: Sequence[QuestionResult]) -> str:
    """Return the sentence on how much evidence bears directly on what a claim is about."""
    items, bare = direct_items(questions)
    if items and bare:
        return say_number(
            "{number} item bears on it directly; none on {bare}.",
            "{number} items bear on it directly; none on {bare}.",
            items,
            bare=say_as("between parts of a sentence", ", ").join(bare),
        )
    if items:
        return say_number("{number} item bears on it directly.", "{number} items bear on it directly.", items)
    if not claim.moved:
        return say("No item bears on it.")
    return say("Nothing reports on it directly; it follows from the answers to related questions.")


def leading_judgement(question: QuestionResult, label: str, scale: Scale, beside: str | None = None) -> str:
    """Return the sentence on the leading hypothesis of a question: its word, and that it leads if that is surprising.

    Parameters
    ----------
    question : QuestionResult
    label : str
        The name of the hypothesis.
    scale : Scale
    beside : str, optional
        The text beside the word; the probability alone if left out.
    """
    probability, count = question.posterior[question.leading], len(question.posterior)
    number, term = percent(probability, scale), scale.term_of(probability)
    if not question.moved:
        return say(
            "{hypothesis} cannot be assessed: no evidence bears on it, and it stays at its prior, {number}.",
            hypothesis=label,
            number=number,
        )
    number = beside or number
    word = say("{term} ({number})", term=spoken(term.term, scale), number=number) if term is not None else number
    is_noun = term is not None and _NOUN.search(term.term) is not None
    if probability >= 0.5:
        if is_noun:
            return say("{hypothesis} has a {word}.", hypothesis=label, word=word)
        return say("{hypothesis} is {word}.", hypothesis=label, word=word)
    values = {"hypothesis": label, "count": of_answers(count), "word": word}
    if is_noun:
        return say("{hypothesis} is the likeliest of {count} answers, with a {word}.", **values)
    return say("{hypothesis} is the likeliest of {count} answers, though {word}.", **values)
