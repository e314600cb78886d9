"""``assess explain``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from assess.analysis.explaining.diagnosticity import Diagnosis, diagnose
from assess.analysis.explaining.explain import Explanation
from assess.analysis.explaining.explain import explain as explain_target
from assess.analysis.explaining.variance_shares import VarianceShares, variance_shares
from assess.cli.at_work import progress
from assess.cli.listings import laid_out, say_how_sampled, table_listing
from assess.cli.options import AsJson, AsOf, CaseArgument, StepKind, load, usage
from assess.cli.output import exit_on_findings, show, show_json
from assess.reporting.tables.explanation_tables import (
    diagnosis_table,
    diagnosis_title,
    explained_title,
    lesson_table,
    step_table,
    width_table,
    width_title,
)
from assess.reporting.words.rate_sentences import taught
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.score import score


def explain(
    case: CaseArgument,
    ident: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A claim, a prediction, an instance, or one hypothesis: arac/origin:coopted."
        ),
    ],
    by: Annotated[StepKind, typer.Option(help="The group of evidence in each row.")] = StepKind.ITEM,
    pair: Annotated[
        str | None,
        typer.Option(
            metavar="A,B", help="Two hypotheses of an instance, to show how well its indicators tell them apart."
        ),
    ] = None,
    cut: Annotated[
        float, typer.Option(min=1.0, help="The likelihood ratio from which a finding counts as telling.")
    ] = 2.0,
    width: Annotated[
        bool,
        typer.Option("--width", help="Also print what makes the interval wide: priors, rows, grades, accuracies."),
    ] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Explain a probability as steps of weight of evidence from the prior to the posterior."""
    between = None if pair is None else _two(pair)
    with exit_on_findings("nothing explained"), progress("sampling") as tell:
        result = score(load(case), as_of, draws=0, progress=tell)
        explanation = explain_target(result, ident, by.value)
        instance = ident.partition(":")[0]
        diagnosis = diagnose(result, instance, between, cut) if instance in result.questions else None
        wide = variance_shares(result, [ident]) if width else {}
    if as_json:
        tests = None if diagnosis is None else diagnosis.to_dict()
        content = {"format": "assess.explanation/1", **explanation.to_dict(), "tests": tests}
        content["widths"] = {name: shares.to_dict() for name, shares in wide.items()} if width else None
        show_json(content)
    else:
        show(_tables(result, explanation, diagnosis, wide))
        say_how_sampled(result)


def _two(pair: str) -> tuple[str, str]:
    first, _, second = (part.strip() for part in pair.partition(","))
    if not first or not second:
        usage(f"{pair!r} is no pair: write two hypotheses with a comma between them")
    return first, second


def _tables(
    result: Assessment, explanation: Explanation, diagnosis: Diagnosis | None, wide: Mapping[str, VarianceShares]
) -> str:
    names = Names(result)
    listings = [
        table_listing(explained_title(target, names), step_table([target.rows()], explanation.by, names, "shell"))
        for target in explanation.targets
    ]
    listings += [
        table_listing(width_title(name, shares), width_table(shares, "shell", names)) for name, shares in wide.items()
    ]
    if explanation.rates:
        listings.append(table_listing(taught(explanation.rates), lesson_table(explanation.rates, "shell")))
    if diagnosis is not None:
        listings.append(table_listing(diagnosis_title(diagnosis), diagnosis_table(diagnosis, "shell")))
    return laid_out(listings)
