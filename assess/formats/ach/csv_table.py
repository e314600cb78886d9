"""A table in a text file, with the place of every cell.

E913 row that cannot be read
    Finds:   An unclosed quotation mark, text in a column without a name, or codes without an item.
    Matters: Cells would slip into their neighbours' columns, and codes with them.
    Example: Radio traffic, more than usual,,,C,I
    Instead: "Radio traffic, more than usual",,,C,I

E914 matrix too large
    Finds:   A matrix of more than 2,000 rows.
    Matters: Each cell is somebody's judgement, and nobody judges that many; such a file is something else.
    Example: a log of 100,000 lines
    Instead: Keep the items that tell hypotheses apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from assess.domain.quoting import quoted
from assess.errors import Finding
from assess.scoring.csv_text import unguarded

SEPARATORS = (",", ";", "\t")

_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class CsvCell(NamedTuple):
    """The text of a cell, on one line and stripped of spaces, and its place, counted from 1."""

    text: str
    line: int
    column: int


@dataclass(slots=True)
class CsvTable:
    """The non-empty rows of a table, and the findings about its text."""

    rows: list[list[CsvCell]]
    findings: list[Finding]


def read_csv_table(text: str, most: int) -> CsvTable:
    """Return the table in a text, separated by commas, semicolons or tabs, whichever is most frequent in its first row.

    Parameters
    ----------
    text : str
    most : int
        Rows after which reading stops; if there are more, one more is returned.
    """
    odd = odd_character(text)
    if odd is not None:
        line, column = _place(text, odd.start())
        return CsvTable([], [no_text(odd[0], line, column)])
    declared = _DECLARED.match(text)
    start = declared.end() if declared else 0

    def columns(separator: str) -> int:
        return len(next(_CsvReader(text, separator, start).rows(), []))

    separator = declared[1] if declared else max(SEPARATORS, key=columns)
    reader = _CsvReader(text, separator, start)
    rows: list[list[CsvCell]] = []
    for row in reader.rows():
        if any(cell.text for cell in row):
            rows.append(row)
        if len(rows) > most or reader.findings:
            break
    return CsvTable(rows, reader.findings)


def odd_character(text: str) -> re.Match[str] | None:
    """Return the first character that no text contains."""
    return _CONTROL.search(text)


def no_text(character: str, line: int, column: int) -> Finding:
    """Return the finding about a character that no text contains."""
    message = f"character U+{ord(character):04X} has no place in a text file"
    return Finding("E103", message, hint="save the file as UTF-8 text", line=line, column=column)


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class _CsvReader:
    """Reads a text cell by cell."""

    def __init__(self, text: str, separator: str, start: int) -> None:
        self.text, self.separator, self.at = text, separator, start
        self.line, self.start_of_line = _place(text, start)[0], text.rfind("\n", 0, start) + 1
        self.findings: list[Finding] = []
        self._bare = re.compile(rf"[^{re.escape(separator)}\r\n]*")

    def rows(self) -> Iterator[list[CsvCell]]:
        """Yield the rows, each a list of cells."""
        while self.at < len(self.text):
            row = [self._cell()]
            while self.at < len(self.text) and self.text[self.at] == self.separator:
                self.at += 1
                row.append(self._cell())
            self._pass(re.compile(r"\r\n|\r|\n|").match(self.text, self.at))
            yield row

    def _cell(self) -> CsvCell:
        line, column = self.line, self.at - self.start_of_line + 1
        is_quoted = self.text.startswith('"', self.at)
        match = (_QUOTED if is_quoted else self._bare).match(self.text, self.at)
        if match is None:
            self._fault("the quotation mark that opens here is never closed", line, column)
            self.at = len(self.text)
            return CsvCell("", line, column)
        written = match[1].replace('""', '"') if is_quoted else match[0]
        self._pass(match)
        rest = self._bare.match(self.text, self.at)
        if is_quoted and rest is not None and rest[0].strip():
            self._fault(f"{quoted(rest[0])} stands after a closing quotation mark", line, column)
        self._pass(rest)
        return CsvCell(unguarded(" ".join(written.split())), line, column)

    def _pass(self, match: re.Match[str] | None) -> None:
        """Move to the end of `match`, counting its lines."""
        if match is None:
            return
        breaks = [each.end() for each in re.finditer(r"\r\n|\r|\n", match[0])]
        if breaks:
            self.line += len(breaks)
            self.start_of_line = match.start() + breaks[-1]
        self.at = match.end()

    def _fault(self, message: str, line: int, column: int) -> None:
        hint = "a quotation mark within a quoted cell is written twice"
        self.findings.append(Finding("E913", message, hint=hint, line=line, column=column))
