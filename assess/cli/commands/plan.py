"""``assess plan``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from assess.analysis.collection.collection_plan import CollectionPlan, TargetPlan
from assess.analysis.collection.plan import plan as plan_for
from assess.cli.listings import Listing, cells, laid_out
from assess.cli.options import AsJson, AsOf, CaseArgument, load, usage
from assess.cli.output import exit_on_findings, say, show
from assess.domain.number_text import percent
from assess.reporting.tables.plan_tables import (
    FEW,
    heading,
    prospect_rows,
    together_rows,
    verification_rows,
    witness_rows,
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
    """Say what to look for next: which observations would tell most of a claim or question."""
    with exit_on_findings("nothing planned"):
        result = score(load(case), as_of, draws=0)
        try:
            collection = plan_for(result, ident, grade)
        except ValueError as error:
            usage(str(error))
    if as_json:
        show(f"{collection.to_json()}\n")
        return
    show(_tables(collection, result, whole=ident is not None))
    if ident is None:
        say(f"pairs, what to verify, and second witnesses: assess plan {case} ID")


def _tables(collection: CollectionPlan, result: Assessment, whole: bool) -> str:
    names = Names(result)
    if not whole:
        return laid_out([_overview(collection, names)])
    return laid_out(listing for target in collection.targets.values() for listing in _whole(target, collection, names))


def _overview(collection: CollectionPlan, names: Names) -> Listing:
    """Return a table of the best prospects of each claim."""
    groups = []
    for target in collection.targets.values():
        rows = []
        head = (target.id, percent(target.posterior[target.judged], names.scale))
        for row in prospect_rows(target, names, FEW):
            rows.append(cells(*head, row.gain, row.changes, row.if_present, row.if_absent, row.look_for))
            head = ("", "")
        groups.append(tuple(rows or [cells(*head, "-", "-", "-", "-", "-")]))
    columns = ("claim", "now", "bits", "word changes", "if present", "if absent", "look for")
    return Listing(f"What to look for next, if a source graded {collection.grade} reports it", columns, tuple(groups))


def _whole(target: TargetPlan, collection: CollectionPlan, names: Names) -> Iterator[Listing]:
    """Yield every table of the plan for one claim or question."""
    costs = target.ordered_by == "gain_per_cost"
    changes = "word changes" if target.kind == "claim" else "leader changes"
    columns = ("bits", *(("cost", "bits per cost") if costs else ()), changes, "if present", "if absent", "look for")
    rows = tuple(
        cells(
            row.gain,
            *((row.cost, row.per_cost) if costs else ()),
            row.changes,
            row.if_present,
            row.if_absent,
            f"{row.look_for} [{row.id}]",
        )
        for row in prospect_rows(target, names)
    )
    title = f"{heading(target, names)}. What to look for, if a source graded {collection.grade} reports it"
    yield Listing(title, columns, (rows,))
    pairs = tuple(cells(row.gain, row.more, f"{row.first} and {row.second}") for row in together_rows(target))
    if pairs:
        yield Listing("Pairs that tell more together than apart", ("bits", "bits more", "look for both"), (pairs,))
    items = tuple(cells(r.item, r.gain, r.moved, r.then, r.what) for r in verification_rows(target, names))
    if items:
        columns = ("item", "bits", "dB", "then", "reports")
        yield Listing(f"Worth verifying, by a source graded {collection.best}", columns, (items,))
    sources = tuple(cells(r.source, r.best, r.sum, r.on) for r in witness_rows(target, names))
    if sources:
        columns = ("source", "best bits", "all bits", "best on")
        yield Listing(f"Worth a second, independent witness graded {collection.grade}", columns, (sources,))
