"""What odds are multiplied and divided by, in words and signs."""

from __future__ import annotations

from assess.reporting.language import figure, say_as

_MULTIPLIED = "\N{MULTIPLICATION SIGN}"
_CLOSE_TO_ONE = 1.005


def times(factor: float) -> str:
    """Write what odds are multiplied or divided by.

    Examples
    --------
    >>> times(0.25)
    '÷ 4'
    """
    sign, size = (_MULTIPLIED, factor) if factor >= 1.0 else ("÷", 1.0 / factor)
    is_close = 1.0 < size < _CLOSE_TO_ONE
    written = say_as("of a factor", "just over 1") if is_close else figure(f"{size:.3g}")
    return f"{sign} {written}"
