"""Changing an indicator in its file, and nothing else there.

E614 no indicator to change
    Finds:   A rubric that ships, or an indicator that is not in the rubric.
    Matters: A shipped rubric is the same for everyone who names it; judgements of your own belong in a copy.
    Example: assess elicit diaspora-control church-money
    Instead: assess elicit my-case/rubrics/diaspora-control.yaml church-money
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assess.domain.rubric import Rubric
from assess.errors import AssessError, Finding
from assess.files.atomic_write import locked, put
from assess.files.lookup import Lookup, around
from assess.files.parsing import parse
from assess.files.places import ParsedFile
from assess.files.reading import is_file, own_text, shown
from assess.files.splicing import splice

Parsed = tuple[ParsedFile | None, list[Finding]]


def edit_indicator(rubric: str | Path, name: str, change: Mapping[str, Any]) -> Path:
    """Write some entries of an indicator, and return its file.

    Parameters
    ----------
    rubric : str or Path
        The rubric's own file; a shipped one is not changed.
    name : str
    change : dict
        Entries that replace existing ones, or are added.

    Raises
    ------
    AssessError
        If there is no such file or indicator, or the rubric would no longer be sound; then nothing is written.
    """
    path = Path(rubric)
    if not is_file(path):
        message = f"{rubric} is no file: a shipped rubric is not changed"
        hint = "copy it beside your case, into its rubrics folder, and name that file"
        raise AssessError([Finding("E614", message, hint=hint)])
    with locked(path):
        lookup = _checked(path, {})
        for (file, within), (parsed, _) in lookup.parsed.items():
            indicators = parsed.value.get("indicators") if parsed is not None else None
            if parsed is None or not isinstance(indicators, dict) or name not in indicators:
                continue
            after = parsed.value | {"indicators": indicators | {name: indicators[name] | dict(change)}}
            text = splice(parsed.text, parsed.value, after)
            _checked(path, lookup.parsed | {(file, within): parse(text, parsed.file)})
            before = own_text(file)
            put(file, (before[: len(before) - len(parsed.text)] + text).encode())
            return file
    message = f"there is no indicator {name} in {shown(path)}"
    raise AssessError([Finding("E614", message, hint="see its indicators with assess check")])


def _checked(path: Path, parsed: Mapping[tuple[Path, Path], Parsed]) -> Lookup:
    """Return the files of a rubric, some of them as they would be; `AssessError` with what would be wrong in them."""
    lookup = Lookup(near=around(path.parent), parsed=dict(parsed))
    rubric = lookup.file("rubric", path, path.parent)
    if isinstance(rubric, Rubric):
        lookup.check(rubric)
    if lookup.findings:
        raise AssessError(lookup.findings)
    return lookup
