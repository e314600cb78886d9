"""Make a case from the file of another tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.options import CodingOption, Published, Question, Title
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
            metavar="FILE",
            help="A matrix of competing hypotheses: UTF-8 text separated by commas, semicolons or tabs, or .xlsx.",
        ),
    ],
    folder: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FOLDER", help="The new case's folder; FILE's name if left out."),
    ] = None,
    title: Title = None,
    question: Question = None,
    published: Published = None,
    coding: CodingOption = "heuer",
) -> None:
    """Make a case and a rubric from a matrix of competing hypotheses; each number says where it comes from."""
    with exit_on_findings("nothing written"):
        made = import_ach(file, folder, title, question, published, coding)
    for path in made.files:
        say(f"wrote {path}")
    for assumed in made.assumed:
        say(f"assumed: {assumed}")
    say(f"{count(made.items, 'item')} against {made.hypotheses} hypotheses; see assess check {made.folder}")
