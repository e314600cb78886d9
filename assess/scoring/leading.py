"""What leads, and what has moved: the one rule for numbers that are equal but for rounding."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

ROUNDING = 1e-9
"""Probabilities that differ by no more are equal."""


def unmoved(before: float, after: float) -> bool:
    """Return whether two probabilities differ by rounding error at most."""
    return math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-12)


def leading(posterior: Mapping[str, float]) -> str:
    """Return the leading hypothesis: the most probable, of those equal to rounding error the first of the rubric."""
    return foremost(posterior, 1)[0]


def leading_side(probability: float) -> Literal["holds", "fails"]:
    """Return ``holds`` of a claim that is likelier than not, else ``fails``.

    Examples
    --------
    >>> leading_side(0.51), leading_side(0.5 + 1e-12)
    ('holds', 'fails')
    """
    return "holds" if leading({"fails": 1.0 - probability, "holds": probability}) == "holds" else "fails"


def foremost(posterior: Mapping[str, float], most: int) -> list[str]:
    """Return the most probable hypotheses, so many of them; of those equal to rounding error the first of the rubric.

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
