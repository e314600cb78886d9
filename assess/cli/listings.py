"""Results as rows to list, and as plain text for a pipe or file."""

from __future__ import annotations

import itertools
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from assess.analysis.digest.lead_answer import lead_answer
from assess.cli.output import say
from assess.domain.number_text import is_decimal
from assess.domain.quoting import clean
from assess.reporting.tables.claim_tables import (
    claim_columns,
    claim_rows,
    hypothesis_columns,
    hypothesis_rows,
    once_each,
)
from assess.reporting.tables.record_table import RecordTable, heading
from assess.reporting.words import lead_sentences
from assess.reporting.words.core_headings import TILES_DECIMALS
from assess.reporting.words.sampling_sentences import sampled
from assess.scoring.columns import ColumnHead
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult, UndefinedClaim

if TYPE_CHECKING:
    from rich.table import Table

_GAP = "  "
_EMPTY = "nothing"
"""The text of a listing without rows."""
_WIDTH, _NARROWEST, _LONGEST, _WIDEST_WORD = 118, 24, 24, 20


class Listing(NamedTuple):
    """A title, column heads, and rows in groups that belong together."""

    title: str
    columns: tuple[ColumnHead, ...]
    groups: tuple[tuple[tuple[str, ...], ...], ...]


def claim_listing(title: str, claims: Mapping[str, ClaimResult | UndefinedClaim], names: Names) -> Listing:
    """Return claims or predictions: probability and word, prior, confidence, and the author's term."""
    shown = claim_columns("shell")
    rows = ([row[column.name] for column in shown] for row in claim_rows(claims.values(), names, "shell"))
    return listing_of(title, shown, rows)


def question_listing(result: Assessment, names: Names) -> Listing:
    """Return the hypotheses of every instance."""
    shown = hypothesis_columns("shell")
    groups = (once_each(hypothesis_rows(question, names, "shell"), shown) for question in result.questions.values())
    return listing_of("Hypotheses", shown, *groups)


def result_text(result: Assessment) -> str:
    """Return the answer to the lead question of a result, then its claims, predictions and hypotheses as tables."""
    names = Names(result)
    lead = lead_answer(result)
    opening = "\n".join(textwrap.wrap(clean(lead_sentences.answer(result, lead, names)), _WIDTH))
    listings = [
        claim_listing(title, claims, names)
        for title, claims in (("Claims", result.listed("claims")), ("Predictions", result.listed("predictions")))
        if claims
    ]
    listings.append(question_listing(result, names))
    tables = (f"{laid_out([listing])}{_decimals(listing)}" for listing in listings)
    return f"{clean(names.question(lead.question.id))}\n\n{opening}\n\n{''.join(tables)}"


def _decimals(listing: Listing) -> str:
    """Return the line on decimals beside whole percents, where a listing has one."""
    cells = (cell for group in listing.groups for row in group for cell in row)
    return f"{TILES_DECIMALS()}\n\n" if any(map(is_decimal, cells)) else ""


def laid_out(listings: Iterable[Listing]) -> str:
    """Return listings as tables that fit the terminal, or as plain text for a pipe or file.

    A pipe has no width to fit, and importing rich would lengthen ``assess score --draws 0`` by a tenth.
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
    """Return a listing as a table for a terminal, its texts never taken for markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=listing.title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    for column in listing.columns:
        table.add_column(
            column.header,
            justify="right" if column.is_figure else "left",
            no_wrap=column.is_figure or column.unit == "short text",
            max_width=_WIDEST_WORD if column.unit == "word" else None,
        )
    for group in listing.groups:
        for row in group:
            table.add_row(*map(Text, row))
        table.add_section()
    if not any(listing.groups):
        table.caption, table.caption_justify = _EMPTY, "left"
    return table


def table_listing(title: str, table: RecordTable) -> Listing:
    """Return a table of records as a listing in the reader's language, safe to print."""
    heads = [replace(column, header=heading(column)) for column in table.columns]
    return listing_of(title, heads, *table.groups)


def listing_of(title: str, columns: Iterable[ColumnHead | str], *groups: Iterable[Sequence[str]]) -> Listing:
    """Return a listing of rows, safe to print; a column given only by its heading holds text."""
    heads = tuple(ColumnHead(column) if isinstance(column, str) else column for column in columns)
    return Listing(clean(title), heads, tuple(tuple(tuple(map(clean, row)) for row in group) for group in groups))


def plain_text(listing: Listing) -> str:
    """Return a listing as aligned text; if it would be too wide, texts are wrapped and ids cut."""
    columns = listing.columns
    heads = tuple(column.header for column in columns)
    rows = [tuple(map(_cut, row[:-1], columns)) + row[-1:] for group in listing.groups for row in group]
    if not rows:
        return f"{listing.title}: {_EMPTY}\n\n"
    widths = [max(len(row[k]) for row in (heads, *rows)) for k in range(len(columns))]
    if _indent(widths) + _NARROWEST > _WIDTH:
        widths = [min(width, column.width or width) for column, width in zip(columns, widths, strict=True)]
    widths[-1] = min(widths[-1], max(_WIDTH - _indent(widths), _NARROWEST))
    lines = [listing.title, "", *_lines(heads, columns, widths), "─" * (_indent(widths) + widths[-1])]
    left = iter(rows)
    for group in listing.groups:
        for _ in group:
            lines += _lines(next(left), columns, widths)
        lines += [""] if len(listing.groups) > 1 else []
    return "\n".join(lines).rstrip("\n") + "\n\n"


def _indent(widths: Sequence[int]) -> int:
    """Return the width of all columns except the last, with their gaps."""
    return sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)


def _cut(cell: str, column: ColumnHead) -> str:
    return cell if len(cell) <= _LONGEST or column.width is not None else f"{cell[: _LONGEST - 1]}…"


def _lines(cells: Sequence[str], columns: Sequence[ColumnHead], widths: Sequence[int]) -> list[str]:
    wrapped = list(map(_wrapped, cells, widths))
    set_flush = [str.rjust if column.is_figure else str.ljust for column in columns]
    lines = []
    for parts in itertools.zip_longest(*wrapped, fillvalue=""):
        padded = [flush(part, width) for flush, part, width in zip(set_flush, parts, widths, strict=True)]
        lines.append(_GAP.join(padded).rstrip())
    return lines


def _wrapped(cell: str, width: int) -> list[str]:
    """Return the lines of a cell; most have one, for which `textwrap` would double the time of a table."""
    if len(cell) <= width and cell.isprintable():
        return [cell] if cell.strip() else []
    return textwrap.wrap(cell, width)


def say_how_sampled(result: Assessment) -> None:
    """Report how accurate a sampled result is; nothing for an exact one."""
    for sentence in sampled(result):
        say(sentence)
