"""From a path to text: only plain files inside their folder, of a bounded size."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Callable
from pathlib import Path

from assess.errors import Finding
from assess.files.parsing import parse
from assess.files.places import ParsedFile

Parse = Callable[[str, str], tuple[ParsedFile | None, list[Finding]]]

LARGEST = 32 * 1024 * 1024


def shown(path: Path) -> str:
    """Return `path` as a reader knows it: relative where it is under the working directory."""
    try:
        return str(Path(os.path.abspath(path)).relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def is_inside(path: Path, folder: Path) -> bool:
    """Say whether `path`, its links followed, lies in `folder`."""
    return path.resolve().is_relative_to(folder.resolve())


def read(path: Path, folder: Path, parsed: Parse | None = None) -> tuple[ParsedFile | None, list[Finding]]:
    """Return the content of the YAML file at `path` with its places, and what is wrong with it as a file.

    Parameters
    ----------
    path : Path
    folder : Path
        Nothing outside it is opened, whatever links say.
    parsed : callable, optional
        Makes a sheet of the text and the name of the file, where it is not to be one mapping.
    """
    file = shown(path)
    text = read_text(path, folder)
    return (None, [text]) if isinstance(text, Finding) else (parsed or parse)(text, file)


def read_text(path: Path, folder: Path) -> str | Finding:
    """Return the text of the file at `path`, nothing outside `folder`, or what is wrong with it as a file."""
    file = shown(path)
    try:
        if not is_inside(path, folder):
            message = f"the file lies outside {shown(folder)}"
            return Finding("E112", message, hint="copy it into the folder").at(file)
        text = _text(path)
    except (OSError, RuntimeError, ValueError) as error:
        what = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        return Finding("E101", f"the file cannot be read: {what}", hint="check the path").at(file)
    return text.at(file, text.line, text.column) if isinstance(text, Finding) else text


def _text(path: Path) -> str | Finding:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        return Finding("E101", "the file cannot be read: it is not a plain file", hint="check the path")
    if status.st_size > LARGEST:
        return _too_large(status.st_size)
    with path.open("rb") as stream:
        raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return _too_large(len(raw))
    raw = raw.removeprefix(codecs.BOM_UTF8)
    hint = "save the file as UTF-8 text"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", errors="replace")) + 1
        message = f"byte 0x{raw[error.start]:02X} is not UTF-8 text"
        return Finding("E103", message, hint=hint, line=line, column=column)
    return text


def _too_large(size: int) -> Finding:
    mega = 1024 * 1024
    return Finding(
        "E102",
        f"the file has {size / mega:.1f} MB; the most is {LARGEST // mega} MB",
        hint="split it, and name the pieces under include",
    )
