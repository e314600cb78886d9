"""Reads a matrix of competing hypotheses from a table: the meaning of each column and cell.

E911 no matrix
    Finds:   A table without a column called Evidence, with one column twice, without rows, or without two hypotheses.
    Matters: Which column says what cannot be guessed, and one hypothesis has nothing to compete with.
    Example: Reports;Cred;H1
    Instead: Evidence;Credibility;Relevance;H1: It was an accident;H2: It was set

E912 hypothesis twice
    Finds:   Two columns for hypotheses that read the same.
    Matters: Hypotheses exclude each other, and one of them holds; what is there twice would share one probability.
    Example: Evidence,It was set,it was set
    Instead: Evidence,It was set,It was an accident

E915 no code
    Finds:   A cell under a hypothesis that is none of CC, C, N, I, II, NA, or of the signs for them, and not blank.
    Matters: A code that is guessed at would be a judgement that nobody made.
    Example: Radio traffic,high,high,C,X
    Instead: Radio traffic,high,high,C,I

E916 no credibility or relevance
    Finds:   A word for credibility or relevance other than high, medium and low, or a grade that there is not.
    Matters: How much an item counts hangs on it.
    Example: Radio traffic,very good,high,C,I
    Instead: Radio traffic,B2,high,C,I
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from assess.domain.coding import Code, Coding, Level
from assess.domain.dates import HOW_TO_WRITE, is_date
from assess.domain.field_types import is_id
from assess.domain.grading import Grading
from assess.domain.quoting import closest, listed, quoted
from assess.errors import Finding
from assess.files.making import slug
from assess.formats.ach.csv_table import CsvCell, CsvTable

MOST_ROWS, MOST_HYPOTHESES = 2000, 50

COLUMNS = {
    "evidence": ("evidence", "evidence item", "item", "argument", "description"),
    "id": ("id", "#", "no", "nr", "number"),
    "source": ("source", "source name"),
    "type": ("type", "source type", "kind"),
    "date": ("date", "reported"),
    "credibility": ("credibility", "cred", "reliability", "grade"),
    "relevance": ("relevance", "rel", "relevancy", "weight"),
    "notes": ("notes", "note", "comments", "comment", "why"),
}
_COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}

_CODES: dict[str, Code] = {
    **{"CC": "CC", "C": "C", "N": "N", "I": "I", "II": "II", "NA": "NA", "N/A": "NA"},
    **{"++": "CC", "+": "C", "0": "N", "-": "I", "--": "II", "\u2212": "I", "\u2212\u2212": "II"},
    **{"VERY CONSISTENT": "CC", "CONSISTENT": "C", "NEUTRAL": "N"},
    **{"INCONSISTENT": "I", "VERY INCONSISTENT": "II", "NOT APPLICABLE": "NA"},
}
_ALL_CODES = "CC, C, N, I, II, NA, or ++, +, 0, -, --; a blank cell is as NA"
_LEVELS: dict[str, Level] = {
    **dict.fromkeys(("high", "h"), "high"),
    **dict.fromkeys(("medium", "med", "m", "moderate"), "medium"),
    **dict.fromkeys(("low", "l"), "low"),
}
_LABEL = re.compile(r"([A-Za-z]{1,3}[0-9]{1,3})\s*[:.)\u2013-]\s*(\S.*)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AchRow:
    """One item of a matrix.

    Parameters
    ----------
    credibility : {"high", "medium", "low"} or None
        The word that the matrix has.
    reliability, accuracy : str or None
        Or the grades that it has: of the source, and of the statement.
    codes : tuple of str or None
        By hypothesis; None for a blank cell.
    """

    id: str
    line: int
    text: str
    codes: tuple[Code | None, ...]
    source: str
    kind: str
    reported: str
    notes: str
    relevance: Level | None
    credibility: Level | None
    reliability: str | None
    accuracy: str | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Hypotheses (id and description), and the items coded against them."""

    hypotheses: dict[str, str]
    rows: tuple[AchRow, ...]


def read_matrix(table: CsvTable, coding: Coding, grading: Grading) -> tuple[Matrix | None, list[Finding]]:
    """Return the matrix in a table, or every finding about it, without the name of the file."""
    findings = list(table.findings)
    if findings:
        return None, findings
    if not table.rows:
        return None, [Finding("E911", "the table is empty", hint=_HEADER, line=1, column=1)]
    if len(table.rows) > MOST_ROWS + 1:
        message = f"the table has more than {MOST_ROWS:,} rows under its header"
        hint = "each cell of a matrix is somebody's judgement: keep the items that tell hypotheses apart"
        first = table.rows[MOST_ROWS + 1][0]
        return None, [Finding("E914", message, hint=hint, line=first.line, column=first.column)]
    reading = _MatrixReader(table.rows, coding, grading, findings)
    made = Matrix(reading.hypotheses(), tuple(reading.items()))
    return (None if findings else made), findings


_HEADER = "the first row is Evidence, Credibility, Relevance and a column for each hypothesis"


class _MatrixReader:
    """Reads the rows of a table, and collects findings about them."""

    def __init__(self, rows: list[list[CsvCell]], coding: Coding, grading: Grading, findings: list[Finding]) -> None:
        self.head, self.body = rows[0], rows[1:]
        self.coding, self.grading, self.findings = coding, grading, findings
        self.columns: dict[str, int] = {}
        self.coded: list[int] = []

    def find(self, code: str, cell: CsvCell, message: str, hint: str) -> None:
        """Add a finding about a cell."""
        self.findings.append(Finding(code, message, hint=hint, line=cell.line, column=cell.column))

    def hypotheses(self) -> dict[str, str]:
        """Assign a meaning to every column, and return the hypotheses: id and description."""
        first: dict[str, CsvCell] = {}
        for n, cell in enumerate(self.head):
            column = _COLUMN_OF.get(" ".join(cell.text.casefold().replace("_", " ").split()))
            if column is None and cell.text:
                self.coded.append(n)
                earlier = first.setdefault(cell.text.casefold(), cell)
                if earlier is not cell:
                    message = f"hypothesis {quoted(cell.text)} has a column already, at {earlier.line}:{earlier.column}"
                    self.find("E912", cell, message, "keep one of them: hypotheses exclude each other")
            elif column in self.columns:
                taken = self.head[self.columns[column]]
                message = f"{quoted(cell.text)} is a second column for {column}, beside {quoted(taken.text)}"
                self.find("E911", cell, message, "keep one of them; grades of both kinds go together: B2")
            elif column is not None:
                self.columns[column] = n
        if "evidence" not in self.columns:
            near = next((c for c in self.head if closest(c.text, COLUMNS["evidence"])), None)
            meant = f"; did you mean Evidence where {quoted(near.text)} stands?" if near is not None else ""
            self.find("E911", self.head[0], "there is no column called Evidence", f"{_HEADER}{meant}")
        if not 2 <= len(self.coded) <= MOST_HYPOTHESES:
            number = f"{len(self.coded)} column{'' if len(self.coded) == 1 else 's'} for hypotheses"
            message = f"there {'is' if len(self.coded) == 1 else 'are'} {number}; a matrix has 2 to {MOST_HYPOTHESES}"
            self.find("E911", self.head[-1], message, _HEADER)
        if not self.body:
            self.find("E911", self.head[0], "there is no row under the header", "write one row for each item")
        return _named([self.head[n].text for n in self.coded])

    def items(self) -> Iterator[AchRow]:
        """Yield the items, one for each row."""
        taken: dict[str, CsvCell] = {}
        digits = len(str(len(self.body)))
        for n, cells in enumerate(self.body, 1):
            for spare in (c for m, c in enumerate(cells) if c.text and (m >= len(self.head) or not self.head[m].text)):
                message = f"{quoted(spare.text)} stands in a column that has no name"
                self.find("E913", spare, message, "name the column in the first row, or put text with commas in quotes")
            yield self.item(cells, f"e{n:0{max(2, digits)}}", taken)

    def item(self, cells: list[CsvCell], ident: str, taken: dict[str, CsvCell]) -> AchRow:
        """Return the item of a row, with an id of its own or the one given."""
        named, text = self.cell(cells, "id"), self.cell(cells, "evidence")
        if named.text:
            ident = named.text
            if not is_id(ident) or len(ident) > 60:
                hint = "an id holds letters, digits, . _ and -, a letter or digit first, at most 60 of them"
                self.find("E123", named, f"{quoted(ident)} is not an id", hint)
        earlier = taken.setdefault(ident, named)
        if earlier is not named:
            message = f"{quoted(ident)} is the id of an earlier row too, at {earlier.line}:{earlier.column}"
            self.find("E321", named, message, "give each row an id of its own, or none")
        if not text.text and "evidence" in self.columns:
            self.find("E913", text, "this row has codes and says nothing", "say under Evidence what the item is")
        date = self.cell(cells, "date")
        if date.text and not is_date(date.text):
            self.find("E209", date, f"{quoted(date.text)} is not a date", HOW_TO_WRITE)
        level, reliability, accuracy = self.read(cells, "credibility", self.grades) or (None, None, None)
        return AchRow(
            ident,
            cells[0].line,
            text.text,
            tuple(self.code(_at(cells, n)) for n in self.coded),
            self.cell(cells, "source").text,
            self.cell(cells, "type").text,
            date.text,
            self.cell(cells, "notes").text,
            self.read(cells, "relevance", self.level),
            level,
            reliability,
            accuracy,
        )

    def cell(self, cells: list[CsvCell], column: str) -> CsvCell:
        """Return the cell of a row in a named column; empty where there is no such column."""
        n = self.columns.get(column)
        return cells[0]._replace(text="") if n is None else _at(cells, n)

    def read(self, cells: list[CsvCell], column: str, reader: Callable[[CsvCell], T | None]) -> T | None:
        """Return the value of a cell by a reader; None if it is empty."""
        cell = self.cell(cells, column)
        return reader(cell) if cell.text else None

    def code(self, cell: CsvCell) -> Code | None:
        """Return the code in a cell; None if it is empty or not a code."""
        if not cell.text:
            return None
        code = _CODES.get(cell.text.upper())
        if code is None:
            guess = closest(cell.text, _CODES)
            meant = f"did you mean {guess}? " if guess is not None else ""
            self.find("E915", cell, f"{quoted(cell.text)} is no code", f"{meant}The codes are {_ALL_CODES}")
        return code

    def level(self, cell: CsvCell) -> Level | None:
        """Return the level in a cell; None if it is not one."""
        level = _LEVELS.get(cell.text.casefold())
        if level is None:
            guess = closest(cell.text, ("high", "medium", "low"))
            meant = f"did you mean {guess}? " if guess is not None else ""
            self.find("E916", cell, f"{quoted(cell.text)} is no relevance", f"{meant}Write high, medium or low")
        return level

    def grades(self, cell: CsvCell) -> tuple[Level | None, str | None, str | None]:
        """Return the word for credibility, or the grades of source and statement."""
        written = cell.text.upper().replace(" ", "").replace("-", "")
        letters, digits = self.grading.reliability, self.grading.credibility
        if cell.text.casefold() in _LEVELS:
            return _LEVELS[cell.text.casefold()], None, None
        for cut in range(len(written) + 1):
            letter, digit = written[:cut], written[cut:]
            if (not letter or letter in letters) and (not digit or digit in digits):
                return None, letter or None, digit or None
        guess = closest(cell.text, ("high", "medium", "low"))
        meant = f"did you mean {guess}? " if guess is not None else ""
        hint = f"{meant}Write high, medium or low, or grades ({listed(letters)}; {listed(digits)}): B2, B or 2"
        self.find("E916", cell, f"{quoted(cell.text)} is no credibility", hint)
        return None, None, None


def _at(cells: list[CsvCell], n: int) -> CsvCell:
    return cells[n] if n < len(cells) else cells[-1]._replace(text="")


def _named(texts: list[str]) -> dict[str, str]:
    """Return the hypotheses by id: their label, else an id made of their words, else a number."""
    hypotheses: dict[str, str] = {}
    for n, text in enumerate(texts, 1):
        label = _LABEL.fullmatch(text)
        ident, description = (label[1], label[2]) if label else (slug(text) or f"h{n}", text)
        while ident in hypotheses:
            ident = f"{ident}-{n}"
        hypotheses[ident] = description
    return hypotheses
