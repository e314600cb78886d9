"""Matrices of competing hypotheses: the codes of their cells, and what a coding takes them to mean.

E230 coding that is not whole
    Finds:   A coding that leaves out a code or a word, has one that no matrix has, or takes a worse fit for as likely
             as a better one, or likelier.
    Matters: A cell without a number could not be scored; in the wrong order it would speak for what it speaks against.
    Example: codes: {CC: {mean: 0.9, n: 10}, C: {mean: 0.7, n: 10}}
    Instead: codes: {CC: …, C: …, N: …, I: …, II: …}    # with means that fall
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal

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

Code = Literal["CC", "C", "N", "I", "II", "NA"]
"""An item fits a hypothesis very well, well, neither way, badly or very badly, or does not bear on it."""

Level = Literal["high", "medium", "low"]

INCONSISTENCY: dict[str, int] = {"I": 1, "II": 2}
"""What a cell adds to the inconsistency count of its hypothesis; all others add nothing."""

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
    """

    codes: dict[Id, Code] = Field(default_factory=dict)
    credibility: Level | None = None
    relevance: Level | None = None

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
    """The grades, of source and of statement, that a word for credibility is read as."""

    reliability: Id
    credibility: TextId
    why: str | None = None


class Relevance(Written):
    """The weight of an indicator that a word for relevance is read as."""

    weight: Weight
    why: str | None = None


class Coding(Written):
    """What the codes and words of a matrix of competing hypotheses are read as.

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
    unstated : {"high", "medium", "low"}
        What an item counts as where the matrix has no word.
    grades : str
        The grading whose grades these are.
    why : str, optional
        Where the numbers come from.
    """

    coding: Id
    codes: dict[Code, Likelihood]
    credibility: dict[Level, Worth]
    relevance: dict[Level, Relevance]
    unstated: Level = "medium"
    grades: Id = "admiralty"
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
        return self
