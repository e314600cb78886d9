"""``assess regrade``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.app import CaseArgument, app, exit_on_findings
from assess.cli.editing import (
    AsJson,
    By,
    Why,
    reason,
    tell,
    today,
    who,
)


@app.command()
def regrade(
    case: CaseArgument,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The id of a source.")],
    reliability: Annotated[
        str, typer.Option("--reliability", metavar="GRADE", help="A grade of the case's grading, or a probability.")
    ],
    why: Why,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Give a source another grade; the one until now is kept, with the reason. Says which claims that moves."""
    from assess.files.editing import edit

    author, text, day = who(by), reason(why), today()
    with exit_on_findings("nothing written"):
        made = edit(case, lambda before: before.regrade(source, _chance(reliability), text, by=author, on=day))
    grades = {"was": str(made.after.sources[source].changes[-1].was.model_dump()), "reliability": reliability}
    tell(made, {"regraded": source, **grades, "recorded": day, "by": author, "why": text}, as_json)


def _chance(written: str) -> str | float:
    try:
        return float(written)
    except ValueError:
        return written
