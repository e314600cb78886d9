"""The data of a report on paper: its blocks as plain values, from which Typst sets the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from assess.domain.language import current
from assess.domain.scale import Scale
from assess.reporting.figures.rendering import pictures
from assess.reporting.report.answer_cells import GridCell, Segment, StackedBar
from assess.reporting.report.imprint import Imprint
from assess.reporting.report.mentions import Note, See
from assess.reporting.report.report_blocks import (
    Bar,
    Block,
    Bullets,
    Command,
    Figure,
    Grid,
    Paragraph,
    Point,
    Ruler,
    Stacks,
    Tiles,
)
from assess.reporting.report.tree import Section, anchors, contents_of
from assess.reporting.report.typesetting import TEXT_WIDTH, layout, one_line, set_text
from assess.reporting.words import page_frame as words

if TYPE_CHECKING:
    from assess.reporting.figures.rendering import Picture

_BAR_WIDTH = 30.4
"""Of a column of small drawings, in millimetres."""
_KEPT_WHOLE = 700
"""Letters of a row up to which it stays on one page."""
_RUNNING = 95
"""Letters of the title that stand over each page."""
_CONTENTS_LINE = 44
"""Letters of a line of the contents."""
_PX = 0.75
"""Points."""
_SIZE = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')


class SheetData:
    """The data of a report on paper.

    Parameters
    ----------
    root : Section
    scale : Scale
    """

    def __init__(self, root: Section, scale: Scale) -> None:
        self._root, self._scale = root, scale
        self._anchors = anchors(root)
        self._noted: set[str] = set()
        self._given = {section.id for section in root.walk()}

    def data(self, imprint: Imprint) -> dict[str, Any]:
        """Return the data of the whole document."""
        written = imprint.written
        title = one_line(self._root.heading.text)
        return {
            "title": title,
            "running": title if len(title) <= _RUNNING else f"{title[:_RUNNING]}…",
            "language": current(),
            "author": one_line(imprint.author or ""),
            "date": None if written is None else {"year": written.year, "month": written.month, "day": written.day},
            "blocks": list(self._all()),
        }

    def _all(self) -> Iterator[dict[str, Any]]:
        yield from self._blocks(self._root)
        for place, chapter in enumerate(self._root.sections):
            if place == 1:
                yield _contents(self._root)
            for section in chapter.walk():
                heading = section.heading
                text = f"{heading.text}: {heading.aside}" if heading.aside else heading.text
                yield {"kind": "heading", "level": heading.level - 1, "text": one_line(text), "id": section.id}
                if heading.see:
                    yield {"kind": "see", "see": self._see(heading.see)}
                yield from self._blocks(section)

    def _blocks(self, section: Section) -> Iterator[dict[str, Any]]:
        for block in section.blocks:
            if isinstance(block, Figure):
                yield from map(_figure, pictures(block.draw))
            elif (shown := self._block(block)) is not None:
                yield shown

    def _block(self, block: Block) -> dict[str, Any] | None:
        match block:
            case Paragraph(text):
                return {"kind": "paragraph", "text": one_line(text)}
            case Bullets(points):
                return {"kind": "bullets", "points": [self._point(point) for point in points]}
            case Grid():
                return self._grid(block)
            case Tiles():
                return self._tiles(block)
            case Stacks():
                return self._stacks(block)
            case Ruler(bar):
                return {"kind": "ruler", "bar": _bar(bar), "bands": self._bands(bar.probability)}
            case Command(text):
                return {"kind": "command", "text": one_line(text)}
        return None

    def _given_once(self, anchor: str) -> str:
        """Return an anchor to the first caller that asks for it; nothing to later ones."""
        if not anchor or anchor in self._given:
            return ""
        self._given.add(anchor)
        return anchor

    def _link(self, anchor: str) -> str:
        return anchor if anchor in self._anchors else ""

    def _point(self, point: Point) -> dict[str, Any]:
        return {
            "lead": one_line(point.lead),
            "text": one_line(point.text),
            "id": self._given_once(point.anchor),
            "notes": self._notes(point.notes),
            "see": self._see(point.see),
        }

    def _see(self, groups: Iterable[See]) -> list[dict[str, Any]]:
        return [
            {
                "label": one_line(group.label),
                "links": [{"text": one_line(text), "link": self._link(anchor)} for text, anchor in group.links],
            }
            for group in groups
        ]

    def _notes(self, notes: Iterable[Note]) -> list[dict[str, str]]:
        """Return the notes of a place, with those mentioned before first and without their text."""
        shown = []
        for note in sorted(notes, key=lambda note: note.id not in self._noted):
            text = {} if note.id in self._noted else {"text": one_line(note.text)}
            self._noted.add(note.id)
            shown.append({"id": note.id, **text})
        return shown

    def _grid(self, grid: Grid) -> dict[str, Any]:
        laid = layout(grid, TEXT_WIDTH - (_BAR_WIDTH if grid.bars else 0.0))
        head, *rows = laid.lines
        first, *others = laid.widths
        drawn = bool(grid.bars)
        return {
            "kind": "grid",
            "caption": one_line(grid.caption),
            "columns": [head[0], *([""] if drawn else []), *head[1:]],
            "widths": [first, *([_BAR_WIDTH] if drawn else []), *others],
            "size": laid.size,
            "right": sorted(laid.right),
            "rows": [
                {
                    "cells": row,
                    "keep": max(map(len, row)) <= _KEPT_WHOLE,
                    "link": self._link(grid.links[at]) if grid.links else "",
                    "notes": self._notes(grid.notes[at] if grid.notes else ()),
                }
                for at, row in enumerate(rows)
            ],
            "bars": list(map(_bar, grid.bars)),
        }

    def _tiles(self, tiles: Tiles) -> dict[str, Any]:
        laid = layout(tiles.grid())
        return {
            "kind": "tiles",
            "caption": one_line(tiles.whole_caption),
            "columns": laid.lines[0],
            "widths": laid.widths,
            "size": laid.size,
            "rows": [
                {"name": one_line(name), "cells": [None if cell is None else self._tile(cell) for cell in cells]}
                for name, cells in tiles.rows
            ],
        }

    def _tile(self, cell: GridCell) -> dict[str, Any]:
        return {
            "text": one_line(cell.text),
            "change": set_text(cell.beside),
            "shade": cell.shade,
            "direct": cell.is_direct,
            "link": self._link(cell.link),
        }

    def _stacks(self, stacks: Stacks) -> dict[str, Any]:
        if stacks.is_single:
            return {"kind": "answers", "row": self._stack(stacks.rows[0])}
        rows = list(map(self._stack, stacks.rows))
        return {"kind": "stacks", "caption": one_line(stacks.caption), "rows": rows}

    def _stack(self, row: StackedBar) -> dict[str, Any]:
        return {
            "name": one_line(row.name),
            "link": self._link(row.link),
            "leads": row.leads,
            "moved": row.moved,
            "segments": [
                {
                    "label": one_line(segment.label),
                    "now": segment.now,
                    "prior": segment.prior,
                    "written": one_line(segment.written),
                    "was": one_line(words.before(segment.written_prior)),
                    "beside": one_line(_beside(segment)),
                }
                for segment in row.segments
            ],
        }

    def _bands(self, probability: float) -> list[dict[str, Any]]:
        held = self._scale.term_of(probability)
        return [{"low": term.low, "high": term.high, "held": term is held} for term in self._scale.terms]


def _beside(segment: Segment) -> str:
    parts = [words.before(segment.written_prior)]
    if segment.written_range:
        parts.append(words.ranged(segment.written_range))
    return "; ".join(parts)


def _bar(bar: Bar) -> dict[str, Any]:
    return {"probability": bar.probability, "prior": bar.prior, "interval": bar.interval, "half": bar.interval_50}


def _figure(picture: Picture) -> dict[str, Any]:
    svg = picture.svg()
    size = _SIZE.search(svg)
    assert size is not None
    return {
        "kind": "figure",
        "svg": svg,
        "width": float(size[1]) * _PX,
        "height": float(size[2]) * _PX,
        "alt": one_line(picture.alt),
        "caption": one_line(f"{picture.title}. {picture.caption}"),
    }


def _contents(root: Section) -> dict[str, Any]:
    """Return the contents, of two levels if they are few, with the number of lines in narrow columns."""
    listed = contents_of(root)
    lines = sum(-(-len(one_line(section.heading.text)) // _CONTENTS_LINE) for section in listed)
    return {"kind": "contents", "depth": max(section.heading.level for section in listed) - 1, "lines": lines}
