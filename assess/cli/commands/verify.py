"""``assess verify``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.options import CaseArgument, usage
from assess.cli.output import FINDINGS, counted, exit_on_findings, say
from assess.files import verify as verify_citations


def verify(
    case: CaseArgument,
    document: Annotated[
        list[str], typer.Option("--document", metavar="ID=FILE", help="A document of the case, and a copy of its text.")
    ],
) -> None:
    """Check the citations of a case against your own copy of a document."""
    copies = {}
    for pair in document:
        ident, mark, path = pair.partition("=")
        if not (ident and mark and path):
            usage(f"--document {pair!r} is not of the form ID=FILE")
        copies[ident] = path
    with exit_on_findings("nothing verified"):
        findings = verify_citations(case, copies)
    for finding in findings:
        say(str(finding))
    say(counted(findings) if findings else "every citation reads as in the copy")
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(FINDINGS)
