"""The JSON of a result in pieces, so that one with 100,000 items is never held as one text or as plain values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring
from typing import Any

from assess.scoring.columns import stored_names

_STEP = "  "


def json_pieces(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield the JSON of a mapping of values and records, indented by two blanks: a piece for each entry of an entry.

    Raises
    ------
    ValueError
        If a number is NaN or infinite.

    Examples
    --------
    >>> print("".join(json_pieces({"a": {"b": 0.5, "c": []}, "d": None})))
    {
      "a": {
        "b": 0.5,
        "c": []
      },
      "d": null
    }
    """
    before = "{\n"
    for key, value in content.items():
        head = f"{before}{_STEP}{encode_basestring(key)}: "
        if isinstance(value, Mapping) and value:
            between = f"{head}{{\n"
            for inner, each in value.items():
                yield f"{between}{_STEP * 2}{encode_basestring(inner)}: {_text(each, _STEP * 2)}"
                between = ",\n"
            yield f"\n{_STEP}}}"
        else:
            yield f"{head}{_text(value, _STEP)}"
        before = ",\n"
    yield "\n}" if content else "{}"


def _text(value: Any, margin: str) -> str:
    """Return the JSON of a value, indented to a margin."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            text = f"{value} is no JSON number"
            raise ValueError(text)
        return float.__repr__(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int):
        return int.__repr__(value)
    inside = f"{margin}{_STEP}"
    if isinstance(value, list | tuple):
        return _joined("[", [_text(each, inside) for each in value], "]", margin)
    if not isinstance(value, Mapping):
        record: type = type(value)
        value = {name: getattr(value, name) for name in stored_names(record)}
    return _joined(
        "{", [f"{encode_basestring(key)}: {_text(each, inside)}" for key, each in value.items()], "}", margin
    )


def _joined(opened: str, parts: list[str], closed: str, margin: str) -> str:
    between = f",\n{margin}{_STEP}"
    return f"{opened}\n{margin}{_STEP}{between.join(parts)}\n{margin}{closed}" if parts else f"{opened}{closed}"


_WORDS = {None: "null", True: "true", False: "false"}
