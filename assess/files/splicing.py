"""Changes what a YAML text says where it says it, so that every other line stays as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from assess.files.emitting import as_block, as_flow, is_short
from assess.files.parsing import Loader

Splice = tuple[int, int, str]
"""From and up to which character, and what stands there instead."""


def splice(text: str, before: Any, after: Any) -> str:
    """Return `text`, changed so that it says `after`.

    Parameters
    ----------
    text : str
        YAML without anchors, aliases and tags.
    before, after : plain values
        What it says, and what it is to say. New keys and members come last in their mapping or list.

    Returns
    -------
    str
        Lines that say nothing new are as they were, comments included. Whoever relies on what it says reads it again.
    """
    if not text.strip() or not before:
        return as_block(after, 0) + "\n"
    loader = Loader(text)
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    assert node is not None
    line_end = "\r\n" if "\r\n" in text else "\n"
    cursor, parts = 0, []
    for start, end, instead in sorted(_Splicer(text).of(node, before, after), key=lambda splice: splice[0]):
        parts += [text[cursor:start], instead.replace("\n", line_end)]
        cursor = max(cursor, end)
    return "".join([*parts, text[cursor:]])


class _Splicer:
    """Finds what to splice into one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def of(self, node: yaml.Node, before: Any, after: Any) -> Iterator[Splice]:
        """Yield the splices that make `node` say `after`."""
        if _same(before, after):
            return
        splices: list[Splice] | None = None
        if not before or not after:
            pass
        elif isinstance(node, yaml.MappingNode) and isinstance(before, dict) and isinstance(after, dict):
            splices = self.mapping(node, before, after)
        elif isinstance(node, yaml.SequenceNode) and isinstance(before, list) and isinstance(after, list):
            splices = self.sequence(node, before, after)
        yield from self.whole(node, after) if splices is None else splices

    def whole(self, node: yaml.Node, after: Any) -> Iterator[Splice]:
        start, end = node.start_mark.index, self.end(node)
        if _is_block(node) or self.lone(start):
            yield start, end, as_block(after, node.start_mark.column)
        else:
            yield start, end, as_flow(after)

    def lone(self, start: int) -> bool:
        """Say whether a member of a list that is one a line starts there."""
        return self.text[self.text.rfind("\n", 0, start) + 1 : start].strip() == "-"

    def mapping(self, node: yaml.MappingNode, before: dict[str, Any], after: dict[str, Any]) -> list[Splice] | None:
        """Return the splices of a mapping; None where it has to be written anew."""
        found: list[Splice] = []
        for (key, value), name in zip(node.value, before, strict=True):
            if name in after:
                found += self.pair(node, key, value, name, before[name], after[name])
            elif not (cut := self.cut(node, key, value)):
                return None
            else:
                found += cut
        new = {name: value for name, value in after.items() if name not in before}
        if not new:
            return found
        if node.flow_style:
            end = self.end(node.value[-1][1])
            return [*found, (end, end, f", {as_flow(new)[1:-1]}")]
        column = node.start_mark.column
        end = self.end_of_line(node, column)
        return [*found, (end, end, f"\n{' ' * column}{as_block(new, column)}")]

    def pair(
        self, node: yaml.MappingNode, key: yaml.Node, value: yaml.Node, name: str, before: Any, after: Any
    ) -> Iterator[Splice]:
        if _same(before, after):
            return
        is_open = isinstance(value, yaml.CollectionNode)
        is_plain = isinstance(value, yaml.ScalarNode) and not _is_block(value) and value.value
        if node.flow_style and isinstance(value, yaml.ScalarNode) and not value.value and not value.style:
            yield value.start_mark.index, value.end_mark.index, f" {as_flow(after)}"
        elif node.flow_style or (is_plain and is_short(after)) or (is_open and after and type(before) is type(after)):
            yield from self.of(value, before, after)
        else:
            column = node.start_mark.column
            yield key.start_mark.index, self.end(value), as_block({name: after}, column)

    def sequence(self, node: yaml.SequenceNode, before: list[Any], after: list[Any]) -> list[Splice] | None:
        """Return the splices of a list; None where it has to be written anew."""
        names, wanted = [_name(one) for one in before], [_name(one) for one in after]
        stay = frozenset(wanted)
        kept = [name for name in names if name in stay]
        if kept != wanted[: len(kept)] or not kept:
            return None
        found: list[Splice] = []
        at = 0
        for n, child in enumerate(node.value):
            if names[n] in stay:
                found += self.of(child, before[n], after[at])
                at += 1
            elif not (cut := self.cut(node, child, child)):
                return None
            else:
                found += cut
        new = after[len(kept) :]
        if not new:
            return found
        if node.flow_style:
            end = self.end(node.value[-1])
            return [*found, (end, end, f", {as_flow(new)[1:-1]}")]
        column = node.start_mark.column
        end = self.end_of_line(node, column)
        gap = "\n\n" if self.is_spaced(node) else "\n"
        text = "".join(f"{gap}{' ' * column}- {as_block(one, column + 2)}" for one in new)
        return [*found, (end, end, text)]

    def cut(self, around: yaml.CollectionNode, first: yaml.Node, last: yaml.Node) -> list[Splice]:
        """Return what takes whole lines out; nothing where they hold something else too."""
        start = self.text.rfind("\n", 0, first.start_mark.index)
        ahead = self.text[start + 1 : first.start_mark.index].strip()
        if around.flow_style or ahead not in ("", "-") or (ahead and not isinstance(around, yaml.SequenceNode)):
            return []
        end = self.line_end(self.end(last))
        if start < 0:
            return [(0, end + 1, "")]
        while start > 0 and not self.text[self.text.rfind("\n", 0, start) + 1 : start].strip():
            start = self.text.rfind("\n", 0, start)
        return [(max(start, 0), end, "")]

    def is_spaced(self, node: yaml.SequenceNode) -> bool:
        """Say whether a blank line stands before the last member, and what is said about it."""
        lines = self.text[: node.value[-1].start_mark.index].split("\n")[:-1]
        while lines and lines[-1].lstrip().startswith("#"):
            lines.pop()
        return bool(lines) and not lines[-1].strip()

    def end(self, node: yaml.Node) -> int:
        """Return where what a node says ends; parsers take blank lines and comments after it for its own."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        if not _is_block(node):
            return end
        if "+" in self.text[node.start_mark.index : self.line_end(node.start_mark.index)].partition("#")[0]:
            return end - 1 if self.text[end - 1 : end] == "\n" else end
        while end > node.start_mark.index and self.text[end - 1].isspace():
            end -= 1
        return end

    def line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        end = len(self.text) if found < 0 else found
        return end - 1 if self.text[end - 1 : end] == "\r" and end > at else end

    def end_of_line(self, node: yaml.Node, column: int) -> int:
        """Return where the last line of a node ends, comments after it from `column` on among them."""
        end = self.line_end(self.end(node))
        while True:
            follows = self.text.find("\n", end) + 1
            comment = self.text[follows : self.line_end(follows)] if follows else ""
            if not comment.lstrip(" ").startswith("#") or len(comment) - len(comment.lstrip(" ")) < max(column, 1):
                return end
            end = self.line_end(follows)


def _is_block(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return node.style in ("|", ">")
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _name(one: Any) -> str:
    """Return what a member of a list is known by: its id, or all that it says."""
    named = one.get("id") if isinstance(one, dict) else None
    return f"id: {named}" if isinstance(named, str) else json.dumps(one, sort_keys=True)


def _same(one: Any, other: Any) -> bool:
    """Say whether two plain values are alike; true is not 1."""
    return one is other or (type(one) is type(other) and json.dumps(one) == json.dumps(other))
