"""The program, and what all its commands share."""

from __future__ import annotations

import gc
import io
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assess.errors import AssessError, Finding
from assess.version import VERSION

if TYPE_CHECKING:
    from assess.domain.case import Case

FINDINGS = 1
"""Exit code where something is wrong in the input; wrong usage is 2, as everywhere in typer."""

DRAWS = 4000
"""As in the library, which need not be loaded to say so."""

_PATIENCE = 1.0
_BAR = 30

app = typer.Typer(
    name="assess",
    help="Score claims from graded evidence, by one exact Bayesian network.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def usage(message: str) -> NoReturn:
    """Stop because the command was called wrongly."""
    raise typer.BadParameter(message)


def date(written: str | None) -> str | None:
    """Return a date as written, if it is one; for the callback of an option."""
    from assess.domain.dates import HOW_TO_WRITE, is_date

    if written is not None and not is_date(written):
        usage(f"{written!r} is not a date: {HOW_TO_WRITE}")
    return written


CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help="A case's folder or file, or the id of a shipped one.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", callback=date, help="Use only what had been reported by then: 2017-05."),
]


Draws = Annotated[
    int,
    typer.Option(
        "--draws", metavar="N", min=0, help="Draws that the intervals are from; 0 for neither intervals nor confidence."
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="What the draws are made with.")]
Language = Annotated[
    str, typer.Option("--language", metavar="LANGUAGE", help="What is written is written in it, such as en or ru.")
]


def load_spoken(case: str, language: str) -> Case:
    """Return a case; exit where it cannot be spoken of in a language."""
    from assess.reporting.report import check_language

    loaded = load(case)
    try:
        check_language(loaded, language)
    except AssessError as error:
        usage(error.findings[0].message)
    return loaded


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"assess {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    pass


def say(text: str) -> None:
    """Print a message, on standard error."""
    typer.echo(text, err=True)


def show(text: str) -> None:
    """Print a result, on standard output; a reader that has seen enough may close the pipe."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer must not be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


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
    """Turn an `AssessError` into its findings on standard error and exit code 1.

    Parameters
    ----------
    nothing_done : str
        What did not happen, for the last line.
    """
    try:
        yield
    except AssessError as error:
        for finding in error.findings:
            say(str(finding))
        say(f"{counted(error.findings)}, {nothing_done}")
        raise typer.Exit(FINDINGS) from None


def load(case: str) -> Case:
    """Load a case, and say on standard error how many warnings a check would give."""
    from assess.domain.rules import warnings
    from assess.files import load_case

    loaded = load_case(case)
    found = warnings(loaded)
    if found:
        say(f"{counted(found)}: see assess check {case}")
    return loaded


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give what tells how far work is, on standard error: a bar, once it has taken a second and somebody looks on."""
    start = time.monotonic()
    shown = False

    def tell(done: int, of: int) -> None:
        nonlocal shown
        if sys.stderr.isatty() and (shown or (time.monotonic() - start > _PATIENCE and done < of)):
            filled = _BAR * done // max(1, of)
            typer.echo(f"\r{what} {'█' * filled}{'·' * (_BAR - filled)} {done:,} of {of:,}", nl=False, err=True)
            shown = True

    yield tell
    if shown:
        typer.echo(f"\r{' ' * (len(what) + _BAR + 40)}\r", nl=False, err=True)


def main() -> None:
    """Run the program; nothing that it makes has to be collected before it ends, and no plug-ins are looked for."""
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from assess.cli import (  # noqa: F401 - each adds its command
        add,
        calibration,
        check,
        compare,
        explain,
        export,
        importing,
        learn,
        ledger,
        new,
        plan,
        plot,
        regrade,
        report,
        resolve,
        schema,
        score,
        sensitivity,
        show,
        timeline,
        verify,
        withdraw,
    )

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    app()
