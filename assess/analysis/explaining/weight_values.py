"""Weights of evidence as values: None stands for an infinite one."""

from __future__ import annotations

import math
from collections.abc import Iterable


def finite(values: Iterable[float]) -> list[float | None]:
    """Return values as floats, None for each that is not finite."""
    return [float(value) if math.isfinite(value) else None for value in values]


def size(weight_db: float | None) -> float:
    """Return the absolute weight to order by, to nine digits, so that rounding error decides nothing."""
    return math.inf if weight_db is None else round(abs(weight_db), 9)
