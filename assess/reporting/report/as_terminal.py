"""The first screen of a report as plain lines for a terminal: bars of blocks, and the grid as a short table."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from assess.domain.number_text import is_decimal
from assess.domain.quoting import clean
from assess.reporting.report.answer_cells import GridCell
from assess.reporting.report.as_markdown import BAR, block_bar, columns
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Point,
    Stacks,
    Tiles,
)
from assess.reporting.words.tile_sentences import left_out

_LABEL = 44
"""Columns of the label before a bar at most."""
_NAME = 24
"""Columns of a country or a question at most."""
_CUT = "…"

_Tile = tuple[int, str, str, GridCell]
"""The index of a column, its name, the name of the row, and the tile there."""


def fitted(blocks: Iterable[Block], width: int, most: int) -> str:
    """Return blocks as lines for a terminal.

    Parameters
    ----------
    blocks : iterable of Block
    width : int
        The width of the terminal in columns.
    most : int
        The most lines; the rows of the grid that moved least are left out to fit.
    """
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        match block:
            case Heading(text=text):
                lines += _wrapped(text, width)
                lines.append(("=" if block.level == 1 else "-") * min(width, max(map(columns, _wrapped(text, width)))))
            case Paragraph(text):
                lines += _wrapped(text, width)
            case Bullets(points):
                lines += [line for point in points for line in _wrapped(_point(point), width, "- ", "  ")]
            case Stacks():
                lines += _bars(block, width)
            case Tiles():
                lines += _rows(block, width, most - len(lines))
            case _:
                lines.pop()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _point(point: Point) -> str:
    return f"{point.lead}: {point.text}" if point.lead else point.text


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    kept = clean(text).replace(" %", "\u00a0%")
    lines = textwrap.wrap(
        kept, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    return [line.replace("\u00a0", " ") for line in lines]


def _bars(stacks: Stacks, width: int) -> list[str]:
    """Return the answers to a single question, each with its bar; a mark in the bar shows the prior."""
    lines = []
    for row in stacks.rows:
        longest = min(_LABEL, width - BAR - 24, max(columns(clean(segment.label)) for segment in row.segments))
        for segment in row.segments:
            label, bar = _cut(segment.label, longest), block_bar(segment.now, segment.prior)
            lines.append(f"{_padded(label, longest)}  {bar}  {segment.written} ({segment.written_prior})")
    return lines


def _rows(tiles: Tiles, width: int, most: int) -> list[str]:
    """Return the tiles that moved most, one on each line, in the order of the columns."""
    every = [
        (place, tiles.columns[place], name, cell)
        for name, row in tiles.rows
        for place, cell in enumerate(row)
        if cell is not None and cell.move is not None
    ]
    every.sort(key=lambda tile: -round(abs(tile[3].move or 0.0), 9))
    total = sum(cell is not None for _, row in tiles.rows for cell in row)
    note = _wrapped(tiles.note, width)
    room = most - 1 - len(note)
    has_places = len(tiles.columns) > 1
    kept = _foremost(every, room)
    if not kept:
        return _wrapped(tiles.rows[0][1][0].written, width) if tiles.rows and tiles.rows[0][1][0] else []
    lines = _aligned([_cells(tile)[0 if has_places else 1 :] for tile in kept], width)
    if has_places and any(line.endswith(_CUT) for line in lines):
        kept = _foremost(every, room - len(tiles.columns))
        lines = _aligned([("", *_cells(tile)[1:]) for tile in kept], width)
        lines = [*itertools.chain.from_iterable(_headed(lines, kept))]
    has_decimals = any(is_decimal(cell.number) for *_, cell in kept)
    more = [left_out(total - len(kept))] if total > len(kept) else []
    return [*lines, *more, *(note if has_decimals else [])]


def _foremost(every: list[_Tile], most: int) -> list[_Tile]:
    """Return the first of the tiles, in the order of the columns."""
    return sorted(every[: max(1, most)], key=lambda tile: tile[0])


def _cells(tile: _Tile) -> tuple[str, str, str, str]:
    _, place, name, cell = tile
    return place, name, cell.figures, cell.answer


def _headed(lines: Iterable[str], kept: Iterable[_Tile]) -> Iterator[list[str]]:
    """Yield each line of a tile, the first of a place under its name."""
    before = None
    for line, (_, place, _, _) in zip(lines, kept, strict=True):
        yield [line] if place == before else [clean(place), line]
        before = place


def _aligned(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    short = [[_cut(text, _NAME) for text in row[:-1]] for row in rows]
    widths = [max(columns(row[k]) for row in short) for k in range(len(short[0]))]
    left = width - sum(widths) - 2 * len(widths)
    lines = []
    before = ""
    for names, row in zip(short, rows, strict=True):
        shown = ["" if names[0] == before and len(names) > 2 else names[0], *names[1:]]
        before = names[0]
        lines.append("  ".join([*map(_padded, shown, widths), _cut(row[-1], left)]))
    return lines


def _cut(text: str, width: int) -> str:
    text = clean(text)
    return text if columns(text) <= width else f"{text[: width - 1]}{_CUT}"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
