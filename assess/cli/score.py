"""``assess score``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.app import (
    DRAWS,
    AsOf,
    CaseArgument,
    Draws,
    Seed,
    app,
    exit_on_findings,
    load,
    progress,
    say,
    show,
    usage,
)
from assess.cli.ledger import LedgerOption, ledger_at

if TYPE_CHECKING:
    from assess.scoring.results import Assessment


@app.command()
def score(
    case: CaseArgument,
    as_of: AsOf = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole result as JSON, and nothing else.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Keep inputs and result in the ledger.")] = False,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is recorded.")] = None,
    ledger: LedgerOption = None,
) -> None:
    """Score a case: how probable is each claim and each hypothesis."""
    from assess.scoring.score import score as score_case

    if not record and (note is not None or ledger is not None):
        usage("--note and --ledger go with --record")
    with exit_on_findings("nothing scored"), progress("drawing") as tell:
        kept = ledger_at(case, ledger) if record else None
        result = score_case(load(case), as_of, draws, seed, tell)
    if kept is not None:
        from assess.reporting.tables.ledger_tables import recorded

        with exit_on_findings("nothing shown"):
            say(recorded(kept.record(result, note), str(kept.path)))
    if as_json:
        show(f"{result.to_json()}\n")
    else:
        show(_tables(result))
        say(f"whose word this rests on, and how each item weighs: assess report {case}")


def _tables(result: Assessment) -> str:
    from assess.cli.listings import claim_listing, laid_out, question_listing
    from assess.scoring.labels import Names

    names = Names(result)
    listings = [
        claim_listing(title, claims, names)
        for title, claims in (("Claims", result.claims), ("Predictions", result.predictions))
        if claims
    ]
    listings.append(question_listing(result, names))
    return laid_out(listings)
