"""A table in a spreadsheet workbook, with the row and column of every cell.

It is read with openpyxl: of the libraries for this format, it is the maintained one that has no compiled parts, reads
row by row, and leaves formulas as written.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import warnings
import zipfile
from typing import Any

from assess.domain.quoting import quoted
from assess.errors import Finding
from assess.files.reading import LARGEST, too_large
from assess.formats.ach.csv_table import CsvCell, CsvTable, no_text, odd_character
from assess.scoring.optional_import import optional_import

SUFFIX = ".xlsx"
_MOST_COLUMNS = 256


def read_workbook(raw: bytes, most: int) -> CsvTable:
    """Return the first sheet of a workbook: texts as they are, dates as 1993-06-27, numbers with all their digits.

    A cell that a spreadsheet turned into a time of day, because 2:1 was typed into it, is read as 2:1 again. A formula
    is a finding, because its value may not be in the file.

    Parameters
    ----------
    raw : bytes
        The file.
    most : int
        Rows after which reading stops; if there are more, one more is returned.

    Raises
    ------
    AssessError
        E411 if openpyxl is missing.
    """
    with optional_import("openpyxl", "assess[xlsx]", "table"):
        from openpyxl import load_workbook
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > 2 * LARGEST:
            return CsvTable([], [too_large(size)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and checks that openpyxl does not know
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            return _table(itertools.islice(sheet.iter_rows(max_col=_MOST_COLUMNS), 2 * most), most)
    except Exception as error:  # a broken workbook raises whatever its parts raise
        hint = f"save the table as {SUFFIX} anew, or as CSV in UTF-8"
        return CsvTable(
            [], [Finding("E103", f"this is no workbook that can be read: {type(error).__name__}", hint=hint)]
        )


def _table(rows: Any, most: int) -> CsvTable:
    table = CsvTable([], [])
    for line, row in enumerate(rows, 1):
        cells = [CsvCell(_text(cell), line, column) for column, cell in enumerate(row, 1)]
        while cells and not cells[-1].text:
            cells.pop()
        table.findings += (fault for cell, read in zip(row, cells, strict=False) if (fault := _fault(cell, read)))
        if cells:
            table.rows.append(cells)
        if len(table.rows) > most:
            break
    return table


def _fault(cell: Any, read: CsvCell) -> Finding | None:
    """Return the fault of a cell that is a formula or an error, or holds a character that no text contains."""
    if cell.data_type in "fe":
        what = "a formula" if cell.data_type == "f" else "an error"
        hint = "put in its place what it should give: copy it, and paste it as a value"
        message = f"{quoted(read.text)} is {what}"
        return Finding("E913", message, hint=hint, line=read.line, column=read.column)
    odd = odd_character(str(cell.value or ""))
    return None if odd is None else no_text(odd[0], read.line, read.column)


def _text(cell: Any) -> str:
    """Return what was typed into a cell, as far as the workbook preserves it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.timedelta):
        hours, seconds = divmod(round(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60}"
    if isinstance(value, dt.time):
        return f"{value.hour}:{value.minute}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value * 100:.12g}%" if "%" in str(cell.number_format) else f"{value:.15g}"
    return " ".join(str(getattr(value, "text", value)).split())
