"""Writing plain values as YAML in the layout of a case: short values on one line, long texts folded."""

from __future__ import annotations

import json
import re
from functools import cache
from io import StringIO
from typing import Any

from assess.files.parsing import plain

_WIDTH = 110
_SHORT, _LONGEST = 88, 100
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ODD = re.compile(r"[:?-]|\d+(?::[0-5]?\d)+$|.*:(?:$|[^ \w/])", re.DOTALL)
"""Text that YAML 1.1 and 1.2 read differently if it is not quoted."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that change the direction of writing: a reader of the file would see the characters in another order."""
_FOLDABLE = re.compile(r"[^\s](?:[^\n\t\r\x00-\x1f\x7f-\xa0\ufeff\u2028\u2029]*[^\s])?")


def as_block(value: Any, column: int) -> str:
    """Return `value` as lines, the first to start at `column` and the others indented to it, without a final newline.

    Examples
    --------
    >>> print("  " + as_block({"on": "2017-05-15", "via": ["miles", "ziabari"]}, 2))
      on: 2017-05-15
      via: [miles, ziabari]
    """
    text = _dumped(_laid_out(value, 0, column), _WIDTH)
    if isinstance(value, list):
        text = "\n".join(line.removeprefix("  ") for line in text.split("\n"))
    return text.replace("\n", "\n" + " " * column)


def as_flow(value: Any) -> str:
    """Return `value` on one line.

    Examples
    --------
    >>> as_flow({"on": "2017-05-15", "why": "no"})
    '{on: 2017-05-15, why: no}'
    """
    # Within a mapping, so that commas stand in quotes.
    return _dumped(_flowing({"x": value}), 1 << 30)[len("{x: ") : -1]


def as_document(content: dict[str, Any]) -> str:
    """Return the text of a whole file, with a blank line before each list or mapping at its top."""
    parts = [as_block({key: value}, 0) for key, value in content.items()]
    gaps = ("\n\n" if isinstance(value, dict | list) else "\n" for value in list(content.values())[1:])
    return parts[0] + "".join(f"{gap}{part}" for gap, part in zip(gaps, parts[1:], strict=True)) + "\n"


def is_short(value: Any) -> bool:
    """Return whether `value` fits on one line."""
    return not isinstance(value, dict | list) and "\n" not in str(value) and len(str(value)) < _SHORT


def _laid_out(value: Any, depth: int, column: int) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import FoldedScalarString

    if isinstance(value, str):
        is_long = len(value) > _SHORT - column and _FOLDABLE.fullmatch(value) and not _TURNING.search(value)
        return FoldedScalarString(value) if is_long and "  " not in value else value
    if not isinstance(value, dict | list):
        return value
    if depth and len(json.dumps(value, ensure_ascii=False)) <= _LONGEST - column:
        return _flowing(value)
    if isinstance(value, dict):
        return CommentedMap((key, _laid_out(inside, depth + 1, column)) for key, inside in value.items())
    return CommentedSeq(_laid_out(member, depth + 1, column) for member in value)


def _flowing(value: Any) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    made: CommentedMap | CommentedSeq
    if isinstance(value, dict):
        made = CommentedMap((key, _flowing(inside)) for key, inside in value.items())
    elif isinstance(value, list):
        made = CommentedSeq(map(_flowing, value))
    else:
        return value
    made.fa.set_flow_style()
    return made


def _dumped(value: Any, width: int) -> str:
    stream = StringIO()
    _yaml(width).dump(value, stream)
    text = stream.getvalue().removesuffix("...\n").removesuffix("\n")
    return _TURNING.sub(lambda mark: f"\\u{ord(mark[0]):04X}", text)


@cache
def _yaml(width: int) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.representer import RoundTripRepresenter

    class Representer(RoundTripRepresenter):
        def represent_text(self, text: str) -> Any:
            """Represent a text, in quotes where it would not be read back as itself."""
            # What would be read as a date by others is text here, and needs no quotes.
            tag = "timestamp" if _DATE.fullmatch(text) else "str"
            is_quoted = _ODD.match(text) or _TURNING.search(text) or plain(text) != text
            return self.represent_scalar(f"tag:yaml.org,2002:{tag}", text, style='"' if is_quoted else None)

        def represent_nothing(self, _: None) -> Any:
            """Represent None as ``null``."""
            return self.represent_scalar("tag:yaml.org,2002:null", "null")

    Representer.add_representer(str, Representer.represent_text)
    Representer.add_representer(type(None), Representer.represent_nothing)
    program = YAML()
    program.Representer = Representer
    program.width = width
    program.allow_unicode = True
    program.indent(mapping=2, sequence=4, offset=2)
    return program
