"""``assess score``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.at_work import progress
from assess.cli.listings import claim_listing, laid_out, question_listing
from assess.cli.options import (
    DRAWS,
    AsJson,
    AsOf,
    CaseArgument,
    Draws,
    LedgerOption,
    Seed,
    ledger_at,
    load,
    text,
    usage,
)
from assess.cli.output import exit_on_findings, say, show
from assess.errors import AssessError
from assess.reporting.words.sampling_sentences import sampled
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.score import score as score_case


def score(
    case: CaseArgument,
    as_of: AsOf = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    as_json: AsJson = False,
    record: Annotated[bool, typer.Option("--record", help="Keep inputs and result in the ledger.")] = False,
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", callback=text, help="A note on why it is recorded.")
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """Score a case: how probable is each claim and each hypothesis."""
    if not record and (note is not None or ledger is not None):
        usage("--note and --ledger go with --record")
    with exit_on_findings("nothing scored"), progress("sampling") as tell:
        kept = ledger_at(case, ledger) if record else None
        result = score_case(load(case), as_of, draws, seed, tell)
    if kept is not None:
        # Both load the ledger.
        from assess.history.ledger.store import HeadBehindError
        from assess.reporting.tables.ledger_tables import recorded

        try:
            say(recorded(kept.record(result, note), str(kept.path)))
        except AssessError as error:
            with exit_on_findings("nothing shown" if isinstance(error, HeadBehindError) else "nothing recorded"):
                raise
    if as_json:
        show(f"{result.to_json()}\n")
    else:
        show(_tables(result))
        for sentence in sampled(result):
            say(sentence)
        say(f"whose word this rests on, and how each item weighs: assess report {case}")


def _tables(result: Assessment) -> str:
    names = Names(result)
    listings = [
        claim_listing(title, claims, names)
        for title, claims in (("Claims", result.listed("claims")), ("Predictions", result.listed("predictions")))
        if claims
    ]
    listings.append(question_listing(result, names))
    return laid_out(listings)
