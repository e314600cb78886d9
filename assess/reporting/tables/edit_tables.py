"""What an edit of a case moved, as rows and in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from assess.analysis.what_if.moved import ClaimChange
from assess.reporting.labels import Names
from assess.reporting.number_text import decibans, percent

COLUMNS = ("country", "before", "was called", "after", "dB", "is called", "claim")


def rows_of(found: dict[str, ClaimChange], names: Names) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each claim that moved by as much as is printed, as `COLUMNS` has them."""
    for ident, one in found.items():
        if decibans(one.change_db) == "0" and not one.word_changed:
            continue
        yield (
            ", ".join(one.after.countries) or "-",
            percent(one.before.probability, names.scale),
            one.before.term or "-",
            percent(one.after.probability, names.scale),
            decibans(one.change_db),
            (one.after.term or "-") if one.word_changed else "the same",
            names.claim(ident),
        )


def summary_of(found: dict[str, ClaimChange], of: int) -> str:
    """Return how many claims moved, and how many have another word now.

    Examples
    --------
    >>> summary_of({}, 12)
    'none of 12 claims and predictions moved'
    """
    words = sum(one.word_changed for one in found.values())
    if not found:
        return f"none of {of} claims and predictions moved"
    little = sum(decibans(one.change_db) == "0" and not one.word_changed for one in found.values())
    less = f", {little} of them by less than 0.05 dB" if little else ""
    verb = "has" if words == 1 else "have"
    return f"{len(found)} of {of} claims and predictions moved{less}; {words or 'none'} {verb} another word"
