"""Results as rows to list, and as plain text for a pipe or file."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assess.present.markdown import clean
from assess.present.names import Names
from assess.present.tables import claim_rows, hypothesis_rows
from assess.study.assessment import Assessment, ClaimResult

_GAP = "  "
_WIDTH, _NARROWEST, _LONGEST = 118, 24, 24

FIGURES = ("probability", "prior", "items")
"""Columns that are set flush right."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A title, column heads, and rows in groups that belong together."""

    title: str
    columns: tuple[str, ...]
    groups: tuple[tuple[tuple[str, ...], ...], ...]


def claim_listing(title: str, claims: Mapping[str, ClaimResult], names: Names) -> Listing:
    """Return claims or predictions: probability and word, prior, the author's own word."""
    columns = ("country", "probability", "word", "prior", "author's word", "inside", "claim")
    rows = tuple(
        _cells(row.country, row.probability, row.word, row.prior, row.own_word, row.inside, row.claim)
        for row in claim_rows(claims.values(), names)
    )
    return Listing(title, columns, (rows,))


def question_listing(result: Assessment, names: Names) -> Listing:
    """Return the hypotheses of every instance."""
    groups = []
    for question in result.questions.values():
        head = (question.country or "-", question.id, str(question.items))
        rows = []
        for row in hypothesis_rows(question, names):
            rows.append(_cells(*head, row.hypothesis, row.probability, row.word, row.prior))
            head = ("", "", "")
        groups.append(tuple(rows))
    columns = ("country", "instance", "items", "hypothesis", "probability", "word", "prior")
    return Listing("Hypotheses", columns, tuple(groups))


def plain_text(listing: Listing) -> str:
    """Return a listing as aligned text; long words are cut, and the last column goes on below itself."""
    rows = [tuple(map(_cut, row[:-1])) + row[-1:] for group in listing.groups for row in group]
    widths = [max(len(row[k]) for row in (listing.columns, *rows)) for k in range(len(listing.columns))]
    indent = sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)
    widths[-1] = min(widths[-1], max(_WIDTH - indent, _NARROWEST))
    lines = [listing.title, "", *_lines(listing.columns, listing.columns, widths), "─" * (indent + widths[-1])]
    left = iter(rows)
    for group in listing.groups:
        for _ in group:
            lines += _lines(next(left), listing.columns, widths)
        lines += [""] if len(listing.groups) > 1 else []
    return "\n".join(lines).rstrip("\n") + "\n\n"


def _cut(cell: str) -> str:
    return cell if len(cell) <= _LONGEST else f"{cell[: _LONGEST - 1]}…"


def _lines(cells: Sequence[str], columns: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *more = textwrap.wrap(cells[-1], widths[-1]) or [""]
    padded = [
        cell.rjust(width) if column in FIGURES else cell.ljust(width)
        for cell, column, width in zip((*cells[:-1], first), columns, widths, strict=True)
    ]
    indent = " " * (sum(widths[:-1]) + len(_GAP) * (len(widths) - 1))
    return [_GAP.join(padded).rstrip(), *(indent + line for line in more)]


def _cells(*texts: str) -> tuple[str, ...]:
    return tuple(clean(text) for text in texts)
