"""Tables of reports, wherever they are: Parquet, CSV, Arrow, data frames, databases, and whatever else Ibis supports.

E421 table that cannot be opened
    Finds:   A table of reports that does not exist, or is of no kind that can be read.
    Matters: Reports are read where they are, by the database that holds them or by DuckDB.
    Example: assess bulk reports.xlsx --rubric intent
    Instead: assess bulk reports.parquet --rubric intent

E425 database that gave up
    Finds:   A scoring that DuckDB, or whatever holds the reports, could not finish: it ran out of memory, a file that
             it was reading has gone, or it has no room to spill or to write.
    Matters: Earlier output stays as it was; a result is complete or not there at all.
    Example: assess bulk reports.parquet --rubric intent -o results.parquet --memory 1MB
    Instead: assess bulk reports.parquet --rubric intent -o results.parquet --memory 500MB --threads 1
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from assess.domain.number_text import count
from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.files.reading import is_file, is_folder, is_there
from assess.scoring.optional_import import optional_import

_NO_FILE = "there is no such file"
KINDS = "a .parquet or .csv file, a folder of Parquet files, or the URL of a database with the name of a table"


def load_ibis() -> Any:
    """Return the library Ibis.

    Raises
    ------
    AssessError
        If it cannot be imported (E411).
    """
    with optional_import("ibis", "assess[bulk]", "table"):
        import ibis  # optional, and slow
    return ibis


def constant_table(columns: Mapping[str, Any], types: Mapping[str, Any] | None = None) -> Any:
    """Return lists or arrays as a table that any backend can join, with null where an array is masked.

    Parameters
    ----------
    columns : dict of str to list or array
    types : dict of str to ibis DataType, optional
        The types of columns that may be empty.
    """
    with optional_import("pyarrow", "assess[bulk]", "table"):
        import pyarrow  # optional, and slow
    arrays = {}
    for name, values in columns.items():
        if isinstance(values, np.ma.MaskedArray):
            arrays[name] = pyarrow.array(values.data, mask=values.mask)
        else:
            arrays[name] = pyarrow.array(values, types[name].to_pyarrow() if types and name in types else None)
    return load_ibis().memtable(pyarrow.table(arrays))


def duckdb_connection(memory: str | None = None, threads: int | None = None, database: str | Path = ":memory:") -> Any:
    """Return a DuckDB connection in this process, which spills to disk when it runs out of memory.

    Parameters
    ----------
    memory : str, optional
        The most memory that it may use, such as ``1GB``; 80 % of the machine's if left out.
    threads : int, optional
        All cores if left out.
    database : str or Path
        A file, created if it does not exist.

    Raises
    ------
    AssessError
        E425 if DuckDB cannot open it, or knows no such size.
    """
    settings: dict[str, Any] = {"preserve_insertion_order": False}
    settings |= {} if memory is None else {"memory_limit": memory}
    settings |= {} if threads is None else {"threads": threads}
    ibis = load_ibis()
    if memory is not None and memory.strip().startswith("-"):  # DuckDB would set no bound
        raise AssessError([Finding("E425", f"{quoted(memory)} is no size of memory", hint="write one such as 1GB")])
    with failures_told("write a size such as 1GB, and name a database of DuckDB that nobody has open, or a new file"):
        return ibis.duckdb.connect(str(database), **settings)


def opened(reports: Any, connection: Any = None, table: str | None = None) -> Any:
    """Return a table of reports as an Ibis table.

    Parameters
    ----------
    reports : str, Path, pyarrow.Table, data frame or Ibis table
        A path may contain ``*``; a folder holds Parquet files, perhaps in partitions (``month=2020-01``).
    connection : Ibis backend, optional
        The backend that reads a file; DuckDB if left out.
    table : str, optional
        The table's name, if `reports` is the URL of a database.

    Raises
    ------
    AssessError
        E421 if it cannot be opened, E425 if memory runs out first.
    """
    ibis = load_ibis()
    if isinstance(reports, ibis.Table):
        return reports
    if not isinstance(reports, str | Path):
        try:
            return (connection or duckdb_connection()).create_table("assess_reports", _arrow(reports), temp=True)
        except Exception as error:  # Each backend has errors of its own.
            _cannot_open(type(reports).__name__, error)
    try:
        if table is not None:
            return _of_database(str(reports), table)
        reading = connection or duckdb_connection()
        path = Path(reports)
        if path.suffix == ".csv":
            return _of_lines(reading.read_csv(str(reports), all_varchar=True, header=True, skip=0), path)
        if is_folder(path):
            return reading.read_parquet(files_in(path), hive_partitioning=True)
        return reading.read_parquet(str(reports))
    except Exception as error:  # Each backend has errors of its own.
        _cannot_open(str(reports), error)


def _arrow(reports: Any) -> Any:
    """Return a table of Arrow, pandas or polars as one of Arrow, an empty column as text."""
    with optional_import("pyarrow", "assess[bulk]", "table"):
        import pyarrow  # optional, and slow
    table = reports.to_arrow() if hasattr(reports, "to_arrow") else reports
    if not isinstance(table, pyarrow.Table):
        table = pyarrow.Table.from_pandas(table, preserve_index=False)
    kinds = [pyarrow.string() if pyarrow.types.is_null(each.type) else each.type for each in table.schema]
    return table.cast(pyarrow.schema(zip(table.column_names, kinds, strict=True)))


def files_in(folder: str | Path) -> str:
    """Return the pattern of the Parquet files in a folder, whatever its name.

    Examples
    --------
    >>> files_in("feed[1]")
    'feed[[]1]/**/*.parquet'
    """
    return re.sub(r"[*?[]", r"[\g<0>]", str(folder)) + "/**/*.parquet"


def _of_database(url: str, table: str) -> Any:
    ibis = load_ibis()
    if "://" not in url and not is_there(Path(url)):
        raise FileNotFoundError(_NO_FILE)  # DuckDB would make it
    try:
        return ibis.connect(url).table(table)
    except ibis.common.exceptions.TableNotFound:
        missing = f"it has no table {quoted(table)}"
        raise LookupError(missing) from None


def _of_lines(rows: Any, path: Path) -> Any:
    """Return the rows of a CSV file, unless DuckDB took its lines for cells since their cells differ in number."""
    [*heads] = rows.columns
    delimiter = next((each for each in ",;\t|" if each in heads[0]), None)
    if len(heads) > 1 or delimiter is None or not is_file(path):
        return rows
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter=delimiter)
        first = len(next(reader))
        for cells in reader:
            if cells and len(cells) != first:
                uneven = f"line {reader.line_num} has {count(len(cells), 'cell')}, and the first has {first}"
                raise ValueError(uneven)
    return rows


@contextmanager
def failures_told(
    hint: str = "give it more memory or fewer threads, or make room where it spills and writes",
) -> Iterator[None]:
    """Turn an error of the database into a finding.

    Parameters
    ----------
    hint : str
        The way out.

    Raises
    ------
    AssessError
        E425 with the database's own message.
    """
    try:
        yield
    except Exception as error:  # Each backend has errors of its own.
        if not type(error).__module__.lstrip("_").startswith(("duckdb", "ibis", "pyspark", "py4j")):
            raise
        if _is_of_lines(error):
            hint = "mend this line of the file"
        raise AssessError([Finding("E425", f"the database gave up: {_first_line(error)}", hint=hint)]) from None


def _cannot_open(name: str, error: Exception) -> NoReturn:
    if type(error).__name__ == "OutOfMemoryException":
        with failures_told():
            raise error
    message = f"{quoted(name)} cannot be opened as a table of reports: {_first_line(error)}"
    raise AssessError([Finding("E421", message, hint=f"name {KINDS}")]) from None


def _is_of_lines(error: Exception) -> bool:
    return "CSV Error on Line" in str(error)


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    if _is_of_lines(error):
        return "; ".join(text.partition("\n\n")[0].partition("\nPossible")[0].splitlines())
    return text.partition("\n")[0] or type(error).__name__
