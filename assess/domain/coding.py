"""Matrices of competing hypotheses: the codes of their cells, and what a coding takes them to mean.

E230 incomplete coding
    Finds:   A coding that leaves out a code or a word, has one that no matrix has, or takes a worse fit for as likely
             as a better one, or likelier; or whose word for a ratio has none, or is a code or another word too.
    Matters: A cell without a number could not be scored; in the wrong order it would speak for what it speaks against.
    Example: codes: {CC: {mean: 0.9, n: 10}, C: {mean: 0.7, n: 10}}
    Instead: codes: {CC: …, C: …, N: …, I: …, II: …}    # with means that fall
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from assess.domain.field_types import (
    Id,
    Number,
    SampleSize,
    TextId,
    Weight,
    Written,
    refuse,
)
from assess.domain.quoting import quoted

Code = Literal["CC", "C", "N", "I", "II", "NA"]
"""An item fits a hypothesis very well, well, neither way, badly or very badly, or does not bear on it."""

Level = Literal["high", "medium", "low"]

INCONSISTENCY: dict[str, int] = {"I": 1, "II": 2}
"""What a cell adds to the inconsistency count of its hypothesis; all others add nothing."""

MOST = 1000
"""The largest ratio of two probabilities that a cell may state; a likelier one is a claim about every error, too."""

_RATIO = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*:\s*(\d{1,6}(?:[.,]\d{1,6})?)", re.ASCII)

_FROM_BEST: tuple[Code, ...] = ("CC", "C", "N", "I", "II")
_LEVELS: tuple[Level, ...] = ("high", "medium", "low")

FACTOR: dict[Level | None, float] = {"high": 2**0.5, "medium": 1.0, "low": 2**-0.5, None: 1.0}
"""What the weighted inconsistency score multiplies a cell by, for its item's credibility and for its relevance."""


class Coded(Written):
    """A row of a matrix of competing hypotheses, as its analyst coded it; it has no weight in a scoring.

    Parameters
    ----------
    codes : dict of str to str
        By hypothesis; a cell left blank is left out.
    credibility, relevance : {"high", "medium", "low"}, optional
        None where the matrix has no such word.
    typed : tuple of str
        The cells of the whole row as typed, in the order of the columns.
    """

    codes: dict[Id, Code] = Field(default_factory=dict)
    credibility: Level | None = None
    relevance: Level | None = None
    typed: tuple[str, ...] = ()

    def inconsistency(self, hypothesis: str) -> int:
        """Return what the row adds to the inconsistency count of a hypothesis."""
        return INCONSISTENCY.get(self.codes.get(hypothesis, "NA"), 0)

    @property
    def factor(self) -> float:
        """The factor of the row in the weighted inconsistency score."""
        return FACTOR[self.credibility] * FACTOR[self.relevance]


def _open(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and not 0.0 < value < 1.0:
        refuse("E203", f"mean is {value!r}; a probability lies in (0, 1)", "write a share of 1: 0.7 for 70 %")
    return value


class Likelihood(Written):
    """The probability of an item under a hypothesis that it fits to this degree."""

    mean: Annotated[Number, BeforeValidator(_open)]
    n: SampleSize
    why: str | None = None


class Worth(Written):
    """The grades of source and statement that a word for credibility stands for."""

    reliability: Id
    credibility: TextId
    why: str | None = None


class Relevance(Written):
    """The weight of an indicator that a word for relevance stands for."""

    weight: Weight
    why: str | None = None


def ratio_of(text: str) -> Fraction | None:
    """Return the ratio that a text states, or None if it states none, or a ratio to zero.

    Examples
    --------
    >>> ratio_of("2:1"), ratio_of("1 : 2,5"), ratio_of("1:0")
    (Fraction(2, 1), Fraction(2, 5), None)
    """
    match = _RATIO.fullmatch(text)
    if match is None:
        return None
    likelier, than = (Fraction(part.replace(",", ".")) for part in match.groups())
    return likelier / than if likelier and than else None


class Comparison(Written):
    """The ratio that a word of comparison stands for.

    Parameters
    ----------
    ratio : str
        Such as ``10:1``: the probability of the item under this hypothesis to that under the ones compared with it.
    also : tuple of str
        Synonyms.
    """

    ratio: str
    also: tuple[str, ...] = ()
    why: str | None = None

    @property
    def value(self) -> Fraction:
        """The ratio as a number."""
        ratio = ratio_of(self.ratio)
        assert ratio is not None
        return ratio

    @model_validator(mode="after")
    def _possible(self) -> Comparison:
        ratio = ratio_of(self.ratio)
        if ratio is None or not 1 <= max(ratio, 1 / ratio) <= MOST:
            refuse("E230", f"{quoted(self.ratio)} is no ratio up to {MOST:,}:1", "write 10:1, say", ("ratio",))
        return self


class Coding(Written):
    """What the codes and words of a matrix of competing hypotheses stand for.

    Parameters
    ----------
    coding : str
        Its id.
    codes : dict of str to Likelihood
        Of CC, C, N, I and II. A cell that is blank or NA gets the mean of its row's others.
    credibility : dict of str to Worth
        Of high, medium and low.
    relevance : dict of str to Relevance
        Of high, medium and low.
    words : dict of str to Comparison
        Words that may replace a ratio in a cell.
    unstated : {"high", "medium", "low"}
        The word assumed where the matrix has none.
    grades : str
        The grading that the grades belong to.
    scale : str
        The scale of likelihood whose terms cells may use.
    why : str, optional
        Where the numbers come from.
    """

    coding: Id
    codes: dict[Code, Likelihood]
    credibility: dict[Level, Worth]
    relevance: dict[Level, Relevance]
    words: dict[str, Comparison] = Field(default_factory=dict)
    unstated: Level = "medium"
    grades: Id = "admiralty"
    scale: Id = "icd203"
    title: str | None = None
    cite: str | None = None
    why: str | None = None
    references: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Coding:
        for part, names in (("codes", _FROM_BEST), ("credibility", _LEVELS), ("relevance", _LEVELS)):
            if set(getattr(self, part)) != set(names):
                message = f"{part} has {', '.join(getattr(self, part)) or 'nothing'}; it has {', '.join(names)}"
                refuse("E230", message, "give each of them once", (part,))
        means = [self.codes[code].mean for code in _FROM_BEST]
        if any(worse >= better for better, worse in pairwise(means)):
            message = f"the means of {', '.join(_FROM_BEST)} are {', '.join(f'{mean:g}' for mean in means)}; they fall"
            refuse("E230", message, "the better an item fits, the likelier it is", ("codes",))
        written = [*get_args(Code), *self.words, *(also for word in self.words.values() for also in word.also)]
        twice = [word for word, times in Counter(word.casefold() for word in written).items() if times > 1]
        if twice:
            refuse("E230", f"{quoted(twice[0])} is a code or word twice", "rename one of them", ("words",))
        return self
