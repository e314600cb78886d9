"""Heuer's inconsistency count beside the probability, and where they disagree, for items from a matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.present.figures import count, decibans, percent
from assess.present.names import Names
from assess.present.report.blocks import Block, Grid, Heading, Paragraph
from assess.study.assessment import Assessment
from assess.study.inconsistency import Disagreement, Inconsistency, Part, inconsistency

_MOST_PAIRS, _MOST_ITEMS = 6, 8
_SHOWN_DB = 0.05

_PARTS = {
    "prior": "the prior",
    "counted": "the items that the count tells apart, by their codes alone",
    "discount": "what credibility and relevance change in the items that the count tells apart",
    "uncounted": "the items that the count takes as equal for both",
    "shared": "that several items have one source",
}


def count_beside(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield both measures of every question whose items come from a matrix of competing hypotheses."""
    found = inconsistency(result)
    if not found:
        return
    yield Heading(2, "The inconsistency count beside the probability")
    yield Paragraph(
        "These items were coded in a matrix of competing hypotheses. Heuer's count adds 1 to a hypothesis for each "
        "item that is inconsistent with it, and 2 for each that is very inconsistent: the fewer, the better it "
        "stands. The weighted score multiplies each by √2 for high and by 1/√2 for low credibility, and again for "
        "relevance. Neither looks at how well the other items fit, at the prior, or at whether several items have one "
        "source."
    )
    for one in found.values():
        yield from _instance(result, names, one)


def _instance(result: Assessment, names: Names, one: Inconsistency) -> Iterator[Block]:
    yield Heading(3, names.question(one.instance))
    question = result.questions[one.instance].question
    yield Grid(
        ("hypothesis", "count", "its rank", "weighted score", "its rank", "probability", "its rank"),
        tuple(
            (
                f"{tally.hypothesis}: {names.hypothesis(question, tally.hypothesis)}",
                str(tally.count),
                str(tally.count_rank),
                f"{tally.weighted:.2f}",
                str(tally.weighted_rank),
                percent(tally.posterior, names.scale),
                str(tally.posterior_rank),
            )
            for tally in one.tallies
        ),
        figures=tuple(range(1, 7)),
    )
    if one.unworded:
        yield Paragraph(
            f"{count(one.unworded, 'item').capitalize()} of {len(one.items)} {_has(one.unworded)} no word for "
            "credibility or for relevance, and what is missing is medium in the weighted score."
        )
    if one.uncoded:
        yield Paragraph(
            f"{count(len(one.uncoded), 'item').capitalize()} {_has(len(one.uncoded))} no codes and move the "
            f"probability alone: {_listed(one.uncoded)}."
        )
    yield Paragraph(verdict(one))
    numbers = {tally.hypothesis: (tally.count, tally.posterior) for tally in one.tallies}
    for pair in one.disagreements[:_MOST_PAIRS]:
        yield Paragraph(ordered(pair, numbers[pair.by_posterior], numbers[pair.by_count], names) + " " + because(pair))
        rows = [part for part in pair.parts if abs(part.weight_db) >= _SHOWN_DB]
        if rows:
            yield Grid(
                (f"dB for {pair.by_posterior} against {pair.by_count}", "what", "items"),
                tuple((decibans(part.weight_db), _PARTS[part.reason], _listed(part.items) or "-") for part in rows),
                figures=(0,),
            )
    rest = len(one.disagreements) - _MOST_PAIRS
    if rest > 0:
        yield Paragraph(f"So do {count(rest, 'further pair')}.")


def verdict(one: Inconsistency) -> str:
    """Say whether the count and the probability put the hypotheses of a question in one order."""
    against = sum(not pair.tied for pair in one.disagreements)
    tied = len(one.disagreements) - against
    if not one.disagreements:
        return "The count puts no hypothesis before one that is more probable: on their order the two agree."
    said = []
    if against:
        said.append(f"puts the less probable hypothesis first in {count(against, 'pair')}")
    if tied:
        said.append(f"does not tell apart {count(tied, 'pair')} that the probability does")
    return f"The count {' and '.join(said)}."


def ordered(pair: Disagreement, first: tuple[int, float], second: tuple[int, float], names: Names) -> str:
    """Say how a pair stands by both measures."""
    a, b = pair.by_posterior, pair.by_count
    stands = f"{a} is more probable than {b}, {percent(first[1], names.scale)} to {percent(second[1], names.scale)}"
    if pair.tied:
        return f"{stands}, while the count is {first[0]} for both."
    return f"{stands}, though more is inconsistent with it: the count is {first[0]} to {second[0]}."


def because(pair: Disagreement) -> str:
    """Say what makes the more probable hypothesis of a pair so: the parts without each of which it would not be."""
    if pair.weight_db is None:
        return f"The evidence or the prior rules {pair.by_count} out."
    if not pair.parts:
        return "An item rules one of them out."
    named = [_PARTS[part.reason] + _of(part) for part in pair.decisive]
    if not named:
        return f"No one reason alone puts {pair.by_posterior} ahead; they add up."
    return f"{pair.by_posterior} would not be ahead without {', nor without '.join(named)}."


def _of(part: Part) -> str:
    return f" ({_listed(part.items)})" if part.items and part.reason != "prior" else ""


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def _listed(items: Sequence[str]) -> str:
    rest = len(items) - _MOST_ITEMS
    return ", ".join(items[:_MOST_ITEMS]) + (f" and {rest} more" if rest > 0 else "")
