"""Parsing YAML into plain values with their places, in one pass over the parser's events.

E105 anchor or alias
    Finds:   Anchors (&name), aliases (*name) and merge keys (<<).
    Matters: A few lines of aliases can stand for billions of values, and a reader cannot see what an item says.
    Example: leader: &judged {reliability: B}
             aide: *judged
    Instead: leader: {reliability: B}
             aide: {reliability: B}

E106 tag
    Finds:   Explicit types, such as !!python/object or !!str.
    Matters: Tags can name code to run; no input needs one.
    Example: period: !!str 2017
    Instead: period: "2017"

E107 duplicate key
    Finds:   One key twice in a mapping.
    Matters: YAML keeps the last and silently drops the first: a source or a prior would vanish.
    Example: miles: {reliability: A}
             miles: {reliability: C}
    Instead: miles: {reliability: A}

E108 nested too deeply
    Finds:   Lists and mappings nested more than 40 deep.
    Matters: No honest input is that deep; files made to break a reader are.
    Example: why: [[[[…]]]]
    Instead: why: In one sentence

E111 key that is not a name
    Finds:   A key that is empty, a list or a mapping.
    Matters: Everything is looked up by its key.
    Example: ~: {kind: country}
    Instead: georgia: {kind: country}
"""

from __future__ import annotations

import re
from array import array
from sys import intern
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
from assess.files.places import ParsedFile, Place, pack
from assess.files.yaml_errors import NO_CHARACTER, syntax_error, unreadable

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 40
MOST_FINDINGS = 50
MOST_KEPT = 50_000

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_WHOLE = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_OTHER_BASE = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,16}", re.ASCII)
_MAY_BE_A_NUMBER = frozenset("+-.0123456789")
_LONGEST_WHOLE = 18


def plain(text: str) -> Scalar:
    """Return the value of the plain scalar `text` by the core schema of YAML 1.2; dates stay text.

    YAML 1.1, PyYAML's default, reads ``no`` (Norway, or a hypothesis) as false and ``1:30`` as ninety.

    Examples
    --------
    >>> [plain(t) for t in ("no", "true", "0.7", "2017", "2017-05", "~", "likely")]
    ['no', True, 0.7, 2017, '2017-05', None, 'likely']
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAY_BE_A_NUMBER:
        return text
    if _WHOLE.fullmatch(text):
        # Longer ones become floats: Python refuses to read 5,000 digits, and no number here needs them.
        return int(text) if len(text) <= _LONGEST_WHOLE else float(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    return text


class _Open:
    """A container being read; `keys` holds the places of a mapping's keys, and is None for a list."""

    __slots__ = ("key", "keys", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.keys: dict[str, int] | None = {} if type(value) is dict else None
        self.key: str | None = None

    def put(self, value: Any) -> None:
        """Add a value to the list, or under the key read last."""
        if self.keys is None:
            self.value.append(value)
        else:
            self.value[self.key] = value
            self.key = None


class _Reader:
    """Builds values from events, with containers on an explicit stack, so that depth needs no recursion.

    The first container stands for the file: a list of its documents.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.documents: list[Any] = []
        self.top = _Open(self.documents)
        self.around: list[_Open] = []
        self.places = array("Q")
        self.scalars: dict[str, Scalar] = {}
        self.too_bad = False

    def find(self, code: str, mark: Any, message: str, hint: str) -> None:
        """Add a finding at a mark."""
        path = self.path() if len(self.around) < DEEPEST else ()
        finding = Finding(code, message, path, hint).at(self.file, mark.line + 1, mark.column + 1)
        self.findings.append(finding)
        self.too_bad = self.too_bad or len(self.findings) >= MOST_FINDINGS

    def path(self) -> KeyPath:
        """Return the path of what is being read."""
        containers = (*self.around[1:], self.top)
        parts = (len(each.value) if each.keys is None else each.key for each in containers)
        return tuple(part for part in parts if part is not None) if self.around else ()

    def refuse_tag(self, event: Any) -> None:
        """Add the findings on the anchor and the tag of an event."""
        if event.anchor is not None:
            self.find("E105", event.start_mark, f"anchor &{_short(event.anchor)} is refused", _NO_ALIAS)
        if event.tag is not None:
            self.find("E106", event.start_mark, f"tag {_short(event.tag)} is refused", "write the plain value")

    def scalar(self, event: Any) -> None:
        """Process a scalar: a key or a value."""
        if event.anchor is not None or event.tag is not None:
            self.refuse_tag(event)
        text, mark, top = event.value, event.start_mark, self.top
        place = pack(mark.line + 1, mark.column + 1)
        self.places.append(place)
        if top.keys is not None and top.key is None:
            if event.implicit[0] and text in _NO_KEYS:
                self.refuse_key(text, mark)
            top.key = key = intern(text.strip())
            before = top.keys.setdefault(key, place)
            if before != place:
                message = f"key {_short(key)} is in this mapping already, at line {Place.of(before).line}"
                self.find("E107", mark, message, "keep one of the two; YAML would silently drop the first")
        elif event.implicit[0]:
            top.put(self.scalars[text] if text in self.scalars else self.plain(text))
        else:
            top.put(text)

    def plain(self, text: str) -> Scalar:
        """Return the value of a plain scalar; equal scalars share one object, up to `MOST_KEPT` of them."""
        value = plain(text)
        if len(self.scalars) < MOST_KEPT:
            self.scalars[text] = value
        return value

    def refuse_key(self, text: str, mark: Any) -> None:
        """Add the finding on a merge key or a missing key."""
        if text == "<<":
            self.find("E105", mark, "merge key << is refused", "write out the keys that it would bring in")
        else:
            self.find("E111", mark, "a key is missing here", "write a name before the colon")

    def open(self, event: Any, value: Any) -> None:
        """Open a list or mapping."""
        if event.anchor is not None or event.tag is not None:
            self.refuse_tag(event)
        mark = event.start_mark
        if len(self.around) >= DEEPEST:
            self.find("E108", mark, f"nested more than {DEEPEST} deep", "no input needs it; flatten it")
            self.too_bad = True
            return
        if self.top.keys is not None and self.top.key is None:
            self.find("E111", mark, "a key is a list or a mapping", "write a name before the colon")
            self.too_bad = True
            return
        self.places.append(pack(mark.line + 1, mark.column + 1))
        self.around.append(self.top)
        self.top = _Open(value)

    def close(self) -> None:
        """Close the list or mapping opened last."""
        done = self.top.value
        self.top = self.around.pop()
        self.top.put(done)

    def read(self, text: str) -> None:
        """Read a text up to an error, or to too many findings."""
        loader = Loader(text)
        try:
            while not self.too_bad and (event := loader.get_event()) is not None:
                if type(event) is ScalarEvent:
                    if not event.value.isascii() and _HALF_PAIR.search(event.value):
                        raise ValueError
                    self.scalar(event)
                else:
                    self.take(event)
        except yaml.reader.ReaderError as error:
            finding = unreadable(text, error)
            self.findings.append(finding.at(self.file, finding.line, finding.column))
        except yaml.MarkedYAMLError as error:
            self.find("E104", *syntax_error(text, error))
        except (ValueError, OverflowError):  # an escape for no character, read without libyaml
            self.find("E104", loader.get_mark(), "this is not YAML: an escape is of no character", NO_CHARACTER)
        finally:
            loader.dispose()

    def take(self, event: Any) -> None:
        """Process an event other than a scalar."""
        kind = type(event)
        if kind is MappingStartEvent:
            self.open(event, {})
        elif kind is SequenceStartEvent:
            self.open(event, [])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self.close()
        elif kind is AliasEvent:
            self.find("E105", event.start_mark, f"alias *{_short(event.anchor)} is refused", _NO_ALIAS)
            self.too_bad = True
        elif kind is DocumentStartEvent and self.documents:
            self.find("E109", event.start_mark, "a second document starts here", "put it in a file of its own")
            self.too_bad = True


_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NO_KEYS = ("", "~", "<<")
_NO_ALIAS = "write the value out; anchors and aliases can make a small file huge"


def _short(text: str) -> str:
    shown = repr(text)
    return shown if len(shown) <= 60 else f"{shown[:57]}…'"


def read_yaml(text: str, file: str) -> tuple[Any, array[int], list[Finding]]:
    """Return the value of a YAML text (None if empty), the place of everything in it, and its faults."""
    reader = _Reader(file)
    reader.read(text)
    return reader.documents[0] if reader.documents else None, reader.places, reader.findings


def parse(text: str, file: str) -> tuple[ParsedFile | None, list[Finding]]:
    """Return the content of a YAML text with its places, and its faults.

    Parameters
    ----------
    text : str
    file : str
        Its name, for the findings.

    Returns
    -------
    parsed : ParsedFile or None
        None if the text is not YAML, or is not a mapping.
    findings : list of Finding
    """
    value, places, findings = read_yaml(text, file)
    if findings:
        return None, findings
    if not isinstance(value, dict):
        what = "the file is empty" if value is None else "the top of the file is not a mapping"
        hint = "start with a key, such as case: or rubric:"
        return None, [Finding("E110", what, hint=hint).at(file, 1, 1)]
    return ParsedFile(file, value, places, text), []
