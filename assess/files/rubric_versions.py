"""Writing a version of a rubric into a file of its own, and what was learned of sources into theirs.

E810 wrong file for a version
    Finds:   A file for a new version of a rubric that exists already, or is not named after the rubric.
    Matters: A published version is never overwritten, and a rubric is found by the name of its file.
    Example: assess learn small choirs -o new.yaml
    Instead: assess learn small choirs -o small@1.1.0.yaml
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from assess.domain.grading import Grading
from assess.domain.quoting import quoted
from assess.domain.rubric import Rubric
from assess.domain.shared_sources import SharedSources
from assess.errors import AssessError, Finding
from assess.files.atomic_write import folder_for, put
from assess.files.emitting import as_document
from assess.files.kinds import PARTS
from assess.files.reading import is_folder, is_there, shown


def rubric_text(rubric: Rubric) -> str:
    """Return a rubric as YAML, in one piece, with scale, grading and policy of confidence by name."""
    parts = {kind: getattr(rubric, kind) for kind in PARTS}
    content: dict[str, Any] = {"rubric": rubric.rubric, "title": rubric.title, "version": rubric.version}
    content |= {kind: part if isinstance(part, str) else getattr(part, kind) for kind, part in parts.items()}
    whole = rubric.model_dump(mode="json", exclude_defaults=True, exclude=set(parts))
    content |= {"questions": {}, "indicators": {}} | whole
    return as_document({key: value for key, value in content.items() if value is not None})


def grading_of_version(name: str, rubric: Rubric) -> str:
    """Return the name of the grading whose grades a version of a rubric has learned.

    Examples
    --------
    >>> rubric = Rubric.model_construct(rubric="small", version="1.1.0")
    >>> grading_of_version("admiralty", rubric)
    'admiralty-small-1.1.0'
    """
    return f"{name}-{rubric.rubric}-{re.sub(r'[^A-Za-z0-9._-]', '-', rubric.version)}"


def write_rubric(rubric: Rubric, where: str | Path) -> Path:
    """Write a version of a rubric into a new file; a grading of its own goes into ``scales/``.

    Parameters
    ----------
    rubric : Rubric
    where : str or Path
        A file named after the rubric, with or without its version; or a folder, for ``ID@VERSION.yaml`` in it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    AssessError
        If it exists, has another name, or cannot be written.
    """
    full = f"{rubric.rubric}@{rubric.version}"
    path = Path(where)
    path = path / f"{full}.yaml" if is_folder(path) else path
    hint = f"write to {full}.yaml"
    message = None
    if path.name not in (f"{full}.yaml", f"{rubric.rubric}.yaml"):
        message = f"{quoted(path.name)} is no name for version {rubric.version} of {rubric.rubric}"
    elif is_there(path):
        message = "the file is there already, and no version is overwritten"
        hint = "write to another folder, or give the version another name by --version"
    if message is not None:
        raise AssessError([Finding("E810", message, hint=hint).at(shown(path))])
    grading = rubric.grading
    if isinstance(grading, Grading) and grading.grading.endswith(grading_of_version("", rubric)):
        written = grading.model_dump(mode="json", exclude_defaults=True)
        with folder_for(path.parent / "scales"):
            put(path.parent / "scales" / f"{grading.grading}.yaml", as_document(written).encode())
    put(path, rubric_text(rubric).encode())
    return path


def write_sources(shared: SharedSources, path: Path) -> None:
    """Replace the content of the file of sources known across cases; E611 if it cannot be written."""
    put(path, as_document(shared.model_dump(mode="json", exclude_defaults=True)).encode())
