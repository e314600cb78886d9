"""Standard output and standard error, which may be closed, full, or a pipe whose reader has gone."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, NoReturn

import typer

OUTPUT_LOST = 3
"""The exit code if everything was done but output could not be written: a script need not repeat it."""

Lost = Callable[[OSError], None]
"""Called when something could not be written."""


class _Stream(io.TextIOWrapper):
    """A stream that reports lost output, be it a result, a help text or the end of either."""

    def __init__(self, buffer: BinaryIO, lost: Lost, line_buffering: bool = False) -> None:
        # A file name may not be valid text; an error in writing it would hide the message.
        super().__init__(buffer, encoding="utf-8", errors="backslashreplace", line_buffering=line_buffering)
        self.lost = lost

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError as error:
            self._lose(error)
        return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            self._lose(error)

    def _lose(self, error: OSError) -> None:
        # What is left in the buffer must not be flushed at exit, into the closed pipe or the full disk.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
        self.lost(error)


def watch_streams() -> None:
    """Report output that cannot be written, with exit code 3; drop what standard error refuses."""
    sys.stderr = _watched(sys.stderr, lambda _: None)
    sys.stdout = _watched(sys.stdout, _output_lost)


def _watched(stream: object, lost: Lost) -> _Stream:
    if isinstance(stream, io.TextIOWrapper):
        line_buffering = stream.line_buffering
        return _Stream(stream.detach(), lost, line_buffering)
    # It was closed before the program began. A stream that refuses output takes its number, which no file must get.
    return _Stream(os.fdopen(os.open(os.devnull, os.O_RDONLY), "wb"), lost)


def _output_lost(error: OSError) -> NoReturn:
    if isinstance(error, BrokenPipeError):  # a reader that has seen enough
        raise typer.Exit
    why = "standard output is closed" if error.errno == errno.EBADF else error.strerror or error
    typer.echo(f"all was done, but the output cannot be written: {why}", err=True)
    raise typer.Exit(OUTPUT_LOST)
