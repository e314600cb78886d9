"""Options of the commands that edit a case, and the report of the claims that an edit moved."""

from __future__ import annotations

import datetime as dt
import getpass
from typing import Annotated, Any

import typer

from assess.cli.listings import laid_out, table_listing
from assess.cli.options import text, usage
from assess.cli.output import exit_on_findings, say, show, show_json
from assess.errors import ImpossibleEvidenceError
from assess.files.editing import Edit
from assess.history.comparing.target_changes import TargetChange, moved_claims
from assess.reporting.tables.comparison_tables import edit_summary, edit_table
from assess.scoring.columns import columns, rows_of
from assess.scoring.score import Scoring, score

By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="NAME", callback=text, help="The name of whoever makes the change; the login name if left out."
    ),
]
Why = Annotated[
    str, typer.Option("--why", metavar="TEXT", callback=text, help="The reason, which is written beside the change.")
]


def editor_name(by: str | None) -> str:
    """Return the name of the person who makes the change."""
    if by is not None and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        usage("the system does not say who you are: give --by NAME")


def today() -> str:
    """Return today's date, to record with the change."""
    return dt.date.today().isoformat()


def reason(why: str) -> str:
    """Return the reason on a single line; exit if it is empty."""
    if not why.strip():
        usage("--why is empty: say why")
    return " ".join(why.split())


def report_edit(edit: Edit, done: dict[str, Any], as_json: bool) -> None:
    """Report which files were written, and which claims moved.

    Parameters
    ----------
    edit : Edit
    done : dict
        What was done, for the JSON.
    as_json : bool
    """
    for file in edit.files:
        say(f"wrote {file}")
    with exit_on_findings("the change is written, and nothing re-scored"):
        after = score(edit.after, draws=0)
    try:
        before: Scoring | None = score(edit.before, draws=0)
    except ImpossibleEvidenceError:
        say("the evidence could not be before, and can be now: assess score gives the probabilities")
        before = None
    changes = {} if before is None else moved_claims(before, after)
    if as_json:
        moved = {ident: _plain(change) for ident, change in changes.items()}
        content = {"format": "assess.edit/1", "case": after.case.case, "files": edit.files, **done, "moved": moved}
        show_json(content)
        return
    if before is None:
        return
    table = edit_table(changes, after)
    if table.rows:
        show(laid_out([table_listing("Moved", table)]))
    say(edit_summary(changes, len(after.claims) + len(after.predictions)))


def _plain(change: TargetChange) -> dict[str, Any]:
    """Return the change of a claim for the JSON."""
    shown = columns(TargetChange, "frame", ("before", "after", "change_db", "term_before", "term_after"))
    (record,) = rows_of([change], shown)
    return {**record, "word_changed": "word" in change.other}
