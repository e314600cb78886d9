"""Loading cases, rubrics, scales, gradings, codings and policies, or reporting every fault in them with its place."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from assess.domain.case import Case
from assess.domain.coding import Coding
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.field_types import Written
from assess.domain.grading import Grading
from assess.domain.many_objects import many_objects
from assess.domain.quoting import meant, quoted
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.domain.shared_sources import SharedSources
from assess.errors import AssessError, Finding
from assess.files.kinds import PARTS
from assess.files.lookup import (
    Lookup,
    around,
    is_sound,
)
from assess.files.reading import is_folder, is_there, shipped_folder, shipped_ids

M = TypeVar("M", bound=Written)


@many_objects()
def load_case(path: str | Path) -> Case:
    """Load a case with the rubric, scale and grading that it names.

    Parameters
    ----------
    path : str or Path
        The case's folder, its YAML file, or the id of a shipped case.

    Returns
    -------
    Case
        Its `rubric` is a Rubric, whose `scale` and `grading` are loaded too.

    Raises
    ------
    AssessError
        With every fault of any of the files.
    """
    lookup = Lookup()
    return _sound(lookup, lookup.case(case_file(path), given=str(path)))


def load_rubric(path: str | Path) -> Rubric:
    """Load a rubric with its scale and grading.

    Parameters
    ----------
    path : str or Path
        Its YAML file, or the id of a shipped rubric.

    Raises
    ------
    AssessError
        With every fault of any of the files.
    """
    return _load(path, "rubric", Rubric)


def load_scale(path: str | Path) -> Scale:
    """Load a verbal scale: its YAML file, or the id of a shipped one; `AssessError` with every fault."""
    return _load(path, "scale", Scale)


def load_grading(path: str | Path) -> Grading:
    """Load a grading: its YAML file, or the id of a shipped one; `AssessError` with every fault."""
    return _load(path, "grading", Grading)


def load_confidence(path: str | Path) -> ConfidencePolicy:
    """Load a policy of confidence: its YAML file, or the id of a shipped one; `AssessError` with every fault."""
    return _load(path, "confidence", ConfidencePolicy)


def load_coding(path: str | Path) -> Coding:
    """Load a coding of matrices: its YAML file, or the id of a shipped one; `AssessError` with every fault."""
    return _load(path, "coding", Coding)


def load_sources(path: str | Path) -> SharedSources:
    """Load the sources known across cases from their YAML file; `AssessError` with every fault."""
    return _load(path, "portfolio", SharedSources)


def resolve(case: Case) -> Case:
    """Return `case` with its rubric and the rubric's parts loaded from the shipped ones.

    Raises
    ------
    AssessError
        If no such thing ships (the hint lists what does), or something is wrong with the case.
    """
    if is_sound(case):
        return case
    lookup = Lookup()
    loaded = case.model_copy(update={"rubric": _rubric(lookup, case)})
    lookup.check(loaded)
    return _sound(lookup, loaded)


def sound_rubric(rubric: Rubric) -> Rubric:
    """Return a rubric with its parts loaded; those that are only named come from the shipped ones.

    Raises
    ------
    AssessError
        With everything that is wrong with it.
    """
    lookup = Lookup()
    whole = lookup.with_parts(rubric)
    if whole is not None:
        lookup.check(whole)
    return _sound(lookup, whole)


def rubric_of(case: Case) -> Rubric:
    """Return the loaded rubric of a case, a shipped one if only its id is known; raises like `resolve`."""
    if isinstance(case.rubric, Rubric) and not any(isinstance(getattr(case.rubric, part), str) for part in PARTS):
        return case.rubric
    return _rubric(Lookup(), case)


def _rubric(lookup: Lookup, case: Case) -> Rubric:
    rubric = lookup.named("rubric", case.rubric, "case") if isinstance(case.rubric, str) else case.rubric
    if isinstance(rubric, Rubric):
        rubric = lookup.with_parts(rubric)
    return _sound(lookup, rubric if isinstance(rubric, Rubric) else None)


LEDGER = "ledger.db"
"""The file beside a case's own in which its scorings are recorded."""


def case_file(path: str | Path) -> Path:
    """Return the YAML file of a case, given the file, its folder, or the id of a shipped case.

    Raises
    ------
    AssessError
        Where there is none.
    """
    given = Path(path)
    if is_folder(given):
        return given / "case.yaml"
    if is_there(given):
        return given
    name = str(path)
    shipped = shipped_ids("case")
    if name in shipped:
        return shipped_folder() / "cases" / name / "case.yaml"
    hint = meant(name, shipped, "shipped cases")
    raise AssessError([Finding("E101", f"there is no such file, and no shipped case {quoted(name)}", hint=hint)])


def _load(path: str | Path, kind: str, model: type[M]) -> M:
    given = Path(path)
    is_file = given.suffix in (".yaml", ".yml") or len(given.parts) != 1
    lookup = Lookup(near=around(given.parent)) if is_file else Lookup()
    value = lookup.file(kind, given, given.parent) if is_file else lookup.named(kind, str(path), kind)
    if isinstance(value, Rubric):
        lookup.check(value)
    return _sound(lookup, value if isinstance(value, model) else None)


def _sound(lookup: Lookup, value: M | None) -> M:
    if lookup.findings or value is None:
        raise AssessError(lookup.findings)
    return value
