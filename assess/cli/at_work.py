"""Progress on standard error while a command works: a bar on a terminal, otherwise a line now and then.

A separate thread writes it, so that the work itself need not know of it.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

PATIENCE, BETWEEN_LINES = 2.0, 10.0
"""Seconds until the first line, and between lines."""

PATIENCE_ON_TERMINAL, BETWEEN_BARS = 1.0, 0.2

_BAR = 30


def _write(text: str) -> None:
    typer.echo(text, nl=False, err=True)


class _Work:
    """One command at work.

    Parameters
    ----------
    name : str
        What to say of it while its progress is unknown.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.stage: tuple[str, int, int] | None = None
        self._start = time.monotonic()
        self._lock = threading.RLock()
        self._bar = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop reporting."""
        self._over.set()
        self._thread.join()
        self.clear()

    def clear(self) -> None:
        """Clear the bar from the terminal, before something else is written."""
        with self._lock:
            if self._bar:
                _write(f"\r{' ' * len(self._bar)}\r")
                self._bar = ""

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Report nothing while waiting for an answer."""
        with self._lock:
            self.clear()
            yield
            self._start = time.monotonic()

    def _watch(self) -> None:
        pause = PATIENCE_ON_TERMINAL if sys.stderr.isatty() else PATIENCE
        while not self._over.wait(pause):
            with self._lock:
                pause = self._tell()

    def _tell(self) -> float:
        """Report the progress, and return the seconds to wait before the next report."""
        on_terminal = sys.stderr.isatty()
        passed = time.monotonic() - self._start
        left = (PATIENCE_ON_TERMINAL if on_terminal else PATIENCE) - passed
        if left > 0.0 or self._over.is_set():
            return max(left, 0.0)
        text = self._text(passed, on_terminal)
        if not on_terminal:
            _write(f"{text}\n")
            return BETWEEN_LINES
        _write(f"\r{text.ljust(len(self._bar))}")
        self._bar = text
        return BETWEEN_BARS

    def _text(self, passed: float, with_bar: bool) -> str:
        if self.stage is None:
            return f"{self.name}: at work for {passed:.0f} s"
        what, done, of = self.stage
        filled = _BAR * done // max(1, of)
        bar = f" {'█' * filled}{'·' * (_BAR - filled)}" if with_bar else ":"
        return f"{what}{bar} {done:,} of {of:,}"


_at_work: list[_Work] = []


@contextmanager
def at_work(name: str) -> Iterator[None]:
    """Report now and then that a command is still at work, while the block runs."""
    work = _Work(name)
    _at_work.append(work)
    try:
        yield
    finally:
        _at_work.remove(work)
        work.end()


def call_it(name: str) -> None:
    """Rename the command at work."""
    for work in _at_work[-1:]:
        work.name = name


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Return a callback to which part of the work reports its progress."""

    def report_progress(done: int, of: int) -> None:
        for work in _at_work[-1:]:
            work.stage = (what, done, of) if done < of else None

    try:
        yield report_progress
    finally:
        report_progress(1, 1)


@contextmanager
def asking() -> Iterator[None]:
    """Report nothing while waiting for an answer."""
    if not _at_work:
        yield
        return
    with _at_work[-1].asking():
        yield


def clear() -> None:
    """Clear the progress from the terminal, before something else is written."""
    for work in _at_work[-1:]:
        work.clear()
