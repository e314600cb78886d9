"""Scoring of a growing table of reports, which scores again only the instances that changed files bear on.

A DuckDB database keeps the posteriors, which file has reports on which instance, and the size and time of last change
of each file. A file that is new, changed or gone touches the instances that it has or had reports on. The reports on
these are read again, from whatever files they are in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assess.compile.report_tables import ReportTables
from assess.domain.content_digest import content_digest
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from assess.files.atomic_write import removed_on_failure
from assess.files.reading import stamp_of
from assess.scoring.bulk.bulk_score import BulkResult, bulk, report_tables, scorer_of
from assess.scoring.bulk.grouped_sums import question_of
from assess.scoring.bulk.ibis_tables import (
    constant_table,
    duckdb_connection,
    failures_told,
    files_in,
    load_ibis,
    opened,
)
from assess.scoring.bulk.report_columns import FILE, ROW
from assess.version import VERSION

_INSTANCE = ["subject", "question"]


@contextmanager
def kept_database(path: str | Path, memory: str | None = None, threads: int | None = None) -> Iterator[Any]:
    """Open the DuckDB database that keeps results, and remove it if the block fails and it was not there before.

    Parameters
    ----------
    path : str or Path
    memory, threads
        As in `duckdb_connection`.
    """
    with removed_on_failure(Path(path), Path(f"{path}.wal")):
        connection = duckdb_connection(memory, threads, path)
        try:
            yield connection
        except BaseException:
            connection.disconnect()
            raise


def bulk_again(
    folder: str | Path,
    rubric: Rubric | str | Path,
    kept: Any,
    as_of: str | Sequence[str] | None = None,
    since: str | None = None,
    skip_bad: bool = False,
) -> BulkResult:
    """Score a folder of Parquet files as `bulk` does, but only what has changed since it was last scored.

    Parameters
    ----------
    folder : str or Path
        It may have partitions, such as ``month=2020-01``; an instance may have reports in several of them.
    rubric : Rubric, str or Path
    kept : str, Path or Ibis connection
        The DuckDB database that keeps the results, created if it does not exist. Under another rubric, other dates or
        another version of this program everything is scored anew.
    as_of, since, skip_bad
        As in `bulk`. Reports that cannot be read are listed when their file has changed.

    Raises
    ------
    AssessError
        As `bulk`; a database at a path is then left unchanged, or not created.
    """
    if isinstance(kept, str | Path):
        with kept_database(kept) as connection:
            return bulk_again(folder, rubric, connection, as_of, since, skip_bad)
    tables = report_tables(rubric)
    with failures_told():
        scored = _KeptScores(kept, str(Path(folder).resolve()), tables, _settings(tables, as_of, since, skip_bad))
        changed = scored.changed()
        findings = scored.unreadable(changed, [since, *([as_of] if isinstance(as_of, str) else as_of or ())])
        if findings and not skip_bad:
            raise AssessError(findings)
        if changed:
            instances = scored.instances(changed)
            touched = scored.touched(instances, changed)
            result = bulk(scored.reports_on(touched, changed), tables.rubric, as_of, since, skip_bad=True)
            unscored = [finding for finding in result.findings if finding.code == "E424"]
            if unscored and not skip_bad:
                raise AssessError(unscored)
            findings += unscored
            scored.keep(result.table, instances, touched, changed)
    return BulkResult(kept.table("results"), tuple(findings), (kept,))


def _settings(tables: ReportTables, as_of: str | Sequence[str] | None, since: str | None, skip_bad: bool) -> str:
    """Return the digest of everything other than the reports that posteriors depend on."""
    dates = [as_of if isinstance(as_of, str | None) else [*as_of], since]
    # With `skip_bad`, since what was skipped stops a scoring that may not skip it.
    parts = [VERSION, content_digest(tables.rubric), *dates, skip_bad]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class _KeptScores:
    """The kept results of a folder, and its present files.

    Parameters
    ----------
    connection : Ibis connection
    folder : str
        Absolute, as the files of reports are that Ibis reads.
    tables : ReportTables
    settings : str
        The digest of the settings.
    """

    def __init__(self, connection: Any, folder: str, tables: ReportTables, settings: str) -> None:
        self._connection, self._tables, self._settings = connection, tables, settings
        pattern = files_in(folder).replace("'", "''")
        listed = connection.raw_sql(f"SELECT file FROM glob('{pattern}')").fetchall()
        self._now = {file: stamp_of(file) for (file,) in listed}
        if not listed:
            opened(folder, connection)  # An empty folder is no table.
        self._before: dict[str, str] = {}
        if "files" in connection.list_tables():
            rows = connection.table("files").to_pyarrow().to_pylist()
            self._before = {row["file"]: row["stamp"] for row in rows if row["settings"] == settings}

    def changed(self) -> set[str]:
        """Return the files that are new, changed or gone; all files if nothing is kept under these settings."""
        both = self._now.keys() | self._before.keys()
        return {file for file in both if self._now.get(file) != self._before.get(file)}

    def _read(self, files: Collection[str], **options: bool) -> Any:
        """Return the reports in some files, as far as they exist, with the file of each report."""
        here = sorted(file for file in files if file in self._now)
        if not here:
            return self._read(self._now).limit(0)
        return self._connection.read_parquet(here, filename=True, hive_partitioning=True, union_by_name=True, **options)

    def unreadable(self, changed: Collection[str], dates: Sequence[str | None]) -> list[Any]:
        """Return a finding for each reason why reports of changed files cannot be read."""
        if not changed:
            return []
        rows = self._read(changed, file_row_number=True)
        if "file_row_number" in rows.columns:
            rows = rows.mutate(**{FILE: rows.filename, ROW: rows.file_row_number + 1})
        return scorer_of(self._tables, rows, dates or [None], False).unreadable()

    def instances(self, files: Collection[str]) -> Any:
        """Return the instances that some files have reports on, with the file of each."""
        rows = self._read(files)
        placed = rows.select("filename", "subject", question=question_of(rows.indicator.cast("string"), self._tables))
        distinct = placed.filter(placed.subject.notnull() & placed.question.notnull()).distinct()
        return self._connection.create_table("new_instances", distinct, temp=True, overwrite=True)

    def _kept_instances(self) -> Any:
        return self._connection.table("instances") if self._before else None

    def touched(self, instances: Any, changed: Collection[str]) -> Any:
        """Return the instances that changed files have or had reports on."""
        instances = instances.select(_INSTANCE)
        kept = self._kept_instances()
        if kept is not None:
            gone = kept.filter(kept.filename.isin(sorted(changed))).select(_INSTANCE)
            instances = load_ibis().union(instances, gone)
        return self._connection.create_table("touched", instances.distinct(), temp=True, overwrite=True)

    def reports_on(self, touched: Any, changed: Collection[str]) -> Any:
        """Return all reports on some instances."""
        files, kept = set(changed), self._kept_instances()
        if kept is not None:
            with_them = kept.semi_join(touched, _INSTANCE).select("filename").distinct()
            files |= {row["filename"] for row in with_them.to_pyarrow().to_pylist()}
        rows = self._read(files)
        placed = rows.mutate(bears_on=question_of(rows.indicator.cast("string"), self._tables))
        on_them = placed.semi_join(touched, ["subject", ("bears_on", "question")])
        return on_them.drop("filename", "bears_on")

    def keep(self, results: Any, instances: Any, touched: Any, changed: Collection[str]) -> None:
        """Replace the results of some instances by new ones, then record the present files."""
        ibis, connection, kept = load_ibis(), self._connection, self._kept_instances()
        if kept is not None:
            results = ibis.union(connection.table("results").anti_join(touched, _INSTANCE), results)
            instances = ibis.union(kept.filter(~kept.filename.isin(sorted(changed))), instances)
        connection.create_table("results", results, overwrite=True)
        connection.create_table("instances", instances, overwrite=True)
        columns: Mapping[str, Any] = {
            "file": list(self._now),
            "stamp": list(self._now.values()),
            "settings": [self._settings] * len(self._now),
        }
        connection.create_table("files", constant_table(columns).to_pyarrow(), overwrite=True)
