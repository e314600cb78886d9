"""What commands print: results on standard output, messages and findings on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from assess.cli.at_work import clear
from assess.domain.quoting import UnknownTargetError
from assess.errors import AssessError, Finding

FINDINGS = 1
"""The exit code if something is wrong in the input; for wrong usage it is 2, as always in typer."""


def say(text: str) -> None:
    """Print a message, on standard error."""
    clear()
    typer.echo(text, err=True)


def show(text: str) -> None:
    """Print a result, on standard output."""
    clear()
    sys.stdout.write(text)
    sys.stdout.flush()


def show_pieces(pieces: Iterable[str]) -> None:
    """Print a long result, piece by piece, on standard output."""
    clear()
    sys.stdout.writelines(pieces)
    sys.stdout.flush()


def show_json(content: Mapping[str, Any]) -> None:
    """Print a result as JSON."""
    show(f"{json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)}\n")


def counted(findings: Sequence[Finding]) -> str:
    """Return the number of errors and warnings, as text.

    Examples
    --------
    >>> counted([Finding("E203", "…"), Finding("W101", "…"), Finding("W102", "…")])
    '1 error, 2 warnings'
    """
    errors = sum(finding.severity == "error" for finding in findings)
    parts = [(errors, "error"), (len(findings) - errors, "warning")]
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n) or "nothing found"


@contextmanager
def exit_on_findings(nothing_done: str, written: Sequence[Path] = ()) -> Iterator[None]:
    """Print the findings of an `AssessError`, or an unknown id, and exit with 1.

    Parameters
    ----------
    nothing_done : str
        The consequence, for the last line: "nothing scored".
    written : sequence of Path
        The files written so far; if there are any, they are the consequence instead.
    """
    try:
        yield
    except UnknownTargetError as error:
        say(str(error))
        raise typer.Exit(FINDINGS) from None
    except AssessError as error:
        for finding in error.findings:
            say(str(finding))
        done = f"{len(written)} file{'' if len(written) == 1 else 's'} written before that" if written else nothing_done
        say(f"{counted(error.findings)}, {done}")
        raise typer.Exit(FINDINGS) from None
