"""``assess score``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.app import AsOf, CaseArgument, app, load, refusing, say, show

if TYPE_CHECKING:
    from assess.study.assessment import Assessment

_WIDTH_OF_A_PIPE = 120


@app.command()
def score(
    case: CaseArgument,
    as_of: AsOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole result as JSON, and nothing else.")] = False,
) -> None:
    """Score a case: how probable is each claim and each hypothesis."""
    from assess.study.score import score as score_case

    with refusing("nothing scored"):
        result = score_case(load(case), as_of)
    if as_json:
        show(f"{result.to_json()}\n")
    else:
        show(_tables(result))
        say(f"whose word this rests on, and how each item weighs: assess report {case}")


def _tables(result: Assessment) -> str:
    from rich.console import Console

    from assess.cli.tables import claim_table, question_table
    from assess.present.names import Names

    is_wide_enough = sys.stdout.isatty() or "COLUMNS" in os.environ
    console = Console(highlight=False, emoji=False, markup=False, width=None if is_wide_enough else _WIDTH_OF_A_PIPE)
    names = Names(result)
    with console.capture() as capture:
        if result.claims:
            console.print(claim_table("Claims", result.claims, names))
        if result.predictions:
            console.print(claim_table("Predictions", result.predictions, names))
        console.print(question_table(result, names))
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())
