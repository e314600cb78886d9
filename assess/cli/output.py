"""What commands print: results on standard output, messages and findings on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from assess.cli.at_work import clear
from assess.domain.quoting import UnknownTargetError
from assess.errors import AssessError, Finding

FINDINGS = 1
"""Exit code where something is wrong in the input; wrong usage is 2, as everywhere in typer."""


def say(text: str) -> None:
    """Print a message, on standard error."""
    clear()
    typer.echo(text, err=True)


def show(text: str) -> None:
    """Print a result, on standard output."""
    clear()
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
def exit_on_findings(nothing_done: str, written: Sequence[Path] = ()) -> Iterator[None]:
    """Print the findings of an `AssessError`, and exit with 1; likewise for an id that is not known.

    Parameters
    ----------
    nothing_done : str
        The consequence, for the last line: "nothing scored".
    written : sequence of Path
        The files written so far; where there are any, these are the consequence.
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
