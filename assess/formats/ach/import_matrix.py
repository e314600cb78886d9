"""Making a case and its rubric from a matrix of competing hypotheses, with a reason for every number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assess.compile.numbers import Numbers
from assess.domain.coding import Coding, Level
from assess.domain.dates import HOW_TO_WRITE, is_date
from assess.domain.quoting import quoted
from assess.domain.rubric import Rubric
from assess.errors import AssessError, Finding
from assess.files.emitting import as_document
from assess.files.making import id_of, make_case, slug
from assess.files.reading import shown
from assess.formats.ach.assumed import assumptions
from assess.formats.ach.grid_numbers import present_if
from assess.formats.ach.grid_tables import GridChecker, table_in, table_of
from assess.formats.ach.matrix_rows import AchRow, Matrix

SUBJECT, QUESTION, DOCUMENT = "matter", "hypothesis", "matrix"
ENTERED = "what was entered"
_LOWEST_FIRST: tuple[Level, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Imported:
    """The case made from a matrix.

    Parameters
    ----------
    folder : Path
    files : tuple of Path
    items, hypotheses : int
        The number of each.
    assumed : tuple of str
        The assumptions it rests on that are not in the matrix.
    """

    folder: Path
    files: tuple[Path, ...]
    items: int
    hypotheses: int
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Details:
    """The details beside a matrix: the id of case and rubric, the file, and the note on it."""

    id: str
    file: str
    note: str
    title: str
    question: str
    published: str | None


def import_ach(
    matrix: str | Path | Sequence[Sequence[str]],
    folder: str | Path | None = None,
    title: str | None = None,
    question: str | None = None,
    published: str | None = None,
    coding: str | Path = "heuer",
) -> Imported:
    """Make a case and its rubric from a matrix of competing hypotheses.

    Parameters
    ----------
    matrix : str or Path, or sequence of rows of str
        A UTF-8 table separated by commas, semicolons or tabs; or a workbook, ``.xlsx``, whose first sheet is read; or
        the table itself. Its first row has Evidence and the hypotheses, and optionally Credibility, Relevance, Id,
        Source, Type, Date and Notes. The second row may hold priors.
    folder : str or Path, optional
        Where to write; it must not exist. By default it is named after the matrix, in the working directory.
    title, question : str, optional
        The title of the case, and the question that the hypotheses answer.
    published : str, optional
        When the matrix was known: the date of items without one.
    coding : str or Path
        What codes and words stand for: a file, or the id of a shipped coding.

    Raises
    ------
    AssessError
        With everything wrong with the matrix; nothing is written then. E411 if a workbook needs openpyxl and it is
        missing.
    """
    if published is not None and not is_date(published):
        raise AssessError([Finding("E209", f"{quoted(published)} is not a date", hint=HOW_TO_WRITE)])
    checker = GridChecker(coding)
    coded_by = checker.coding
    path: Path | None = None
    if isinstance(matrix, str | Path):
        path = Path(matrix)
        table, note = table_in(path)
    else:
        table, note = table_of(matrix)
    made, findings = checker.read(table)
    if made is None:
        raise AssessError(replace(finding, file=ENTERED if path is None else shown(path)) for finding in findings)
    file, stem = (ENTERED, "") if path is None else (path.name, path.stem)
    target = Path(folder) if folder is not None else Path(slug(stem) or "matrix")
    ident = id_of(target) or "matrix"
    name = (title or stem or target.name).strip()
    details = _Details(ident, file, note, name, (question or f"What holds of {name}?").strip(), published)
    rubric = _rubric(made, coded_by, Numbers(checker.scale, checker.grading), details)
    contents = {f"rubrics/{ident}.yaml": rubric, "case.yaml": _case(made, coded_by, details)}
    files = make_case(target, {file: as_document(content) for file, content in contents.items()})
    return Imported(target, files, len(made.rows), len(made.hypotheses), tuple(assumptions(made, coded_by, published)))


def _rubric(matrix: Matrix, coding: Coding, numbers: Numbers, about: _Details) -> dict[str, Any]:
    """Return the rubric, with one question and an indicator for each row."""
    asked = {
        "per": SUBJECT,
        "text": about.question,
        "hypotheses": matrix.hypotheses,
        **_prior(matrix),
    }
    return {
        "rubric": about.id,
        "title": about.title,
        "version": "1.0.0",
        "grading": coding.grades,
        **({"scale": coding.scale} if coding.scale != Rubric.model_fields["scale"].default else {}),
        "why": f"Made from the matrix {about.file}. Its codes are read as probabilities, and its words for relevance "
        f"as weights, by the coding {coding.coding}; its judges gave neither. Hypotheses are taken to exclude each "
        "other, and one of them to be true. Change here what is known better",
        **({"references": [coding.cite]} if coding.cite else {}),
        "questions": {QUESTION: asked},
        "indicators": {_indicator(row): _entry(row, matrix, coding, numbers) for row in matrix.rows},
    }


def _prior(matrix: Matrix) -> dict[str, Any]:
    if matrix.priors is None:
        why = "A matrix of competing hypotheses says nothing of how likely they were before its items"
        return {"prior": "uniform", "why": why}
    shares = {h: float(share) for h, share in zip(matrix.hypotheses, matrix.priors.shares, strict=True)}
    reasons = [
        f"As the matrix has it in line {matrix.priors.line}",
        *(["What it leaves is shared by the hypotheses that are blank"] if matrix.priors.shared else []),
        *([matrix.priors.notes] if matrix.priors.notes else []),
    ]
    return {"prior": shares, "why": ". ".join(reasons)}


def _entry(row: AchRow, matrix: Matrix, coding: Coding, numbers: Numbers) -> dict[str, Any]:
    """Return the indicator of a row, with its reasons."""
    likelihoods, why = present_if(row, matrix.hypotheses, coding, numbers)
    level = row.relevance or (None if row.has_ratios else coding.unstated)
    if row.relevance:
        why.append(f"Relevance {level}")
    elif level:
        why.append(f"No relevance is given, and it counts as {level}")
    return {
        "of": QUESTION,
        "text": row.text,
        "present_if": likelihoods,
        **({"weight": coding.relevance[level].weight} if level else {}),
        "why": ". ".join([*why, *([row.notes] if row.notes else [])]),
    }


def _case(matrix: Matrix, coding: Coding, about: _Details) -> dict[str, Any]:
    """Return the case, with one item for each row, from a source of its own if the matrix names none."""
    instance = f"{SUBJECT}/{QUESTION}"
    sources = _sources(matrix, coding)
    document = {
        "title": f"Matrix of competing hypotheses, {about.file}",
        **({"published": about.published} if about.published else {}),
        "note": f"{about.note}; codes read by the coding {coding.coding}",
        "head": [[*row] for row in matrix.head],
    }
    return {
        "case": about.id,
        "title": about.title,
        "rubric": about.id,
        "why": f"Made from the matrix {about.file}: each row is an item, and what its codes were stands under ach",
        "subjects": {SUBJECT: {"kind": SUBJECT, "name": about.title}},
        "ask": {SUBJECT: [QUESTION]},
        "documents": {DOCUMENT: document},
        "claims": {h: {"text": text, "holds_if": {instance: h}} for h, text in matrix.hypotheses.items()},
        "sources": dict(sources.values()),
        "evidence": [_item(row, matrix, coding, sources[_source_key(row)][0]) for row in matrix.rows],
    }


def _indicator(row: AchRow) -> str:
    return f"row-{row.id}"


def _source_key(row: AchRow) -> tuple[str, str]:
    """Return a key shared by rows of one source."""
    return ("named", row.source.casefold()) if row.source else ("row", row.id)


def _sources(matrix: Matrix, coding: Coding) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    by_source: dict[tuple[str, str], list[AchRow]] = {}
    for row in matrix.rows:
        by_source.setdefault(_source_key(row), []).append(row)
    sources: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    taken: set[str] = set()
    for key, rows in by_source.items():
        named = rows[0].source
        ident = (slug(named) if named else "") or f"source-of-{rows[0].id}"
        while ident in taken:
            ident = f"{ident}-{rows[0].id}"
        taken.add(ident)
        kinds = list(dict.fromkeys(row.kind for row in rows if row.kind))
        grade, why = _reliability(rows, coding)
        sources[key] = (
            ident,
            {
                "name": named or f"unnamed source of line {rows[0].line}",
                **({"kind": ", ".join(kinds)} if kinds else {}),
                "reliability": grade,
                "why": why,
            },
        )
    return sources


def _reliability(rows: list[AchRow], coding: Coding) -> tuple[str, str]:
    """Return the grade of a source, the lowest that its rows give it, and the reason."""
    grades = {row.grades.reliability or coding.credibility[_level(row, coding)].reliability: row for row in rows}
    order = [coding.credibility[level].reliability for level in _LOWEST_FIRST]
    written = sorted({row.grades.reliability for row in rows if row.grades.reliability}, reverse=True)
    grade = next(grade for grade in (*written, *order) if grade in grades)
    row = grades[grade]
    if row.grades.reliability:
        why = f"Graded {grade} in line {row.line}"
    elif row.grades.level:
        why = f"Credibility {row.grades.level} in line {row.line}, read as {grade} by the coding {coding.coding}"
    else:
        why = (
            f"No grade in line {row.line}: counted as {coding.unstated}, read as {grade} by the coding {coding.coding}"
        )
    if len(grades) > 1:
        why += f". Its rows give it {', '.join(sorted(grades))}; a source has one grade, and the lowest is taken"
    return grade, why


def _level(row: AchRow, coding: Coding) -> Level:
    return row.grades.level or coding.unstated


def _item(row: AchRow, matrix: Matrix, coding: Coding, source: str) -> dict[str, Any]:
    level = _level(row, coding)
    accuracy = row.grades.accuracy or coding.credibility[level].credibility
    given = (
        "as the matrix grades it" if row.grades.accuracy else f"credibility {level}, read by the coding {coding.coding}"
    )
    codes = dict(zip(matrix.hypotheses, row.codes, strict=True)) if row.codes else {}
    words = {"credibility": row.grades.level, "relevance": row.relevance}
    return {
        "id": row.id,
        "about": SUBJECT,
        "indicator": _indicator(row),
        "says": "present",
        "source": source,
        "credibility": int(accuracy) if accuracy.isdecimal() else accuracy,
        **({"reported": row.reported} if row.reported else {}),
        "cites": [{"document": DOCUMENT, "at": f"line {row.line}"}],
        "summary": row.text,
        "why": f"Accuracy: {given}",
        "ach": {
            "codes": {h: code for h, code in codes.items() if code is not None},
            **{name: word for name, word in words.items() if word},
            "typed": [*row.typed],
        },
    }
