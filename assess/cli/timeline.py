"""``assess timeline``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from assess.cli.app import (
    DRAWS,
    FINDINGS,
    CaseArgument,
    Draws,
    Seed,
    app,
    exit_on_findings,
    load,
    say,
    show,
)


@app.command()
def timeline(
    case: CaseArgument,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...", help="Claims, predictions, instances or instance:hypothesis; all claims if left out."
        ),
    ] = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, and nothing else.")] = False,
) -> None:
    """Say what a scoring would have given at each date on which the evidence changed."""
    from assess.history.comparing.timeline import timeline as line_of

    with exit_on_findings("nothing told"):
        try:
            found = line_of(load(case), ids or None, draws, seed)
        except KeyError as error:
            say(error.args[0])
            raise typer.Exit(FINDINGS) from None
    if as_json:
        show(f"{json.dumps(found.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)}\n")
        return
    from assess.cli.listings import laid_out, listing_of
    from assess.reporting.tables.comparison_tables import TIMELINE_COLUMNS, timeline_rows

    show(laid_out([listing_of("Over time", TIMELINE_COLUMNS, *timeline_rows(found))]))
