"""``assess resolve``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.app import CaseArgument, app, date, load, refusing, say, usage

_OUTCOMES = {"true": True, "false": False}


def _outcome(written: str) -> str:
    if written not in _OUTCOMES:
        usage(f"--outcome {written!r} is neither true nor false")
    return written


@app.command()
def resolve(
    case: CaseArgument,
    prediction: Annotated[str, typer.Argument(metavar="PREDICTION", help="The id of a prediction of the case.")],
    outcome: Annotated[
        str, typer.Option(metavar="true|false", callback=_outcome, help="Whether it came true.", show_default=False)
    ],
    on: Annotated[str, typer.Option(metavar="DATE", callback=date, help="When that was settled.", show_default=False)],
    why: Annotated[str, typer.Option(metavar="TEXT", help="How it is known.", show_default=False)],
) -> None:
    """Write into a case how one of its predictions came out."""
    from assess.files.reading import shown
    from assess.files.settling import write_outcome
    from assess.ledger.outcomes import day_before, with_outcome

    with refusing("nothing written"):
        settled = with_outcome(load(case), prediction, _OUTCOMES[outcome], on, why)
        resolution = settled.predictions[prediction].resolved
        assert resolution is not None
        path = write_outcome(case, prediction, resolution)
    came = "came true" if resolution.outcome else "did not come true"
    say(f"{shown(path)}: {prediction} {came} ({on})")
    if settled.predictions[prediction].holds_if:
        say(f"assess calibration {case} scores it by the probability held on {day_before(on)}")
