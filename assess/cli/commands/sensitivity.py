"""``assess sensitivity``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from assess.analysis.what_if.sensitivity import TargetSensitivity
from assess.analysis.what_if.sensitivity import sensitivity as changes_of
from assess.cli.listings import Listing, laid_out, listing_of
from assess.cli.options import AsJson, AsOf, CaseArgument, load
from assess.cli.output import exit_on_findings, show, show_json
from assess.reporting.tables import sensitivity_tables
from assess.reporting.tables.sensitivity_tables import SUMMARY_COLUMNS, summary_row
from assess.scoring.labels import Names
from assess.scoring.score import score


def sensitivity(
    case: CaseArgument,
    ident: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="A claim, prediction, instance or instance:hypothesis; the key claims if left out."
        ),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say what would change a judgement, and without which sources it would fall."""
    with exit_on_findings("nothing told"):
        result = score(load(case), as_of, draws=0)
        changes = changes_of(result, None if ident is None else [ident])
    if as_json:
        content = {"format": "assess.sensitivity/1", **changes.to_dict()}
        show_json(content)
        return
    names = Names(result)
    targets = list(changes.targets.values())
    show(laid_out([_summary(targets, names)] if ident is None else list(_details(targets[0], names))))


def _summary(targets: Iterable[TargetSensitivity], names: Names) -> Listing:
    return listing_of(
        "What would change each judgement", SUMMARY_COLUMNS, *([summary_row(target, names)] for target in targets)
    )


def _details(target: TargetSensitivity, names: Names) -> Iterable[Listing]:
    s = sensitivity_tables
    yield listing_of(f"{target.id}: what overturns it", s.DECISIVE_COLUMNS, s.decisive_rows(target, names))
    yield listing_of("Under other prior odds", s.CURVE_COLUMNS, s.curve_rows(target, names))
    yield listing_of("Indicator rows at the ends of their intervals", s.ROW_COLUMNS, s.indicator_rows(target, names))
    yield listing_of("Without one source", s.SOURCE_COLUMNS, s.source_rows(target, names))
    yield listing_of("Without one document", s.SET_COLUMNS, s.set_rows(target.documents, "no document", names))
    yield listing_of("Without one theme", s.SET_COLUMNS, s.set_rows(target.themes, "no theme", names))
    yield listing_of("One grade better or worse", s.GRADE_COLUMNS, s.grade_rows(target, names))
