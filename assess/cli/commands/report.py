"""``assess report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.at_work import progress
from assess.cli.options import DRAWS, AsOf, CaseArgument, Draws, Language, Seed, load_spoken, usage
from assess.cli.output import exit_on_findings, say, show
from assess.errors import AssessError
from assess.reporting.report import check_target, markdown
from assess.reporting.report import report as write_report
from assess.scoring.score import score


def report(
    case: CaseArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to FILE (.html, .md, .txt, .docx, .json or .csv) instead.",
        ),
    ] = None,
    as_of: AsOf = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    language: Language = "en",
) -> None:
    """Report on a case: claims, what they rest on, and whose word it is."""
    if output is not None:
        try:
            check_target(output)
        except AssessError as error:
            usage(error.findings[0].message)
    with exit_on_findings("nothing reported"):
        loaded = load_spoken(case, language)
        with progress("drawing") as tell:
            result = score(loaded, as_of, draws, seed, tell)
        if output is None:
            with progress("studying") as tell:
                text = markdown(result, tell, language)
            show(text)
            return
        with progress("studying") as tell:
            write_report(result, output, tell, language)
        say(f"wrote {output}")
