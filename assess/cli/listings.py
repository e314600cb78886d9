"""Results as rows to list, and as plain text for a pipe or file."""

from __future__ import annotations

import itertools
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assess.domain.quoting import clean
from assess.reporting.tables.claim_tables import (
    claim_columns,
    claim_rows,
    hypothesis_columns,
    hypothesis_rows,
    once_each,
)
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult

if TYPE_CHECKING:
    from rich.table import Table

_GAP = "  "
_WIDTH, _NARROWEST, _LONGEST, _WIDEST_WORD = 118, 24, 24, 20
_WRAPPED = {
    "country": 7,
    "word": 10,
    "read as": 9,
    "inside": 8,
    "prior odds that change it": 18,
    "falls without": 16,
    "word changes without": 16,
    "if it is unreliable": 20,
    "without its items": 20,
    "without": 30,
    "then": 30,
    "at its low end": 30,
    "what is judged": 44,
    "judgement": 36,
    "likelihood": 30,
    "likelihood before": 20,
    "likelihood after": 20,
    "reliable before": 20,
    "reliable after": 20,
    "what changed": 30,
    "which": 36,
}
"""Columns of words, and how wide they are where all together would be too wide."""

FIGURES = (
    *(column.header for column in (*claim_columns("shell"), *hypothesis_columns("shell")) if column.is_figure),
    *("after", "step dB", "left out dB", "alone dB", "present dB", "absent dB", "spread dB", "odds"),
    *("now", "bits", "word changes", "leader changes", "if present", "if absent", "cost", "bits per cost"),
    *("bits more", "dB", "change dB", "share dB", "best bits", "all bits"),
    *("known alone, takes away", "error", "known all else, leaves", "error of that"),
)
"""Columns that are set flush right."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A title, column heads, and rows in groups that belong together."""

    title: str
    columns: tuple[str, ...]
    groups: tuple[tuple[tuple[str, ...], ...], ...]


def claim_listing(title: str, claims: Mapping[str, ClaimResult], names: Names) -> Listing:
    """Return claims or predictions: probability and word, prior, confidence, what the author's words are read as."""
    shown = claim_columns("shell")
    rows = ([row[column.name] for column in shown] for row in claim_rows(claims.values(), names, "shell"))
    return listing_of(title, [column.header for column in shown], rows)


def question_listing(result: Assessment, names: Names) -> Listing:
    """Return the hypotheses of every instance."""
    shown = hypothesis_columns("shell")
    groups = (once_each(hypothesis_rows(question, names, "shell"), shown) for question in result.questions.values())
    return listing_of("Hypotheses", [column.header for column in shown], *groups)


def laid_out(listings: Iterable[Listing]) -> str:
    """Return listings as tables that fit the terminal, or as plain text for a pipe or file.

    A pipe has no width to fit, and importing rich would add a tenth to the time of ``assess score --draws 0``.
    """
    if sys.stdout is None or not sys.stdout.isatty():
        return "".join(plain_text(listing) for listing in listings)
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False)
    with console.capture() as capture:
        for listing in listings:
            console.print(table_of(listing))
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def table_of(listing: Listing) -> Table:
    """Return a listing as a table for a terminal, none of whose texts is read as markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

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


def listing_of(title: str, columns: Sequence[str], *groups: Iterable[Sequence[str]]) -> Listing:
    """Return a listing of rows, safe to print."""
    return Listing(clean(title), tuple(columns), tuple(tuple(cells(*row) for row in group) for group in groups))


def plain_text(listing: Listing) -> str:
    """Return a listing as aligned text; words go on below themselves where it would be too wide, and ids are cut."""
    rows = [tuple(map(_cut, row[:-1], listing.columns)) + row[-1:] for group in listing.groups for row in group]
    widths = [max(len(row[k]) for row in (listing.columns, *rows)) for k in range(len(listing.columns))]
    if _indent(widths) + _NARROWEST > _WIDTH:
        widths = [
            min(width, _WRAPPED.get(column, width)) for column, width in zip(listing.columns, widths, strict=True)
        ]
    widths[-1] = min(widths[-1], max(_WIDTH - _indent(widths), _NARROWEST))
    lines = [listing.title, "", *_lines(listing.columns, listing.columns, widths), "─" * (_indent(widths) + widths[-1])]
    left = iter(rows)
    for group in listing.groups:
        for _ in group:
            lines += _lines(next(left), listing.columns, widths)
        lines += [""] if len(listing.groups) > 1 else []
    return "\n".join(lines).rstrip("\n") + "\n\n"


def _indent(widths: Sequence[int]) -> int:
    """Return the width of all columns but the last, with their gaps."""
    return sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)


def _cut(cell: str, column: str) -> str:
    return cell if len(cell) <= _LONGEST or column in _WRAPPED else f"{cell[: _LONGEST - 1]}…"


def _lines(cells: Sequence[str], columns: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for parts in itertools.zip_longest(*wrapped, fillvalue=""):
        padded = [
            part.rjust(width) if column in FIGURES else part.ljust(width)
            for part, column, width in zip(parts, columns, widths, strict=True)
        ]
        lines.append(_GAP.join(padded).rstrip())
    return lines


def cells(*texts: str) -> tuple[str, ...]:
    """Return the cells of a row, safe to print."""
    return tuple(clean(text) for text in texts)
