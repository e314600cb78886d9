"""Every key and value is found where it stands, and nothing is read or laid out more often than it must be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from assess.errors import KeyPath
from assess.files import (
    check,
    load_case,
    reading,
    shipped_folder,
)
from assess.files.parsing import parse
from assess.files.places import Marks, ParsedFile, Place

BAD = Path(__file__).parents[1] / "bad"
FILES = sorted(
    [*shipped_folder().glob("cases/**/*.yaml"), *shipped_folder().glob("rubrics/**/*.yaml"), BAD / "good.yaml"]
)

SMALL = """
a: {b: [1, {c: x}, []], "d e": {}}
f:
  - - 1
    - g: |
        text
      h:
  -
i: null
"""


def nodes(node: yaml.Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Place, Place]]:
    """Yield path, place and place of the key of all that is in a tree, as PyYAML's own composer has them."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inside = (*path, key.value)
            own, on_key = (Place(n.start_mark.line + 1, n.start_mark.column + 1) for n in (value, key))
            yield inside, on_key if isinstance(value, yaml.CollectionNode) else own, on_key
            yield from nodes(value, inside)
    elif isinstance(node, yaml.SequenceNode):
        for n, member in enumerate(node.value):
            own = Place(member.start_mark.line + 1, member.start_mark.column + 1)
            yield (*path, n), own, own
            yield from nodes(member, (*path, n))


def read(text: str) -> ParsedFile:
    parsed, findings = parse(text, "text")
    assert findings == []
    assert parsed is not None
    return parsed


@pytest.mark.parametrize("file", [None, *FILES], ids=lambda file: file.stem if file else "small")
def test_places_are_those_of_the_composer(file: Path | None) -> None:
    text = file.read_text(encoding="utf-8") if file else SMALL
    parsed = read(text)
    composed = yaml.compose(text, yaml.SafeLoader)
    assert composed is not None
    expected = list(nodes(composed))
    assert len(expected) > 5
    for path, own, on_key in expected:
        assert (path, parsed.place(path), parsed.place(path, on_key=True)) == (path, own, on_key)


def test_what_is_not_there_is_placed_at_what_it_would_be_in() -> None:
    parsed = read(SMALL)
    assert parsed.place(()) == (2, 1)
    assert parsed.place(("a", "b", 9)) == parsed.place(("a", "b"))
    assert parsed.place(("f", 0, 1, "k")) == parsed.place(("f", 0, 1))


def test_a_clean_case_is_never_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Marks:
        pytest.fail("places are laid out where nothing is wrong")

    monkeypatch.setattr(Marks, "of", refuse)
    assert load_case(BAD / "good.yaml").case == "tiny"


def test_a_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[str] = []

    def counting(text: str, file: str) -> object:
        met.append(file)
        return parse(text, file)

    monkeypatch.setattr(reading, "parse", counting)
    assert check(BAD / "good.yaml") == ()
    assert len(met) == len(set(met)) == 6
