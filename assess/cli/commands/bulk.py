"""``assess bulk``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.options import date, usage
from assess.cli.output import exit_on_findings, say
from assess.domain.number_text import count
from assess.files.atomic_write import check_folder
from assess.files.reading import is_folder
from assess.scoring.bulk.bulk_score import bulk as score_reports
from assess.scoring.bulk.changed_partitions import bulk_again, kept_database
from assess.scoring.bulk.ibis_tables import duckdb_connection, opened

_HOW = {
    "sums": "by sums",
    "engine": "in which reports are tied by the engine",
    "sampled": "sampled",
    "impossible": "whose reports cannot stand together",
    "regraded": "with a source of two grades",
    "contradicted": "with a statement of two contents",
}


def bulk(
    reports: Annotated[
        str,
        typer.Argument(
            metavar="REPORTS", help="A Parquet or CSV file, a folder of Parquet files, or the URL of a database."
        ),
    ],
    rubric: Annotated[str, typer.Option("--rubric", metavar="RUBRIC", help="A rubric's file, or a shipped one's id.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE: .parquet or .csv.")],
    table: Annotated[
        str | None, typer.Option("--table", metavar="NAME", help="The name of the table, in a database.")
    ] = None,
    as_of: Annotated[
        list[str] | None,
        typer.Option("--as-of", metavar="DATE", help="Use only what had been reported by then; may be repeated."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", callback=date, help="Report what changed since then."),
    ] = None,
    checked: Annotated[
        bool, typer.Option("--checked", help="Skip the check that no source reports twice on an instance.")
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Skip what cannot be read or scored, and report how much was skipped.")
    ] = False,
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep",
            metavar="DATABASE",
            help="Keep the scores there, and score only what has changed in the folder since.",
        ),
    ] = None,
    memory: Annotated[
        str | None, typer.Option("--memory", metavar="SIZE", help="The most memory that DuckDB may use, such as 1GB.")
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(
            "--threads", metavar="N", min=1, max=1024, help="The number of DuckDB threads; one per core if left out."
        ),
    ] = None,
) -> None:
    """Score a table of reports, each subject and question by itself."""
    for each in as_of or ():
        date(each)
    if keep is not None and (checked or table is not None or not is_folder(Path(reports))):
        usage("--keep is for a folder of files, and looks at each source")
    if output.suffix.lower() not in (".parquet", ".csv"):
        usage(f"a result ends in .parquet or .csv, and {output.name!r} does not")
    if Path(reports).resolve() in (output.resolve(), *output.resolve().parents):
        usage(f"{str(output)!r} would be one of the reports: write elsewhere")
    with exit_on_findings("nothing scored"):
        check_folder(output)
        if keep is not None:
            with kept_database(keep, memory, threads) as kept:
                result = bulk_again(reports, rubric, kept, as_of or None, since, skip_bad)
        else:
            rows = opened(reports, duckdb_connection(memory, threads), table)
            result = score_reports(rows, rubric, as_of or None, since, checked, skip_bad)
        result.write(output)
    for finding in result.findings:
        say(str(finding))
    counts = result.counts()
    ways = ", ".join(f"{times:,} {_HOW[how]}" for how, times in counts.items())
    say(f"wrote {output}: {count(sum(counts.values()), 'instance')} ({ways or 'no reports'})")
