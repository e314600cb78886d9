"""Opening the table that holds a grid, and checking a grid while it is typed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assess.domain.coding import Coding
from assess.errors import AssessError, Finding
from assess.files.loading import load_coding, load_grading, load_scale
from assess.files.reading import decoded, read_raw, shown
from assess.formats.ach.ach_matrix import MOST_ROWS, read_matrix
from assess.formats.ach.csv_table import CsvCell, CsvTable, read_csv_table
from assess.formats.ach.grid_cells import CellReader
from assess.formats.ach.matrix_rows import Matrix
from assess.formats.ach.workbook import SUFFIX, read_workbook


class GridChecker:
    """Checks a grid while it is typed.

    Parameters
    ----------
    coding : str or Path
        What codes and words stand for: a file, or the id of a shipped coding.
    """

    def __init__(self, coding: str | Path = "heuer") -> None:
        self.coding: Coding = load_coding(coding)
        self.grading, self.scale = load_grading(self.coding.grades), load_scale(self.coding.scale)
        self._reader = CellReader(self.coding, self.scale)

    def read(self, table: CsvTable) -> tuple[Matrix | None, list[Finding]]:
        """Return the matrix in a table, or everything wrong with it."""
        return read_matrix(table, self._reader, self.grading)

    def fault(self, rows: Sequence[Sequence[str]], line: int, column: int | None = None) -> str | None:
        """Return the fault in a line, or in one of its cells, counted from 1; None if there is none."""
        _, findings = self.read(table_of(rows)[0])
        faults = (each for each in findings if each.line == line and column in (None, each.column))
        return next((f"{fault.message}: {fault.hint}" for fault in faults), None)


def table_in(path: Path) -> tuple[CsvTable, str]:
    """Return the table in a file, and a note that identifies it."""
    raw = read_raw(path, path.parent)
    if isinstance(raw, Finding):
        raise AssessError([raw])
    if path.suffix.casefold() == SUFFIX:
        return read_workbook(raw, MOST_ROWS + 1), f"sha256:{hashlib.sha256(raw).hexdigest()} over the file"
    text = decoded(raw)
    if isinstance(text, Finding):
        raise AssessError([replace(text, file=shown(path))])
    return read_csv_table(text, MOST_ROWS + 1), f"sha256:{hashlib.sha256(text.encode()).hexdigest()} over its text"


def table_of(rows: Sequence[Sequence[str]]) -> tuple[CsvTable, str]:
    """Return rows of texts as a table, and a note that identifies it."""
    cells = [[CsvCell(text, line, n) for n, text in enumerate(row, 1)] for line, row in enumerate(rows, 1)]
    return CsvTable(cells, []), "typed field by field"
