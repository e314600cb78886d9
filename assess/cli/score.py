"""``assess score``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.app import AsOf, CaseArgument, app, load, refusing, say, show

if TYPE_CHECKING:
    from assess.study.assessment import Assessment


@app.command()
def score(
    case: CaseArgument,
    as_of: AsOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole result as JSON, and nothing else.")] = False,
) -> None:
    """Score a case: how probable is each claim and each hypothesis."""
    from assess.study.score import score as score_case

    with refusing("nothing scored"):
        result = score_case(load(case), as_of)
    if as_json:
        show(f"{result.to_json()}\n")
    else:
        show(_tables(result))
        say(f"whose word this rests on, and how each item weighs: assess report {case}")


def _tables(result: Assessment) -> str:
    from assess.cli.listings import claim_listing, laid_out, question_listing
    from assess.present.names import Names

    names = Names(result)
    listings = [
        claim_listing(title, claims, names)
        for title, claims in (("Claims", result.claims), ("Predictions", result.predictions))
        if claims
    ]
    listings.append(question_listing(result, names))
    return laid_out(listings)
