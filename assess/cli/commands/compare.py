"""``assess compare``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.listings import laid_out, table_listing
from assess.cli.options import DRAWS, AsJson, Draws, Seed
from assess.cli.output import FINDINGS, exit_on_findings, say, show, show_json
from assess.domain.quoting import meant, quoted
from assess.history.comparing.compare import Change
from assess.history.comparing.compare import compare as change_between
from assess.history.comparing.operands import score_operand
from assess.reporting.tables.comparison_tables import ComparisonTables

_HELP = (
    "A case, CASE@DATE as of a date, CASE@git:REV at a revision of its repository, or CASE#N, CASE#first, CASE#last as "
    "recorded; LEDGER.db#N where the ledger is elsewhere."
)


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help=_HELP)],
    b: Annotated[str, typer.Argument(metavar="B", help="The later one, written as A is.")],
    ident: Annotated[
        str | None,
        typer.Argument(metavar="[CLAIM]", help="A claim or prediction, to show each change's share in its move."),
    ] = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Report what changed from one scoring to another, what moved, and why."""
    with exit_on_findings("nothing compared"):
        change = change_between(score_operand(a, draws, seed), score_operand(b, draws, seed))
    if ident is not None and ident not in change.claims:
        say(f"there is no claim {quoted(ident)}: {meant(ident, change.claims, 'claims and predictions')}")
        raise typer.Exit(FINDINGS)
    if as_json:
        show_json(change.to_dict())
        return
    show(_change_text(change, ident))


def _change_text(change: Change, ident: str | None) -> str:
    tables = ComparisonTables(change)
    if ident is not None:
        shares = tables.shares(ident)
        more = [table_listing("Shares of the changes", shares)] if shares.rows else []
        return laid_out([table_listing("What moved", tables.moves(ident)), *more])
    listings = {
        "What changed": tables.inputs(),
        "Claims and predictions that moved": tables.moves(),
        "Hypotheses whose word or lead changed": tables.hypotheses(),
        "Confidence": tables.levels(),
        "Sources": tables.sources(),
    }
    shown = [table_listing(title, table) for title, table in listings.items() if table.rows]
    unseen = tables.unseen()
    if not shown and not unseen:
        return "Nothing changed.\n"
    lines = [f"- No longer: {old}\n  Now: {new}\n" for old, new in tables.unlicensed()]
    sentences = ["Sentences no longer licensed\n\n", *lines] if lines else ["Every sentence is still licensed.\n"]
    return laid_out(shown) + (f"{unseen}\n\n" if unseen else "") + "".join(sentences)
