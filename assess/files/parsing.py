"""From YAML text to plain values with their places, in one pass over the parser's events."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from assess.errors import Finding, KeyPath
from assess.files.places import Marks, Sheet, pack
from assess.files.plain import plain

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 40
MOST_FINDINGS = 50


class _Open:
    """A container that is being read."""

    __slots__ = ("key", "marks", "path", "value")

    def __init__(self, value: Any, marks: Marks, path: KeyPath) -> None:
        self.value, self.marks, self.path = value, marks, path
        self.key: str | None = None


class _Reader:
    """Builds values from events; containers wait on a stack of its own, so that depth costs no recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.stack: list[_Open] = []
        self.value: Any = None
        self.marks: Marks | int = pack(1, 1)
        self.has_value = False
        self.too_bad = False

    def find(self, code: str, mark: Any, message: str, hint: str) -> None:
        path = self.path() if len(self.stack) < DEEPEST else ()
        finding = Finding(code, message, path, hint).at(self.file, mark.line + 1, mark.column + 1)
        self.findings.append(finding)
        self.too_bad = self.too_bad or len(self.findings) >= MOST_FINDINGS

    def path(self) -> KeyPath:
        if not self.stack:
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            return (*top.path, len(top.value))
        return (*top.path, top.key) if top.key is not None else top.path

    def refuse_tag(self, event: Any) -> None:
        if event.anchor is not None:
            self.find("E105", event.start_mark, f"anchor &{_short(event.anchor)} is refused", _NO_ALIAS)
        if event.tag is not None:
            self.find("E106", event.start_mark, f"tag {_short(event.tag)} is refused", "write the plain value")

    def scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.refuse_tag(event)
        text, mark = event.value, event.start_mark
        if self.stack:
            top = self.stack[-1]
            if top.key is None and type(top.value) is dict:
                if event.implicit[0] and text == "<<":
                    self.find("E105", mark, "merge key << is refused", "write out the keys that it would bring in")
                self.name(text, mark, is_empty=event.implicit[0] and text in ("", "~"))
                return
        self.put(plain(text) if event.implicit[0] else text, pack(mark.line + 1, mark.column + 1))

    def name(self, text: str, mark: Any, *, is_empty: bool) -> None:
        top = self.stack[-1]
        text = text.strip()
        if is_empty:
            self.find("E111", mark, "a key is missing here", "write a name before the colon")
        top.key = text
        if text in top.value:
            before = top.marks.keys[text] >> 32
            self.find(
                "E107",
                mark,
                f"key {_short(text)} is in this mapping already, at line {before}",
                "keep one of the two; YAML would silently drop the first",
            )
        else:
            top.marks.keys[text] = pack(mark.line + 1, mark.column + 1)

    def put(self, value: Any, marks: Marks | int) -> None:
        if not self.stack:
            self.value, self.marks, self.has_value = value, marks, True
            return
        top = self.stack[-1]
        if type(top.value) is list:
            top.value.append(value)
            top.marks.values.append(marks)  # type: ignore[union-attr]
        else:
            assert top.key is not None
            top.value[top.key] = value
            top.marks.values[top.key] = marks  # type: ignore[call-overload]
            top.key = None

    def open(self, event: Any, value: Any) -> None:
        self.refuse_tag(event)
        mark = event.start_mark
        if len(self.stack) >= DEEPEST:
            self.find("E108", mark, f"nested more than {DEEPEST} deep", "no input needs it; flatten it")
            self.too_bad = True
            return
        if self.stack and type(self.stack[-1].value) is dict and self.stack[-1].key is None:
            self.find("E111", mark, "a key is a list or a mapping", "write a name before the colon")
            self.too_bad = True
            return
        marks = Marks(pack(mark.line + 1, mark.column + 1), values=[] if type(value) is list else {})
        self.stack.append(_Open(value, marks, self.path()))

    def close(self) -> None:
        done = self.stack.pop()
        self.put(done.value, done.marks)

    def read(self, text: str) -> None:
        loader = Loader(text)
        try:
            while not self.too_bad and loader.check_event():
                self.take(loader.get_event())
        except yaml.reader.ReaderError as error:
            self.unreadable(text, error)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = ", ".join(str(part) for part in (error.context, error.problem) if part)
            self.find("E104", mark, f"this is not YAML: {what}", _FLOW_HINT if "flow" in what else _YAML_HINT)
        finally:
            loader.dispose()

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is ScalarEvent:
            self.scalar(event)
        elif kind is MappingStartEvent:
            self.open(event, {})
        elif kind is SequenceStartEvent:
            self.open(event, [])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self.close()
        elif kind is AliasEvent:
            self.find("E105", event.start_mark, f"alias *{_short(event.anchor)} is refused", _NO_ALIAS)
            self.too_bad = True
        elif kind is DocumentStartEvent and self.has_value:
            self.find("E109", event.start_mark, "a second document starts here", "put it in a file of its own")
            self.too_bad = True

    def unreadable(self, text: str, error: yaml.reader.ReaderError) -> None:
        position = error.position if isinstance(error.position, int) else 0
        at = text.encode()[:position].decode(errors="replace")
        line, column = at.count("\n") + 1, len(at) - (at.rfind("\n") + 1) + 1
        code = error.character if isinstance(error.character, int) else ord(error.character)
        message = f"character U+{code:04X} has no place in a text file"
        self.findings.append(Finding("E103", message, hint=_TEXT_HINT).at(self.file, line, column))


_NO_ALIAS = "write the value out; anchors and aliases can make a small file huge"
_YAML_HINT = "quote text that holds ': ' or ' #', or that starts with one of [ ] { } & * ! | > ' \" % @ `"
_FLOW_HINT = "inside { } and [ ], put text that holds a comma or ': ' in quotes, and close every bracket"
_TEXT_HINT = "save the file as UTF-8 text"


def _short(text: str) -> str:
    shown = repr(text)
    return shown if len(shown) <= 60 else f"{shown[:57]}…'"


def parse(text: str, file: str) -> tuple[Sheet | None, list[Finding]]:
    """Return the content of `text` with its places, and what is wrong with it as YAML.

    Parameters
    ----------
    text : str
    file : str
        Its name, for the findings.

    Returns
    -------
    sheet : Sheet or None
        None where the text is no YAML, or its top is no mapping.
    findings : list of Finding
    """
    reader = _Reader(file)
    reader.read(text)
    if reader.findings:
        return None, reader.findings
    if not isinstance(reader.value, dict):
        what = "the file is empty" if reader.value is None else "the top of the file is not a mapping"
        hint = "start with a key, such as case: or rubric:"
        return None, [Finding("E110", what, hint=hint).at(file, 1, 1)]
    return Sheet(file, reader.value, reader.marks), []
