"""Approximate widths of letters, and text broken into lines that fit, since a chart breaks no lines itself."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SIZE = 12.0
"""Of letters, px."""
SMALL = 10.5
"""Of what is said beside."""
LEADING = 1.22
"""Height of a line, in sizes."""

_NARROW, _MIDDLE, _BROAD, _FULL = 0.28, 0.54, 0.7, 1.0
_THIN = frozenset("iljtfrI.,:;'|!()[]-/ ")
_FAT = frozenset("mwMWжшщюфыЖШЩЮФЫм@%—…→")
_BOLD = 1.06
_TOGETHER = re.compile(r"(?<=\d) (?=%|dB|дБ)|(?<=[\u00d7\u00f7]) (?=\d)")
"""Spaces at which no line breaks."""


def width_of(text: str, size: float = SIZE, is_bold: bool = False) -> float:
    """Return the approximate width of a line in a font like Arial (px).

    Examples
    --------
    >>> round(width_of("likely", 10.0), 1)
    24.6
    """
    return sum(map(_share, text)) * size * (_BOLD if is_bold else 1.0)


@cache
def _share(character: str) -> float:
    if character in _THIN:
        return _NARROW
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _FULL
    if character in _FAT:
        return 0.85
    return _BROAD if character.isupper() else _MIDDLE


def wrapped(text: str, width: float, size: float = SIZE, most: int = 0, is_bold: bool = False) -> list[str]:
    """Return a text broken into lines that fit; a word too long for a line is broken too.

    Parameters
    ----------
    text : str
        On one line.
    width, size : float, px
    most : int
        The most lines, the last cut short with an ellipsis; 0 for as many as it takes.
    is_bold : bool

    Examples
    --------
    >>> wrapped("The club was made by the state", 90.0), wrapped("The club was made by the state", 90.0, most=2)
    (['The club was', 'made by the', 'state'], ['The club was', 'made by the…'])
    """
    lines = [""]
    for word in _TOGETHER.sub("\N{NO-BREAK SPACE}", " ".join(text.split())).split(" "):
        for part in _pieces(word, width, size, is_bold):
            longer = f"{lines[-1]} {part}" if lines[-1] else part
            if not lines[-1] or width_of(longer, size, is_bold) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and width_of(f"{last}…", size, is_bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip(' ,;:.-')}…"]
    return lines


def _pieces(word: str, width: float, size: float, is_bold: bool) -> list[str]:
    pieces = []
    while width_of(word, size, is_bold) > width and len(word) > 1:
        end = max(1, next(n for n in range(1, len(word) + 1) if width_of(word[:n], size, is_bold) > width) - 1)
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]
