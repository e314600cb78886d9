"""Listings as tables for a terminal."""

from __future__ import annotations

from rich import box
from rich.table import Table
from rich.text import Text

from assess.cli.listings import FIGURES, Listing

_WIDEST_WORD = 20


def table_of(listing: Listing) -> Table:
    """Return a listing as a table, none of whose texts is read as markup."""
    table = Table(
        title=listing.title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    for column in listing.columns:
        table.add_column(
            column,
            justify="right" if column in FIGURES else "left",
            no_wrap=column in (*FIGURES, "country", "confidence", "inside"),
            max_width=_WIDEST_WORD if column in ("word", "read as") else None,
        )
    for group in listing.groups:
        for row in group:
            table.add_row(*map(Text, row))
        table.add_section()
    return table
