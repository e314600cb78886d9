"""``assess calibration``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from assess.cli.listings import laid_out, listing_of, table_listing
from assess.cli.options import DRAWS, AsJson, Draws, Seed, SettledBy, load, usage
from assess.cli.output import exit_on_findings, say, show, show_json
from assess.domain.loaded_cases import case_scale
from assess.domain.scale import Scale
from assess.history.ledger.store import Ledger
from assess.history.outcomes.calibration import Calibration
from assess.history.outcomes.calibration import calibration as calibrate
from assess.history.outcomes.outcomes import RecordedForecasts, outcomes
from assess.reporting.tables.calibration_tables import (
    SCORE_COLUMNS,
    forecast_table,
    group_table,
    remarks,
    score_rows,
)


def calibration(
    cases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CASE]...", help="Folders or files of cases, or shipped ones; none with --ledger."),
    ] = None,
    ledger: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="A ledger to take the probabilities from, as last recorded before each was settled; may be repeated.",
        ),
    ] = None,
    by: SettledBy = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Score the probabilities of predictions, as they stood before each was settled, against the outcomes."""
    if not cases and not ledger:
        usage("name a case, or a ledger with --ledger")
    ledgers = [Ledger(path) for path in ledger or ()]
    with exit_on_findings("nothing scored"):
        loaded = [load(case) for case in cases] if cases else RecordedForecasts(ledgers).cases()
        outcome = outcomes(loaded, by or dt.date.today().isoformat(), draws, seed, ledgers)
    scale = case_scale(loaded[0])
    result = calibrate(outcome.forecasts, scale) if outcome.forecasts else None
    if as_json:
        content = {**outcome.to_dict(), "calibration": result.to_dict() if result else None}
        show_json(content)
        return
    if result is not None:
        show(_tables(result, scale, "recorded" if ledgers else "as of"))
    for remark in remarks(result, outcome):
        say(remark)


def _tables(result: Calibration, scale: Scale, held: str) -> str:
    parts = [
        table_listing("Forecasts", forecast_table(result.forecasts, scale, held)),
        listing_of("Scores", SCORE_COLUMNS, score_rows(result)),
    ]
    for title, label, groups in (
        ("By probability", "held", result.table),
        ("By word", "word", result.by_term),
        ("By level of confidence", "confidence", result.by_level),
    ):
        parts.append(table_listing(title, group_table(groups, label)))
    return laid_out(parts)
