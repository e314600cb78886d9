"""Reports."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from assess.domain.case import Case
from assess.domain.names import quoted
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.errors import AssessError, Finding
from assess.present.catalogue import ENGLISH
from assess.present.catalogue import language as speaking
from assess.present.report.as_markdown import written
from assess.present.report.outline import WhatIf, outline
from assess.present.words.scales import check_scale
from assess.study.assessment import Assessment
from assess.study.what_if import if_authors_favoured, without_each_source

FORMATS = (".md", ".txt")


def markdown(result: Assessment, progress: Callable[[int, int], None] | None = None, language: str = ENGLISH) -> str:
    """Return the report of a result as Markdown that also reads well in a terminal.

    Parameters
    ----------
    result : Assessment
        Without draws the report says nothing of what would change each claim, nor what to look for next.
    progress : callable, optional
        Told, now and then, how many studies of the claims are done, of how many.
    language : str
        What the report is written in. What the case and its rubric say stays as they say it.

    Raises
    ------
    AssessError
        There is no report in that language, or it has no words for the scale's terms (E407).
    """
    check_language(result.case, language)
    closer = {}
    if result.draws:
        from assess.study.each_claim import look_closer

        closer = look_closer(result, progress)
    what_if = WhatIf(without_each_source(result), if_authors_favoured(result), closer)
    with speaking(language):
        return written(outline(result, what_if))


def report(
    result: Assessment,
    path: str | Path,
    progress: Callable[[int, int], None] | None = None,
    language: str = ENGLISH,
) -> None:
    """Write the report of a result to a file; an older one is replaced only when the new one is whole.

    Parameters
    ----------
    result : Assessment
    path : str or Path
        Ends in ``.md`` or ``.txt``; both hold Markdown.
    progress : callable, optional
        As for `markdown`.
    language : str
        As for `markdown`.

    Raises
    ------
    AssessError
        If it ends otherwise, is a folder, or lies in no folder (E405); if there is no report in that language (E407).
    OSError
        If it cannot be written.
    """
    target = Path(path)
    check_target(target)
    text = markdown(result, progress, language)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def check_language(case: Case, language: str) -> None:
    """Refuse a language that a case cannot be reported in.

    Raises
    ------
    AssessError
        E407: there is no catalogue of it, or it has no words for the terms of the case's scale.
    """
    assert isinstance(case.rubric, Rubric)
    assert isinstance(case.rubric.scale, Scale)
    with speaking(language):
        check_scale(case.rubric.scale)


def check_target(target: Path) -> None:
    """Refuse a file that no report can be written to.

    Raises
    ------
    AssessError
        E405: it does not end in ``.md`` or ``.txt``, is a folder, or lies in no folder.
    """
    if target.suffix.lower() not in FORMATS:
        hint = f"write to {target.with_suffix('.md').name}" if target.name else None
        _refuse(f"a report ends in {' or '.join(FORMATS)}, and {quoted(target.name)} does not", hint)
    if target.is_dir():
        _refuse(f"{quoted(str(target))} is a folder", "name a file in it")
    if not target.parent.is_dir():
        _refuse(f"there is no folder {quoted(str(target.parent))}", "make it first")


def _refuse(message: str, hint: str | None) -> NoReturn:
    raise AssessError([Finding("E405", message, hint=hint)])


__all__ = ["FORMATS", "check_language", "check_target", "markdown", "report"]
