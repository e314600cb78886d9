"""``assess new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.asking_grid import ask_grid, scored
from assess.cli.options import CodingOption, Published, Question, Title, usage
from assess.cli.output import exit_on_findings, say, show
from assess.cli.prompts import ask as prompt
from assess.files.making import refuse_what_is_there
from assess.files.starter import new_case
from assess.formats.ach import import_ach


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The new case's folder, which must not exist.")],
    rubric: Annotated[
        str | None,
        typer.Option(
            "--rubric", metavar="ID", help="A shipped rubric; if left out, the case gets a small one of its own."
        ),
    ] = None,
    grid: Annotated[
        Path | None,
        typer.Option(
            "--grid", metavar="FILE", help="A table of items against hypotheses, CSV or .xlsx, to make the case from."
        ),
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Ask for hypotheses and items, cell by cell.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Show the score after each item.")] = False,
    blind: Annotated[bool, typer.Option("--blind", help="Show no scores, so that none sways the coding.")] = False,
    title: Title = None,
    question: Question = None,
    published: Published = None,
    coding: CodingOption = "heuer",
) -> None:
    """Make a case to start from: from a table, from your answers to questions, or from commented examples."""
    if grid is None and not ask:
        if question or published or blind or preview or coding != "heuer":
            usage("--question, --published, --coding, --preview and --blind go with --grid or --ask")
        _of_examples(folder, rubric, title)
        return
    if rubric is not None or (grid is not None and ask):
        usage("--grid, --ask and --rubric are three ways to start: give one of them")
    if preview and (blind or not ask):
        usage("--preview goes with --ask, and not with --blind: whoever codes blind sees no score")
    with exit_on_findings("nothing written"):
        if grid is None:
            refuse_what_is_there(folder)
            title = title or prompt("title", "the case's title", default=folder.name)
            question = question or prompt("question", "what the hypotheses answer", default=f"What holds of {title}?")
        table = ask_grid(coding, preview) if grid is None else grid
        made = import_ach(table, folder, title, question, published, coding)
    for path in made.files:
        say(f"wrote {path}")
    for assumed in made.assumed:
        say(f"assumed: {assumed}")
    if not blind:
        show(scored(made.folder))
    say(f"what is wrong or missing: assess check {made.folder}; what each item does: assess report {made.folder}")


def _of_examples(folder: Path, rubric: str | None, title: str | None) -> None:
    with exit_on_findings("nothing written"):
        made = new_case(folder, rubric, title)
    for path in made.files:
        say(f"wrote {path}")
    say(f"put your own in the place of the examples, then: assess check {made.folder}; assess score {made.folder}")
