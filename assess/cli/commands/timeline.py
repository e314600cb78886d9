"""``assess timeline``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.at_work import progress
from assess.cli.listings import laid_out, table_listing
from assess.cli.options import DRAWS, AsJson, CaseArgument, Draws, Seed, load
from assess.cli.output import exit_on_findings, show, show_json
from assess.history.comparing.timeline import timeline as line_of
from assess.reporting.tables.comparison_tables import timeline_table


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
    as_json: AsJson = False,
) -> None:
    """Show what a scoring would have given on each date on which the evidence changed."""
    with exit_on_findings("nothing told"), progress("scoring dates") as tell:
        readings = line_of(load(case), ids or None, draws, seed, tell)
    if as_json:
        show_json(readings.to_dict())
        return
    show(laid_out([table_listing("Over time", timeline_table(readings, "shell"))]))
