"""The time and memory of scoring a table of reports: ``python -m benchmarks.bulk``.

Reports are made up by DuckDB: each of a source of its own, on instances that have 100 on average, in no order and in
order. Beside the CPU time of each kind of work stands its ratio to counting the reports of each instance, and of each
indicator of each instance, in the same file. With ``--larger`` their names are long, so that the file is larger than
the memory that DuckDB is given, and the whole is scored once.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import assess
from assess.scoring.bulk.ibis_tables import duckdb_connection

RUBRIC, THREADS, EACH = "intent", 2, 100


LONG = "|| '-' || md5(i::VARCHAR) || md5((i + 1)::VARCHAR) || md5((i + 2)::VARCHAR)"
"""What makes a name long that no file holds in less."""


def made_up(path: Path, reports: int, connection: Any, in_order: bool, are_long: bool = False) -> None:
    """Write reports to a file."""
    indicators = list(assess.load_rubric(RUBRIC).indicators)
    order = "ORDER BY subject" if in_order else ""
    connection.raw_sql(
        f"""COPY (SELECT 'subject-' || hash(i) % {reports // EACH} AS subject,
          {indicators!r}[(1 + hash(i + 1) % {len(indicators)})::INT] AS indicator,
          ['present', 'present', 'absent', 'not-found', 'unclear'][(1 + hash(i + 2) % 5)::INT] AS says,
          'source-' || i {LONG if are_long else ""} AS source, chr((65 + hash(i + 3) % 6)::INT) AS reliability,
          (1 + hash(i + 4) % 6)::VARCHAR AS credibility, DATE '2017-01-01' + (hash(i + 5) % 2000)::INT AS date
        FROM range({reports}) AS t(i) {order}) TO '{path}' (FORMAT parquet)"""
    )


def cpu_time(work: Callable[[], object], times: int = 2) -> float:
    """Return the least CPU time that a piece of work took, of all threads, in seconds."""
    took = []
    for _ in range(times):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def measured(path: Path, connection: Any) -> None:
    """Print the CPU time of each kind of work on a file, and its ratios to a bare count."""

    def counted(*keys: str) -> Callable[[], object]:
        named = ", ".join(keys)
        query = f"SELECT count(*) FROM (SELECT {named}, count(*) FROM '{path}' GROUP BY {named})"
        return lambda: connection.raw_sql(query).fetchall()

    def scored(**options: Any) -> Callable[[], object]:
        return lambda: assess.bulk(connection.read_parquet(path), RUBRIC, **options).table.count().to_pyarrow()

    bare, finer = cpu_time(counted("subject")), cpu_time(counted("subject", "indicator"))
    print(f"count by instance {bare:.2f} s, by instance and indicator {finer:.2f} s")
    kinds: dict[str, dict[str, Any]] = {
        "checked": {"checked": True},
        "once-only looked at": {},
        "since": {"since": "2020"},
    }
    for name, options in kinds.items():
        took = cpu_time(scored(**options))
        print(f"bulk, {name}: {took:.2f} s, {took / bare:.1f} and {took / finer:.1f} times", flush=True)


def most_memory() -> float:
    """Return the most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def larger(reports: int, memory: str) -> None:
    """Score a file that is larger than the memory that DuckDB is given."""
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb_connection(memory, 1)
        path, output = Path(folder) / "reports.parquet", Path(folder) / "results.parquet"
        made_up(path, reports, connection, in_order=False, are_long=True)
        limit = connection.raw_sql("SELECT current_setting('memory_limit')").fetchall()[0][0]
        print(f"{reports:,} reports with long names, {path.stat().st_size / 2**20:.0f} MiB; DuckDB may hold {limit}")
        before = most_memory()
        for checked in (True, False):
            start = time.process_time()
            assess.bulk(connection.read_parquet(path), RUBRIC, checked=checked).write(output)
            took, rows = time.process_time() - start, connection.read_parquet(output).count().to_pyarrow().as_py()
            kind = "checked" if checked else "once-only looked at"
            print(f"bulk, {kind}: {took:.1f} s, {rows:,} rows", flush=True)
        print(f"most memory: {before:.0f} MiB before, {most_memory():.0f} MiB after")


def main(reports: int, memory: str) -> None:
    """Make reports up, in no order and in order, and score them."""
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb_connection(memory, THREADS)
        for in_order in (False, True):
            path = Path(folder) / "reports.parquet"
            made_up(path, reports, connection, in_order)
            order, size = "by instance" if in_order else "in no order", path.stat().st_size / 2**20
            print(f"{reports:,} reports {order}, {size:.0f} MiB")
            measured(path, connection)
    print(f"most memory: {most_memory():.0f} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk")
    parser.add_argument("--reports", type=int, default=10_000_000)
    parser.add_argument("--memory", help="what DuckDB may hold, such as 400MB")
    parser.add_argument("--larger", action="store_true", help="score a file larger than the memory, once")
    given = parser.parse_args()
    if given.larger:
        larger(given.reports, given.memory or "400MB")
    else:
        main(given.reports, given.memory or "2GB")
