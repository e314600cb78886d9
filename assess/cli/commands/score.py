"""``assess score``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.at_work import progress
from assess.cli.listings import result_text, say_how_sampled
from assess.cli.options import (
    DRAWS,
    AsJson,
    AsOf,
    Draws,
    Jobs,
    LedgerOption,
    Results,
    Seed,
    Sources,
    ledger_at,
    load,
    text,
    usage,
)
from assess.cli.output import exit_on_findings, say, show, show_pieces
from assess.scoring.results import Assessment
from assess.scoring.score import score as score_case


def score(
    cases: Annotated[
        list[str], typer.Argument(metavar="CASE...", help="Folders or files of cases, or the ids of shipped ones.")
    ],
    as_of: AsOf = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    as_json: AsJson = False,
    record: Annotated[bool, typer.Option("--record", help="Keep inputs and result in the ledger.")] = False,
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", callback=text, help="A note on why it is recorded.")
    ] = None,
    ledger: LedgerOption = None,
    jobs: Jobs = 1,
    results: Results = None,
    sources: Sources = None,
) -> None:
    """Score cases: give the probability of each claim and each hypothesis.

    A faulty case does not stop the others; the exit code is then 1. With --json, each of several cases is one line.
    """
    if not record and (note is not None or ledger is not None):
        usage("--note and --ledger go with --record")

    def keep(given: str, result: Assessment) -> None:
        from assess.cli.recording import record_result  # loads the ledger

        with exit_on_findings("nothing recorded"):
            into = ledger_at(given, ledger)
        record_result(into, result, note)

    if len(cases) > 1 or jobs > 1 or results is not None or sources is not None:
        # Both load what worker processes and their results need.
        from assess.cli.many import show_cases
        from assess.scoring.result_store import ScoreOptions

        show_cases(cases, ScoreOptions(as_of, draws, seed), jobs, results, as_json, keep if record else None, sources)
        return
    case = cases[0]
    with exit_on_findings("nothing scored"), progress("sampling") as tell:
        if record:
            ledger_at(case, ledger)
        result = score_case(load(case), as_of, draws, seed, tell)
    if record:
        keep(case, result)
    if as_json:
        show_pieces(result.json_pieces())
        show("\n")
    else:
        show(result_text(result))
        say_how_sampled(result)
        say(f"whose word this rests on, and how each item weighs: assess report {case}")
