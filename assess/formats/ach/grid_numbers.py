"""The probabilities that the cells of a row stand for, and why.

A ratio compares the probability of the item under one hypothesis with that under those that the row leaves blank or
calls 1:1. Ratios do not say how probable the item is overall; of all the rows with these ratios, the one chosen has a
largest and a smallest probability that add up to 1. For a cell 2:1 these are 2/3 and 1/3: the item speaks for one
hypothesis as strongly as its absence would for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assess.compile.numbers import Numbers
from assess.domain.chance import Chance
from assess.domain.coding import Coding
from assess.domain.scale import Term
from assess.formats.ach.grid_cells import Judged, is_blank
from assess.formats.ach.matrix_rows import AchRow

Row = dict[str, Any]
"""By hypothesis, the probability of the item as a rubric writes it."""


def present_if(row: AchRow, hypotheses: Mapping[str, str], coding: Coding, numbers: Numbers) -> tuple[Row, list[str]]:
    """Return the probability of an item under each hypothesis, and sentences that explain where it comes from.

    Parameters
    ----------
    row : AchRow
    hypotheses : mapping of str to str
    coding : Coding
        What codes stand for.
    numbers : Numbers
        What terms of the scale stand for.
    """
    typed = dict(zip(hypotheses, _typed(row), strict=True))
    cells = ", ".join(f"{h} {text or 'blank'}" for h, text in typed.items())
    judged = dict(zip(hypotheses, row.judged, strict=True))
    if row.has_ratios:
        why = [f"Compared in line {row.line}: {cells}", *words_read(row, coding)]
        why.append(
            "A ratio is to what is blank or 1:1; of the rows with these ratios, it is the one whose largest and "
            "smallest probability add up to 1"
        )
        return _of_ratios(judged, coding), why
    why = [f"Coded {cells} in line {row.line}, and read by the coding {coding.coding}"]
    if any(isinstance(each, Term) for each in row.judged):
        why.append(f"The terms are those of the scale {numbers.scale.scale}")
    if any(map(is_blank, row.judged)):
        why.append("Where no code says how the item fits, it has the mean of the others, or is neutral")
    return _of_codes(judged, coding, numbers), why


def _typed(row: AchRow) -> list[str | None]:
    return [each if each is None or isinstance(each, str) else _said(each) for each in row.judged]


def _said(judged: Judged) -> str:
    if isinstance(judged, Fraction):
        return f"{float(judged):.6g}:1" if judged >= 1 else f"1:{float(1 / judged):.6g}"
    return judged.term if isinstance(judged, Term) else f"{judged:g}" if isinstance(judged, float) else judged


def words_read(row: AchRow, coding: Coding) -> list[str]:
    """Return the sentence that explains the words of a row, if it has any."""
    cells = {text.casefold() for text in row.typed}
    read = [
        f"{name} as {word.ratio}"
        for name, word in coding.words.items()
        if cells & {words.casefold() for words in (name, *word.also)}
    ]
    return [f"The coding {coding.coding} reads {', '.join(read)}"] if read else []


def _of_ratios(judged: Mapping[str, Judged | None], coding: Coding) -> Row:
    ratios = {h: each if isinstance(each, Fraction) else Fraction(1) for h, each in judged.items()}
    total = max(ratios.values()) + min(ratios.values())
    return {h: _written(float(ratio / total), coding.codes["N"].n) for h, ratio in ratios.items()}


def _of_codes(judged: Mapping[str, Judged | None], coding: Coding, numbers: Numbers) -> Row:
    neutral = coding.codes["N"]
    rows: Row = {}
    means: list[float] = []
    for hypothesis, each in judged.items():
        if isinstance(each, Term):
            rows[hypothesis] = each.term
            means.append(numbers.row(Chance(term=each.term))[0])
        elif isinstance(each, float):
            rows[hypothesis] = _written(each, neutral.n)
            means.append(each)
        elif isinstance(each, str) and not is_blank(each):
            rows[hypothesis] = _written(coding.codes[each].mean, coding.codes[each].n)
            means.append(coding.codes[each].mean)
    mean = sum(means) / len(means) if means else neutral.mean
    return {h: rows.get(h) or _written(mean, neutral.n) for h in judged}


def _written(mean: float, n: float) -> dict[str, float]:
    return {"mean": float(f"{mean:.6g}"), "n": int(n) if n.is_integer() else n}
