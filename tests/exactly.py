"""Scoring without draws, for what does not look at intervals."""

from __future__ import annotations

from assess.domain.case import Case
from assess.scoring.score import Scoring
from assess.scoring.score import score as score_case


def score(case: Case, as_of: str | None = None) -> Scoring:
    """Return the exact part of a scoring."""
    return score_case(case, as_of, draws=0)
