"""``assess show``."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.options import CaseArgument, load
from assess.cli.output import FINDINGS, exit_on_findings, say
from assess.cli.output import show as put
from assess.domain.quoting import meant, quoted
from assess.reporting.report.as_markdown import written
from assess.reporting.show import Show


def show(
    case: CaseArgument,
    ident: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="An actor, claim, item, question …; all ids if left out.")
    ] = None,
) -> None:
    """Show one thing in a case, with everything tied to it."""
    with exit_on_findings("nothing shown"):
        looked_up = Show(load(case))
    if ident is None:
        put(written(looked_up.contents()))
        return
    blocks = list(looked_up.page(ident))
    if not blocks:
        every = [name for names in looked_up.ids.values() for name in names]
        say(f"there is nothing called {quoted(ident)}: {meant(ident, every, 'ids')}")
        raise typer.Exit(FINDINGS)
    put(written(blocks))
