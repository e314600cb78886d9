"""When a sentence may say “all”, “most”, “hardly”, “none” and the like: a rule for each, by the numbers."""

from __future__ import annotations

from assess.scoring.results import unmoved

MOST = 0.5
"""Share that “most” is more than."""
NAMED_SHARE = 0.05
"""Share of a width from which a cause of it is named."""
SURE = 2.0
"""Standard errors that a share drawn by chance must be away from what it is compared with."""
POINT = 0.01
"""A percentage point: moves of less are said to be less."""
LEAST_DB = 0.1
"""Weight from which an item is said to move a claim, and listed for or against it."""


def everything(part: float, whole: float) -> bool:
    """Say whether “all” is meant: no part is missing, rounding error aside."""
    return unmoved(part, whole)


def stays(before: float, after: float) -> bool:
    """Say whether a probability “stays”: it differs by rounding error at most."""
    return unmoved(before, after)


def hardly(before: str, after: str) -> bool:
    """Say whether what moved “hardly” moved: both numbers are printed alike."""
    return before == after


def most(share: float, error: float = 0.0) -> bool:
    """Say whether a share is “most”: more than a half, and surely so."""
    return share - SURE * error > MOST


def a_cause(share: float, error: float) -> bool:
    """Say whether a share of a width is large enough, and sure enough, to be named."""
    return share >= NAMED_SHARE and share >= SURE * error


def moves(before: float, after: float) -> bool:
    """Say whether a probability moves by a percentage point or more."""
    return abs(after - before) >= POINT


def weighs(weight_db: float | None) -> bool:
    """Say whether an item weighs enough to be named; None is a weight without limit."""
    return weight_db is None or abs(weight_db) >= LEAST_DB
