"""Compare two versions of a rubric: which entries differ, and which cases that would change."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from assess.cli.listings import laid_out, listing_of, table_listing
from assess.cli.options import AsJson, load
from assess.cli.output import exit_on_findings, say, show, show_json
from assess.domain.scale import Scale
from assess.files import load_rubric
from assess.history.outcomes.rubric_change import (
    RubricDifference,
    rescore_cases,
    rubric_differences,
    shipped_cases,
)
from assess.reporting.tables.calibration_tables import WORD_CHANGE_COLUMNS, rescored_remarks, word_change_rows
from assess.reporting.tables.record_table import record_table
from assess.scoring.columns import columns

rubric = typer.Typer(help=__doc__, no_args_is_help=True, rich_markup_mode=None)

_Before = Annotated[str, typer.Argument(metavar="BEFORE", help="A rubric's file, or the id of a shipped one.")]
_After = Annotated[str, typer.Argument(metavar="AFTER", help="Another version of it.")]


@rubric.command("diff")
def diff(before: _Before, after: _After, as_json: AsJson = False) -> None:
    """List every entry that differs."""
    with exit_on_findings("nothing compared"):
        differences = rubric_differences(load_rubric(before), load_rubric(after))
    if as_json:
        show_json({"format": "assess.rubric-diff/1", "differences": [asdict(each) for each in differences]})
        return
    if not differences:
        say("nothing differs")
        return
    table = record_table([differences], columns(RubricDifference, "shell"))
    show(laid_out([table_listing(f"{before} and {after}", table)]))


@rubric.command("rescore")
def rescore(
    before: _Before,
    after: _After,
    cases: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CASE]...",
            help="Folders or files of cases, or shipped ones; the rubric's shipped cases if left out.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score cases under both versions, and list the judgements whose word changes."""
    with exit_on_findings("nothing scored"):
        old, new = load_rubric(before), load_rubric(after)
        chosen = [load(case) for case in cases] if cases else shipped_cases(old)
        rescored = rescore_cases(old, new, chosen)
    if as_json:
        show_json({"format": "assess.rubric-rescore/1", "cases": [case.to_dict() for case in rescored]})
        return
    scale = new.scale
    assert isinstance(scale, Scale)
    rows = list(word_change_rows(rescored, scale))
    if rows:
        show(laid_out([listing_of("Words that change", WORD_CHANGE_COLUMNS, rows)]))
    for remark in rescored_remarks(rescored):
        say(remark)
