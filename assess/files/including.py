"""Joins a case with the pieces that it includes."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import Any

from assess.domain.names import listed, quoted
from assess.errors import Finding
from assess.files.places import Joined, Sheet
from assess.files.reading import LARGEST, is_inside, read

LISTS = ("evidence",)
MAPS = ("subjects", "ask", "priors", "sources", "documents", "claims", "predictions")
_LIST = "write [evidence/azerbaijan.yaml], say"
_PIECES = f"a piece holds {', '.join(MAPS)} and {LISTS[0]}"


def join(main: Sheet, folder: Path) -> tuple[Joined, list[Finding]]:
    """Return the case in `main` with its pieces, and what is wrong with them.

    Parameters
    ----------
    main : Sheet
        The case's own file.
    folder : Path
        The case's folder; nothing outside it is opened.
    """
    named = main.value.get("include")
    if named is None:
        return Joined(main.value, main), []
    content = {key: value for key, value in main.value.items() if key != "include"}
    joined = Joined(content, main)
    if not isinstance(named, list) or not all(isinstance(name, str) and name for name in named):
        finding = Finding("E122", f"include is {quoted(named)}, not a list of paths", ("include",), _LIST, "case")
        return joined, [main.locate(finding)]
    findings: list[Finding] = []
    seen = {(folder / "case.yaml").resolve()} | {Path(main.file).resolve()}
    room = LARGEST
    for n, name in enumerate(named):
        path, refusal = _target(name, folder)
        if path is not None and path.resolve() in seen:
            refusal = Finding("E113", f"{quoted(name)} is in the case already", hint="name each piece once")
        if refusal is None and path is not None:
            seen.add(path.resolve())
            room -= path.stat().st_size if path.is_file() else 0
            if room < 0:
                refusal = Finding("E102", "the pieces together are too large", hint="split the case")
        if refusal is not None or path is None:
            if refusal is not None:
                moved = Finding(refusal.code, refusal.message, ("include", n), refusal.hint, "case")
                findings.append(main.locate(moved))
            continue
        sheet, wrong = read(path, folder)
        findings.extend(wrong)
        if sheet is not None:
            findings.extend(_add(joined, sheet))
    return joined, findings


def _target(name: str, folder: Path) -> tuple[Path | None, Finding | None]:
    hint = "name a file in the case's folder, such as evidence/azerbaijan.yaml"
    outside = Finding("E112", f"{quoted(name)} leaves the case's folder", hint=hint)
    if Path(name).is_absolute() or PureWindowsPath(name).anchor:
        return None, outside
    path = folder / name
    try:
        if not is_inside(path, folder):
            return None, outside
        if not path.is_file():
            return None, Finding("E101", f"{quoted(name)} is no file in the case's folder", hint=hint)
    except (OSError, RuntimeError, ValueError):
        return None, Finding("E101", f"{quoted(name)} cannot be read", hint=hint)
    return path, None


def _add(joined: Joined, sheet: Sheet) -> list[Finding]:
    findings: list[Finding] = []
    strange = [key for key in sheet.value if key not in (*MAPS, *LISTS)]
    if strange:
        message = f"{listed(strange)} cannot stand in a piece"
        findings.append(sheet.locate(Finding("E114", message, (strange[0],), _PIECES, "case", on_key=True)))
    for key, piece in sheet.value.items():
        if key in MAPS and isinstance(piece, dict):
            findings.extend(_add_map(joined, sheet, key))
        elif key in LISTS and isinstance(piece, list):
            _add_list(joined, sheet, key)
        elif piece is not None and key not in strange:
            wanted = "a list" if key in LISTS else "a mapping"
            message = f"{key} is {quoted(piece)}, not {wanted}"
            findings.append(sheet.locate(Finding("E122", message, (key,), f"write {wanted}", "case")))
    return findings


def _add_map(joined: Joined, sheet: Sheet, key: str) -> list[Finding]:
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
        findings.append(sheet.locate(Finding("E115", message, (key, name), hint, "case", on_key=True)))
    return findings


def _add_list(joined: Joined, sheet: Sheet, key: str) -> None:
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
