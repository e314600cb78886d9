"""``assess portfolio``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from assess.cli.listings import laid_out, table_listing
from assess.cli.many import exit_if_refused, score_cases, sources_among
from assess.cli.options import (
    DRAWS,
    AsJson,
    AsOf,
    Draws,
    Jobs,
    Language,
    Results,
    Seed,
    SettledBy,
    Sources,
    text,
    usage,
)
from assess.cli.output import exit_on_findings, say, show, show_json
from assess.cli.recording import record_result
from assess.compile.joined_cases import member_of
from assess.domain.language import language as speaking
from assess.domain.loaded_cases import case_scale
from assess.domain.quoting import listed
from assess.errors import AssessError
from assess.files.atomic_write import put
from assess.files.case_folders import SOURCES, cases_in
from assess.files.loading import LEDGER
from assess.files.reading import is_there
from assess.history.ledger.store import Ledger
from assess.history.portfolio import Portfolio
from assess.history.portfolio import portfolio as side_by_side
from assess.reporting.report.portfolio_page import portfolio_page
from assess.reporting.tables.portfolio_tables import PortfolioTables
from assess.reporting.words import portfolio_sentences as words
from assess.reporting.words.scale_terms import check_scale
from assess.scoring.result_store import ScoreOptions


def portfolio(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder of cases, with the ledger in which they are recorded.")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write a page to FILE (.html) as well.")
    ] = None,
    as_of: AsOf = None,
    by: SettledBy = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    jobs: Jobs = 1,
    results: Results = None,
    sources: Sources = None,
    record: Annotated[
        bool, typer.Option("--record", help="Keep all inputs and results in the folder's ledger.")
    ] = False,
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", callback=text, help="A note on why they are recorded.")
    ] = None,
    ledger: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The ledger; ledger.db in the folder if left out.")
    ] = None,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Compare all cases of a folder: what moved, what is due, and which sources carry most weight.

    A faulty case does not stop the others; the exit code is then 1.
    """
    if output is not None and output.suffix.lower() != ".html":
        usage(f"the page is a file of HTML, and {output.name!r} does not end in .html")
    if note is not None and not record:
        usage("--note goes with --record")
    try:
        with speaking(language):
            pass
    except AssessError as error:
        usage(error.findings[0].message)
    kept = Ledger(folder / LEDGER if ledger is None else ledger)
    with exit_on_findings("nothing scored"):
        beside = [str(folder / SOURCES)] if is_there(folder / SOURCES) else []
        shared = sources_among(beside, sources)
        scored = score_cases(map(str, cases_in(folder)), ScoreOptions(as_of, draws, seed), jobs, results, shared)
        made = side_by_side(scored, by or dt.date.today().isoformat(), kept.path)
    if made.results and output is not None:
        with exit_on_findings("no page written"):
            put(output, portfolio_page(made, folder.resolve().name, language).encode())
    if as_json:
        show_json(made.to_dict())
    else:
        with exit_on_findings("nothing shown"), speaking(language):
            for result in made.results.values():
                check_scale(case_scale(result.case))
            show(_tables(made))
            for sentence in (words.moves(made), words.settled(made.calibration)):
                if sentence:
                    say(sentence)
    if shared is not None and not any(each.result is None for each in scored):
        cases = [each.result.case for each in scored if each.result is not None]
        named = {member_of(case, source)[1] for case in cases for source in case.sources}
        if nobodys := sorted(shared.sources.keys() - named):
            say(f"sources known across cases that no case has: {listed(nobodys)}")
    if output is not None and made.results:
        say(f"wrote {output}")
    if record:
        for result in made.results.values():
            record_result(kept, result, note)
    exit_if_refused(scored, made.refused)


def _tables(made: Portfolio) -> str:
    tables = PortfolioTables(made)
    listings = {
        words.CASES(): tables.cases(),
        words.MOVED(): tables.moved(),
        words.DUE(): tables.due(),
        words.CARRYING(): tables.sources(),
        words.CALIBRATION(): tables.groups(),
    }
    return laid_out(table_listing(title, table) for title, table in listings.items() if table.rows)
