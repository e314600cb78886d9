"""Which claims matter most."""

from __future__ import annotations

import math

from assess.scoring.results import Assessment, ClaimResult

_KEY_CLAIMS, _MOST_KEY_CLAIMS = 5, 8
"""Claims among the key judgements: one of each country, to at most so many; filled up to the first number."""


def key_claims(result: Assessment) -> list[ClaimResult]:
    """Return the claims that are marked as key; where none is, those that the evidence moved most.

    Parameters
    ----------
    result : Assessment
    """
    marked = [claim for claim in result.claims.values() if result.case.claims[claim.id].key]
    return marked or _most_moved(result)


def _most_moved(result: Assessment) -> list[ClaimResult]:
    """Return the claims furthest from their prior, in log odds, one of each country first.

    Of two claims that say the same, the first counts.
    """
    seen: list[object] = []
    distinct = []
    for claim in result.claims.values():
        says = result.case.claims[claim.id].holds_if
        if says not in seen:
            seen.append(says)
            distinct.append(claim)
    moved = [claim for claim in distinct if claim.moved]
    moved.sort(key=lambda c: (-abs(_logit(c.probability) - _logit(c.prior)), c.id))
    first = {claim.countries: claim for claim in reversed(moved)}
    rest = [claim for claim in moved if claim not in first.values()]
    most = list(first.values())[:_MOST_KEY_CLAIMS]
    kept = [*most, *rest[: max(0, _KEY_CLAIMS - len(most))]]
    return [claim for claim in result.claims.values() if claim in kept]


def _logit(probability: float) -> float:
    inner = min(max(probability, 1e-12), 1.0 - 1e-12)
    return math.log(inner / (1.0 - inner))
