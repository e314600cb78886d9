"""What a notebook shows of a value: how it looks is for those above to say, and is asked for when it is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Draw = Callable[[object], str]
"""Returns a value as HTML."""

_draws: list[Draw] = []


class Displayed:
    """A value that a notebook shows as HTML, if anything has said how, and in a line where it shows text."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return _draws[-1](self) if _draws else None

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self._in_short()}

    def __repr__(self) -> str:
        return self._in_short()

    def _in_short(self) -> str:
        """Return what stands where there is no place for HTML, in a line."""
        return type(self).__name__


def displayed_by(draw: Draw) -> None:
    """Have values shown as `draw` returns them, from now on."""
    _draws[:] = [draw]
