"""All that is wrong with an input, and what a good one has."""

from __future__ import annotations

from pathlib import Path

from assess.domain import rules
from assess.domain.case import Case
from assess.domain.names import meant, quoted
from assess.domain.rubric import Rubric
from assess.errors import AssessError, Finding
from assess.files.loading import case_file
from assess.files.lookup import PARTS, Lookup, around
from assess.files.reading import read
from assess.files.shipped import shipped_ids

_KINDS = ("case", "rubric", *PARTS)


def check(what: str | Path | Case) -> tuple[Finding, ...]:
    """Return every error and warning about an input, sorted by place.

    Parameters
    ----------
    what : str, Path or Case
        A case's folder, a YAML file of any kind, the id of something shipped, or a case built in Python.

    Returns
    -------
    tuple of Finding
        Warnings only where there is no error: they ask for what a good input has.
    """
    lookup = Lookup()
    try:
        whole = _read(what, lookup)
    except AssessError as error:
        return error.findings
    if whole is not None and not lookup.findings:
        found = rules.warnings(whole) if isinstance(whole, Case) else rules.rubric_warnings(whole)
        for finding in found:
            lookup.add(finding)
    return AssessError(lookup.findings).findings


def _read(what: str | Path | Case, lookup: Lookup) -> Case | Rubric | None:
    if isinstance(what, Case):
        rubric = lookup.named("rubric", what.rubric, "case") if isinstance(what.rubric, str) else what.rubric
        parts = lookup.with_parts(rubric) if isinstance(rubric, Rubric) else None
        if parts is None:
            return None
        what = what.model_copy(update={"rubric": parts})
        lookup.check(what)
        return what
    name = str(what)
    kind = next((k for k in _KINDS if name in shipped_ids(k)), None) if not Path(what).exists() else None
    if kind is not None and kind != "case":
        value = lookup.named(kind, name, kind)
    elif kind is None and not Path(what).exists() and not name.endswith((".yaml", ".yml")):
        every = [i for k in _KINDS for i in shipped_ids(k)]
        hint = meant(name, every, "shipped ids")
        raise AssessError([Finding("E101", f"there is no such file, and {quoted(name)} does not ship", hint=hint)])
    else:
        path = Path(what) if kind is None and name.endswith((".yaml", ".yml")) else case_file(what)
        kind = _kind(path)
        if kind == "case":
            return lookup.case(path)
        lookup.near = around(path.parent)
        value = lookup.file(kind, path, path.parent)
    if isinstance(value, Rubric):
        lookup.check(value)
        return value
    return None


def _kind(path: Path) -> str:
    """Return what the file at `path` is, by its top key; a case where that cannot be told."""
    sheet, _ = read(path, path.parent)
    if sheet is None:
        return "case"
    # A case names its rubric too, and a rubric its parts.
    return next((kind for kind in _KINDS if kind in sheet.value), "case")
