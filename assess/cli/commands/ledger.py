"""List what was scored when, show it, check that nobody altered it, score it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from assess.cli.listings import laid_out, listing_of, table_listing
from assess.cli.options import AsJson, LedgerOption, ledger_at, usage
from assess.cli.output import FINDINGS, exit_on_findings, say, show, show_json
from assess.errors import AssessError
from assess.reporting.tables.claim_tables import claim_columns, hypothesis_columns
from assess.reporting.tables.ledger_tables import (
    difference_table,
    entry_facts,
    entry_table,
    recorded_claims,
    recorded_hypotheses,
    replayed,
    verification,
)

ledger = typer.Typer(
    help=__doc__,
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Case = Annotated[
    str | None,
    typer.Argument(metavar="[CASE]", help="The case that the ledger is beside; the working directory if left out."),
]


def _hashes(written: list[str] | None) -> list[str] | None:
    for each in written or ():
        if not re.fullmatch(r"[0-9a-f]{64}", each):
            usage(f"--known {each!r} is no hash of an entry, which has 64 digits from 0 to 9 and a to f")
    return written


_Number = Annotated[int, typer.Argument(metavar="N", min=1, help="The entry's number.")]


@ledger.command("list")
def list_(case: _Case = None, ledger: LedgerOption = None, as_json: AsJson = False) -> None:
    """List the entries: when each was recorded, what was scored, by which version, and why."""
    refused: list[AssessError] = []
    with exit_on_findings("nothing listed"):
        entries = ledger_at(case, ledger).entries(refused.append)
    if as_json:
        show_json({"format": "assess.entries/1", "entries": [entry.to_dict() for entry in entries]})
    else:
        show(laid_out([table_listing("Recorded scorings", entry_table(entries))]))
    _exit_if(refused)


def _exit_if(refused: Sequence[AssessError]) -> None:
    """Say which entries were left out, if any, and exit with 1."""
    if refused:
        with exit_on_findings("all other entries stand above"):
            raise AssessError(finding for error in refused for finding in error.findings)


@ledger.command("show")
def show_(n: _Number, case: _Case = None, ledger: LedgerOption = None, as_json: AsJson = False) -> None:
    """Show an entry: what it was made from, and the result as it was."""
    with exit_on_findings("nothing shown"):
        stored = ledger_at(case, ledger).entry(n)
    if as_json:
        show_json({"format": "assess.entry/1", **stored.to_dict()})
        return
    listings = [
        listing_of(f"Entry {n}", ("what", "value"), entry_facts(stored.entry)),
        listing_of("Hypotheses", [c.header for c in hypothesis_columns("ledger")], *recorded_hypotheses(stored)),
    ]
    headers = [column.header for column in claim_columns("ledger")]
    for title in ("claims", "predictions"):
        rows = recorded_claims(stored, title)
        if rows:
            listings.append(listing_of(title.capitalize(), headers, rows))
    show(laid_out(listings))


@ledger.command()
def export(case: _Case = None, ledger: LedgerOption = None) -> None:
    """Print all entries, with their inputs and results, as JSON."""
    refused: list[AssessError] = []
    with exit_on_findings("nothing exported"):
        whole = ledger_at(case, ledger).to_dict(refused.append)
    show_json(whole)
    _exit_if(refused)


@ledger.command()
def verify(
    case: _Case = None,
    ledger: LedgerOption = None,
    known: Annotated[
        list[str] | None,
        typer.Option(
            "--known",
            metavar="HASH",
            callback=_hashes,
            help="The hash of an entry, noted elsewhere when it was recorded; may be repeated.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look for alterations to any entry, to the order of entries, or to the end of the ledger."""
    with exit_on_findings("nothing verified"):
        verified = ledger_at(case, ledger).verify(*known or ())
    if as_json:
        show_json(verified.to_dict())
    else:
        show(verification(verified))
    if not verified.sound:
        say(f"altered in {len(verified.faults)} place{'' if len(verified.faults) == 1 else 's'}")
        raise typer.Exit(FINDINGS)


@ledger.command()
def replay(n: _Number, case: _Case = None, ledger: LedgerOption = None, as_json: AsJson = False) -> None:
    """Score an entry again from its stored inputs, and report whether this version gives the same numbers."""
    with exit_on_findings("nothing replayed"):
        comparison = ledger_at(case, ledger).replay(n)
    if as_json:
        show_json(comparison.to_dict())
    else:
        show(replayed(comparison))
        if comparison.differences:
            show("\n" + laid_out([table_listing("Largest differences", difference_table(comparison))]))
    if not comparison.same:
        raise typer.Exit(FINDINGS)
