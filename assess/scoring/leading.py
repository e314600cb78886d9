"""What leads, and what has moved: the one rule for numbers that are equal up to rounding error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

ROUNDING = 1e-9
"""Probabilities that differ by no more than this are equal."""


def unmoved(before: float, after: float) -> bool:
    """Return whether two probabilities differ at most by rounding error."""
    return math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-12)


def leading(posterior: Mapping[str, float]) -> str:
    """Return the leading hypothesis: the most probable one or, on ties up to rounding error, the rubric's first."""
    return foremost(posterior, 1)[0]


def leading_side(probability: float) -> Literal["holds", "fails"]:
    """Return ``holds`` for a claim that is likelier than not, else ``fails``.

    Examples
    --------
    >>> leading_side(0.51), leading_side(0.5 + 1e-12)
    ('holds', 'fails')
    """
    return "holds" if leading({"fails": 1.0 - probability, "holds": probability}) == "holds" else "fails"


def foremost(posterior: Mapping[str, float], most: int) -> list[str]:
    """Return the given number of most probable hypotheses; ties up to rounding error go to the rubric's first.

    Examples
    --------
    >>> foremost({"made": 0.2, "grown": 0.4, "found": 0.4 + 1e-12}, 2)
    ['grown', 'found']
    """
    left = dict(posterior)
    chosen: list[str] = []
    while left and len(chosen) < most:
        highest = max(left.values())
        chosen.append(next(hypothesis for hypothesis, p in left.items() if p >= highest - ROUNDING))
        del left[chosen[-1]]
    return chosen
