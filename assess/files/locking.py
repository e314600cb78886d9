"""One writer at a time: a lock beside what is written, which the system gives up when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assess.errors import AssessError, Finding
from assess.files.reading import shown

PATIENCE = 60.0
"""Seconds after which a writer gives up waiting for another."""

_PAUSE = 0.01


def lock_file(path: Path) -> Path:
    """Return the file that stands for the lock on `path`; it is never removed, for another may hold it."""
    return path.with_name(f".{path.name}.lock")


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock on `path`, which need not exist, while the block runs.

    Parameters
    ----------
    path : Path
    patience : float
        Seconds to wait for another writer.

    Raises
    ------
    AssessError
        Where another writer holds it for longer, or the folder takes no lock.
    """
    lock = lock_file(path)
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise unwritable(lock, error) from None
    try:
        deadline = time.monotonic() + patience
        while not _taken(handle, lock):
            if time.monotonic() >= deadline:
                message = f"another program has held {shown(lock)} for {patience:g} seconds"
                raise AssessError([Finding("E611", message, hint="wait until it ends, then try again").at(shown(path))])
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def unwritable(path: Path, error: OSError) -> AssessError:
    """Return what says that `path` cannot be written, and that what stood there still does."""
    message = f"the file cannot be written: {error.strerror or error}; what stood there before is untouched"
    hint = "make room, or allow writing to the file and its folder"
    return AssessError([Finding("E611", message, hint=hint).at(shown(path))])


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int, lock: Path) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(handle: int, lock: Path) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise unwritable(lock, error) from None
        return True
