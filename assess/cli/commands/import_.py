"""Make a case from the file of another tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.options import date, text
from assess.cli.output import exit_on_findings, say
from assess.domain.number_text import count
from assess.formats.ach import import_ach

import_ = typer.Typer(help=__doc__, no_args_is_help=True, rich_markup_mode=None)


@import_.callback()
def _of_what() -> None:
    pass


@import_.command()
def ach(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A matrix of competing hypotheses: CSV, or separated by semicolons or tabs; UTF-8."
        ),
    ],
    folder: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FOLDER", help="The new case's folder; FILE's name if left out."),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", callback=text, help="The case's title.")
    ] = None,
    question: Annotated[
        str | None,
        typer.Option("--question", metavar="TEXT", callback=text, help="The question that the hypotheses answer."),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="DATE", callback=date, help="The date of the matrix, for items without one."
        ),
    ] = None,
    coding: Annotated[
        str,
        typer.Option(
            "--coding", metavar="CODING", help="The coding that codes are read by: a file, or the id of a shipped one."
        ),
    ] = "heuer",
) -> None:
    """Make a case and a rubric from a matrix of competing hypotheses; each number says where it comes from."""
    with exit_on_findings("nothing written"):
        made = import_ach(file, folder, title, question, published, coding)
    for path in made.files:
        say(f"wrote {path}")
    say(f"{count(made.items, 'item')} against {made.hypotheses} hypotheses; see assess check {made.folder}")
