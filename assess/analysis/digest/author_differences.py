"""Probabilities compared with the terms that the authors of claims used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assess.domain.scale import Place, Scale
from assess.scoring.results import Assessment, ClaimResult

Side = Place | Literal["no evidence"]


@dataclass(frozen=True, slots=True)
class AuthorDifference:
    """A claim and its author's term.

    Parameters
    ----------
    claim : ClaimResult
    side : {"within", "above", "below", "no evidence"}
        Where the probability lies relative to the term.
    gap : float
        How far it is from the term's band, in probability; 0 within it.
    """

    claim: ClaimResult
    side: Side
    gap: float


def author_differences(result: Assessment) -> tuple[AuthorDifference, ...]:
    """Return the claims whose author's words are read as a term, furthest from it first."""
    scale = result.rubric.scale
    assert isinstance(scale, Scale)
    differences = [d for claim in result.claims.values() if (d := _difference(claim, scale)) is not None]
    return tuple(sorted(differences, key=lambda each: (-round(each.gap, 9), each.claim.id)))


def _difference(claim: ClaimResult, scale: Scale) -> AuthorDifference | None:
    side = claim.against_band
    if side is None:
        return None
    assert claim.asserted is not None
    assert claim.asserted.term is not None
    term = scale.find(claim.asserted.term)
    assert term is not None
    gaps = {"above": claim.probability - term.high, "below": term.low - claim.probability}
    return AuthorDifference(claim, side, gaps.get(side, 0.0))
