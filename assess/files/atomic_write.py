"""Writing files safely: one writer at a time, and a reader sees the old content or the new, never part of either.

E611 cannot be written
    Finds:   A file that cannot be replaced: no room, no permission, another writer, or a change made meanwhile.
    Matters: A change is reported only once it is on the disk. The old content is still there.
    Example: assess withdraw /usr/share/cases/choir e1 --why retracted
    Instead: Copy the case to a folder of your own, or free some space, and try again.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from assess.errors import AssessError, Finding
from assess.files.reading import is_file, is_folder, is_there, shown

PATIENCE = 60.0
"""Seconds after which a writer gives up waiting for another."""

_NOT_PLAIN = "it is not a plain file"
_POLL = 0.01
"""Seconds between two attempts to take a lock."""


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (RuntimeError, ValueError) as error:  # a loop of links, a null character
        raise OSError(errno.ELOOP, str(error)) from None


def lock_file(path: Path) -> Path:
    """Return the file that serves as the lock on `path`, links followed; it remains after the lock is released."""
    target = _resolved(path)
    return target.with_name(f".{target.name}.lock")


@contextmanager
def held(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock on `path`, which need not exist, while the block runs; the system releases it if the holder dies.

    Parameters
    ----------
    path : Path
    patience : float
        Seconds to wait for another writer.

    Raises
    ------
    TimeoutError
        If another writer holds it for longer.
    OSError
        If the folder does not exist or allows no lock, or if `path` is not a plain file.
    """
    from filelock import FileLock, Timeout

    file = lock_file(path)
    if is_there(path) and not is_file(path):  # a device has no other writers, and takes no file beside it
        raise OSError(errno.EINVAL, _NOT_PLAIN)
    if not is_folder(file.parent):  # else FileLock would make it
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file.parent))
    # Where no file can be made, FileLock would wait as if another held it.
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o644))
    lock = FileLock(file)
    try:
        lock.acquire(timeout=patience, poll_interval=_POLL)
    except Timeout:
        message = f"another program has held {shown(file)} for {patience:g} seconds"
        raise TimeoutError(errno.ETIMEDOUT, message) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock on `path` as `held` does, with an `AssessError` (E611) if it cannot be obtained."""
    with ExitStack() as stack:
        try:
            stack.enter_context(held(path, patience))
        except TimeoutError as error:
            hint = "wait until it ends, then try again"
            raise AssessError([Finding("E611", str(error.strerror), hint=hint).at(shown(path))]) from None
        except OSError as error:
            raise unwritable(path.with_name(f".{path.name}.lock"), error) from None
        yield


@contextmanager
def folder_for(path: Path) -> Iterator[None]:
    """Make a folder if there is none, and remove it if the block fails before anything is in it.

    Raises
    ------
    AssessError
        E611 if it cannot be made.
    """
    try:
        path.mkdir(exist_ok=True)
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None
    try:
        yield
    except BaseException:
        with suppress(OSError):
            path.rmdir()  # which fails where anything is in it
        raise


@contextmanager
def removed_on_failure(*paths: Path) -> Iterator[None]:
    """Remove those of some files that were not there before the block, if it fails."""
    new = [path for path in paths if not is_there(path)]
    try:
        yield
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise


def check_folder(path: Path) -> None:
    """Raise an error, before any work, if the folder that a file is to be written in does not exist.

    Raises
    ------
    AssessError
        E611.
    """
    if not is_folder(path.parent):
        message = f"the file cannot be written: there is no folder {shown(path.parent)}"
        raise AssessError([Finding("E611", message, hint="make the folder first, or write elsewhere").at(shown(path))])


def unwritable(path: Path, error: OSError | ValueError) -> AssessError:
    """Return the error for a `path` that cannot be written, and so keeps its content."""
    why = (isinstance(error, OSError) and error.strerror) or error
    message = f"the file cannot be written: {why}; what stood there before is untouched"
    hint = "make room, or allow writing to the file and its folder"
    return AssessError([Finding("E611", message, hint=hint).at(shown(path))])


def put(path: Path, content: bytes) -> None:
    """Replace the content of `path` as `replace_file` does.

    Raises
    ------
    AssessError
        E611 if it cannot be written; the old content is then untouched.
    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise unwritable(path, error) from None


def replace_file(path: Path, content: bytes) -> None:
    """Replace the content of `path`; on return, the new content is on the disk.

    Parameters
    ----------
    path : Path
        It need not exist; its folder must. A link is followed, and the file keeps its permissions.
    content : bytes

    Raises
    ------
    OSError
        If it cannot be written; the old content is then untouched, and no temporary file is left.
    """
    target = _resolved(path)
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
    """Return the mode of a file that may be replaced, or None if there is no file.

    Raises
    ------
    OSError
        If it is a pipe, a device or a folder, or is not writable, even if its folder would allow replacing it.
    """
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, _NOT_PLAIN)
    mode = stat.S_IMODE(status.st_mode)
    if not mode & 0o222:
        raise PermissionError(errno.EACCES, "it may only be read")
    return mode


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
    """Flush the names in a folder to the disk; Windows cannot open folders, and needs no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
