"""``assess check``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.analysis.rubric_checks import numbers_findings
from assess.analysis.scored_checks import scored_findings
from assess.cli.options import usage
from assess.cli.output import FINDINGS, counted, exit_on_findings, say, show
from assess.compile import plan_of
from assess.errors import Finding
from assess.files import check as check_input
from assess.files import explain, kind_of, load_case, load_rubric, located_in
from assess.scoring.score import compiled, score


def check(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="CASE|RUBRIC",
            help="A case, rubric, scale, grading or confidence policy: folder, file or shipped id.",
        ),
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Print the size of a case's network.")] = False,
    scored: Annotated[
        bool, typer.Option("--scored", help="Also check what only the numbers show; for a case, score it first.")
    ] = False,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help="Print the page of a rule, such as E203.")
    ] = None,
) -> None:
    """Report every error and warning in an input, with its place and how to fix it.

    Exits with 1 if there is an error. Warnings point out departures from good practice; they never stop a scoring.
    """
    if explain is not None:
        _explain(explain)
        return
    if what is None:
        usage("name a case, rubric, scale, grading or confidence policy to check, or a rule to --explain")
    if plan and (kind := kind_of(what)) != "case":
        usage(f"--plan prints the size of the network of a case, and {what} is a {kind}: name a case")
    kind = kind_of(what)
    if scored and kind not in ("case", "rubric"):
        usage(f"--scored checks the numbers of a case or rubric, and {what} is a {kind}: name one of these")
    findings = check_input(what)
    if scored and not any(finding.severity == "error" for finding in findings):
        with exit_on_findings("not scored"):
            findings += _scored(what, kind)
    for finding in findings:
        show(f"{finding}\n")
    say(counted(findings))
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(FINDINGS)
    if plan:
        _plan(what)


def _scored(what: str, kind: str) -> tuple[Finding, ...]:
    if kind == "rubric":
        return located_in(what, numbers_findings(load_rubric(what)))
    result = score(load_case(what), draws=0)
    if result.method != "exact":
        say("not looked into, since the case was sampled: how improbable its evidence is (W121, W135)")
    return scored_findings(result)


def _explain(code: str) -> None:
    try:
        page = explain(code)
    except KeyError as error:
        usage(str(error.args[0]))
    show(f"{page}\n")


def _plan(case: str) -> None:
    with exit_on_findings("no plan made"):
        size = plan_of(compiled(load_case(case)))
    rates = f" and {size.rates:,} of shared rates" if size.rates else ""
    show(
        f"variables      {size.variables:,}, of them {size.sources:,} uncertain sources{rates}\n"
        f"tables         {size.tables:,}\n"
        f"components     {size.components:,}\n"
        f"largest table  {size.largest_table:,} entries: {', '.join(size.largest_scope)}\n"
        f"method         {size.method}\n"
    )
