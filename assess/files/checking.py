"""Checks of an input: every error and every warning."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assess.domain import rules
from assess.domain.case import Case
from assess.domain.quoting import meant, quoted
from assess.domain.rubric import Rubric
from assess.domain.shared_sources import SharedSources
from assess.errors import AssessError, Finding
from assess.files.kinds import KINDS, kind_written
from assess.files.loading import case_file
from assess.files.lookup import Lookup, around
from assess.files.reading import is_there, shipped_ids


def check(what: str | Path | Case) -> tuple[Finding, ...]:
    """Return every error and warning about an input, sorted by place.

    Parameters
    ----------
    what : str, Path or Case
        A case's folder, a YAML file of any kind, the id of something shipped, or a case built in Python.

    Returns
    -------
    tuple of Finding
        Warnings appear only if there is no error; they point out departures from good practice.
    """
    lookup = Lookup()
    try:
        loaded = _read(what, lookup)
    except AssessError as error:
        return error.findings
    lookup.check_translations()
    if loaded is not None and not lookup.findings:
        for finding in _warnings(loaded):
            lookup.add(finding)
    return AssessError(lookup.findings).findings


def _warnings(loaded: Case | Rubric | SharedSources) -> list[Finding]:
    if isinstance(loaded, SharedSources):
        return rules.sources_warnings(loaded)
    return rules.warnings(loaded) if isinstance(loaded, Case) else rules.rubric_warnings(loaded)


def located_in(what: str | Path, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings about an input with their places in its files."""
    lookup = Lookup()
    _read(what, lookup)
    return tuple(lookup.place(finding) for finding in findings)


def _read(what: str | Path | Case, lookup: Lookup) -> Case | Rubric | SharedSources | None:
    if isinstance(what, Case):
        rubric = lookup.named("rubric", what.rubric, "case") if isinstance(what.rubric, str) else what.rubric
        parts = lookup.with_parts(rubric) if isinstance(rubric, Rubric) else None
        if parts is None:
            return None
        what = what.model_copy(update={"rubric": parts})
        lookup.check(what)
        return what
    kind, path = _kind_and_file(what, lookup)
    if path is None:
        value = lookup.named(kind, str(what), kind)
    elif kind == "case":
        return lookup.case(path)
    else:
        lookup.near = around(path.parent)
        value = lookup.file(kind, path, path.parent)
    if isinstance(value, Rubric):
        lookup.check(value)
    return value if isinstance(value, Rubric | SharedSources) else None


def kind_of(what: str | Path) -> str:
    """Return the kind of an input, such as ``"rubric"``; ``"case"`` if that is unclear."""
    try:
        return _kind_and_file(what, Lookup())[0]
    except AssessError:
        return "case"


def _kind_and_file(what: str | Path, lookup: Lookup) -> tuple[str, Path | None]:
    """Return the kind of an input and its file; no file for the id of a shipped input other than a case."""
    name, has_file = str(what), is_there(what)
    is_yaml = name.endswith((".yaml", ".yml"))
    kind = next((k for k in KINDS if name in shipped_ids(k)), None) if not has_file else None
    if kind is not None and kind != "case":
        return kind, None
    if kind is None and not has_file and not is_yaml:
        every = dict.fromkeys(i for k in KINDS for i in shipped_ids(k))
        hint = meant(name, every, "shipped ids")
        raise AssessError([Finding("E101", f"there is no such file, and {quoted(name)} does not ship", hint=hint)])
    path = Path(what) if kind is None and is_yaml else case_file(what)
    parsed, _ = lookup.read(path, path.parent)
    top = parsed.value if parsed is not None else {}
    return kind_written(top), path
