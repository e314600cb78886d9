"""Counts with their nouns, and names of kinds of results.

A count is a phrase by itself: in a language with declension, the sentence around it leaves it unchanged.
"""

from __future__ import annotations

import re

from assess.domain.language import later_as, say, say_number

COVERAGE = {
    "assessed": later_as("coverage", "assessed"),
    "thin": later_as("coverage", "thin"),
    "unmonitored": later_as("coverage", "unmonitored"),
}
SAYS = {
    "present": later_as("what an item says", "present"),
    "absent": later_as("what an item says", "absent"),
    "not-found": later_as("what an item says", "not-found"),
    "silent": later_as("what an item says", "silent"),
    "unclear": later_as("what an item says", "unclear"),
}
UNSCORED = {
    "unclear": later_as("why an item is not scored", "unclear"),
    "withdrawn": later_as("why an item is not scored", "withdrawn"),
    "later": later_as("why an item is not scored", "later"),
}
METHOD = {"exact": later_as("method", "exact"), "cutset": later_as("method", "cutset sampling")}
GROUPS = {
    "prior": later_as("kind of judged number", "the priors"),
    "indicator": later_as("kind of judged number", "the rows of the indicators"),
    "source": later_as("kind of judged number", "the grades of the sources"),
    "statement": later_as("kind of judged number", "the accuracies of the statements"),
}
"""Kinds of judgement, as they are called."""


_ANSWERS = {
    2: later_as("number of answers", "two"),
    3: later_as("number of answers", "three"),
    4: later_as("number of answers", "four"),
    5: later_as("number of answers", "five"),
    6: later_as("number of answers", "six"),
}
_MOST_WORDS = 20
"""Words of a reason that is abridged."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|“)")


def of_answers(number: int) -> str:
    """Return the number of the answers among which one is likeliest, in words if it is small."""
    return _ANSWERS[number]() if number in _ANSWERS else str(number)


def items(number: int) -> str:
    """Return a number of items.

    Examples
    --------
    >>> items(1), items(3), items(0)
    ('1 item', '3 items', 'no items')
    """
    return say_number("{number} item", "{number} items", number) if number else say("no items")


def scored_items(number: int) -> str:
    """Return a number of scored items."""
    return say_number("{number} scored item", "{number} scored items", number) if number else say("no scored items")


def origins(number: int) -> str:
    """Return a number of origins."""
    return say_number("{number} origin", "{number} origins", number) if number else say("no origins")


def actors(number: int) -> str:
    """Return a number of actors."""
    return say_number("{number} actor", "{number} actors", number) if number else say("no actors")


def relations(number: int) -> str:
    """Return a number of relations between actors."""
    return say_number("{number} relation", "{number} relations", number) if number else say("no relations")


def predictions(number: int) -> str:
    """Return a number of predictions."""
    return say_number("{number} prediction", "{number} predictions", number) if number else say("no predictions")


def ended(text: str) -> str:
    """Return a sentence with a full stop at its end."""
    bare = text.strip()
    return bare if bare.endswith((".", "!", "?", "…", "”", "»", '"')) else f"{bare}."


def abridged(why: str, most: int = _MOST_WORDS) -> str:
    """Return the first sentences of a reason, up to a number of words, with an ellipsis if more follow.

    Examples
    --------
    >>> abridged("It is rare. " + "More is known. " * 30)[-19:]
    ' More is known. […]'
    """
    sentences = _SENTENCE.split(ended(why))
    kept = [sentences[0]]
    for sentence in sentences[1:]:
        if len(" ".join([*kept, sentence]).split()) > most:
            return " ".join([*kept, "[…]"])
        kept.append(sentence)
    return " ".join(kept)
