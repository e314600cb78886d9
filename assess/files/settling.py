"""Writes into a case's file how a prediction came out; not another character changes."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import yaml

from assess.domain.claim import Resolution
from assess.errors import AssessError, Finding
from assess.files.loading import case_file
from assess.files.lookup import Lookup
from assess.files.parsing import parse
from assess.files.reading import shown
from assess.files.saving import replace_file


def write_outcome(case: str | Path, ident: str, resolution: Resolution) -> Path:
    """Write under a prediction how it came out, into that file of the case in which it stands.

    Parameters
    ----------
    case : str or Path
        As for `load_case`, which it passes.
    ident : str
        A prediction that is not settled yet.
    resolution : Resolution

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    AssessError
        If it cannot be written; the file is then as it was.
    """
    path = _file_of(case, ident)
    raw = path.read_bytes()
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    before = raw[len(mark) :].decode("utf-8")
    after = _with(before, ident, resolution)
    if not _adds_only(before, after, ident):
        message = f"{ident} is not laid out so that resolved could be added to it"
        hint = f"write by hand: {_line(resolution)}"
        raise AssessError([Finding("E805", message, ("predictions", ident), hint).at(shown(path))])
    try:
        replace_file(path, mark + after.encode())
    except OSError as error:
        message = f"the file cannot be written: {error.strerror or error}"
        hint = "make room, or ask for the right to write there; nothing was changed"
        raise AssessError([Finding("E806", message, hint=hint).at(shown(path))]) from None
    return path


def _file_of(case: str | Path, ident: str) -> Path:
    lookup = Lookup()
    main = case_file(case)
    lookup.case(main)
    joined = lookup.contents["case"]
    sheet, _ = joined.owners.get(("predictions", ident), (joined.main, ident))
    return main if sheet is joined.main else Path(sheet.file).absolute()


def _with(text: str, ident: str, resolution: Resolution) -> str:
    """Return `text` with one key more: after `resolves_by` in a block that has it, else first; last between braces."""
    entry = _entry(text, ident)
    if entry is None or not entry.value:
        return text
    line = _line(resolution)
    if entry.flow_style:
        at = entry.value[-1][1].end_mark.index
        return f"{text[:at]}, {line}{text[at:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = " " * entry.value[0][0].start_mark.column
    for key, value in entry.value:
        if key.value == "resolves_by" and isinstance(value, yaml.ScalarNode):
            at = text.find("\n", value.end_mark.index)
            if at < 0:
                return f"{text}{newline}{indent}{line}{newline}"
            return f"{text[: at + 1]}{indent}{line}{newline}{text[at + 1 :]}"
    at = entry.value[0][0].start_mark.index
    return f"{text[:at]}{line}{newline}{indent}{text[at:]}"


def _entry(text: str, ident: str) -> yaml.MappingNode | None:
    at: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    for wanted in ("predictions", ident):
        found = None
        for key, value in at.value if isinstance(at, yaml.MappingNode) else ():
            found = value if key.value == wanted else found
        at = found
    return at if isinstance(at, yaml.MappingNode) else None


def _line(resolution: Resolution) -> str:
    why = f", why: {json.dumps(resolution.why, ensure_ascii=False)}" if resolution.why else ""
    return f'resolved: {{outcome: {str(resolution.outcome).lower()}, on: "{resolution.on}"{why}}}'


def _adds_only(before: str, after: str, ident: str) -> bool:
    """Say whether the outcome is all that the texts differ in, read as data."""
    old, new = parse(before, "")[0], parse(after, "")[0]
    if old is None or new is None:
        return False
    entry = new.value["predictions"][ident]
    resolved = entry.pop("resolved", None) if isinstance(entry, dict) else None
    return resolved is not None and bool(new.value == old.value)
