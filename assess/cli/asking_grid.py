"""Asking for a grid, cell by cell: the hypotheses, then each item with its source, its grade and its cells."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from assess.cli.listings import laid_out, question_listing
from assess.cli.output import say, show
from assess.cli.prompts import ask
from assess.files import load_case
from assess.formats.ach import GridChecker, import_ach
from assess.scoring.labels import Names
from assess.scoring.score import score

_COLUMNS = {
    "Item": "what is reported, in your own words; empty when there are no more",
    "Source": "who says so; empty if nobody is named",
    "Date": "when it was reported: 2017, 2017-05 or 2017-05-15; may be empty",
    "Grade": "of source and statement, such as B2; or high, medium or low",
}
_UNGRADED = "medium"

Grid = list[list[str]]


def ask_grid(coding: str, preview: bool) -> Grid:
    """Ask for the rows of a grid.

    Parameters
    ----------
    coding : str
        The coding that gives codes and words their meaning.
    preview : bool
        Whether to show the score after each item.
    """
    checker = GridChecker(coding)
    say("Enter takes what stands in brackets, or leaves out what may be left out; Ctrl-C ends it, nothing written.")
    rows = [_head(checker)]
    priors = _row(
        ["Prior", *[""] * (len(_COLUMNS) - 1)], rows, checker, "its probability before the items, 0.2 or 20 %"
    )
    rows += [priors] if any(priors[len(_COLUMNS) :]) else []
    above = len(rows)
    grades: dict[str, str] = {}
    while (item := _item(rows, len(rows) > above, grades, checker)) is not None:
        rows.append(item)
        if preview:
            with tempfile.TemporaryDirectory() as folder:
                show(scored(import_ach(rows, Path(folder) / "preview", coding=coding).folder))
    return rows


def scored(folder: Path) -> str:
    """Return the hypotheses of a case with their probabilities, as a table."""
    result = score(load_case(folder), draws=0)
    return laid_out([question_listing(result, Names(result))])


def _head(checker: GridChecker) -> list[str]:
    head = [*_COLUMNS]

    def wrong(text: str) -> str | None:
        if not text:
            return None if len(head) >= len(_COLUMNS) + 2 else "two hypotheses are the least"
        return checker.fault([[*head, text, "…"], ["…"]], 1, len(head) + 1)

    say('The hypotheses: they exclude each other, and one of them is true; an "other" does no harm.')
    while text := ask(
        f"hypothesis {len(head) - len(_COLUMNS) + 1}", "what it says; empty when there are no more", wrong
    ):
        head.append(text)
    return head


def _item(rows: Grid, may_end: bool, grades: dict[str, str], checker: GridChecker) -> list[str] | None:
    """Ask for an item; None when there are no more."""
    row: list[str] = []
    for name, help in _COLUMNS.items():

        def wrong(text: str) -> str | None:
            if not row and not text:
                return None if may_end else "a case has an item"
            return checker.fault([rows[0], [*row, text]], 2, len(row) + 1)

        default = grades.get(row[1], _UNGRADED) if name == "Grade" else ""
        row.append(ask(name, help, wrong, default))
        if not row[0]:
            return None
    grades[row[1]] = row[-1] if row[1] else _UNGRADED
    return _row(row, rows, checker, "CC, C, N, I, II; 2:1; much likelier, likelier, less likely; very likely")


def _row(start: Sequence[str], rows: Grid, checker: GridChecker, help: str) -> list[str]:
    """Ask for the cells under hypotheses, until the row is sound, and return it."""
    say(f"  under each hypothesis: {help}; empty where it says nothing")
    row: list[str] = []

    def wrong(text: str) -> str | None:
        return checker.fault([rows[0], [*row, text], ["…"]], 2, len(row) + 1)

    while True:
        row[:] = start
        for hypothesis in rows[0][len(start) :]:
            row.append(ask(hypothesis, "", wrong))
        fault = checker.fault([rows[0], row, ["…"]], 2)
        if fault is None:
            return row
        say(f"  {fault}")
