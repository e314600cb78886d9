"""Opening what a user names (plain files of bounded size only), and the files that ship with the package.

E101 unreadable file
    Finds:   A file that does not exist, may not be read, or is a folder, a pipe or a device.
    Matters: Nothing can be scored from it; a half-read case would give a confident wrong number.
    Example: include: [evidence/azerbajian.yaml]
    Instead: include: [evidence/azerbaijan.yaml]

E102 file too large
    Finds:   A file over 32 MB, or pieces that are together.
    Matters: Such a file is a mistake or an attack; 100,000 evidence items need less.
    Example: case.yaml of 50 MB
    Instead: Leave out what is not evidence, such as the text of documents: cite it.

E103 not text
    Finds:   Bytes that are not UTF-8, or characters that no text contains.
    Matters: Guessing an encoding would silently change names.
    Example: a spreadsheet saved as case.yaml
    Instead: Save the file as UTF-8 text.

E109 several documents
    Finds:   A second YAML document in one file, after ---.
    Matters: Only one of them could be the case.
    Example: case: one
             ---
             case: two
    Instead: Write each to a file of its own.

E110 no mapping at the top
    Finds:   An empty file, or one whose top is a list or a single value.
    Matters: Every input starts with keys that say what it is.
    Example: - case: tiny
    Instead: case: tiny

E112 outside the folder
    Finds:   A piece, rubric or case file that lies, its links followed, outside the folder it should be in.
    Matters: A case from a colleague must not be able to read your other files.
    Example: include: [../other/evidence.yaml]
    Instead: include: [evidence.yaml]
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

from assess.errors import Finding
from assess.files.parsing import parse
from assess.files.places import ParsedFile

Parse = Callable[[str, str], tuple[ParsedFile | None, list[Finding]]]

_PACKAGE = Path(__file__).resolve().parent.parent

LARGEST = 32 * 1024 * 1024


def shown(path: Path) -> str:
    """Return `path` as text for messages, relative if it is below the working directory."""
    try:
        return str(Path(os.path.abspath(path)).relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def is_there(path: str | Path) -> bool:
    """Return whether anything exists at `path`, even a broken link; any name may be asked about."""
    return os.path.lexists(path)


def is_file(path: str | Path) -> bool:
    """Return whether there is a plain file at `path`, links followed."""
    return os.path.isfile(path)


def is_folder(path: str | Path) -> bool:
    """Return whether there is a folder at `path`, links followed."""
    return os.path.isdir(path)


def stamp_of(path: str | Path) -> str:
    """Return the size of a file in bytes, and when it was last written, in nanoseconds."""
    status = os.stat(path)
    return f"{status.st_size} {status.st_mtime_ns}"


def size_of(path: Path) -> int:
    """Return the size of a file in bytes; 0 if there is none."""
    try:
        return os.path.getsize(path)
    except (OSError, ValueError):
        return 0


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files in a folder, sorted by name; none if it cannot be read."""
    try:
        names = sorted(os.listdir(folder))
    except (OSError, ValueError):
        return []
    return [folder / name for name in names if name.endswith(".yaml") and is_file(folder / name)]


def is_inside(path: Path, folder: Path) -> bool:
    """Return whether `path`, its links followed, lies in `folder`."""
    return path.resolve().is_relative_to(folder.resolve())


def read(path: Path, folder: Path, parse_with: Parse | None = None) -> tuple[ParsedFile | None, list[Finding]]:
    """Return the content of the YAML file at `path` with its places, and the findings about the file.

    Parameters
    ----------
    path : Path
    folder : Path
        Nothing outside it is opened, whatever links say.
    parse_with : callable, optional
        Parses the text, given the name of the file too; `parse` by default.
    """
    file = shown(path)
    text = read_text(path, folder)
    return (None, [text]) if isinstance(text, Finding) else (parse_with or parse)(text, file)


def read_text(path: Path, folder: Path) -> str | Finding:
    """Return the text of the file at `path`, or a finding if it cannot be read or lies outside `folder`."""
    raw = read_raw(path, folder)
    text = decoded(raw) if isinstance(raw, bytes) else raw
    return text.at(shown(path), text.line, text.column) if isinstance(text, Finding) else text


def read_raw(path: Path, folder: Path) -> bytes | Finding:
    """Return the bytes of the file at `path`, or a finding if it cannot be read, is too large or outside `folder`."""
    file = shown(path)
    try:
        if not is_inside(path, folder):
            message = f"the file lies outside {shown(folder)}"
            return Finding("E112", message, hint="copy it into the folder").at(file)
        raw = read_bytes(path, LARGEST + 1)
    except (OSError, RuntimeError, ValueError) as error:
        what = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        return Finding("E101", f"the file cannot be read: {what}", hint="check the path").at(file)
    return too_large(max(len(raw), size_of(path))).at(file) if len(raw) > LARGEST else raw


def read_bytes(path: Path, most: int) -> bytes:
    """Return the first `most` bytes of a plain file; everything a user names is opened here.

    Raises
    ------
    OSError
        If it cannot be read, or is a pipe, a device or a folder; opening never waits for any of these.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except ValueError as error:  # a name with a null character
        raise OSError(errno.EINVAL, str(error)) from None
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not a plain file")
        return stream.read(most)


def own_text(path: Path) -> str:
    """Return the text of a file in this package."""
    return read_bytes(path, LARGEST).decode()


def decoded(raw: bytes) -> str | Finding:
    """Return the text of UTF-8 bytes without a byte order mark, or the finding that they are not text or too many."""
    if len(raw) > LARGEST:
        return too_large(len(raw))
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


def too_large(size: int) -> Finding:
    """Return the finding about a file that is too large to be read."""
    mega = 1024 * 1024
    return Finding(
        "E102",
        f"the file has {size / mega:.1f} MB; the most is {LARGEST // mega} MB",
        hint="split it, and name the pieces under include",
    )


def shipped_folder() -> Path:
    """Return the folder that holds ``rubrics/`` and ``cases/``, in the wheel or else in the checkout."""
    installed = _PACKAGE / "shipped"
    return installed if is_folder(installed) else _PACKAGE.parent


def shipped_ids(kind: str) -> list[str]:
    """Return the ids of the shipped inputs of a kind.

    Parameters
    ----------
    kind : {"case", "rubric", "scale", "grading", "coding", "confidence"}
    """
    folder = shipped_folder()
    if kind == "case":
        return sorted(name for name in os.listdir(folder / "cases") if is_file(folder / "cases" / name / "case.yaml"))
    if kind == "rubric":
        return [path.stem for path in yaml_files(folder / "rubrics")]
    below = "confidence" if kind == "confidence" else "scales"
    return [path.stem for path in yaml_files(folder / "rubrics" / below) if has_key(path, kind)]


def has_key(path: Path, key: str) -> bool:
    """Return whether a file is of the kind `key`, judging by its top keys; a case names its rubric too."""
    try:
        top = {line.partition(b":")[0] for line in read_bytes(path, 8192).splitlines()}
    except OSError:
        return False
    return key.encode() in top and (key == "case" or b"case" not in top)
