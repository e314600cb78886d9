"""Whatever a file holds, it says after the change what it is to say, and its other lines are as they were."""

from __future__ import annotations

import difflib
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.files.emitting import as_block, as_flow
from assess.files.parsing import parse
from assess.files.splicing import splice

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"]), max_size=12)
ODD = ["", "no", "~", "1e5", "0x1F", "2017", "2017-05-15", "a: b", "# c", "- d", "x #y", "[", "'", '"', "a\nb", "{}"]
LONG = st.lists(st.sampled_from(["word", "and", "another:", "of", "them,", "#5"]), min_size=20, max_size=50).map(
    " ".join
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-99, 99), st.floats(-9, 9), WORDS, st.sampled_from(ODD), LONG)
KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,6}", fullmatch=True)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
CONTENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def said(text: str) -> Any:
    parsed, findings = parse(text, "text")
    assert parsed is not None, findings
    return parsed.value


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


@given(CONTENTS)
def test_what_is_written_is_what_is_read(content: dict[str, Any]) -> None:
    assert said(as_block(content, 0)) == content
    assert said(f"x:\n    {as_block(content, 4)}\n") == {"x": content}
    assert said(f"x: {as_flow(content)}\n") == {"x": content}


@given(CONTENTS, CONTENTS, st.booleans())
def test_any_content_becomes_any_other(before: dict[str, Any], after: dict[str, Any], flow: bool) -> None:
    text = f"# top\n{as_flow(before) if flow else as_block(before, 0)}\n# end\n"
    assert said(splice(text, before, after)) == after


@given(CONTENTS, st.data())
def test_one_change_deep_inside_is_made(before: dict[str, Any], data: st.DataObject) -> None:
    after = deepcopy(before)
    at: Any = after
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans()):
            break
        at = at[key]
    match data.draw(st.sampled_from(["set", "drop", "add"])):
        case "set":
            at[key] = data.draw(VALUES)
        case "drop":
            del at[key]
        case "add" if isinstance(at, dict):
            at["new-key"] = data.draw(VALUES)
        case _:
            at[len(at) :] = [data.draw(VALUES)]
    text = as_block(before, 0) + "\n"
    assert said(splice(text, before, after)) == after


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a: 1  # one\nb: 2\n", {"a": 3, "b": 2}, "a: 3  # one\nb: 2\n"),
        ("a: {b: 1, c: x}  # one\n", {"a": {"b": 1, "c": "y"}}, "a: {b: 1, c: y}  # one\n"),
        ("a: [1, 2]  # one\n", {"a": [1, 2, 3]}, "a: [1, 2, 3]  # one\n"),
        ("a:\n- x\n# end\n", {"a": ["x", "y"]}, "a:\n- x\n- y\n# end\n"),
        (
            "a:\n  - x\n\n  # of y\n  - y\n\n# end\n",
            {"a": ["x", "y", "z"]},
            "a:\n  - x\n\n  # of y\n  - y\n\n  - z\n\n# end\n",
        ),
        ("a:\n  - x\n  - y  # why\nb: 1", {"a": ["x"], "b": 1}, "a:\n  - x\nb: 1"),
        ("a:\nb: 1\n", {"a": 2, "b": 1}, "a: 2\nb: 1\n"),
        ("a: |+\n  x\n\n\n", {"a": "x\n\n\n", "b": 1}, "a: |+\n  x\n\n\nb: 1\n"),
        ("a: 'x'", {"a": "x", "b": 1}, "a: 'x'\nb: 1"),
        ("a: x\r\nc: y\r\n", {"a": "z", "c": "y"}, "a: z\r\nc: y\r\n"),
        ("a: long\n  text\n\n# c\nb: 2\n", {"a": "short", "b": 2}, "a: short\n\n# c\nb: 2\n"),
    ],
)
def test_all_else_stays(before: str, after: Any, expected: str) -> None:
    assert splice(before, said(before), after) == expected
