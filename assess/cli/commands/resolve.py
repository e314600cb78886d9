"""``assess resolve``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.editing import (
    By,
    editor_name,
    reason,
    today,
)
from assess.cli.options import CaseArgument, date, usage
from assess.cli.output import exit_on_findings, say
from assess.files.editing import edit
from assess.history.outcomes.outcomes import day_before

_OUTCOMES = {"true": True, "false": False}


def _outcome(written: str) -> str:
    if written not in _OUTCOMES:
        usage(f"--outcome {written!r} is neither true nor false")
    return written


def resolve(
    case: CaseArgument,
    prediction: Annotated[str, typer.Argument(metavar="PREDICTION", help="The id of a prediction of the case.")],
    outcome: Annotated[
        str, typer.Option(metavar="true|false", callback=_outcome, help="Whether it came true.", show_default=False)
    ],
    on: Annotated[
        str, typer.Option(metavar="DATE", callback=date, help="The date on which it was settled.", show_default=False)
    ],
    why: Annotated[str, typer.Option(metavar="TEXT", help="How it is known.", show_default=False)],
    by: By = None,
) -> None:
    """Record in a case how one of its predictions turned out."""
    author, text, came_true = editor_name(by), reason(why), _OUTCOMES[outcome]
    with exit_on_findings("nothing written"):
        made = edit(case, lambda before: before.resolve(prediction, came_true, on, text, by=author, recorded=today()))
    for file in made.files:
        say(f"wrote {file}")
    say(f"{prediction} {'came true' if came_true else 'did not come true'} ({on})")
    if made.after.predictions[prediction].is_stated:
        say(f"assess calibration {case} scores it by the probability held on {day_before(on)}")
