"""What an edit of a case moved: each claim before and after it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from assess.network.logs import DB
from assess.scoring.claims import Claims, stated_in
from assess.scoring.results import Assessment, ClaimResult, unmoved
from assess.scoring.score import model_of


@dataclass(frozen=True, slots=True)
class ClaimChange:
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


def moved(before: Assessment, after: Assessment) -> dict[str, ClaimChange]:
    """Return the claims and predictions of both scorings that moved, those that moved most first."""
    was, now = _log_odds(before), _log_odds(after)
    old, new = ({**one.claims, **one.predictions} for one in (before, after))
    found = {}
    for ident in old.keys() & new.keys():
        if not unmoved(old[ident].probability, new[ident].probability):
            change = DB * (now[ident] - was[ident])
            found[ident] = ClaimChange(old[ident], new[ident], change if math.isfinite(change) else None)
    return dict(sorted(found.items(), key=lambda one: (-abs(one[1].change_db or math.inf), one[0])))


def _log_odds(result: Assessment) -> dict[str, float]:
    model = model_of(result)
    odds = Claims(stated_in(result.case), model).log_odds(model.after.solution)
    return {ident: float(one[0]) for ident, one in odds.items()}
