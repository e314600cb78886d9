"""Joining a case or a rubric with the pieces that it includes, and parsing items to add as such a piece.

E113 included twice
    Finds:   A piece named twice, or the case's own file among the pieces.
    Matters: Each of its items would count as two.
    Example: include: [a.yaml, ./a.yaml]
    Instead: include: [a.yaml]

E114 key not allowed in a piece
    Finds:   Keys in an included file other than the case's lists and mappings.
    Matters: A title, a rubric or a further include in a piece would be silently dropped.
    Example: # evidence.yaml
             rubric: other
             evidence: []
    Instead: # evidence.yaml
             evidence: []

E115 entry in two files
    Finds:   The same subject, source, document, claim, prior or list of questions in two files of a case.
    Matters: Which of the two applies would be a guess.
    Example: # a.yaml
             sources: {miles: {reliability: A}}
             # b.yaml
             sources: {miles: {reliability: B}}
    Instead: # a.yaml
             sources: {miles: {reliability: A}}
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any, NamedTuple

from assess.domain.quoting import listed, quoted
from assess.errors import Finding
from assess.files.parsing import read_yaml
from assess.files.places import Joined, ParsedFile
from assess.files.reading import LARGEST, is_file, is_inside, read, size_of

Read = Callable[[Path, Path], tuple[ParsedFile | None, list[Finding]]]
"""Reads a file that lies in a folder."""

_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")
"""A surrogate pair of JSON escapes, for one character beyond U+FFFF; the backslash itself is not escaped."""

_EXAMPLES = {"case": "evidence/azerbaijan.yaml", "rubric": "diaspora/church.yaml"}
_LIST = "write [evidence/azerbaijan.yaml], say"


class Pieces(NamedTuple):
    """The keys that pieces of a kind of file may hold: lists, which are concatenated, and maps, which are merged."""

    kind: str
    lists: tuple[str, ...]
    maps: tuple[str, ...]

    @property
    def hint(self) -> str:
        """The hint that lists the keys that a piece may hold."""
        held = [", ".join(names) for names in (self.maps, self.lists) if names]
        return f"a piece holds {' and '.join(held)}"


OF_CASE = Pieces(
    "case",
    ("evidence", "relations", "gaps"),
    (
        *("subjects", "ask", "priors", "sources", "documents", "claims", "predictions", "resolved"),
        *("actors", "quantities", "unstated"),
    ),
)
OF_ITEMS = Pieces("case", ("evidence",), ("sources", "documents"))
"""What can be added to a case: items, with new sources and documents."""
OF_RUBRIC = Pieces("rubric", ("references",), ("questions", "indicators"))


def join(main: ParsedFile, folder: Path, pieces: Pieces, read: Read = read) -> tuple[Joined, list[Finding]]:
    """Return the case or rubric in `main`, joined with its pieces, and the findings about them.

    Parameters
    ----------
    main : ParsedFile
        Its own file.
    folder : Path
        The file's folder; nothing outside it is opened.
    pieces : Pieces
    read : callable
        Parses the file at a path within a folder.
    """
    named = main.value.get("include")
    if named is None:
        return Joined(dict(main.value), main), []
    content = {key: value for key, value in main.value.items() if key != "include"}
    joined = Joined(content, main)
    if not isinstance(named, list) or not all(isinstance(name, str) and name for name in named):
        finding = Finding("E122", f"include is {quoted(named)}, not a list of paths", ("include",), _LIST, pieces.kind)
        return joined, [main.locate(finding)]
    findings: list[Finding] = []
    seen = {Path(main.file).resolve()}
    room = LARGEST
    for n, name in enumerate(named):
        path, refusal = _target(name, folder, pieces.kind)
        if path is not None and path.resolve() in seen:
            refusal = Finding("E113", f"{quoted(name)} is in the {pieces.kind} already", hint="name each piece once")
        if refusal is None and path is not None:
            seen.add(path.resolve())
            room -= size_of(path)
            if room < 0:
                refusal = Finding("E102", "the pieces together are too large", hint=f"split the {pieces.kind}")
        if refusal is not None or path is None:
            if refusal is not None:
                moved = Finding(refusal.code, refusal.message, ("include", n), refusal.hint, pieces.kind)
                findings.append(main.locate(moved))
            continue
        parsed, wrong = read(path, folder)
        findings.extend(wrong)
        if parsed is not None:
            findings.extend(add(joined, parsed, pieces))
    return joined, findings


def _target(name: str, folder: Path, kind: str) -> tuple[Path | None, Finding | None]:
    hint = f"name a file in the {kind}'s folder, such as {_EXAMPLES[kind]}"
    outside = Finding("E112", f"{quoted(name)} leaves the {kind}'s folder", hint=hint)
    if Path(name).is_absolute() or PureWindowsPath(name).anchor:
        return None, outside
    path = folder / name
    try:
        if not is_inside(path, folder):
            return None, outside
        if not is_file(path):
            return None, Finding("E101", f"{quoted(name)} is not a file in the {kind}'s folder", hint=hint)
    except (OSError, RuntimeError, ValueError):
        return None, Finding("E101", f"{quoted(name)} cannot be read", hint=hint)
    return path, None


def add(joined: Joined, parsed: ParsedFile, pieces: Pieces) -> list[Finding]:
    """Add a piece to `joined`, and return the findings about it."""
    findings: list[Finding] = []
    strange = [key for key in parsed.value if key not in (*pieces.maps, *pieces.lists)]
    if strange:
        message = f"{listed(strange)} cannot stand in a piece"
        findings.append(parsed.locate(Finding("E114", message, (strange[0],), pieces.hint, pieces.kind, on_key=True)))
    for key, piece in parsed.value.items():
        if key in pieces.maps and isinstance(piece, dict):
            findings.extend(_add_map(joined, parsed, key, pieces.kind))
        elif key in pieces.lists and isinstance(piece, list):
            _add_list(joined, parsed, key)
        elif piece is not None and key not in strange:
            wanted = "a list" if key in pieces.lists else "a mapping"
            message = f"{key} is {quoted(piece)}, not {wanted}"
            findings.append(parsed.locate(Finding("E122", message, (key,), f"write {wanted}", pieces.kind)))
    return findings


def _add_map(joined: Joined, parsed: ParsedFile, key: str, kind: str) -> list[Finding]:
    findings: list[Finding] = []
    whole = _own_copy(joined, key, {})
    for name, value in parsed.value[key].items():
        if name not in whole:
            whole[name] = value
            joined.owners[key, name] = (parsed, name)
            continue
        owner, _ = joined.owners.get((key, name), (joined.main, name))
        before = owner.place((key, name), on_key=True)
        message = f"{quoted(name)} is in {key} already, at {owner.file}:{before.line}:{before.column}"
        hint = "keep one of the two, or rename one"
        findings.append(parsed.locate(Finding("E115", message, (key, name), hint, kind, on_key=True)))
    return findings


def _add_list(joined: Joined, parsed: ParsedFile, key: str) -> None:
    whole = _own_copy(joined, key, [])
    start = len(whole)
    whole.extend(parsed.value[key])
    joined.owners.update({(key, start + n): (parsed, n) for n in range(len(parsed.value[key]))})


def _own_copy(joined: Joined, key: str, empty: Any) -> Any:
    """Return a copy of the list or map under `key`, so that the main file's own stays as read."""
    held = joined.value.get(key)
    if joined.main.value.get(key) is held or not isinstance(held, type(empty)):
        held = type(empty)(held) if isinstance(held, type(empty)) else empty
        joined.value[key] = held
    return held


def parse_items(text: str, file: str) -> tuple[ParsedFile | None, list[Finding]]:
    """Parse items of evidence as a piece of a case: a list of items, a single item, or a whole piece.

    Parameters
    ----------
    text : str
    file : str
        Its name, for the findings.

    Returns
    -------
    parsed : ParsedFile or None
        ``{evidence: [...]}``, perhaps with ``sources`` and ``documents``; None if the text is not YAML or holds no
        item.
    findings : list of Finding
    """
    value, places, findings = read_yaml(_without_pairs(text), file)
    if findings:
        return None, findings
    top = places[:1]
    if isinstance(value, list) and value:
        return ParsedFile(file, {"evidence": value}, top + top + places), []
    if isinstance(value, dict) and value:
        if value.get("evidence"):
            return ParsedFile(file, value, places), []
        if not value.keys() & {"evidence", "sources", "documents"}:
            return ParsedFile(file, {"evidence": [value]}, top + top + top + places), []
    hint = (
        "write one item (id: ...), a list of them, or a list under evidence:, beside it sources: and documents: if new"
    )
    return None, [Finding("E110", "there is no item of evidence", hint=hint).at(file, 1, 1)]


def _without_pairs(text: str) -> str:
    """Return JSON with each surrogate pair of escapes, which YAML does not know, replaced by its character."""
    if not _PAIR.search(text):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _PAIR.sub(lambda pair: pair[1] + json.loads(f'"{pair[2]}"'), text)
