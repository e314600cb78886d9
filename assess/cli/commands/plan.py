"""``assess plan``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from assess.analysis.collection.collection_plan import CollectionPlan, TargetPlan
from assess.analysis.collection.plan import plan as plan_for
from assess.cli.at_work import progress
from assess.cli.listings import Listing, laid_out, say_how_sampled, table_listing
from assess.cli.options import AsJson, AsOf, CaseArgument, load, usage
from assess.cli.output import exit_on_findings, say, show
from assess.reporting.tables.plan_tables import (
    heading,
    overview_table,
    pair_table,
    prospect_table,
    verification_table,
    witness_table,
)
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.score import score


def plan(
    case: CaseArgument,
    ident: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="A claim, prediction or instance; the key claims if left out."),
    ] = None,
    grade: Annotated[
        str | None,
        typer.Option(
            metavar="GRADE", help="The grade of the source that would report, and of its statement; B2 if left out."
        ),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Recommend what to look for next: the observations that would tell most about a claim or question."""
    with exit_on_findings("nothing planned"), progress("sampling") as tell:
        result = score(load(case), as_of, draws=0, progress=tell)
        try:
            collection = plan_for(result, ident, grade)
        except ValueError as error:
            usage(str(error))
    if as_json:
        show(f"{collection.to_json()}\n")
        return
    show(_tables(collection, result, whole=ident is not None))
    say_how_sampled(result)
    if not collection.targets:
        say(f"the case has no claim that evidence moved; name what to plan for: assess plan {case} ID")
    elif ident is None:
        say(f"pairs, what to verify, and second witnesses: assess plan {case} ID")


def _tables(collection: CollectionPlan, result: Assessment, whole: bool) -> str:
    names = Names(result)
    if not whole:
        return laid_out([_overview(collection, names)])
    return laid_out(listing for target in collection.targets.values() for listing in _whole(target, collection, names))


def _overview(collection: CollectionPlan, names: Names) -> Listing:
    """Return a table of the best prospects of each claim."""
    title = f"What to look for next, if a source graded {collection.grade} reports it"
    return table_listing(title, overview_table(collection.targets.values(), names, "shell"))


def _whole(target: TargetPlan, collection: CollectionPlan, names: Names) -> Iterator[Listing]:
    """Yield every table of the plan for one claim or question."""
    title = f"{heading(target, names)}. What to look for, if a source graded {collection.grade} reports it"
    yield table_listing(title, prospect_table(target, names))
    more = {
        "Pairs that tell more together than apart": pair_table(target),
        f"Worth verifying, by a source graded {collection.best}": verification_table(target, names),
        f"Worth a second, independent witness graded {collection.grade}": witness_table(target, names),
    }
    yield from (table_listing(title, table) for title, table in more.items() if table.rows)
