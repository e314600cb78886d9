"""Sentences on Heuer's inconsistency count beside the probability."""

from __future__ import annotations

from collections.abc import Sequence

from assess.analysis.explaining.inconsistency import Disagreement, Inconsistency, OddsPart
from assess.domain.language import (
    later,
    later_as,
    listed,
    say,
    say_as,
    say_number,
)
from assess.domain.number_text import percent
from assess.domain.scale import Scale

_MOST_ITEMS = 8

HEADING = later("The inconsistency count beside the probability")
NOTE = later(
    "These items were coded in a matrix of competing hypotheses. Heuer's count adds 1 to a hypothesis for each "
    "item that is inconsistent with it, and 2 for each that is very inconsistent: the fewer, the better it "
    "stands. The weighted score multiplies each by √2 for high and by 1/√2 for low credibility, and again for "
    "relevance. Neither looks at how well the other items fit, at the prior, or at whether several items have one "
    "source."
)
TALLIES_CAPTION = later("Count, weighted score and probability of the hypotheses of {instance}")
PARTS_CAPTION = later("What puts {first} before {second}")
_RANK = later_as("column", "its rank")
TALLY_COLUMNS = (
    *(
        later_as("column", "hypothesis"),
        later_as("column", "count"),
        _RANK,
        later_as("column", "weighted score"),
        _RANK,
    ),
    *(later_as("column", "probability"), _RANK),
)
PARTS = {
    "prior": later("the prior"),
    "counted": later("the items that the count tells apart, by their codes alone"),
    "discount": later("what credibility and relevance change in the items that the count tells apart"),
    "uncounted": later("the items that the count takes as equal for both"),
    "shared": later("that several items have one source"),
}


def part_columns(pair: Disagreement) -> tuple[str, ...]:
    """Return the heads of a table of the parts that put one hypothesis ahead of another."""
    weight = say("dB for {first} against {second}", first=pair.by_posterior, second=pair.by_count)
    return (weight, say_as("column", "what"), say_as("column", "items"))


def unworded(count: Inconsistency) -> str:
    """Return the sentence that says how many items have no word for credibility or relevance."""
    return say_number(
        "{number} item of {total} has no word for credibility or for relevance, and what is missing is medium in the "
        "weighted score.",
        "{number} items of {total} have no word for credibility or for relevance, and what is missing is medium in the "
        "weighted score.",
        count.unworded,
        total=len(count.items),
    )


def uncoded(count: Inconsistency) -> str:
    """Return the sentence that names the items that have no codes."""
    return say_number(
        "{number} item has no codes and moves the probability alone: {items}.",
        "{number} items have no codes and move the probability alone: {items}.",
        len(count.uncoded),
        items=items(count.uncoded),
    )


def verdict(count: Inconsistency) -> str:
    """Return the sentence on whether the count and the probability agree on the order of hypotheses."""
    if not count.disagreements:
        return say("The count puts no hypothesis before one that is more probable: on their order the two agree.")
    parts = []
    if count.reversed:
        parts.append(
            say_number(
                "puts the less probable hypothesis first in {number} pair",
                "puts the less probable hypothesis first in {number} pairs",
                count.reversed,
            )
        )
    if count.tied:
        parts.append(
            say_number(
                "does not tell apart {number} pair that the probability does",
                "does not tell apart {number} pairs that the probability does",
                count.tied,
            )
        )
    return say("The count {differences}.", differences=listed(parts))


def ordered(pair: Disagreement, first: tuple[int, float], second: tuple[int, float], scale: Scale) -> str:
    """Return the sentence on a pair by both measures: the count and the probability of each hypothesis."""
    stands = say(
        "{first} is more probable than {second}, {more} to {less}",
        first=pair.by_posterior,
        second=pair.by_count,
        more=percent(first[1], scale),
        less=percent(second[1], scale),
    )
    if pair.tied:
        return say("{stands}, while the count is {count} for both.", stands=stands, count=first[0])
    return say(
        "{stands}, though more is inconsistent with it: the count is {first} to {second}.",
        stands=stands,
        first=first[0],
        second=second[0],
    )


def because(pair: Disagreement) -> str:
    """Return the sentence on the parts without which the more probable hypothesis would not lead."""
    if pair.weight_db is None:
        return say("The evidence or the prior rules {second} out.", second=pair.by_count)
    if not pair.parts:
        return say("An item rules one of them out.")
    named = [_part(part) for part in pair.decisive]
    if not named:
        return say("No single reason puts {first} ahead; they add up.", first=pair.by_posterior)
    reasons = say_as("between reasons", ", nor without ").join(named)
    return say("{first} would not be ahead without {reasons}.", first=pair.by_posterior, reasons=reasons)


def _part(part: OddsPart) -> str:
    what = PARTS[part.reason]()
    return f"{what} ({items(part.items)})" if part.items and part.reason != "prior" else what


def further(pairs: int) -> str:
    """Return the sentence that counts the pairs that are not described."""
    return say_number("So does {number} further pair.", "So do {number} further pairs.", pairs)


def items(idents: Sequence[str]) -> str:
    """Return the first of several items by name, and how many more there are."""
    shown, rest = ", ".join(idents[:_MOST_ITEMS]), len(idents) - _MOST_ITEMS
    return say("{items} and {rest} more", items=shown, rest=rest) if rest > 0 else shown
