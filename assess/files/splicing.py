"""Changing YAML text in place, with every other line left as it is; ruamel.yaml writes what is inserted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from assess.files.emitting import as_block, as_flow, is_short
from assess.files.parsing import Loader

Splice = tuple[int, int, str]
"""Start and end of the characters to replace, and the text to put there."""


def splice(text: str, before: Any, after: Any) -> str:
    """Return `text` with the changes that make its content `after`.

    Parameters
    ----------
    text : str
        YAML without anchors, aliases and tags.
    before, after : plain values
        Its content, and its new content. New keys and members come last in their mapping or list.

    Returns
    -------
    str
        Unchanged lines are as they were, comments included. Callers parse it again to be sure of its content.
    """
    if not text.strip() or not before:
        return as_block(after, 0) + "\n"
    if "\r" in text and "\n" not in text:
        return splice(text.replace("\r", "\n"), before, after).replace("\n", "\r")
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
    """Finds the splices for a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def of(self, node: yaml.Node, before: Any, after: Any) -> Iterator[Splice]:
        """Yield the splices that change the content of `node` to `after`."""
        if _same(before, after):
            return
        splices: list[Splice] | None = None
        if not before or not after:
            pass
        elif isinstance(node, yaml.MappingNode) and isinstance(before, dict) and isinstance(after, dict):
            splices = self.mapping(node, before, after)
        elif isinstance(node, yaml.SequenceNode) and isinstance(before, list) and isinstance(after, list):
            splices = self.sequence(node, before, after)
        yield from self.replaced(node, after) if splices is None else splices

    def replaced(self, node: yaml.Node, after: Any) -> Iterator[Splice]:
        """Yield the splice that rewrites a node."""
        start, end = node.start_mark.index, self.end(node)
        if _is_block(node) or self.lone(start):
            yield start, end, as_block(after, node.start_mark.column)
        else:
            yield start, end, as_flow(after)

    def lone(self, start: int) -> bool:
        """Return whether a position starts a member of a list with one member per line."""
        return self.text[self.text.rfind("\n", 0, start) + 1 : start].strip() == "-"

    def mapping(self, node: yaml.MappingNode, before: dict[str, Any], after: dict[str, Any]) -> list[Splice] | None:
        """Return the splices of a mapping, or None if it has to be rewritten."""
        splices: list[Splice] = []
        for (key, value), name in zip(node.value, before, strict=True):
            if name in after:
                splices += self.pair(node, key, value, name, before[name], after[name])
            elif not (cut := self.cut(node, key, value)):
                return None
            else:
                splices += cut
        new = {name: value for name, value in after.items() if name not in before}
        if not new:
            return splices
        if node.flow_style:
            end = self.end(node.value[-1][1])
            return [*splices, (end, end, f", {as_flow(new)[1:-1]}")]
        column = node.start_mark.column
        end = self.end_of_line(node, column)
        return [*splices, (end, end, f"\n{' ' * column}{as_block(new, column)}")]

    def pair(
        self, node: yaml.MappingNode, key: yaml.Node, value: yaml.Node, name: str, before: Any, after: Any
    ) -> Iterator[Splice]:
        """Yield the splices of a value under a key."""
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
        """Return the splices of a list, or None if it has to be rewritten."""
        names, wanted = list(map(_name, before)), list(map(_name, after))
        stay = frozenset(wanted)
        kept = [name for name in names if name in stay]
        if kept != wanted[: len(kept)] or not kept:
            return None
        splices: list[Splice] = []
        at = 0
        for n, child in enumerate(node.value):
            if names[n] in stay:
                splices += self.of(child, before[n], after[at])
                at += 1
            elif not (cut := self.cut(node, child, child)):
                return None
            else:
                splices += cut
        new = after[len(kept) :]
        if not new:
            return splices
        if node.flow_style:
            end = self.end(node.value[-1])
            return [*splices, (end, end, f", {as_flow(new)[1:-1]}")]
        column = node.start_mark.column
        end = self.end_of_line(node, column)
        gap = "\n\n" if self.is_spaced(node) else "\n"
        text = "".join(f"{gap}{' ' * column}- {as_block(member, column + 2)}" for member in new)
        return [*splices, (end, end, text)]

    def cut(self, around: yaml.CollectionNode, first: yaml.Node, last: yaml.Node) -> list[Splice]:
        """Return the splice that removes whole lines, or nothing if they hold something else too."""
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
        """Return whether a blank line precedes the last member and its comments."""
        lines = self.text[: node.value[-1].start_mark.index].split("\n")[:-1]
        while lines and lines[-1].lstrip().startswith("#"):
            lines.pop()
        return bool(lines) and not lines[-1].strip()

    def end(self, node: yaml.Node) -> int:
        """Return the end of a node's content, without the blank lines and comments that the parser counts to it."""
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
        """Return the end of the line at a position, before its line break."""
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" and end > at else end

    def end_of_line(self, node: yaml.Node, column: int) -> int:
        """Return the end of the last line of a node, or of the comments after it that are indented to `column`."""
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


def _name(member: Any) -> str:
    """Return the id of a member of a list, or its whole content if it has none."""
    ident = member.get("id") if isinstance(member, dict) else None
    return f"id: {ident}" if isinstance(ident, str) else json.dumps(member, sort_keys=True)


def _same(value: Any, other: Any) -> bool:
    """Return whether two plain values are equal, without taking true for 1."""
    return value is other or (type(value) is type(other) and json.dumps(value) == json.dumps(other))
