"""What commands print: results on standard output; messages, findings and progress on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from assess.domain.quoting import UnknownTargetError
from assess.errors import AssessError, Finding

FINDINGS = 1
"""Exit code where something is wrong in the input; wrong usage is 2, as everywhere in typer."""

_PATIENCE = 1.0
_PATIENCE_WITHOUT_TERMINAL = 2.0
_BETWEEN_LINES = 10.0
_BAR = 30


def say(text: str) -> None:
    """Print a message, on standard error."""
    typer.echo(text, err=True)


def show(text: str) -> None:
    """Print a result, on standard output."""
    sys.stdout.write(text)
    sys.stdout.flush()


def show_json(content: Mapping[str, Any]) -> None:
    """Print a result as JSON."""
    show(f"{json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)}\n")


def counted(findings: Sequence[Finding]) -> str:
    """Return how many errors and warnings there are.

    Examples
    --------
    >>> counted([Finding("E203", "…"), Finding("W101", "…"), Finding("W102", "…")])
    '1 error, 2 warnings'
    """
    errors = sum(finding.severity == "error" for finding in findings)
    parts = [(errors, "error"), (len(findings) - errors, "warning")]
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n) or "nothing found"


@contextmanager
def exit_on_findings(nothing_done: str) -> Iterator[None]:
    """Print the findings of an `AssessError`, and exit with 1; likewise for an id that is not known.

    Parameters
    ----------
    nothing_done : str
        The consequence, for the last line: "nothing scored".
    """
    try:
        yield
    except UnknownTargetError as error:
        say(str(error))
        raise typer.Exit(FINDINGS) from None
    except AssessError as error:
        for finding in error.findings:
            say(str(finding))
        say(f"{counted(error.findings)}, {nothing_done}")
        raise typer.Exit(FINDINGS) from None


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Return a callback that says on standard error how far work is that takes long.

    A bar on a terminal, after a second; elsewhere a line after two seconds, and another every ten.
    """
    start = time.monotonic()
    shown = False
    next_line = start + _PATIENCE_WITHOUT_TERMINAL

    def tell(done: int, of: int) -> None:
        nonlocal shown, next_line
        now = time.monotonic()
        if sys.stderr.isatty():
            if shown or (now - start > _PATIENCE and done < of):
                filled = _BAR * done // max(1, of)
                typer.echo(f"\r{what} {'█' * filled}{'·' * (_BAR - filled)} {done:,} of {of:,}", nl=False, err=True)
                shown = True
        elif now > next_line and done < of:
            say(f"{what}: {done:,} of {of:,}")
            next_line = now + _BETWEEN_LINES

    yield tell
    if shown:
        typer.echo(f"\r{' ' * (len(what) + _BAR + 40)}\r", nl=False, err=True)
