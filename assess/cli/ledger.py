"""``assess ledger``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assess.cli.app import (
    FINDINGS,
    app,
    exit_on_findings,
    say,
    show,
)

if TYPE_CHECKING:
    from assess.history import Ledger

commands = typer.Typer(
    help="What was scored when: list it, show it, check that nobody altered it, score it again.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(commands, name="ledger")

LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="FILE", help="The ledger; ledger.db beside the case if left out."),
]
_Case = Annotated[
    str | None,
    typer.Argument(metavar="[CASE]", help="The case that the ledger is beside; the working directory if left out."),
]
_Number = Annotated[int, typer.Argument(metavar="N", min=1, help="The entry's number.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]


def ledger_at(case: str | None, file: Path | None) -> Ledger:
    """Return the ledger in `file`, else the one beside `case`, else the one in the working directory."""
    from assess.history import Ledger, ledger_file

    if file is not None:
        return Ledger(file)
    return Ledger("ledger.db" if case is None else ledger_file(case))


@commands.command("list")
def list_(case: _Case = None, ledger: LedgerOption = None, as_json: _Json = False) -> None:
    """List the entries: when, of what, by which version, and why."""
    from assess.cli.listings import laid_out, listing_of
    from assess.reporting.tables.ledger_tables import ENTRY_COLUMNS, entry_rows

    with exit_on_findings("nothing listed"):
        entries = ledger_at(case, ledger).entries()
    if as_json:
        _show({"format": "assess.entries/1", "entries": [entry.to_dict() for entry in entries]})
    else:
        show(laid_out([listing_of("Recorded scorings", ENTRY_COLUMNS, entry_rows(entries))]))


@commands.command("show")
def show_(n: _Number, case: _Case = None, ledger: LedgerOption = None, as_json: _Json = False) -> None:
    """Show an entry: what it was made from, and the result as it was."""
    from assess.cli.listings import laid_out, listing_of
    from assess.reporting.tables.claim_tables import claim_columns, hypothesis_columns
    from assess.reporting.tables.ledger_tables import (
        entry_facts,
        recorded_claims,
        recorded_hypotheses,
    )

    with exit_on_findings("nothing shown"):
        found = ledger_at(case, ledger).entry(n)
    if as_json:
        _show({"format": "assess.entry/1", **found.to_dict()})
        return
    listings = [
        listing_of(f"Entry {n}", ("what", "value"), entry_facts(found.entry)),
        listing_of("Hypotheses", [c.header for c in hypothesis_columns("ledger")], *recorded_hypotheses(found)),
    ]
    headers = [column.header for column in claim_columns("ledger")]
    for title in ("claims", "predictions"):
        rows = recorded_claims(found, title)
        if rows:
            listings.append(listing_of(title.capitalize(), headers, rows))
    show(laid_out(listings))


@commands.command()
def export(case: _Case = None, ledger: LedgerOption = None) -> None:
    """Print all entries, with their inputs and results, as JSON."""
    with exit_on_findings("nothing exported"):
        whole = ledger_at(case, ledger).to_dict()
    _show(whole)


@commands.command()
def verify(
    case: _Case = None,
    ledger: LedgerOption = None,
    known: Annotated[
        str | None,
        typer.Option("--known", metavar="HASH", help="The hash of an entry, noted elsewhere when it was recorded."),
    ] = None,
    as_json: _Json = False,
) -> None:
    """Look for alterations: of any entry, of their order, of the end."""
    from assess.reporting.tables.ledger_tables import verification

    with exit_on_findings("nothing verified"):
        found = ledger_at(case, ledger).verify(known)
    if as_json:
        _show(found.to_dict())
    else:
        show(verification(found))
    if not found.sound:
        say(f"altered in {len(found.faults)} place{'' if len(found.faults) == 1 else 's'}")
        raise typer.Exit(FINDINGS)


@commands.command()
def replay(n: _Number, case: _Case = None, ledger: LedgerOption = None, as_json: _Json = False) -> None:
    """Score an entry again from what is stored: whether this version gives the same numbers."""
    from assess.cli.listings import laid_out, listing_of
    from assess.reporting.tables.ledger_tables import DIFFERENCE_COLUMNS, difference_rows, replayed

    with exit_on_findings("nothing replayed"):
        found = ledger_at(case, ledger).replay(n)
    if as_json:
        _show(found.to_dict())
    else:
        show(replayed(found))
        rows = difference_rows(found)
        if rows:
            show("\n" + laid_out([listing_of("Largest differences", DIFFERENCE_COLUMNS, rows)]))
    if not found.same:
        raise typer.Exit(FINDINGS)


def _show(content: dict[str, Any]) -> None:
    show(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
