"""Sentences on how the numbers are computed, and on what each means."""

from __future__ import annotations

from assess.domain.language import Message, later, say
from assess.domain.number_text import plain, spoken
from assess.domain.scale import Scale

NETWORK = later(
    "Priors, indicators and sources form one Bayesian network, which is solved exactly. What an indicator names is "
    "found more often under one hypothesis than under another; an item is what a source says of one indicator; a "
    "source is reliable or not, once for all that it says or passes on. What an unreliable source says is a story of "
    "its own: as coherent as the truth could be, and unrelated to it. So many items through one author are not many "
    "witnesses, and sources that agree on something rare lift each other."
)

BEFORE_WORDS: tuple[tuple[Message, Message], ...] = (
    (
        later("Probability"),
        later(
            "how far something is to be believed given the case's priors, the rubric's numbers and the graded items. "
            "It is no better than they are: the priors and most of the rubric are judgements."
        ),
    ),
    (
        later("90 %"),
        later(
            "the range in which the probability itself would lie with nine chances in ten, if the judged numbers "
            "(priors, rows of indicators, grades of sources, accuracies of statements) were drawn from all the values "
            "that they might have instead of being taken at their means. A wide one means that the number is fragile."
        ),
    ),
    (later("Prior"), later("the same before any item was used.")),
)
"""Leads and what they mean, up to the words of the scale."""

AFTER_WORDS: tuple[tuple[Message, Message], ...] = (
    (
        later("Author's words"),
        later(
            "the claim's author's own, as quoted. Where a word stands before them, they do not say how sure the author "
            "is: the claim is stated without a hedge or with emphasis, is presupposed or implied, or is reported in "
            "the words of another."
        ),
    ),
    (
        later("Read as"),
        later(
            "the term that the analyst reads the author's words as. Of a claim without a hedge it is the analyst's "
            "word and not the author's."
        ),
    ),
    (
        later("Ours: within, above, below, no evidence"),
        later(
            "where the probability lies relative to the band of the term that the author's words are read as; a number "
            "whose word is that term is within. Where no evidence bears on a claim the two are not compared. The "
            "author's words are a target to compare with and never an input."
        ),
    ),
    (
        later("Weight in dB"),
        later(
            "of an item, for a hypothesis: ten times the decimal logarithm of the odds of that hypothesis with all the "
            "evidence over its odds with all but this item. 3 dB doubles the odds, 10 dB makes them ten times as high, "
            "less than 1 dB is little. Two items that say the same each look weak, since the other is still there. "
            "∞ stands where a hypothesis is ruled out or made certain."
        ),
    ),
    (
        later("P(reliable)"),
        later(
            "the probability that a source is to be relied on, once for all that it says or passes on. An unreliable "
            "source tells a story of its own, unrelated to the truth; what passes through it then tells nothing."
        ),
    ),
    (
        later("Coverage"),
        later(
            "unmonitored: no scored item. Assessed: items on indicators that hold at least a third of the information "
            "that the rubric's indicators could be expected to give, from two independent origins or more: not heard "
            "through one source, other than one through which all of the case was. Thin: less than that."
        ),
    ),
)
"""Leads and what they mean, after the words of the scale."""

WORDS = later("Words")
CONFIDENCE = later("Confidence")

_UPPER = later("An end point that two bands share belongs to the higher one.")
_LOWER = later("An end point that two bands share belongs to the lower one.")
_NEAREST = later("Below the first and above the last band the nearest term stands beside its number.")
_NUMBER = later("Below the first and above the last band there is the number alone.")


def words(scale: Scale) -> str:
    """Return the bands of a scale's words."""
    terms = "; ".join(
        say(
            "{term}, {low} to {high} %",
            term=spoken(t.term, scale),
            low=plain(100.0 * t.low),
            high=plain(100.0 * t.high),
        )
        for t in scale.terms
    )
    return say(
        "{terms}. {owner} {outside} A number is given more digits where rounding would carry it over an edge.",
        terms=terms,
        owner=(_UPPER if scale.ends == "upper" else _LOWER)(),
        outside=(_NEAREST if scale.outside == "nearest" else _NUMBER)(),
    )


def confidence(policy: str) -> str:
    """Return the meaning of a level of confidence under a policy."""
    return say(
        "how well founded a judgement is, by the policy {policy}: high, unless one of its criteria caps it "
        "at moderate or low. It says nothing of how far the judgement is to be believed. For a question it is "
        "that in the hypothesis that leads. The width of an interval counts where one was drawn.",
        policy=policy,
    )
