"""``assess add``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assess.cli.asking import ask_item
from assess.cli.at_work import asking
from assess.cli.editing import (
    By,
    editor_name,
    reason,
    report_edit,
    today,
)
from assess.cli.options import AsJson, CaseArgument
from assess.cli.options import text as written_text
from assess.cli.output import exit_on_findings, say
from assess.cli.prompts import confirmed
from assess.errors import AssessError, Finding
from assess.files import load_case
from assess.files.editing import add as add_to
from assess.files.emitting import as_block
from assess.files.including import parse_items
from assess.files.places import ParsedFile
from assess.files.reading import LARGEST, decoded, read


def add(
    case: CaseArgument,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE|-]",
            help="Items as YAML: one, a list, or evidence: with new sources: and documents:; - for standard input. "
            "Asks if left out.",
        ),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option(
            "--why", metavar="TEXT", callback=written_text, help="The reason, for items that give none themselves."
        ),
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Add items of evidence to a case, all or none, and report which claims move."""
    author, text, day = editor_name(by), None if why is None else reason(why), today()
    with exit_on_findings("nothing written"):
        items = _asked(case, author, day, text) if file is None else _read(file)
        made = add_to(case, items, author, day, text)
    was, now = made.before, made.after
    had = {item.id for item in was.evidence}
    added = {
        "added": [item.id for item in now.evidence if item.id not in had],
        "sources": [name for name in now.sources if name not in was.sources],
        "documents": [name for name in now.documents if name not in was.documents],
    }
    report_edit(made, {**added, "recorded": day, "by": author}, as_json)


def _read(file: str) -> ParsedFile:
    if file == "-":
        with asking():
            text = decoded(sys.stdin.buffer.read(LARGEST + 1))
        if isinstance(text, Finding):
            raise AssessError([text.at("-", text.line, text.column)])
        parsed, findings = parse_items(text, "-")
    else:
        parsed, findings = read(Path(file), Path(file).parent, parse_items)
    if parsed is None:
        raise AssessError(findings)
    return parsed


def _asked(case: str, by: str, day: str, why: str | None) -> ParsedFile:
    """Ask for an item, show it, and return it once the user confirms."""
    text = as_block(ask_item(load_case(case), why), 0)
    parsed, _ = parse_items(text, "what was entered")
    assert parsed is not None
    say(f"\n{text}\n\nrecorded {day} by {by}")
    if not confirmed("write this?"):
        say("nothing written")
        raise typer.Exit
    return parsed
