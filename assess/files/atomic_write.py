"""Replaces a file whole: whoever reads it finds what stood there before or what stands there now."""

from __future__ import annotations

import os
import stat
import threading
from contextlib import suppress
from pathlib import Path

from assess.files.locking import unwritable


def put(path: Path, content: bytes) -> None:
    """Put `content` in the place of what `path` holds, as `replace_file` does.

    Raises
    ------
    AssessError
        Where it cannot be written; what stood there is untouched then.
    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise unwritable(path, error) from None


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of what `path` holds; when this returns, it is on the disk.

    Parameters
    ----------
    path : Path
        It need not exist; its folder must. A link is followed, and the file keeps its permissions.
    content : bytes

    Raises
    ------
    OSError
        Where it cannot be written; what stood there is untouched then, and nothing is left behind.
    """
    target = path.resolve()
    new = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        _write(new, content, _mode(target))
        os.replace(new, target)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    sync_folder(target.parent)


def _mode(target: Path) -> int | None:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None


def _write(path: Path, content: bytes, mode: int | None) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if mode is not None:
            os.chmod(path, mode)
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last too; some systems open no folders, and need not be told."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
