"""``assess export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.at_work import progress
from assess.cli.options import DRAWS, AsOf, CaseArgument, Draws, Seed, load, usage
from assess.cli.output import exit_on_findings, say, show
from assess.errors import AssessError
from assess.formats import FORMATS, check_export, exported, rendered
from assess.scoring.score import score

_OF_INSTANCES = " or ".join(name for name, form in FORMATS.items() if form.takes_instance)


def export(
    case: CaseArgument,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help=f"One of: {', '.join(FORMATS)}.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to FILE, not standard output; for csv, ach and grid, a name without an ending is a folder.",
        ),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="INSTANCE", help=f"For {_OF_INSTANCES}: the instance, such as arac/origin."),
    ] = None,
    as_of: AsOf = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
) -> None:
    """Export a scoring to the format of another program."""
    try:
        check_export(to, output, of)
    except AssessError as error:
        usage(f"{error.findings[0].message}: {error.findings[0].hint}")
    written: list[Path] = []
    with exit_on_findings("nothing exported", written):
        with progress("sampling") as tell:
            result = score(load(case), as_of, draws, seed, tell)
        if output is None:
            show(rendered(result, to, of=of))
            return
        for path in exported(result, to, output, of):
            written.append(path)
            say(f"wrote {path}")
