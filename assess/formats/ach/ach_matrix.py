"""Reading a matrix of competing hypotheses from a table: the meaning of each column and cell.

E911 not a matrix
    Finds:   A table without a column called Evidence, without rows or without two hypotheses, or with a column twice
             or a column that is neither known by name nor, judging by its cells, a hypothesis.
    Matters: The meaning of a column cannot be guessed, and a single hypothesis has nothing to compete with.
    Example: Reports;Cred;H1
    Instead: Evidence;Credibility;Relevance;H1: It was an accident;H2: It was set

E912 hypothesis given twice
    Finds:   Two hypothesis columns with the same text.
    Matters: Hypotheses exclude each other, and one of them holds; a duplicate would split one probability.
    Example: Evidence,It was set,it was set
    Instead: Evidence,It was set,It was an accident
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from assess.domain.dates import HOW_TO_WRITE, is_date
from assess.domain.field_types import is_id
from assess.domain.grading import Grading
from assess.domain.quoting import closest, quoted
from assess.errors import Finding
from assess.files.making import slug
from assess.formats.ach.csv_table import CsvCell, CsvTable
from assess.formats.ach.grade_cells import Graded, grades_of, relevance_of
from assess.formats.ach.grid_cells import PRIOR, CellReader, Judged, priors, row_fault
from assess.formats.ach.matrix_rows import AchRow, Matrix, Priors

MOST_ROWS, MOST_HYPOTHESES = 2000, 50

COLUMNS = {
    "evidence": ("evidence", "evidence item", "item", "argument", "description"),
    "id": ("id", "#", "no", "nr", "number"),
    "source": ("source", "source name", "who"),
    "type": ("type", "source type", "kind"),
    "date": ("date", "reported"),
    "credibility": ("credibility", "cred", "reliability", "grade"),
    "relevance": ("relevance", "rel", "relevancy", "weight"),
    "notes": ("notes", "note", "comments", "comment", "why"),
}
_COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}

_LABEL = re.compile(r"([A-Za-z]{1,3}[0-9]{1,3})\s*[:.)\u2013-]\s*(\S.*)")

T = TypeVar("T")


def read_matrix(table: CsvTable, reader: CellReader, grading: Grading) -> tuple[Matrix | None, list[Finding]]:
    """Return the matrix in a table, or every finding about it (without the file name)."""
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
    reading = _MatrixReader(table.rows, reader, grading, findings)
    hypotheses = reading.hypotheses()
    reading.drop_unreadable_columns()
    made = Matrix(hypotheses, reading.priors(), tuple(reading.items()), tuple(reading.above))
    return (None if findings else made), findings


def column_of(text: str) -> str | None:
    """Return the known column that a name in the first row stands for; None for a hypothesis or an empty name."""
    return _COLUMN_OF.get(" ".join(text.casefold().replace("_", " ").split()))


_HEADER = "the first row is Evidence, Credibility, Relevance and a column for each hypothesis"


class _MatrixReader:
    """Reads the rows of a table, and collects findings about them."""

    def __init__(
        self, rows: list[list[CsvCell]], reader: CellReader, grading: Grading, findings: list[Finding]
    ) -> None:
        self.head, self.body = rows[0], rows[1:]
        self.reader, self.grading, self.findings = reader, grading, findings
        self.above = [self.typed(self.head)]
        self.columns: dict[str, int] = {}
        self.coded: list[int] = []

    def find(self, code: str, cell: CsvCell, message: str, hint: str) -> None:
        """Add a finding about a cell."""
        self.findings.append(Finding(code, message, hint=hint, line=cell.line, column=cell.column))

    def hypotheses(self) -> dict[str, str]:
        """Assign a meaning to every column, and return the hypotheses by id with their descriptions."""
        first: dict[str, CsvCell] = {}
        for n, cell in enumerate(self.head):
            column = column_of(cell.text)
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
        return _named([self.head[n].text for n in self.coded])

    def drop_unreadable_columns(self) -> None:
        """Report and drop the columns taken for hypotheses in which no cell can be read."""
        for n in [*self.coded]:
            readings = [
                self.reader.judged(_at(row, n)) for row in self.body if _at(row, n).text and not self.is_prior(row)
            ]
            if len(readings) > 1 and all(isinstance(reading, Finding) for reading in readings):
                message = (
                    f"the column {quoted(self.head[n].text)} is taken for a hypothesis, and none of its cells is read"
                )
                self.find("E911", self.head[n], message, f"the other columns are {', '.join(COLUMNS)}")
                self.coded.remove(n)

    def priors(self) -> Priors | None:
        """Remove the row of priors from the body, if it is the first, and return it."""
        made = None
        if self.body and self.is_prior(self.body[0]):
            row, self.body = self.body[0], self.body[1:]
            self.above.append(self.typed(row))
            given = [_at(row, n) for n in self.coded]
            shares = priors(self.cell(row, "evidence"), given)
            if isinstance(shares, list):
                self.findings += shares
            else:
                made = Priors(row[0].line, shares, not all(cell.text for cell in given), self.cell(row, "notes").text)
        if not self.body:
            self.find("E911", self.head[0], "there is no row under the header", "write one row for each item")
        return made

    def is_prior(self, row: list[CsvCell]) -> bool:
        """Return whether a row holds priors."""
        return "evidence" in self.columns and self.cell(row, "evidence").text.casefold() in PRIOR

    def typed(self, row: list[CsvCell]) -> tuple[str, ...]:
        """Return the cells of a row as typed, one for each column; cells outside the columns are a fault."""
        for spare in (c for m, c in enumerate(row) if c.text and (m >= len(self.head) or not self.head[m].text)):
            message = f"{quoted(spare.text)} stands in a column that has no name"
            self.find("E913", spare, message, "name the column in the first row, or put text with commas in quotes")
        return tuple(_at(row, n).text for n in range(len(self.head)))

    def items(self) -> Iterator[AchRow]:
        """Yield the item of each row."""
        taken: dict[str, CsvCell] = {}
        digits = len(str(len(self.body)))
        for n, cells in enumerate(self.body, 1):
            if self.is_prior(cells):
                where, hint = self.cell(cells, "evidence"), "put it in the second row of the table"
                self.find("E919", where, f"{quoted(where.text)} stands among the items", hint)
                continue
            yield self.item(cells, f"e{n:0{max(2, digits)}}", taken)

    def item(self, cells: list[CsvCell], ident: str, taken: dict[str, CsvCell]) -> AchRow:
        """Return the item of a row, with its own id or the given one."""
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
        grades = self.said(grades_of(self.cell(cells, "credibility"), self.grading)) or Graded()
        return AchRow(
            ident,
            cells[0].line,
            text.text,
            self.judged([_at(cells, n) for n in self.coded]),
            self.cell(cells, "source").text,
            self.cell(cells, "type").text,
            date.text,
            self.cell(cells, "notes").text,
            self.said(relevance_of(self.cell(cells, "relevance"))),
            grades,
            self.typed(cells),
        )

    def judged(self, cells: list[CsvCell]) -> tuple[Judged | None, ...]:
        """Return what the cells of a row under hypotheses say."""
        said = [self.reader.judged(cell) for cell in cells]
        findings = [each for each in said if isinstance(each, Finding)]
        judged = tuple(None if isinstance(each, Finding) else each for each in said)
        if not findings and (fault := row_fault(cells, judged)) is not None:
            findings = [fault]
        self.findings += findings
        return judged

    def cell(self, cells: list[CsvCell], column: str) -> CsvCell:
        """Return the cell of a row in a named column, empty if there is no such column."""
        n = self.columns.get(column)
        return cells[0]._replace(text="") if n is None else _at(cells, n)

    def said(self, read: T | Finding | None) -> T | None:
        """Return what was read from a cell; a finding is kept, and None returned."""
        if isinstance(read, Finding):
            self.findings.append(read)
            return None
        return read


def _at(cells: list[CsvCell], n: int) -> CsvCell:
    return cells[n] if n < len(cells) else cells[-1]._replace(text="")


def _named(texts: list[str]) -> dict[str, str]:
    """Return the hypotheses by id: their label, else an id made from their words, else a number."""
    hypotheses: dict[str, str] = {}
    for n, text in enumerate(texts, 1):
        label = _LABEL.fullmatch(text)
        ident, description = (label[1], label[2]) if label else (slug(text) or f"h{n}", text)
        while ident in hypotheses:
            ident = f"{ident}-{n}"
        hypotheses[ident] = description
    return hypotheses
