"""``assess why``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.analysis.what_if.required_changes import required_changes
from assess.cli.listings import laid_out, table_listing
from assess.cli.options import AsJson, AsOf, CaseArgument, load, usage
from assess.cli.output import exit_on_findings, show, show_json
from assess.reporting.tables.required_change_tables import required_tables
from assess.scoring.labels import Names
from assess.scoring.score import score


def why(
    case: CaseArgument,
    ident: Annotated[
        str, typer.Argument(metavar="ID", help="A claim, a prediction, an instance, or one hypothesis of it.")
    ],
    expected: Annotated[
        float | None,
        typer.Option("--expected", metavar="P", help="The probability that you expected, such as 0.9."),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show which judgements would have to differ for a result to be what you expected."""
    with exit_on_findings("nothing told"):
        result = score(load(case), as_of, draws=0)
        try:
            required = required_changes(result, ident, expected)
        except ValueError as error:
            usage(str(error))
    if as_json:
        show_json({"format": "assess.why/1", **required.to_dict()})
        return
    tables = required_tables(required, Names(result))
    show(laid_out(table_listing(title, table) for title, table in tables))
