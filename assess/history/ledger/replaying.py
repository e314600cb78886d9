"""Replaying a recorded entry: scoring it again, and comparing every number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from assess.domain.field_types import is_finite
from assess.history.ledger.entry import Entry, RecordedEntry
from assess.scoring.columns import Column, plain
from assess.scoring.results import unmoved
from assess.scoring.score import score
from assess.version import VERSION

Plain = str | int | float | bool | None

_MISSING = "(nothing)"
"""Represents a value that only one of the two results has."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of the result that has changed.

    Parameters
    ----------
    path : str
        Keys from the top, with `` > `` between them.
    then, now : str, int, float, bool or None
        In the unit of that value: probabilities from 0 to 1, weights in dB, logarithms natural.
    """

    path: Annotated[str, Column("where")]
    then: Annotated[Plain, Column("was")]
    now: Annotated[Plain, Column("is")]

    @property
    def size(self) -> Annotated[float, Column("by", unit="number")]:
        """The absolute difference of two numbers; infinite if one is not a number."""
        if _is_number(self.then) and _is_number(self.now):
            return abs(float(self.now or 0) - float(self.then or 0))
        return float("inf")

    @property
    def is_rounding(self) -> bool:
        """Whether the two are numbers that differ at most by rounding error."""
        return self.size < float("inf") and unmoved(float(self.then or 0), float(self.now or 0))


@dataclass(frozen=True, slots=True)
class Replay:
    """An entry, compared with what today's engine makes of the same inputs.

    Parameters
    ----------
    entry : Entry
    engine : str
        Version of the program that scored it again.
    differences : tuple of Difference
        Every value that differs, even in the last digit, largest difference first; the engine's version is ignored.
    """

    entry: Entry
    engine: str
    differences: tuple[Difference, ...]

    @property
    def beyond_rounding(self) -> tuple[Difference, ...]:
        """The differences that rounding does not explain."""
        return tuple(difference for difference in self.differences if not difference.is_rounding)

    @property
    def identical(self) -> bool:
        """Whether every value agrees to the last digit."""
        return not self.differences

    @property
    def same(self) -> bool:
        """Whether no value differs by more than rounding error."""
        return all(difference.is_rounding for difference in self.differences)

    @property
    def largest(self) -> float:
        """The largest difference of two numbers; 0 if none differ."""
        return max((d.size for d in self.differences if d.size < float("inf")), default=0.0)

    def to_dict(self) -> dict[str, Any]:
        """Return the replay as plain values (``assess.replay/1``)."""
        return {
            "format": "assess.replay/1",
            "entry": self.entry.to_dict(),
            "engine": self.engine,
            "same": self.same,
            "identical": self.identical,
            "largest": self.largest,
            "differences": plain(self.differences),
        }


def replay(recorded: RecordedEntry) -> Replay:
    """Score an entry again from its stored inputs, with the options that it was scored with."""
    entry = recorded.entry
    rescored = score(recorded.case, entry.as_of, entry.draws, entry.seed)
    now = json.loads(rescored.to_json())
    changed = [d for d in differences(dict(recorded.result), now) if d.path != "engine"]
    return Replay(entry, VERSION, tuple(sorted(changed, key=lambda d: (-d.size, d.path))))


def differences(then: Any, now: Any, path: str = "") -> Iterator[Difference]:
    """Yield the differences between two plain values, including what only one of them has."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*then, *now)):
            inner = f"{path} > {key}" if path else str(key)
            yield from differences(then.get(key, _MISSING), now.get(key, _MISSING), inner)
    elif isinstance(then, list) and isinstance(now, list):
        for k in range(max(len(then), len(now))):
            was, is_now = (side[k] if k < len(side) else _MISSING for side in (then, now))
            yield from differences(was, is_now, f"{path}[{k}]")
    elif then != now or isinstance(then, bool) != isinstance(now, bool):
        yield Difference(path, _short(then), _short(now))


def _short(value: Any) -> Plain:
    return value if isinstance(value, str | int | float | None) else json.dumps(value, ensure_ascii=False)


def _is_number(value: Plain) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and is_finite(value)
