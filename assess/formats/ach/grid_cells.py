"""Cells of a grid under hypotheses: a code, a ratio, a word; or, in the row of priors, a probability.

E915 not a code, ratio or word
    Finds:   A cell under a hypothesis that is neither blank, nor a code (CC, C, N, I, II, NA, or a sign for one), a
             ratio up to 1,000:1, a word of the coding or of the scale, or a probability.
    Matters: A guess would be a judgement that nobody made.
    Example: Radio traffic,high,high,C,X
    Instead: Radio traffic,high,high,C,I

E918 not a row of ratios
    Finds:   Ratios beside codes or likelihoods; ratios in a row where no cell is blank or 1:1; or two ratios in a row
             that differ by a factor of more than 1,000.
    Matters: 2:1 under one of two hypotheses and 1:2 under the other would be 4:1 between them, but are meant as 2:1.
    Example: Radio traffic,2:1,1:2
    Instead: Radio traffic,2:1,

E919 not a row of priors
    Finds:   A row of priors that is not the first, contains something other than probabilities, or does not add to 1.
    Matters: Hypotheses exclude each other, and one of them holds; the rest could belong to any of them.
    Example: Prior,20 %,70 %
    Instead: Prior,20 %,80 %
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from assess.domain.coding import MOST, Code, Coding, ratio_of
from assess.domain.quoting import closest, quoted
from assess.domain.scale import Scale, Term
from assess.errors import Finding
from assess.formats.ach.csv_table import CsvCell

Judged = Code | Fraction | Term | float
"""What a cell says: a code, a ratio to the hypotheses left blank, or a likelihood, as a term or a number."""

PRIOR = ("prior", "priors", "prior probability", "prior probabilities")
"""The word that marks the row of priors, in place of an item."""

_CODES: dict[str, Code] = {
    **{"CC": "CC", "C": "C", "N": "N", "I": "I", "II": "II", "NA": "NA", "N/A": "NA"},
    **{"++": "CC", "+": "C", "0": "N", "-": "I", "--": "II", "\u2212": "I", "\u2212\u2212": "II"},
    **{"very consistent": "CC", "consistent": "C", "neutral": "N"},
    **{"inconsistent": "I", "very inconsistent": "II", "not applicable": "NA"},
}
_SHARE = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s*(%?)", re.ASCII)


def at(cell: CsvCell, code: str, message: str, hint: str) -> Finding:
    """Return a finding about a cell."""
    return Finding(code, message, hint=hint, line=cell.line, column=cell.column)


class CellReader:
    """Reads cells under hypotheses, by a coding and a scale.

    Parameters
    ----------
    coding : Coding
    scale : Scale
    """

    def __init__(self, coding: Coding, scale: Scale) -> None:
        terms = {words: term for term in scale.terms for words in term.names}
        ratios = {words: word.value for name, word in coding.words.items() for words in (name, *word.also)}
        meanings: dict[str, Judged] = {**terms, **ratios, **_CODES}
        self._known = list(meanings)
        self._meanings = {words.casefold(): meaning for words, meaning in meanings.items()}
        words = f"; {', '.join(coding.words)}" if coding.words else ""
        self._ways = (
            f"Write CC, C, N, I, II or NA; a ratio, 2:1{words}; a term of {scale.scale}; 0.3 or 30 %; or nothing"
        )

    def judged(self, cell: CsvCell) -> Judged | Finding | None:
        """Return what a cell says; None if it is blank, a finding if it cannot be read."""
        if not cell.text:
            return None
        meaning = self._meanings.get(cell.text.casefold())
        if meaning is None:
            meaning = ratio_of(cell.text)
            if meaning is not None and max(meaning, 1 / meaning) > MOST:
                message = f"{quoted(cell.text)} is a ratio of more than {MOST:,}:1"
                return at(cell, "E915", message, f"what errs less than once in {MOST:,} times is rare: write less")
        share = share_of(cell.text) if meaning is None else None
        if share is not None and 0 < share < 1:
            return float(share)
        if meaning is not None:
            return meaning
        guess = closest(cell.text, self._known)
        meant = f"did you mean {guess}? " if guess is not None else ""
        return at(cell, "E915", f"{quoted(cell.text)} is no code, ratio or word", f"{meant}{self._ways}")


def row_fault(cells: Sequence[CsvCell], judged: Sequence[Judged | None]) -> Finding | None:
    """Return the fault of a row with ratios, if they are mixed with codes, lack a reference, or are too far apart."""
    ratios = [n for n, each in enumerate(judged) if isinstance(each, Fraction)]
    if not ratios:
        return None
    first = cells[ratios[0]]
    other = next((n for n, each in enumerate(judged) if not isinstance(each, Fraction) and not is_blank(each)), None)
    if other is not None:
        message = f"{quoted(cells[other].text)} stands beside the ratio {quoted(first.text)}"
        return at(cells[other], "E918", message, "a row holds ratios, or codes and likelihoods")
    compared = [each if isinstance(each, Fraction) else Fraction(1) for each in judged]
    if 1 not in compared:
        message = f"nothing in this row says what {quoted(first.text)} is against"
        return at(
            first, "E918", message, "leave blank, or write 1:1 under, the hypothesis that others are compared with"
        )
    if max(compared) > MOST * min(compared):
        apart = cells[max(ratios, key=lambda n: abs(compared[n] - 1))]
        message = f"the ratios of this row are more than {MOST:,}:1 apart"
        return at(apart, "E918", message, "bring them nearer to each other")
    return None


def is_blank(judged: Judged | None) -> bool:
    """Return whether a cell says nothing about its hypothesis."""
    return judged is None or judged == "NA"


def priors(row: CsvCell, cells: Sequence[CsvCell]) -> tuple[Fraction, ...] | list[Finding]:
    """Return the prior of each hypothesis, blank ones sharing the rest equally; or the findings.

    Parameters
    ----------
    row : CsvCell
        The first cell of the row.
    cells : sequence of CsvCell
        The cells under hypotheses.
    """
    given = [share_of(cell.text) for cell in cells]
    hint = "write shares of 1 or of 100 %: 0.2 or 20 %; blank cells share what is left"
    findings = [
        at(cell, "E919", f"{quoted(cell.text)} is no probability", hint)
        for cell, share in zip(cells, given, strict=True)
        if cell.text and share is None
    ]
    if findings:
        return findings
    total = sum((share for share in given if share is not None), Fraction(0))
    blank = given.count(None)
    if total > 1 or (total < 1 and not blank) or (total == 1 and blank):
        rest = " and leave nothing for those that are blank" if total == 1 else ", not to 1"
        return [at(row, "E919", f"the priors add up to {float(total):.6g}{rest}", hint)]
    return tuple((1 - total) / blank if share is None else share for share in given)


def share_of(text: str) -> Fraction | None:
    """Return the probability that a text states, or None.

    Examples
    --------
    >>> share_of("20 %"), share_of("0,2"), share_of("20"), share_of("")
    (Fraction(1, 5), Fraction(1, 5), None, None)
    """
    match = _SHARE.fullmatch(text)
    if match is None:
        return None
    share = Fraction(match[1].replace(",", ".")) / (100 if match[2] else 1)
    return share if share <= 1 else None
