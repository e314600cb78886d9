"""Typesetting of texts and tables on paper: what stays on one line, and the widths of columns.

A table is set in the largest size at which every word fits in its column and long texts are not squeezed. If words do
not fit even at the smallest size, the columns share the width that there is, and long words are broken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assess.domain.quoting import clean
from assess.reporting.report.report_blocks import Grid

TEXT_WIDTH = 170.0
"""Of a page of A4, in millimetres."""
_SIZES = (8.5, 7.5, 6.5)
"""Of letters in a table, in points."""
_PER_POINT = 25.4 / 72.0
_FOR_WORDS = 0.7
"""Share of the room that the longest words of all columns may take; the rest is for long texts."""
_SHORT = 8.0
"""Ems of a text that is not to be broken while others are longer."""
_LONGEST_WORD = 40
"""Letters that a word may have in a table; a longer one may be broken anywhere."""
_BREAK = re.compile(r"(?<=[-/\u2013\u2014])")
_MINUS = re.compile(r"(?<![^\s(])-(?=\d)")
_UNIT = re.compile(r"(?<=[\d∞]) (?=%|dB\b)")
_WIDTHS = (("fijlrt.,;:'()|!I -[]", 0.34), ("mwMW@%—", 0.92), ("ABCDEFGHJKLNOPQRSTUVXYZ&", 0.7))
_WIDTH_OF = {letter: width for letters, width in _WIDTHS for letter in letters}


def one_line(text: str) -> str:
    """Return text on one line, without characters that could mislead, and with each number kept beside its unit."""
    return _UNIT.sub("\u00a0", clean(text))


def set_text(text: str) -> str:
    """Return text on one line with true minus signs: a line may break after a hyphen."""
    return _MINUS.sub("\u2212", one_line(text))


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table as set on paper, with the column that names a row first.

    Parameters
    ----------
    lines : tuple of tuple of str
        The heading row, then the others.
    right : frozenset of int
        Columns set flush right.
    widths : tuple of float
        The widths of the columns, in millimetres.
    size : float
        The size of the letters, in points.
    """

    lines: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    widths: tuple[float, ...]
    size: float


def layout(grid: Grid, room: float = TEXT_WIDTH, padding: float = 2.4) -> TableLayout:
    """Return the layout of a table within a width; `padding` is that of both sides of a column, in millimetres."""
    order = sorted(range(len(grid.columns)), key=lambda column: column != grid.head % len(grid.columns))
    lines = tuple(tuple(set_text(row[column]) for column in order) for row in (grid.columns, *grid.rows))
    right = frozenset(place for place, column in enumerate(order) if column in grid.figures)
    columns = list(zip(*lines, strict=True))
    least = [max(map(_longest_word, column)) for column in columns]
    texts = [[_em(text) for text in column] for column in columns]
    most = [max(_em("-"), floor, *column) for floor, column in zip(least, texts, strict=True)]
    usual = [
        max(floor, min(max(column), _SHORT), math.hypot(*column) / math.sqrt(len(column)))
        for floor, column in zip(least, texts, strict=True)
    ]
    free = room - padding * len(columns)
    em = next((em for em in _SIZES if _fits(least, most, free / (em * _PER_POINT))), _SIZES[-1])
    widths = [each * em * _PER_POINT for each in _shared(least, usual, most, free / (em * _PER_POINT))]
    return TableLayout(lines, right, tuple(round(width + padding, 2) for width in widths), em)


def _fits(least: Sequence[float], most: Sequence[float], room: float) -> bool:
    """Return whether everything fits, or every word fits and leaves some room for long texts."""
    return sum(most) <= room or sum(least) <= _FOR_WORDS * room


def _shared(least: Sequence[float], usual: Sequence[float], most: Sequence[float], room: float) -> list[float]:
    """Return the widths of columns: the room their words need, and a share of the rest by the usual length of texts."""
    if sum(most) <= room:
        return [room * each / sum(most) for each in most]
    if sum(least) >= room:
        return [room * each / sum(least) for each in least]
    rest, longer = room - sum(least), sum(usual) - sum(least)
    share = rest / longer if longer > 0.0 else 0.0
    widths = [
        min(ceiling, floor + share * (each - floor)) for floor, each, ceiling in zip(least, usual, most, strict=True)
    ]
    widths[most.index(max(most))] += room - sum(widths)
    return widths


def _longest_word(text: str) -> float:
    words = (part for word in text.split() for part in _BREAK.split(word))
    return max((_em(word[:_LONGEST_WORD]) for word in words), default=0.0)


def _em(text: str) -> float:
    """Return the approximate maximum width of a text, in ems."""
    return sum(_WIDTH_OF.get(letter, 0.54 if letter.isascii() else 0.66) for letter in text)
