"""Arguments and options shared by several commands, and loading the case that they name."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assess.cli.output import counted, say
from assess.domain.case import Case
from assess.domain.dates import HOW_TO_WRITE, is_date
from assess.domain.quoting import listed
from assess.domain.rules import warnings
from assess.errors import AssessError
from assess.files import load_case, load_sources
from assess.files.case_folders import sources_beside
from assess.files.loading import LEDGER
from assess.reporting.words.scale_terms import check_language

if TYPE_CHECKING:
    from assess.history import Ledger

DRAWS = 4000
"""The default of `score`, repeated here because importing it would load the network code."""


def usage(message: str) -> NoReturn:
    """Exit because the command was called wrongly."""
    raise typer.BadParameter(message)


def date(written: str | None) -> str | None:
    """Return a valid date as written; the callback of an option."""
    if written is not None and not is_date(written):
        usage(f"{written!r} is not a date: {HOW_TO_WRITE}")
    return written


def text(written: str | None) -> str | None:
    """Return a valid text as written; the callback of an option whose value is stored."""
    if written is not None and any("\ud800" <= character <= "\udfff" for character in written):
        usage("it is not UTF-8 text")
    return written


CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help="A case's folder or file, or the id of a shipped one.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", callback=date, help="Use only what had been reported by then, such as 2017-05."
    ),
]
SettledBy = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="DATE",
        callback=date,
        help="The date by which predictions were settled or due; today if left out.",
    ),
]
Draws = Annotated[
    int,
    typer.Option(
        "--draws",
        metavar="N",
        min=0,
        help="The number of draws for the intervals; 0 for neither intervals nor confidence.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="The seed of the draws.")]
Language = Annotated[
    str, typer.Option("--language", metavar="LANGUAGE", help="The language of the output, such as en.")
]
LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="FILE", help="The ledger; ledger.db beside the case if left out."),
]

Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", callback=text, help="The case's title.")]
Question = Annotated[
    str | None,
    typer.Option("--question", metavar="TEXT", callback=text, help="The question that the hypotheses answer."),
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", callback=date, help="The date of the matrix, for items without one."),
]
CodingOption = Annotated[
    str,
    typer.Option(
        "--coding",
        metavar="CODING",
        help="The coding that gives codes their meaning: a file, or the id of a shipped one.",
    ),
]
Jobs = Annotated[
    int, typer.Option("--jobs", metavar="N", min=1, help="The number of processes that score several cases.")
]
Results = Annotated[
    Path | None,
    typer.Option(
        "--results", metavar="FOLDER", help="A folder to keep results in; what is already there is not scored again."
    ),
]
Sources = Annotated[
    Path | None,
    typer.Option("--sources", metavar="FILE", help="The sources that are known across cases: sources.yaml."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")]


class StepKind(StrEnum):
    """Ways to group the evidence into steps from the prior to the posterior."""

    ITEM = "item"
    THEME = "theme"
    SOURCE = "source"
    COUNTRY = "country"


def load(case: str, sources: bool = True) -> Case:
    """Load a case; say on standard error how many warnings a check would give, and what is not used.

    Parameters
    ----------
    case : str
    sources : bool
        Whether to say that numbers in a ``sources.yaml`` beside the case are not used.
    """
    loaded = load_case(case)
    findings = warnings(loaded)
    if findings:
        say(f"{counted(findings)}: see assess check {case}")
    path = sources_beside(case) if sources else None
    shared = [] if path is None else _shared_among(loaded, path)
    if shared:
        instead = f"assess score {case} --sources {path} uses those there"
        say(f"the case's own numbers are used of {listed(shared)}: {instead}")
    return loaded


def _shared_among(case: Case, path: Path) -> list[str]:
    """Return the sources of a case that a file of shared sources knows; none if something is wrong with the file."""
    try:
        return [name for name in load_sources(path).sources if name in case.sources]
    except AssessError:
        return []


def load_spoken(case: str, language: str) -> Case:
    """Load a case with its texts in the language; exit if no report on it can be written in that language."""
    loaded = load(case)
    loaded.translations.get(language)
    try:
        check_language(loaded, language)
    except AssessError as error:
        usage(error.findings[0].message)
    return loaded


def ledger_at(case: str | None, file: Path | None) -> Ledger:
    """Return the ledger in `file`, else the one beside `case`, else the one in the working directory."""
    from assess.history import Ledger, ledger_file  # loads SQLite

    if file is not None:
        return Ledger(file)
    return Ledger(LEDGER if case is None else ledger_file(case))
