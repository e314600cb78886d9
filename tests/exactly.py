"""Scoring without draws, for what does not look at intervals."""

from __future__ import annotations

from assess.domain.case import Case
from assess.domain.evidence import Withdrawal
from assess.scoring.results import Assessment
from assess.scoring.score import Scoring
from assess.scoring.score import score as score_case


def score(case: Case, as_of: str | None = None) -> Scoring:
    """Return the exact part of a scoring."""
    return score_case(case, as_of, draws=0)


def left_out(case: Case, *ids: str) -> Case:
    """Return the case with items that have no bearing, but stay words that others may have repeated."""
    gone = Withdrawal(on="1900")
    evidence = [item.model_copy(update={"withdrawn": gone}) if item.id in ids else item for item in case.evidence]
    return case.model_copy(update={"evidence": tuple(evidence)})


def log_evidence(result: Assessment) -> float:
    """Return the log evidence of an exact result, nats."""
    assert result.log_evidence is not None
    return result.log_evidence
