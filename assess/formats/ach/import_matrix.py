"""Makes a case and its rubric of a matrix of competing hypotheses.

E915 no code
    Finds:   A cell under a hypothesis that is none of CC, C, N, I, II, NA, or of the signs for them, and not blank.
    Matters: A code that is guessed at would be a judgement that nobody made.
    Example: Radio traffic,high,high,C,X
    Instead: Radio traffic,high,high,C,I

E916 no credibility or relevance
    Finds:   A word for credibility or relevance other than high, medium and low, or a grade that there is not.
    Matters: How much an item counts hangs on it.
    Example: Radio traffic,very good,high,C,I
    Instead: Radio traffic,B2,high,C,I
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assess.domain.dates import HOW_TO_WRITE, Span
from assess.domain.grading import Grading
from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.files.emitting import as_block
from assess.files.loading import load_coding, load_grading
from assess.files.making import id_of, make_case, slug
from assess.files.reading import read_text, shown
from assess.formats.ach.ach_case import About, case_of, rubric_of
from assess.formats.ach.ach_matrix import MOST_ROWS, Matrix, matrix_of
from assess.formats.ach.delimited import table_of


@dataclass(frozen=True, slots=True)
class Imported:
    """What was made of a matrix: the case's folder, its files, and how many items and hypotheses it has."""

    folder: Path
    files: tuple[Path, ...]
    items: int
    hypotheses: int


def import_ach(
    matrix: str | Path,
    folder: str | Path | None = None,
    title: str | None = None,
    question: str | None = None,
    published: str | None = None,
    coding: str | Path = "heuer",
) -> Imported:
    """Make a case, with a rubric, of a matrix of competing hypotheses.

    Parameters
    ----------
    matrix : str or Path
        A table in UTF-8, its cells separated by commas, semicolons or tabs. Its first row is Evidence, Credibility,
        Relevance and the hypotheses; the second and third, and Id, Source, Type, Date and Notes, may be there or not.
    folder : str or Path, optional
        Where to write; it must not exist. The name of the matrix, in the working directory, where left out.
    title, question : str, optional
        Of the case, and what the hypotheses are answers to.
    published : str, optional
        When the matrix was known: the date of items that have none.
    coding : str or Path
        What codes and words are read as: a file, or the id of a shipped coding.

    Raises
    ------
    AssessError
        With all that is wrong with the matrix; then nothing is written.
    """
    path = Path(matrix)
    read = load_coding(coding)
    made, digest = _read(path, read, load_grading(read.grades))
    target = Path(folder) if folder is not None else Path(slug(path.stem) or "matrix")
    ident = id_of(target) or "matrix"
    if published is not None:
        _check_date(published)
    name = (title or path.stem).strip()
    about = About(ident, path.name, digest, name, (question or f"What holds of {name}?").strip(), published)
    contents = {f"rubrics/{ident}.yaml": rubric_of(made, read, about), "case.yaml": case_of(made, read, about)}
    files = make_case(target, {file: written(content) for file, content in contents.items()})
    return Imported(target, files, len(made.rows), len(made.hypotheses))


def written(content: dict[str, Any]) -> str:
    """Return a file's text: a blank line before each part that takes more than one."""
    parts = [as_block({key: value}, 0) for key, value in content.items()]
    gaps = ("\n\n" if isinstance(value, dict | list) else "\n" for value in list(content.values())[1:])
    return parts[0] + "".join(f"{gap}{part}" for gap, part in zip(gaps, parts[1:], strict=True)) + "\n"


def _read(path: Path, coding: Any, grading: Grading) -> tuple[Matrix, str]:
    text = read_text(path, path.parent)
    if isinstance(text, Finding):
        raise AssessError([text])
    made, findings = matrix_of(table_of(text, MOST_ROWS + 1), coding, grading)
    if made is None:
        raise AssessError(replace(finding, file=shown(path)) for finding in findings)
    return made, f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _check_date(text: str) -> None:
    try:
        Span(text)
    except ValueError:
        raise AssessError([Finding("E209", f"{quoted(text)} is not a date", hint=HOW_TO_WRITE)]) from None
