"""``assess learn``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.listings import laid_out, listing_of
from assess.cli.options import AsJson, load
from assess.cli.output import exit_on_findings, say, show, show_json
from assess.domain.scale import Scale
from assess.files import load_rubric, load_sources
from assess.files.rubric_versions import write_rubric, write_sources
from assess.history.outcomes.learning import LearningResult
from assess.history.outcomes.learning import learn as learn_from
from assess.history.outcomes.rubric_change import RescoredCase, rescore_cases, shipped_cases
from assess.reporting.tables.calibration_tables import (
    LEARNED_COLUMNS,
    WORD_CHANGE_COLUMNS,
    learned_rows,
    learning_remarks,
    word_change_rows,
)


def learn(
    rubric: Annotated[str, typer.Argument(metavar="RUBRIC", help="A rubric's file, or the id of a shipped one.")],
    cases: Annotated[list[str], typer.Argument(metavar="CASE...", help="Folders or files of cases, or shipped ones.")],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="The file or folder to write the new version to."),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="The version of the new rubric; the next minor one if left out."),
    ] = None,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Also learn from questions without an answer, through their evidence.")
    ] = False,
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The sources that are known across cases; their numbers are learned and written there."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Learn the numbers of a rubric and of sources from cases, and rescore the cases under the new version."""
    with exit_on_findings("nothing learned"):
        shared = None if sources is None else load_sources(sources)
        loaded = [load(case, sources=shared is None) for case in cases]
        before = load_rubric(rubric)
        if shared is not None:
            # An answer that went into the sources teaches nothing a second time.
            loaded = [shared.applied(case) for case in loaded]
            known = {**before.learned_from}
            for name, instances in shared.learned_from.items():
                known[name] = tuple(dict.fromkeys((*known.get(name, ()), *instances)))
            before = before.model_copy(update={"learned_from": known})
        learned = learn_from(before, loaded, version, unanswered)
        is_new = learned.after is not learned.before
        affected = [*shipped_cases(learned.before), *loaded] if is_new else []
        rescored = rescore_cases(learned.before, learned.after, affected)
        path = write_rubric(learned.after, output) if output is not None and is_new else None
        if shared is not None and sources is not None and is_new:
            write_sources(learned.sources(shared), sources)
    if as_json:
        content = {**learned.to_dict(), "rescored": [case.to_dict() for case in rescored]}
        show_json(content)
        return
    show(_tables(learned, rescored))
    for remark in learning_remarks(learned, rescored):
        say(remark)
    if is_new:
        name = f"{learned.after.rubric}@{learned.after.version}"
        if sources is not None:
            say(f"wrote {sources}")
        say(f"{path} is {name}; a case says rubric: {name}" if path else f"nothing written: -o FOLDER writes {name}")


def _tables(learned: LearningResult, rescored: tuple[RescoredCase, ...]) -> str:
    scale = learned.before.scale
    assert isinstance(scale, Scale)
    rows, changed = list(learned_rows(learned.rows)), list(word_change_rows(rescored, scale))
    listings = []
    if rows:
        listings.append(listing_of("What was learned", LEARNED_COLUMNS, rows))
    if changed:
        listings.append(listing_of("Words that change", WORD_CHANGE_COLUMNS, changed))
    return laid_out(listings)
