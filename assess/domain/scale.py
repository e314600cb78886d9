"""Verbal scales: which words stand for which probabilities.

E205 terms out of order
    Finds:   A scale whose terms are not in rising order.
    Matters: In disorder, a slip in a number goes unnoticed.
    Example: - {term: likely, low: 0.55, high: 0.8}
             - {term: unlikely, low: 0.2, high: 0.45}
    Instead: - {term: unlikely, low: 0.2, high: 0.45}
             - {term: likely, low: 0.55, high: 0.8}

E206 term used twice
    Finds:   A term or synonym that names two bands.
    Matters: Its meaning would be a guess.
    Example: - {term: likely, also: [probable], low: 0.55, high: 0.8}
             - {term: probable, low: 0.8, high: 0.95}
    Instead: - {term: likely, also: [probable], low: 0.55, high: 0.8}
"""

from __future__ import annotations

import itertools
from typing import Literal

from pydantic import Field, model_validator

from assess.domain.field_types import (
    Id,
    Number,
    Written,
    refuse,
)
from assess.domain.quoting import quoted


class Term(Written):
    """One term of a scale and its band of probability.

    Parameters
    ----------
    term : str
        The words.
    low, high : float
        The band, 0 <= low < high <= 1.
    also : tuple of str
        Synonyms.
    """

    term: str = Field(min_length=1)
    low: Number
    high: Number
    also: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> Term:
        if not 0.0 <= self.low < self.high <= 1.0:
            refuse(
                "E204",
                f"the band of {quoted(self.term)} is {self.low!r} to {self.high!r}; a band has 0 <= low < high <= 1",
                "put the smaller first, both as shares of 1",
            )
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The words, then the synonyms."""
        return self.term, *self.also


Place = Literal["within", "above", "below"]
"""Where a probability lies relative to the band of a term."""


class Scale(Written):
    """A verbal scale of likelihood.

    Parameters
    ----------
    scale : str
        Its id.
    terms : tuple of Term
        Lowest first.
    ends : {"upper", "lower"}
        Which band includes an end point that two share.
    outside : {"nearest", "number"}
        How a probability below the first or above the last band is given.
    gaps : {"number"}
        How a probability between two bands is given: as the number, never an invented term.
    """

    scale: Id
    terms: tuple[Term, ...] = Field(min_length=1)
    title: str | None = None
    cite: str | None = None
    ends: Literal["upper", "lower"] = "upper"
    outside: Literal["nearest", "number"] = "nearest"
    gaps: Literal["number"] = "number"

    @model_validator(mode="after")
    def _rising(self) -> Scale:
        seen: dict[str, str] = {}
        for n, (before, after) in enumerate(zip(self.terms, self.terms[1:], strict=False), 1):
            if (after.low, after.high) < (before.low, before.high):
                refuse(
                    "E205",
                    f"{quoted(after.term)} stands after {quoted(before.term)} but lies lower",
                    "put the lowest first",
                    ("terms", n),
                )
        for n, term in enumerate(self.terms):
            for words in term.names:
                if words.casefold() in seen:
                    refuse("E206", f"{quoted(words)} names two bands of the scale", "rename one of them", ("terms", n))
                seen[words.casefold()] = term.term
        return self

    def find(self, words: str) -> Term | None:
        """Return the term called `words`, ignoring case, or None."""
        wanted = words.strip().casefold()
        for term in self.terms:
            if wanted in map(str.casefold, term.names):
                return term
        return None

    def term_of(self, probability: float) -> Term | None:
        """Return the narrowest term whose band holds `probability`, or None in a gap between bands.

        Below or above all bands it is the nearest term, if `outside` says so.
        """
        holding = [t for t in self.terms if t.low <= probability <= t.high and self.holds(t, probability)]
        if holding:
            return min(holding, key=lambda term: term.high - term.low)
        if self.outside == "nearest":
            if probability < min(term.low for term in self.terms):
                return min(self.terms, key=lambda term: (term.low, term.high))
            if probability > max(term.high for term in self.terms):
                return max(self.terms, key=lambda term: (term.high, term.low))
        return None

    def holds(self, term: Term, probability: float) -> bool:
        """Return whether `probability` lies in the band of `term`; `ends` decides on shared end points."""
        if term.low < probability < term.high:
            return True
        if probability == term.low:
            return self.ends == "upper" or not any(other.high == probability for other in self.terms)
        if probability == term.high:
            return self.ends == "lower" or not any(other.low == probability for other in self.terms)
        return False

    def is_read_as(self, term: Term, probability: float) -> bool:
        """Return whether a probability lies in the band of a term, or takes that term as its word from outside.

        Examples
        --------
        >>> certain = Term(term="almost certain", low=0.95, high=0.99)
        >>> Scale(scale="s", terms=(certain,), outside="nearest").is_read_as(certain, 0.999)
        True
        """
        return self.holds(term, probability) or self.term_of(probability) == term

    def place(self, term: Term, probability: float) -> Place:
        """Return where a probability lies relative to a term: within, above or below it."""
        if self.is_read_as(term, probability):
            return "within"
        return "below" if probability <= term.low else "above"

    def around(self, probability: float) -> tuple[float, float]:
        """Return the ends of the interval around `probability` that has the same term, or likewise none.

        Examples
        --------
        >>> terms = [{"term": "unlikely", "low": 0.1, "high": 0.5}, {"term": "likely", "low": 0.5, "high": 0.9}]
        >>> Scale(scale="two", terms=terms).around(0.7)
        (0.5, 1.0)
        """
        edges = sorted({0.0, 1.0, *(end for term in self.terms for end in (term.low, term.high))})
        words = [self.term_of((low + high) / 2.0) for low, high in itertools.pairwise(edges)]
        word = self.term_of(probability)
        near = [k for k in range(len(words)) if edges[k] <= probability <= edges[k + 1] and words[k] == word]
        if not near:
            return probability, probability
        first = last = near[0]
        while first > 0 and words[first - 1] == word:
            first -= 1
        while last + 1 < len(words) and words[last + 1] == word:
            last += 1
        return edges[first], edges[last + 1]
