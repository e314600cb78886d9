"""Where the probabilities lie to the terms that the authors of claims used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from assess.domain.scale import Scale
from assess.scoring.results import Assessment, ClaimResult

Side = Literal["within", "above", "below", "no evidence"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim beside the term of its author.

    Parameters
    ----------
    claim : ClaimResult
    side : {"within", "above", "below", "no evidence"}
        Where the probability lies to the term.
    gap : float
        How far it is from the term's band, in probability; 0 within it.
    """

    claim: ClaimResult
    side: Side
    gap: float


def author_differences(result: Assessment) -> tuple[Difference, ...]:
    """Return the claims whose author's words are read as a term, those farthest from it first."""
    scale = result.rubric.scale
    assert isinstance(scale, Scale)
    differences = [d for claim in result.claims.values() if (d := _difference(claim, scale)) is not None]
    return tuple(sorted(differences, key=lambda each: (-round(each.gap, 9), each.claim.id)))


def sides(differences: tuple[Difference, ...]) -> Counter[Side]:
    """Return how many claims lie on each side."""
    return Counter(difference.side for difference in differences)


def _difference(claim: ClaimResult, scale: Scale) -> Difference | None:
    asserted = claim.asserted
    term = None if asserted is None or asserted.term is None else scale.find(asserted.term)
    if asserted is None or term is None:
        return None
    if not claim.moved:
        return Difference(claim, "no evidence", 0.0)
    if asserted.inside:
        return Difference(claim, "within", 0.0)
    if claim.probability > term.low:
        return Difference(claim, "above", claim.probability - term.high)
    return Difference(claim, "below", term.low - claim.probability)
