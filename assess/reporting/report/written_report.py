"""A report as Markdown, HTML, PDF, a Word document or plain data.

E405 no file to write a report to
    Finds:   A report's file with an unknown ending, or in a folder that does not exist.
    Matters: The ending decides what is written; a folder made by mistake would hide the report.
    Example: assess report CASE -o report.html
    Instead: assess report CASE -o report.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TypeVar

from assess.analysis.claim_analysis import analyse_claims
from assess.analysis.collection.plan import plan
from assess.analysis.digest.core_findings import SOUGHT, core_findings, core_targets
from assess.analysis.digest.lead_answer import SinceRecorded, lead_answer
from assess.analysis.digest.strongest_changes import lead_changes
from assess.analysis.what_if.one_at_a_time import OneAtATime
from assess.analysis.what_if.sensitivity import sensitivity_to
from assess.domain.language import ENGLISH
from assess.domain.language import language as speaking
from assess.domain.loaded_cases import case_scale
from assess.domain.many_objects import many_objects
from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.files.atomic_write import put
from assess.files.reading import is_folder
from assess.reporting.report.annexes import WhatIf, annexes
from assess.reporting.report.as_docx import document
from assess.reporting.report.as_html import page
from assess.reporting.report.as_markdown import written
from assess.reporting.report.as_pdf import typeset
from assess.reporting.report.core_sections import core_sections
from assess.reporting.report.imprint import Imprint
from assess.reporting.report.report_blocks import Block, Heading
from assess.reporting.words.opening import cited
from assess.reporting.words.scale_terms import check_language
from assess.scoring.csv_tables import csv_table
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import asked_in, followed

Progress = Callable[[int, int], None]
_Output = TypeVar("_Output")

_STUDIES = 4
"""Studies that a report with annexes makes of the claims."""

FORMATS = (".html", ".pdf", ".docx", ".md", ".txt", ".json", ".csv")


def markdown(
    result: Assessment,
    progress: Progress | None = None,
    language: str = ENGLISH,
    with_annexes: bool = False,
    since: SinceRecorded | None = None,
) -> str:
    """Return the report of a result as Markdown that also reads well in a terminal.

    Parameters
    ----------
    result : Assessment
        Without draws the annexes do not say what would change each claim, nor what to look for next.
    progress : callable, optional
        Called now and then with the numbers of analyses of claims done and to be done, which are for the annexes.
    language : str
        The language of the report. Texts of the case and its rubric are left as they are.
    with_annexes : bool
        Whether to add everything that the core rests on: each claim, item and source, the method and the inputs.
    since : SinceRecorded, optional
        The changes since a scoring was recorded, as `since_recorded` returns them.

    Raises
    ------
    AssessError
        If there is no report in that language, or it has no words for the scale's terms (E407).
    """
    return _rendered(result, written, progress, language, with_annexes, since)


def html(
    result: Assessment, progress: Progress | None = None, language: str = ENGLISH, since: SinceRecorded | None = None
) -> str:
    """Return the report of a result as a self-contained HTML page, its annexes folded; otherwise as `markdown`."""
    scale = case_scale(result.case)
    return _rendered(result, lambda blocks: page(blocks, scale, cited(result)), progress, language, True, since)


def docx(
    result: Assessment,
    progress: Progress | None = None,
    language: str = ENGLISH,
    with_annexes: bool = False,
    since: SinceRecorded | None = None,
) -> bytes:
    """Return the report of a result as a Word document; otherwise as `markdown`."""
    return _rendered(
        result, lambda blocks: document(blocks, Imprint.of(result)), progress, language, with_annexes, since
    )


def pdf(
    result: Assessment,
    progress: Progress | None = None,
    language: str = ENGLISH,
    with_annexes: bool = False,
    since: SinceRecorded | None = None,
) -> bytes:
    """Return the report of a result as a tagged PDF, made by Typst (E411 if missing); otherwise as `markdown`."""
    scale, imprint = case_scale(result.case), Imprint.of(result)
    return _rendered(result, lambda blocks: typeset(blocks, scale, imprint), progress, language, with_annexes, since)


@many_objects()
def _rendered(
    result: Assessment,
    show: Callable[[Iterable[Block]], _Output],
    progress: Progress | None,
    language: str,
    with_annexes: bool,
    since: SinceRecorded | None,
) -> _Output:
    """Return the report in a language, in the form that `show` gives to its blocks."""
    check_language(result.case, language)
    result = scoring_of(result)
    with speaking(language):
        return show(_blocks(result, progress, with_annexes, since))


def _blocks(
    result: Assessment, progress: Progress | None, with_annexes: bool, since: SinceRecorded | None
) -> Iterator[Block]:
    lead = lead_answer(result)
    studied = tuple(asked_in(result)) if with_annexes and result.draws else ()

    def studies_done(count: int) -> None:
        if studied and progress is not None:
            progress(count, _STUDIES)

    targets = {ident: followed(result, ident) for ident in studied}
    one_at_a_time = OneAtATime(result, [followed(result, lead.ident), *targets.values()])
    changes = lead_changes(result, lead, one_at_a_time)
    swings = sensitivity_to(one_at_a_time, result, targets, in_full=False).targets if studied else {}
    studies_done(1)
    collection = plan(
        result, dict.fromkeys([*core_targets(result, lead), *studied]), paired=0, reports=False, most=SOUGHT
    )
    studies_done(2)
    findings = core_findings(result, lead, changes, collection, one_at_a_time)
    yield from core_sections(result, Names(result), lead, changes, findings, since)
    if with_annexes:
        analyses = analyse_claims(result, swings, collection, lambda n: studies_done(2 + n)) if studied else {}
        what_if = WhatIf(findings.without, changes.favoured, analyses)
        for block in annexes(result, what_if):
            is_annex = isinstance(block, Heading) and block.level == 2 and block.anchor != "annexes"
            yield replace(block, fold=True) if is_annex and isinstance(block, Heading) else block


def report(
    result: Assessment,
    path: str | Path,
    progress: Progress | None = None,
    language: str = ENGLISH,
    with_annexes: bool = False,
    since: SinceRecorded | None = None,
) -> None:
    """Write the report of a result to a file; an existing one is replaced only once the new one is complete.

    Parameters
    ----------
    result : Assessment
    path : str or Path
        The ending decides what is written: ``.html``, a self-contained page; ``.md`` or ``.txt``, Markdown;
        ``.docx``, a Word document; ``.pdf``, a PDF; ``.json``, the result as data; ``.csv``, the table of claims.
    progress : callable, optional
        As for `markdown`.
    language : str
        As for `markdown`.
    with_annexes : bool
        As for `markdown`; a page of HTML has its annexes in any case.
    since : SinceRecorded, optional
        As for `markdown`.

    Raises
    ------
    AssessError
        If the ending is unknown, the path is a folder, or its folder does not exist (E405); if there is no report in
        that language (E407); if it cannot be written (E611); if the library that makes it is not installed (E411).
    """
    target = Path(path)
    check_target(target)
    put(target, _content(result, target.suffix.lower(), progress, language, with_annexes, since))


def _content(
    result: Assessment,
    ending: str,
    progress: Progress | None,
    language: str,
    with_annexes: bool,
    since: SinceRecorded | None,
) -> bytes:
    match ending:
        case ".html":
            return html(result, progress, language, since).encode()
        case ".pdf":
            return pdf(result, progress, language, with_annexes, since)
        case ".docx":
            return docx(result, progress, language, with_annexes, since)
        case ".json":
            return f"{result.to_json()}\n".encode()
        case ".csv":
            return csv_table(result, "claims").encode()
        case _:
            return markdown(result, progress, language, with_annexes, since).encode()


def check_target(target: Path) -> None:
    """Raise an error if no report can be written to a file.

    Raises
    ------
    AssessError
        E405: the ending is unknown, the path is a folder, or its folder does not exist.
    """
    if target.suffix.lower() not in FORMATS:
        hint = f"write to {target.with_suffix('.html').name}" if target.name else None
        endings = f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"
        _refuse(f"a report ends in {endings}, and {quoted(target.name)} does not", hint)
    if is_folder(target):
        _refuse(f"{quoted(str(target))} is a folder", "name a file in it")
    if not is_folder(target.parent):
        _refuse(f"there is no folder {quoted(str(target.parent))}", "make it first")


def _refuse(message: str, hint: str | None) -> NoReturn:
    raise AssessError([Finding("E405", message, hint=hint)])
