"""``assess withdraw``."""

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
from assess.cli.options import AsJson, CaseArgument, date
from assess.cli.output import exit_on_findings
from assess.files.editing import edit


def withdraw(
    case: CaseArgument,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The id of an item of evidence.")],
    why: Why,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", callback=date, help="The date from which it no longer counts; today if left out."
        ),
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw an item, which is kept with the reason but no longer scored, and report which claims move."""
    author, text, day = editor_name(by), reason(why), today()
    with exit_on_findings("nothing written"):
        made = edit(case, lambda before: before.withdraw(item, on or day, text, by=author, recorded=day))
    report_edit(made, {"withdrawn": item, "on": on or day, "recorded": day, "by": author, "why": text}, as_json)
