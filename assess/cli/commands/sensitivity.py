"""``assess sensitivity``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.analysis.what_if.sensitivity import sensitivity as changes_of
from assess.cli.at_work import progress
from assess.cli.listings import laid_out, say_how_sampled, table_listing
from assess.cli.options import AsJson, AsOf, CaseArgument, load
from assess.cli.output import exit_on_findings, say, show, show_json
from assess.reporting.tables.sensitivity_tables import detail_tables, summary_table
from assess.scoring.labels import Names
from assess.scoring.score import score


def sensitivity(
    case: CaseArgument,
    ident: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="A claim, prediction, instance or instance:hypothesis; the key claims if left out."
        ),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show what would change a judgement, and without which sources it would fall."""
    with exit_on_findings("nothing told"), progress("sampling") as tell:
        result = score(load(case), as_of, draws=0, progress=tell)
        changes = changes_of(result, None if ident is None else [ident])
    if as_json:
        content = {"format": "assess.sensitivity/1", **changes.to_dict()}
        show_json(content)
        return
    names = Names(result)
    targets = list(changes.targets.values())
    if ident is None:
        tables = [("What would change each judgement", summary_table(targets, names, "shell"))]
    else:
        tables = list(detail_tables(targets[0], names))
    show(laid_out(table_listing(title, table) for title, table in tables))
    say_how_sampled(result)
    if not targets:
        say(f"the case has no claims; name a question: assess sensitivity {case} ID")
