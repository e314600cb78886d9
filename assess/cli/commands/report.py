"""``assess report``."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from assess.analysis.digest.lead_answer import SinceRecorded
from assess.cli.at_work import progress
from assess.cli.options import DRAWS, AsOf, CaseArgument, Draws, Language, Seed, load_spoken, usage
from assess.cli.output import exit_on_findings, say, show
from assess.errors import AssessError
from assess.files.loading import LEDGER, case_file
from assess.files.reading import is_there
from assess.reporting.report.short_report import in_short
from assess.scoring.results import Assessment
from assess.scoring.score import score

_WIDTH = 110
"""The most columns in a line."""


def report(
    case: CaseArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to FILE (.html, .pdf, .docx, .md, .txt, .json or .csv) instead.",
        ),
    ] = None,
    as_of: AsOf = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    language: Language = "en",
    full: Annotated[
        bool, typer.Option("--full", help="Print the whole report, annexes included, as Markdown.")
    ] = False,
    annexes: Annotated[
        bool, typer.Option("--annexes", help="Include the annexes in FILE; an HTML page always has them, folded.")
    ] = False,
) -> None:
    """Report on a case: the answer, whose word it rests on, and what would change it."""
    if full and output is not None:
        usage("--full prints; for a file say --annexes")
    if annexes and output is None:
        usage("--annexes goes with -o; to print everything say --full")
    if output is not None:
        from assess.reporting.report.written_report import check_target  # loads all that reports are made of

        try:
            check_target(output)
        except AssessError as error:
            usage(error.findings[0].message)
    with exit_on_findings("nothing reported"):
        loaded = load_spoken(case, language)
        with progress("sampling") as tell:
            result = score(loaded, as_of, draws, seed, tell)
        since = _since_recorded(case, result)
        if output is None and not full:
            width = min(shutil.get_terminal_size((_WIDTH, 0)).columns, _WIDTH)
            show(in_short(result, width, language, since=since))
            say(f"the report, to be read in a browser: assess report {case} -o report.html; everything here: --full")
            return
        # Both load all that reports are made of.
        from assess.reporting.figures.drawing_process import drawing_beside
        from assess.reporting.report import written_report

        with progress("studying") as tell:
            if output is None:
                text = written_report.markdown(result, tell, language, with_annexes=True, since=since)
            else:
                with drawing_beside():
                    written_report.report(result, output, tell, language, annexes, since)
        if output is None:
            show(text)
            return
        say(f"wrote {output}")


def _since_recorded(case: str, result: Assessment) -> SinceRecorded | None:
    """Return what has changed since the latest recorded scoring; of a ledger that cannot be read, say so and go on."""
    if not is_there(case_file(case).parent / LEDGER):
        return None
    # Both load the ledger.
    from assess.history.comparing.since_recorded import since_recorded
    from assess.history.ledger.store import last_recorded

    try:
        recorded = last_recorded(case, result)
        return None if recorded is None else since_recorded(recorded, result)
    except AssessError as error:
        say(f"nothing is said of the ledger: {error.findings[0].message}")
        return None
