"""From a matrix of competing hypotheses to what a rubric and a case say; every number with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assess.domain.coding import Code, Coding, Level
from assess.files.making import slug
from assess.formats.ach.ach_matrix import Matrix, Row

SUBJECT, QUESTION, DOCUMENT = "matter", "hypothesis", "matrix"
_LOWEST_FIRST: tuple[Level, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a matrix besides its cells.

    Parameters
    ----------
    id : str
        Of the case and of the rubric.
    file : str
        The name of the file.
    digest : str
        Over its text.
    """

    id: str
    file: str
    digest: str
    title: str
    question: str
    published: str | None = None


def rubric_of(matrix: Matrix, coding: Coding, about: About) -> dict[str, Any]:
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


def case_of(matrix: Matrix, coding: Coding, about: About) -> dict[str, Any]:
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
        "evidence": [_item(row, matrix, coding, sources[_speaker(row)][0]) for row in matrix.rows],
    }


def _indicator(row: Row) -> str:
    return f"row-{row.id}"


def _present_if(row: Row, matrix: Matrix, coding: Coding) -> dict[str, Any]:
    coded = [coding.codes[code] for code in map(_number_of, row.codes) if code is not None]
    neutral = coding.codes["N"]
    mean = round(sum(one.mean for one in coded) / len(coded), 6) if coded else neutral.mean
    numbers = {}
    for hypothesis, cell in zip(matrix.hypotheses, row.codes, strict=True):
        code = _number_of(cell)
        likelihood = neutral.model_copy(update={"mean": mean}) if code is None else coding.codes[code]
        numbers[hypothesis] = {"mean": likelihood.mean, "n": _short(likelihood.n)}
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


def _short(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def _number_of(code: Code | None) -> Code | None:
    return None if code == "NA" else code


def _speaker(row: Row) -> tuple[str, str]:
    """Return what is the same for rows of one source."""
    return ("named", row.source.casefold()) if row.source else ("row", row.id)


def _sources(matrix: Matrix, coding: Coding) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    spoken: dict[tuple[str, str], list[Row]] = {}
    for row in matrix.rows:
        spoken.setdefault(_speaker(row), []).append(row)
    found: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    taken: set[str] = set()
    for speaker, rows in spoken.items():
        named = rows[0].source
        ident = (slug(named) if named else "") or f"source-of-{rows[0].id}"
        while ident in taken:
            ident = f"{ident}-{rows[0].id}"
        taken.add(ident)
        kinds = list(dict.fromkeys(row.kind for row in rows if row.kind))
        grade, why = _reliability(rows, coding)
        found[speaker] = (
            ident,
            {
                "name": named or f"unnamed source of {rows[0].id}",
                **({"kind": ", ".join(kinds)} if kinds else {}),
                "reliability": grade,
                "why": why,
            },
        )
    return found


def _reliability(rows: list[Row], coding: Coding) -> tuple[str, str]:
    """Return the grade of a source, which is the lowest that its rows give it, and why."""
    grades = {row.reliability or coding.credibility[_level(row, coding)].reliability: row for row in rows}
    order = [coding.credibility[level].reliability for level in _LOWEST_FIRST]
    written = sorted({row.reliability for row in rows if row.reliability}, reverse=True)
    grade = next(one for one in (*written, *order) if one in grades)
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


def _level(row: Row, coding: Coding) -> Level:
    return row.credibility or coding.unstated


def _item(row: Row, matrix: Matrix, coding: Coding, source: str) -> dict[str, Any]:
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
