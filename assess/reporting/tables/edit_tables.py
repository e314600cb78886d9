"""What an edit of a case moved, as rows and in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assess.domain.number_text import decibans, percent
from assess.history.comparing.target_changes import TargetChange
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

COLUMNS = ("country", "before", "was called", "after", "dB", "is called", "claim")


def rows_of(changes: Mapping[str, TargetChange], after: Assessment) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each claim that moved by as much as is printed, as `COLUMNS` has them."""
    names, claims = Names(after), {**after.claims, **after.predictions}
    for ident, change in changes.items():
        if _is_slight(change) or change.before is None or change.after is None:
            continue
        yield (
            ", ".join(claims[ident].countries) or "-",
            percent(change.before.probability, names.scale),
            change.before.term or "-",
            percent(change.after.probability, names.scale),
            decibans(change.change_db),
            (change.after.term or "-") if "word" in change.other else "the same",
            names.claim(ident),
        )


def summary_of(changes: Mapping[str, TargetChange], of: int) -> str:
    """Return how many claims moved, and how many have another word now.

    Examples
    --------
    >>> summary_of({}, 12)
    'none of 12 claims and predictions moved'
    """
    words = sum("word" in change.other for change in changes.values())
    if not changes:
        return f"none of {of} claims and predictions moved"
    little = sum(map(_is_slight, changes.values()))
    less = f", {little} of them by less than 0.05 dB" if little else ""
    verb = "has" if words == 1 else "have"
    return f"{len(changes)} of {of} claims and predictions moved{less}; {words or 'none'} {verb} another word"


def _is_slight(change: TargetChange) -> bool:
    return decibans(change.change_db) == "0" and "word" not in change.other
