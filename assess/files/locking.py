"""One writer at a time: a lock beside what is written, which the system gives up when its holder dies.

E611 cannot be written
    Finds:   A file that cannot be replaced: no room, no permission, another writer, or a change made meanwhile.
    Matters: A change is told as made only once it is on the disk. What stood there before stands there still.
    Example: assess withdraw /usr/share/cases/choir e1 --why retracted
    Instead: Copy the case to a folder of your own, or make room, and try again.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assess.errors import AssessError, Finding
from assess.files.reading import shown

PATIENCE = 60.0
"""Seconds after which a writer gives up waiting for another."""


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
        is_held = _take(handle, patience)
    except OSError as error:
        os.close(handle)
        raise unwritable(lock, error) from None
    if not is_held:
        message = f"another program has held {shown(lock)} for {patience:g} seconds"
        raise AssessError([Finding("E611", message, hint="wait until it ends, then try again").at(shown(path))])
    try:
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

    def _take(handle: int, patience: float) -> bool:
        deadline = time.monotonic() + patience
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError:
                if time.monotonic() >= deadline:
                    os.close(handle)
                    return False
                time.sleep(0.01)
            else:
                return True

else:
    import fcntl

    def _take(handle: int, patience: float) -> bool:
        """Say whether the lock was given in time; else the handle is closed, if need be once it is.

        The system wakes those who wait in their order, so that none waits for ever, as one who only asks again might;
        but it knows no end of patience. So another thread waits.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            return True
        state, given = threading.Lock(), threading.Event()
        too_late = False

        def wait() -> None:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with state:
                given.set()
                if too_late:
                    os.close(handle)

        threading.Thread(target=wait, daemon=True).start()
        given.wait(patience)
        with state:
            too_late = not given.is_set()
        return not too_late
