"""Rules for when the numbers allow “all”, “most”, “hardly” and the like."""

from __future__ import annotations

from assess.scoring.results import unmoved

MOST = 0.5
"""Share that “most” is more than."""
HALF_REACH = 0.1
"""How far from a half “about half” may be."""
NAMED_SHARE = 0.05
"""Share of a width from which a cause of it is named."""
SURE = 2.0
"""Standard errors that a share drawn by chance must be away from what it is compared with."""
POINT = 0.01
"""A percentage point: moves of less are said to be less."""
LEAST_DB = 0.1
"""Weight from which an item is said to move a claim, and listed for or against it."""


def everything(part: float, whole: float) -> bool:
    """Return whether “all” holds: no part is missing, rounding error aside."""
    return unmoved(part, whole)


def stays(before: float, after: float) -> bool:
    """Return whether a probability “stays”: it differs by rounding error at most."""
    return unmoved(before, after)


def hardly(before: str, after: str) -> bool:
    """Return whether a number “hardly” moved: it is printed the same before and after."""
    return before == after


def most(share: float, error: float = 0.0) -> bool:
    """Return whether a share is “most”: more than half, beyond its error."""
    return share - SURE * error > MOST


def is_half(share: float, error: float) -> bool:
    """Return whether a share is “about half”: within a tenth of it, beyond its error."""
    return abs(share - MOST) + SURE * error <= HALF_REACH


def a_cause(share: float, error: float) -> bool:
    """Return whether a share of a width is large enough, beyond its error, to be named as a cause."""
    return share >= NAMED_SHARE and share >= SURE * error


def moves(before: float, after: float) -> bool:
    """Return whether a probability moves by a percentage point or more."""
    return abs(after - before) >= POINT


def weighs(weight_db: float | None) -> bool:
    """Return whether an item weighs enough to be named; None is an unlimited weight."""
    return weight_db is None or abs(weight_db) >= LEAST_DB
