"""A report as Markdown that reads well raw: text is escaped, tables are aligned, and lines are wrapped."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from assess.domain.quoting import clean
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Command,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Point,
    Ruler,
    Stacks,
    Tiles,
)


def written(blocks: Iterable[Block]) -> str:
    """Return blocks as Markdown that also reads well in a terminal."""
    shown = (block.table if isinstance(block, Figure) else block for block in blocks)
    return "\n\n".join(_block(block) for block in shown if block and not isinstance(block, Ruler)) + "\n"


def _block(block: Heading | Paragraph | Bullets | Grid | Stacks | Tiles | Command) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text):
            return wrap(escape(text))
        case Bullets(points):
            return "\n".join(wrap(_point(point), "- ", "  ") for point in points)
        case Grid(columns=columns, rows=rows, figures=figures):
            return table(columns, rows, figures)
        case Stacks():
            return _block(_barred(block))
        case Tiles(note=note):
            return "\n\n".join([_block(block.grid()), *([wrap(escape(note))] if note else [])])
        case Command(text):
            return f"    {clean(text)}"


def _barred(stacks: Stacks) -> Grid:
    """Return the table of stacked bars, with a bar of blocks beside the numbers of each answer."""
    grid = stacks.grid()
    shown = stacks.rows[0].segments if stacks.is_single else [row.segments[row.leads] for row in stacks.rows]
    at = len(grid.figures)
    rows = (
        (*row[:at], block_bar(segment.now, segment.prior), *row[at:])
        for row, segment in zip(grid.rows, shown, strict=True)
    )
    return replace(grid, columns=(*grid.columns[:at], "", *grid.columns[at:]), rows=tuple(rows))


BAR = 24
"""Columns of a bar of blocks."""


def block_bar(probability: float, prior: float) -> str:
    """Return a probability as a bar of blocks, with a mark where the prior is.

    Examples
    --------
    >>> block_bar(0.5, 0.25)
    '██████│█████············'
    """
    filled, before = round(BAR * probability), min(round(BAR * prior), BAR - 1)
    bar = ["█"] * filled + ["·"] * (BAR - filled)
    bar[before] = "│"
    return "".join(bar)


def _point(point: Point) -> str:
    return f"**{escape(point.lead)}**: {escape(point.text)}" if point.lead else escape(point.text)


WIDTH = 110
"""Columns that paragraphs are wrapped at."""

_ESCAPE = "\\"  # what the start of a line may need besides
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ALWAYS = re.compile(r"([\\`*\[\]<>|~])")
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"(?:\d{1,9}[.)]|#{1,6}|[-+]|=+|-+)(?=\s|$)")
_UNIT = re.compile(r" (?=%|dB\b)")  # a number stays with its unit


def escape(text: str) -> str:
    r"""Return `text` escaped for Markdown, on one line.

    Examples
    --------
    >>> escape("a|b, *bold*, utr_leader, <b>")
    'a\\|b, \\*bold\\*, utr_leader, \\<b\\>'
    """
    return _escape_start(_escape_marks(text))


def _escape_marks(text: str) -> str:
    safe = _ALWAYS.sub(r"\\\1", clean(text))
    safe = _EDGE_UNDERSCORE.sub(lambda match: "\\" + match.group(), safe)
    return _ENTITY.sub(r"\\&", safe)


def _escape_start(line: str) -> str:
    """Keep the start of a line from being read as a heading, a list or an underline."""
    match = _LINE_START.match(line)
    if match is None:
        return line
    last = match.end() - 1
    at = last if line[last] in ".)" else 0
    return f"{line[:at]}\\{line[at:]}"


def wrap(text: str, first: str = "", rest: str = "") -> str:
    """Wrap Markdown text, its first line led by `first` and the others by `rest`; no line starts a new element."""
    lines = textwrap.wrap(
        _UNIT.sub("\u00a0", text),
        width=WIDTH - max(len(first), len(rest)) - len(_ESCAPE),
        break_long_words=False,
        break_on_hyphens=False,
    )
    head, *tail = [line.replace("\u00a0", " ") for line in lines] or [""]
    return "\n".join([f"{first}{head}".rstrip(), *(f"{rest}{_escape_start(line)}" for line in tail)])


def columns(text: str) -> int:
    """Return the width of `text` in terminal columns."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


@lru_cache(maxsize=4096)
def _columns_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Write a table, its cells escaped and its columns aligned.

    Parameters
    ----------
    header : sequence of str
    rows : iterable of sequence of str
        As long as the header.
    right : iterable of int
        Columns set flush right. A last column of text, which may be long, is not padded.
    """
    flush = set(right)
    cells = [[_escape_marks(cell) for cell in row] for row in (header, *rows)]
    widths = [max(3, *(columns(row[n]) for row in cells)) for n in range(len(header))]
    rule = [f"{'-' * (width - 1)}:" if n in flush else "-" * width for n, width in enumerate(widths)]
    if len(header) - 1 not in flush:
        widths[-1], rule[-1] = 0, "---"
    padded = [[_pad(cell, widths[n], n in flush) for n, cell in enumerate(row)] for row in cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in (padded[0], rule, *padded[1:]))


def _pad(cell: str, width: int, flush_right: bool) -> str:
    space = " " * (width - columns(cell))
    return space + cell if flush_right else cell + space
