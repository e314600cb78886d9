"""The cases in a folder."""

from __future__ import annotations

import os
from pathlib import Path

from assess.errors import AssessError, Finding
from assess.files.checking import kind_of
from assess.files.loading import case_file
from assess.files.reading import has_key, is_file, is_folder, shown

SOURCES = "sources.yaml"
"""The file beside cases that holds the sources known across them."""


def cases_in(folder: Path) -> list[Path]:
    """Return the cases in a folder, sorted by name: folders with a ``case.yaml``, and YAML files that are cases.

    Raises
    ------
    AssessError
        E101 if there is none, or no such folder.
    """
    try:
        names = sorted(os.listdir(folder))
    except (OSError, ValueError) as error:
        what = (isinstance(error, OSError) and error.strerror) or error
        raise AssessError([Finding("E101", f"the folder cannot be read: {what}").at(shown(folder))]) from None
    paths = [folder / name for name in names if not name.startswith(".") and not is_no_case(folder / name)]
    if not paths:
        hint = "a case is a folder with a case.yaml, or a YAML file with the key case"
        raise AssessError([Finding("E101", "there is no case in the folder", hint=hint).at(shown(folder))])
    return paths


def sources_beside(case: str) -> Path | None:
    """Return the file of shared sources in the folder that a case lies in, if it is there."""
    file = case_file(case)
    folder = file.parent
    if file.name == "case.yaml":
        folder = folder.parent if folder.name not in ("", "..") else folder / ".."
    path = folder / SOURCES
    return path if is_file(path) else None


def is_no_case(path: Path) -> bool:
    """Return whether `path` is something other than a case: a folder without one, another file, other YAML."""
    if is_folder(path):
        return not is_file(path / "case.yaml")
    if not is_file(path) or path.suffix not in (".yaml", ".yml"):
        return is_file(path)
    return path.name == SOURCES or not (has_key(path, "case") or kind_of(path) == "case")
