"""Values that a notebook shows as HTML, drawn by a function that a higher floor registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Draw = Callable[[object], str]
"""Returns a value as HTML."""

_draws: list[Draw] = []


class Brief:
    """A value that a console shows as one line of text."""

    __slots__ = ()

    def __repr__(self) -> str:
        return self._in_short()

    def __str__(self) -> str:
        return repr(self)

    def _in_short(self) -> str:
        """Return the value's text as its representation in a console."""
        return type(self).__name__


class Displayed(Brief):
    """A value that a notebook shows as HTML, and a console as one line of text."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return _draws[-1](self) if _draws else None

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self._in_short()}


def displayed_by(draw: Draw) -> None:
    """Register the function that renders values as HTML."""
    _draws[:] = [draw]
