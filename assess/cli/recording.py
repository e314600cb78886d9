"""Recording a result in a ledger."""

from __future__ import annotations

from assess.cli.output import exit_on_findings, say
from assess.errors import AssessError
from assess.history.ledger.store import HeadBehindError, Ledger
from assess.reporting.tables.ledger_tables import recorded
from assess.scoring.results import Assessment


def record_result(ledger: Ledger, result: Assessment, note: str | None) -> None:
    """Record a result and report it; exit if it cannot be recorded."""
    try:
        say(recorded(ledger.record(result, note), str(ledger.path)))
    except AssessError as error:
        with exit_on_findings("nothing shown" if isinstance(error, HeadBehindError) else "nothing recorded"):
            raise
