"""What an edit of a case moved: each claim before and after it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assess.present.figures import decibans, percent
from assess.present.names import Names
from assess.study.assessment import Assessment, ClaimResult, unmoved
from assess.study.claims import Claims, stated_in

COLUMNS = ("country", "before", "was called", "after", "dB", "is called", "claim")


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim or prediction whose probability an edit changed.

    Parameters
    ----------
    before, after : ClaimResult
    change_db : float or None
        10·log10 of the odds after over the odds before (dB); None where it is infinite.
    """

    before: ClaimResult
    after: ClaimResult
    change_db: float | None

    @property
    def word_changed(self) -> bool:
        """Whether the scale has another word for it now."""
        return self.before.term != self.after.term

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "before": self.before.probability,
            "after": self.after.probability,
            "change_db": self.change_db,
            "term_before": self.before.term,
            "term_after": self.after.term,
            "word_changed": self.word_changed,
        }


def moved(before: Assessment, after: Assessment) -> dict[str, Moved]:
    """Return the claims and predictions of both scorings that moved, those that moved most first."""
    was, now = _log_odds(before), _log_odds(after)
    old, new = ({**one.claims, **one.predictions} for one in (before, after))
    found = {}
    for ident in old.keys() & new.keys():
        if not unmoved(old[ident].probability, new[ident].probability):
            change = (now[ident] - was[ident]) * 10.0 / math.log(10.0)
            found[ident] = Moved(old[ident], new[ident], change if math.isfinite(change) else None)
    return dict(sorted(found.items(), key=lambda one: (-abs(one[1].change_db or math.inf), one[0])))


def _log_odds(result: Assessment) -> dict[str, float]:
    model = result.model
    assert model is not None
    odds = Claims(stated_in(result.case), model).log_odds(model.after.solution)
    return {ident: float(one[0]) for ident, one in odds.items()}


def rows_of(found: dict[str, Moved], names: Names) -> Iterator[tuple[str, ...]]:
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


def summary_of(found: dict[str, Moved], of: int) -> str:
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
