"""The widths of letters, and lines that fit."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SIZE = 12.0
"""Of letters, px."""
SMALL = 10.5
"""Of what is said beside."""
SMALLEST = 9.0
"""Where there is no room for more."""
LEADING = 1.3
"""Height of a line, in sizes."""

_BOLD = 1.16
_OTHER, _WIDE = 0.64, 1.0
_LONG = "\N{EM DASH}…→∞"
_ADVANCES = (
    *(318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337),
    *(636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531),
    *(1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787),
    *(603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500),
    *(500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612),
    *(635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838),
)
"""Thousandths of the size, from the space to the tilde, of DejaVu Sans: as wide as the fonts of a page get."""
_CYRILLIC = (
    *(684, 686, 686, 610, 781, 632, 1077, 641, 748, 748, 710, 752, 863, 752, 787, 752),
    *(603, 698, 611, 609, 861, 685, 776, 686, 1069, 1094, 833, 882, 686, 698, 1080, 695),
    *(613, 617, 589, 525, 691, 615, 901, 532, 650, 650, 604, 639, 754, 654, 612, 654),
    *(635, 550, 583, 592, 855, 592, 681, 591, 915, 942, 707, 790, 589, 549, 842, 602),
)
"""The same from the capital A of Cyrillic to its last small letter."""


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    for first, advances in ((0x20, _ADVANCES), (0x410, _CYRILLIC)):
        if 0 <= ord(character) - first < len(advances):
            return advances[ord(character) - first] / 1000.0
    if unicodedata.combining(character):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" or character in _LONG else _OTHER


def width_of(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Return the width of a line at most (px).

    Examples
    --------
    >>> round(width_of("likely", 10.0), 2)
    26.2
    """
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1.0)


def wrapped(text: str, width: float, size: float = SIZE, bold: bool = False, most: int = 0) -> list[str]:
    """Return a text in at most `most` lines that fit; a word too long for a line is broken.

    Parameters
    ----------
    text : str
        On one line.
    width, size : float, px
    bold : bool
    most : int
        Lines at the most; 0 for as many as it takes.

    Examples
    --------
    >>> wrapped("The club was made by the state", 90.0), wrapped("The club was made by the state", 90.0, most=2)
    (['The club was', 'made by the', 'state'], ['The club was', 'made by the…'])
    """
    lines = [""]
    for word in text.split():
        for part in _pieces(word, width, size, bold):
            longer = f"{lines[-1]} {part}" if lines[-1] else part
            if not lines[-1] or width_of(longer, size, bold) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and width_of(f"{last}…", size, bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip(' ,;:.-')}…"]
    return lines


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Return a word, cut where it is wider than a line, if possible after a mark."""
    pieces = []
    while width_of(word, size, bold) > width and len(word) > 1:
        end = max(1, next((n for n in range(1, len(word)) if width_of(word[: n + 1], size, bold) > width), 1))
        mark = max(word.rfind(sign, 1, end) for sign in "-/@:_.")
        end = mark + 1 if mark > 0 else end
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]
