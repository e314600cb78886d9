"""Makes a case and its rubric from a matrix of competing hypotheses; every number comes with its reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assess.domain.coding import Code, Coding, Level
from assess.domain.dates import HOW_TO_WRITE, is_date
from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.files.emitting import as_document
from assess.files.loading import load_coding, load_grading
from assess.files.making import id_of, make_case, slug
from assess.files.reading import read_text, shown
from assess.formats.ach.ach_matrix import MOST_ROWS, AchRow, Matrix, read_matrix
from assess.formats.ach.csv_table import read_csv_table

SUBJECT, QUESTION, DOCUMENT = "matter", "hypothesis", "matrix"
_LOWEST_FIRST: tuple[Level, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Imported:
    """The case made from a matrix: its folder and files, and how many items and hypotheses it has."""

    folder: Path
    files: tuple[Path, ...]
    items: int
    hypotheses: int


@dataclass(frozen=True, slots=True)
class _Details:
    """What goes with the cells of a matrix: the id of case and rubric, the file and the digest of its text."""

    id: str
    file: str
    digest: str
    title: str
    question: str
    published: str | None


def import_ach(
    matrix: str | Path,
    folder: str | Path | None = None,
    title: str | None = None,
    question: str | None = None,
    published: str | None = None,
    coding: str | Path = "heuer",
) -> Imported:
    """Make a case, with a rubric, from a matrix of competing hypotheses.

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
        With all that is wrong with the matrix; nothing is written then.
    """
    if published is not None and not is_date(published):
        raise AssessError([Finding("E209", f"{quoted(published)} is not a date", hint=HOW_TO_WRITE)])
    path = Path(matrix)
    coded_by = load_coding(coding)
    text = read_text(path, path.parent)
    if isinstance(text, Finding):
        raise AssessError([text])
    made, findings = read_matrix(read_csv_table(text, MOST_ROWS + 1), coded_by, load_grading(coded_by.grades))
    if made is None:
        raise AssessError(replace(finding, file=shown(path)) for finding in findings)
    target = Path(folder) if folder is not None else Path(slug(path.stem) or "matrix")
    ident = id_of(target) or "matrix"
    name = (title or path.stem).strip()
    digest = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    details = _Details(ident, path.name, digest, name, (question or f"What holds of {name}?").strip(), published)
    contents = {f"rubrics/{ident}.yaml": _rubric(made, coded_by, details), "case.yaml": _case(made, coded_by, details)}
    files = make_case(target, {file: as_document(content) for file, content in contents.items()})
    return Imported(target, files, len(made.rows), len(made.hypotheses))


def _rubric(matrix: Matrix, coding: Coding, about: _Details) -> dict[str, Any]:
    """Return the rubric: one question, and an indicator for each row."""
    asked = {
        "per": SUBJECT,
        "text": about.question,
        "hypotheses": matrix.hypotheses,
        "prior": "uniform",
        "why": "A matrix of competing hypotheses says nothing of how likely they were before its items",
    }
    return {
        "rubric": about.id,
        "title": about.title,
        "version": "1.0.0",
        "grading": coding.grades,
        "why": f"Made from the matrix {about.file}. Its codes are read as probabilities, and its words for relevance "
        f"as weights, by the coding {coding.coding}; its judges gave neither. Hypotheses are taken to exclude each "
        "other, and one of them to be true. Change here what is known better",
        **({"references": [coding.cite]} if coding.cite else {}),
        "questions": {QUESTION: asked},
        "indicators": {_indicator(row): _present_if(row, matrix, coding) for row in matrix.rows},
    }


def _case(matrix: Matrix, coding: Coding, about: _Details) -> dict[str, Any]:
    """Return the case: one item for each row, each by a source of its own where the matrix names none."""
    instance = f"{SUBJECT}/{QUESTION}"
    sources = _sources(matrix, coding)
    document = {
        "title": f"Matrix of competing hypotheses, {about.file}",
        **({"published": about.published} if about.published else {}),
        "note": f"{about.digest} over its text; codes read by the coding {coding.coding}",
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


def _present_if(row: AchRow, matrix: Matrix, coding: Coding) -> dict[str, Any]:
    coded = [coding.codes[code] for code in map(_number_of, row.codes) if code is not None]
    neutral = coding.codes["N"]
    mean = round(sum(likelihood.mean for likelihood in coded) / len(coded), 6) if coded else neutral.mean
    numbers = {}
    for hypothesis, cell in zip(matrix.hypotheses, row.codes, strict=True):
        code = _number_of(cell)
        likelihood = neutral.model_copy(update={"mean": mean}) if code is None else coding.codes[code]
        numbers[hypothesis] = {
            "mean": likelihood.mean,
            "n": int(likelihood.n) if likelihood.n.is_integer() else likelihood.n,
        }
    level = row.relevance or coding.unstated
    cells = ", ".join(f"{h} {code or 'blank'}" for h, code in zip(matrix.hypotheses, row.codes, strict=True))
    missing = None in map(_number_of, row.codes)
    why = [
        f"Coded {cells} in line {row.line}, and read by the coding {coding.coding}",
        *(["Where no code says how the item fits, it has the mean of the others, or is neutral"] if missing else []),
        f"Relevance {row.relevance}" if row.relevance else f"No relevance is given, and it counts as {level}",
    ]
    return {
        "of": QUESTION,
        "text": row.text,
        "present_if": numbers,
        "weight": coding.relevance[level].weight,
        "why": ". ".join([*why, *([row.notes] if row.notes else [])]),
    }


def _number_of(code: Code | None) -> Code | None:
    return None if code == "NA" else code


def _source_key(row: AchRow) -> tuple[str, str]:
    """Return a key that rows of one source share."""
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
                "name": named or f"unnamed source of {rows[0].id}",
                **({"kind": ", ".join(kinds)} if kinds else {}),
                "reliability": grade,
                "why": why,
            },
        )
    return sources


def _reliability(rows: list[AchRow], coding: Coding) -> tuple[str, str]:
    """Return the grade of a source, which is the lowest that its rows give it, and why."""
    grades = {row.reliability or coding.credibility[_level(row, coding)].reliability: row for row in rows}
    order = [coding.credibility[level].reliability for level in _LOWEST_FIRST]
    written = sorted({row.reliability for row in rows if row.reliability}, reverse=True)
    grade = next(grade for grade in (*written, *order) if grade in grades)
    row = grades[grade]
    if row.reliability:
        why = f"Graded {grade} in line {row.line}"
    elif row.credibility:
        why = f"Credibility {row.credibility} in line {row.line}, read as {grade} by the coding {coding.coding}"
    else:
        why = (
            f"No grade in line {row.line}: counted as {coding.unstated}, read as {grade} by the coding {coding.coding}"
        )
    if len(grades) > 1:
        why += f". Its rows give it {', '.join(sorted(grades))}; a source has one grade, and the lowest is taken"
    return grade, why


def _level(row: AchRow, coding: Coding) -> Level:
    return row.credibility or coding.unstated


def _item(row: AchRow, matrix: Matrix, coding: Coding, source: str) -> dict[str, Any]:
    level = _level(row, coding)
    accuracy = row.accuracy or coding.credibility[level].credibility
    given = "as the matrix grades it" if row.accuracy else f"credibility {level}, read by the coding {coding.coding}"
    codes = {h: code for h, code in zip(matrix.hypotheses, row.codes, strict=True) if code is not None}
    words = {"credibility": row.credibility, "relevance": row.relevance}
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
        "ach": {"codes": codes, **{name: word for name, word in words.items() if word}},
    }
