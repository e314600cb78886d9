"""Cells of a grid that say how much an item counts: a word for credibility or relevance, or grades.

E916 not a credibility or relevance
    Finds:   A word for credibility or relevance other than high, medium and low, or an unknown grade.
    Matters: It decides how much an item counts.
    Example: Radio traffic,very good,high,C,I
    Instead: Radio traffic,B2,high,C,I
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.domain.coding import Level
from assess.domain.grading import Grading
from assess.domain.quoting import closest, listed, quoted
from assess.errors import Finding
from assess.formats.ach.csv_table import CsvCell
from assess.formats.ach.grid_cells import at

_LEVELS: dict[str, Level] = {
    **dict.fromkeys(("high", "h"), "high"),
    **dict.fromkeys(("medium", "med", "m", "moderate"), "medium"),
    **dict.fromkeys(("low", "l"), "low"),
}


@dataclass(frozen=True, slots=True)
class Graded:
    """A word for credibility, or the grades of source and statement; None if not given."""

    level: Level | None = None
    reliability: str | None = None
    accuracy: str | None = None


def relevance_of(cell: CsvCell) -> Level | Finding | None:
    """Return the word for relevance in a cell; None if it is empty."""
    if not cell.text:
        return None
    level = _LEVELS.get(cell.text.casefold())
    return level or at(cell, "E916", f"{quoted(cell.text)} is no relevance", f"{_guess(cell)}Write high, medium or low")


def grades_of(cell: CsvCell, grading: Grading) -> Graded | Finding:
    """Return the word for credibility in a cell, or the grades of source and statement."""
    written = cell.text.upper().replace(" ", "").replace("-", "")
    letters, digits = grading.reliability, grading.credibility
    if cell.text.casefold() in _LEVELS:
        return Graded(_LEVELS[cell.text.casefold()])
    for cut in range(len(written) + 1):
        letter, digit = written[:cut], written[cut:]
        if (not letter or letter in letters) and (not digit or digit in digits):
            return Graded(None, letter or None, digit or None)
    hint = f"{_guess(cell)}Write high, medium or low, or grades ({listed(letters)}; {listed(digits)}): B2, B or 2"
    return at(cell, "E916", f"{quoted(cell.text)} is no credibility", hint)


def _guess(cell: CsvCell) -> str:
    guess = closest(cell.text, ("high", "medium", "low"))
    return f"did you mean {guess}? " if guess is not None else ""
