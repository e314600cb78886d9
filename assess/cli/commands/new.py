"""``assess new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.options import text
from assess.cli.output import exit_on_findings, say
from assess.files.starter import new_case


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The new case's folder, which must not exist.")],
    rubric: Annotated[
        str | None,
        typer.Option("--rubric", metavar="ID", help="A rubric that ships; a small one of its own if left out."),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", callback=text, help="The case's title.")
    ] = None,
) -> None:
    """Make a case to start from, which scores at once and explains each entry in a comment."""
    with exit_on_findings("nothing written"):
        made = new_case(folder, rubric, title)
    for path in made.files:
        say(f"wrote {path}")
    say(f"put your own in the place of the examples, then: assess check {made.folder}; assess score {made.folder}")
