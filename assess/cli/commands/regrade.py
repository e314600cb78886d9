"""``assess regrade``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.editing import (
    By,
    Why,
    editor_name,
    reason,
    report_edit,
    today,
)
from assess.cli.options import AsJson, CaseArgument, text
from assess.cli.output import exit_on_findings
from assess.files.editing import edit


def regrade(
    case: CaseArgument,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The id of a source.")],
    reliability: Annotated[
        str,
        typer.Option(
            "--reliability",
            metavar="GRADE",
            callback=text,
            help="A grade on the case's scale of grades, or a probability.",
        ),
    ],
    why: Why,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Change the grade of a source, keeping the old one with the reason, and report which claims move."""
    author, stated, day = editor_name(by), reason(why), today()
    with exit_on_findings("nothing written"):
        made = edit(case, lambda before: before.regrade(source, _chance(reliability), stated, by=author, on=day))
    grades = {"was": str(made.after.sources[source].changes[-1].was), "reliability": reliability}
    report_edit(made, {"regraded": source, **grades, "recorded": day, "by": author, "why": stated}, as_json)


def _chance(written: str) -> str | float:
    try:
        return float(written)
    except ValueError:
        return written
