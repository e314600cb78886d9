"""Joins a case or a rubric with the pieces that it includes.

E113 included twice
    Finds:   A piece named twice, or the case's own file among the pieces.
    Matters: Its items would be two items each.
    Example: include: [a.yaml, ./a.yaml]
    Instead: include: [a.yaml]

E114 key that no piece holds
    Finds:   Keys in an included file other than the case's lists and mappings.
    Matters: A title, a rubric or a further include in a piece would be dropped in silence.
    Example: # evidence.yaml
             rubric: other
             evidence: []
    Instead: # evidence.yaml
             evidence: []

E115 entry in two files
    Finds:   One subject, source, document, claim, prior or list of questions in two files of a case.
    Matters: Which of the two holds could only be guessed.
    Example: # a.yaml
             sources: {miles: {reliability: A}}
             # b.yaml
             sources: {miles: {reliability: B}}
    Instead: # a.yaml
             sources: {miles: {reliability: A}}
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

from assess.domain.quoting import listed, quoted
from assess.errors import Finding
from assess.files.places import Joined, ParsedFile
from assess.files.reading import LARGEST, is_inside, read

Read = Callable[[Path, Path], tuple[ParsedFile | None, list[Finding]]]
"""Reads a file that lies in a folder."""

_EXAMPLES = {"case": "evidence/azerbaijan.yaml", "rubric": "diaspora/church.yaml"}
_LIST = "write [evidence/azerbaijan.yaml], say"


@dataclass(frozen=True, slots=True)
class Pieces:
    """What the pieces of one kind of file may hold: lists, which are joined, and maps, which are merged."""

    kind: str
    lists: tuple[str, ...]
    maps: tuple[str, ...]

    @property
    def hint(self) -> str:
        """What may stand in a piece."""
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
"""What is added to a case: items, and what is new among that which they name."""
OF_RUBRIC = Pieces("rubric", ("references",), ("questions", "indicators"))


def join(main: ParsedFile, folder: Path, pieces: Pieces, read: Read = read) -> tuple[Joined, list[Finding]]:
    """Return the case or rubric in `main` with its pieces, and what is wrong with them.

    Parameters
    ----------
    main : Sheet
        Its own file.
    folder : Path
        The file's folder; nothing outside it is opened.
    pieces : Pieces
    read : callable
        Gives the sheet of a path within a folder, and what is wrong with it.
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
            room -= path.stat().st_size if path.is_file() else 0
            if room < 0:
                refusal = Finding("E102", "the pieces together are too large", hint=f"split the {pieces.kind}")
        if refusal is not None or path is None:
            if refusal is not None:
                moved = Finding(refusal.code, refusal.message, ("include", n), refusal.hint, pieces.kind)
                findings.append(main.locate(moved))
            continue
        sheet, wrong = read(path, folder)
        findings.extend(wrong)
        if sheet is not None:
            findings.extend(add(joined, sheet, pieces))
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
        if not path.is_file():
            return None, Finding("E101", f"{quoted(name)} is not a file in the {kind}'s folder", hint=hint)
    except (OSError, RuntimeError, ValueError):
        return None, Finding("E101", f"{quoted(name)} cannot be read", hint=hint)
    return path, None


def add(joined: Joined, sheet: ParsedFile, pieces: Pieces) -> list[Finding]:
    """Add a piece to what is joined already, and return what is wrong with it."""
    findings: list[Finding] = []
    strange = [key for key in sheet.value if key not in (*pieces.maps, *pieces.lists)]
    if strange:
        message = f"{listed(strange)} cannot stand in a piece"
        findings.append(sheet.locate(Finding("E114", message, (strange[0],), pieces.hint, pieces.kind, on_key=True)))
    for key, piece in sheet.value.items():
        if key in pieces.maps and isinstance(piece, dict):
            findings.extend(_add_map(joined, sheet, key, pieces.kind))
        elif key in pieces.lists and isinstance(piece, list):
            _add_list(joined, sheet, key)
        elif piece is not None and key not in strange:
            wanted = "a list" if key in pieces.lists else "a mapping"
            message = f"{key} is {quoted(piece)}, not {wanted}"
            findings.append(sheet.locate(Finding("E122", message, (key,), f"write {wanted}", pieces.kind)))
    return findings


def _add_map(joined: Joined, sheet: ParsedFile, key: str, kind: str) -> list[Finding]:
    findings: list[Finding] = []
    whole = _own(joined, key, {})
    for name, value in sheet.value[key].items():
        if name not in whole:
            whole[name] = value
            joined.owners[key, name] = (sheet, name)
            continue
        owner, _ = joined.owners.get((key, name), (joined.main, name))
        before = owner.place((key, name), on_key=True)
        message = f"{quoted(name)} is in {key} already, at {owner.file}:{before.line}:{before.column}"
        hint = "keep one of the two, or rename one"
        findings.append(sheet.locate(Finding("E115", message, (key, name), hint, kind, on_key=True)))
    return findings


def _add_list(joined: Joined, sheet: ParsedFile, key: str) -> None:
    whole = _own(joined, key, [])
    start = len(whole)
    whole.extend(sheet.value[key])
    joined.owners.update({(key, start + n): (sheet, n) for n in range(len(sheet.value[key]))})


def _own(joined: Joined, key: str, empty: Any) -> Any:
    """Return the list or map under `key`, a copy so that the main file's own stays as read."""
    held = joined.value.get(key)
    if joined.main.value.get(key) is held or not isinstance(held, type(empty)):
        held = type(empty)(held) if isinstance(held, type(empty)) else empty
        joined.value[key] = held
    return held
