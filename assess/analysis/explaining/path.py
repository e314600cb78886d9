"""The path from one log odds to another, step by step."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

SLIGHT_DB = 0.05
"""The weight below which steps are combined."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step, or several combined at the end.

    Parameters
    ----------
    places : tuple of int
        The positions of its weights.
    from_db, to_db : float or None
        Log odds before and after it; None if not finite.
    step_db : float or None
    is_apart : bool
        Whether it is a step of its own.
    """

    places: tuple[int, ...]
    from_db: float | None
    to_db: float | None
    step_db: float | None
    is_apart: bool


def path(
    start_db: float | None, weights_db: Sequence[float | None], end_db: float | None, together: Collection[int] = ()
) -> list[PathStep]:
    """Return the steps from one log odds to another.

    Parameters
    ----------
    start_db, end_db : float or None
    weights_db : sequence of float or None
        In order; with the start they sum to the end.
    together : collection of int
        The positions of the weights to combine into one step, the last.
    """
    steps, at = [], start_db
    for place, weight in enumerate(weights_db):
        if place not in together:
            after = None if at is None or weight is None else at + weight
            steps.append(PathStep((place,), at, after, weight, True))
            at = after
    if together:
        weights = [weights_db[place] for place in together]
        finite = [weight for weight in weights if weight is not None]
        total = sum(finite) if len(finite) == len(weights) else None
        steps.append(PathStep(tuple(together), at, end_db, total, False))
    return steps
