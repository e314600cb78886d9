"""Reports: one outline, shown as Markdown, as a page of HTML or as a Word document; or the result itself as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

from assess.domain.names import quoted
from assess.errors import AssessError, Finding
from assess.files.saving import replace_file
from assess.present.report.as_markdown import written
from assess.present.report.blocks import Block
from assess.present.report.outline import WhatIf, outline
from assess.study.assessment import Assessment
from assess.study.what_if import if_authors_favoured, without_each_source

Progress = Callable[[int, int], None]

FORMATS = (".html", ".md", ".txt", ".docx", ".json")


def blocks(result: Assessment, progress: Progress | None = None) -> Iterable[Block]:
    """Return what the report of a result is made of.

    Parameters
    ----------
    result : Assessment
        Without draws the report says nothing of what would change each claim, nor what to look for next.
    progress : callable, optional
        Told, now and then, how many studies of the claims are done, of how many.
    """
    closer = {}
    if result.draws:
        from assess.study.each_claim import look_closer

        closer = look_closer(result, progress)
    return outline(result, WhatIf(without_each_source(result), if_authors_favoured(result), closer))


def markdown(result: Assessment, progress: Progress | None = None) -> str:
    """Return the report of a result as Markdown that also reads well in a terminal; parameters as of `blocks`."""
    return written(blocks(result, progress))


def html(result: Assessment, progress: Progress | None = None) -> str:
    """Return the report of a result as a page of HTML that needs nothing else; parameters as of `blocks`."""
    from assess.domain.scale import Scale
    from assess.present.report.html import page

    assert isinstance(result.rubric.scale, Scale)
    return page(blocks(result, progress), result.rubric.scale)


def docx(result: Assessment, progress: Progress | None = None) -> bytes:
    """Return the report of a result as a Word document; parameters as of `blocks`."""
    from assess.present.report.as_docx import document

    return document(blocks(result, progress))


def report(result: Assessment, path: str | Path, progress: Progress | None = None) -> None:
    """Write the report of a result to a file; an older one is replaced only when the new one is whole.

    Parameters
    ----------
    result : Assessment
    path : str or Path
        How it ends says what is written: ``.html``, a page that needs nothing else; ``.md`` or ``.txt``, Markdown;
        ``.docx``, a Word document; ``.json``, the result as data.
    progress : callable, optional
        As for `blocks`.

    Raises
    ------
    AssessError
        If it ends otherwise, is a folder, or lies in no folder (E405).
    OSError
        If it cannot be written.
    """
    target = Path(path)
    check_target(target)
    replace_file(target, _content(result, target.suffix.lower(), progress))


def _content(result: Assessment, ending: str, progress: Progress | None) -> bytes:
    match ending:
        case ".html":
            return html(result, progress).encode()
        case ".docx":
            return docx(result, progress)
        case ".json":
            return f"{result.to_json()}\n".encode()
        case _:
            return markdown(result, progress).encode()


def check_target(target: Path) -> None:
    """Refuse a file that no report can be written to.

    Raises
    ------
    AssessError
        E405: it ends in none of the endings of a report, is a folder, or lies in no folder.
    """
    if target.suffix.lower() not in FORMATS:
        hint = f"write to {target.with_suffix('.html').name}" if target.name else None
        _refuse(
            f"a report ends in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}, and {quoted(target.name)} does not", hint
        )
    if target.is_dir():
        _refuse(f"{quoted(str(target))} is a folder", "name a file in it")
    if not target.parent.is_dir():
        _refuse(f"there is no folder {quoted(str(target.parent))}", "make it first")


def _refuse(message: str, hint: str | None) -> NoReturn:
    raise AssessError([Finding("E405", message, hint=hint)])


__all__ = ["FORMATS", "blocks", "check_target", "docx", "html", "markdown", "report"]
