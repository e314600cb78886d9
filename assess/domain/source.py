"""Sources: who says or relays something, and how reliable they are."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from assess.domain.chance import Chance
from assess.domain.dates import Date, Span
from assess.domain.field_types import Id, OneOrMore, Weight, Written
from assess.domain.many_objects import Numerous


class Regrading(Written):
    """One change of a source's grade.

    Parameters
    ----------
    recorded : str
        Since when the new grade counts.
    was : Chance
        The grade until then. The new one is the `was` of the next change, or else the source's own.
    by : str, optional
        Who changed it.
    why : str, optional
    """

    recorded: Date
    was: Chance
    by: str | None = None
    why: str | None = None


class Source(Numerous):
    """A person, office or document, with one reliability for everything that it says or relays.

    Parameters
    ----------
    reliability : Chance
        A grade of the grading (as its `term`), or a probability.
    accuracy : Chance, optional
        The probability that it says what is so, if it is reliable: one rate shared by all its statements without an
        accuracy of their own.
    favours : dict of str to tuple of str
        By question (for all its instances) or by instance: the hypotheses that hold in its story.
    favours_weight : float
        The probability that they do hold in its story; otherwise the story is that of a source that favours nothing.
    copies : dict of str to float
        By other source: the probability that what it says repeats that source, if that one spoke of the same thing.
    changes : tuple of Regrading
        Its former grades, oldest first.
    """

    reliability: Chance
    name: str | None = None
    kind: str | None = None
    accuracy: Chance | None = None
    favours: dict[str, OneOrMore] = Field(default_factory=dict)
    favours_weight: Weight = 0.9
    copies: dict[Id, Weight] = Field(default_factory=dict)
    why: str | None = None
    note: str | None = None
    changes: tuple[Regrading, ...] = ()

    def reliability_on(self, day: dt.date | None) -> Chance:
        """Return the reliability as of the end of `day`, or now without a day."""
        later = (change.was for change in self.changes if day is not None and Span(change.recorded).last > day)
        return next(later, self.reliability)
