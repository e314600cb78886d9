"""What a case knows besides its evidence, without weight: who is who, figures, and what was not looked for.

E223 quantity without a value
    Finds:   A quantity with neither a value nor a range, with both, or with only one end of a range.
    Matters: It would say nothing, or two things at once.
    Example: low: 10
    Instead: low: 10
             high: 12
"""

from __future__ import annotations

from pydantic import ConfigDict, Field, model_validator

from assess.domain.claim import Asserted
from assess.domain.dates import Date
from assess.domain.evidence import Cite
from assess.domain.field_types import (
    Id,
    Number,
    OneOrMore,
    Text,
    Written,
    refuse,
)


class Actor(Written):
    """A body, person, office, platform or class of these that the documents mention.

    Parameters
    ----------
    type : str
    subject : str, optional
        The subject that it is, if it is one.
    dates : str, optional
        When it existed, or held its role, in words.
    """

    name: str = Field(min_length=1)
    type: str = Field(min_length=1)
    country: str | None = None
    dates: Text | None = None
    aliases: tuple[str, ...] = ()
    role: str | None = None
    subject: Id | None = None
    cites: tuple[Cite, ...] = ()
    note: str | None = None


class Relation(Written):
    """A reported relation of one actor to another; written with the keys ``from`` and ``to``."""

    model_config = ConfigDict(populate_by_name=True)

    id: Id
    subject: Id = Field(alias="from")
    relation: str = Field(min_length=1)
    object: Id = Field(alias="to")
    when: Text | None = None
    cites: tuple[Cite, ...] = ()
    note: str | None = None


class Quantity(Written):
    """A number or date that a document gives.

    Parameters
    ----------
    what : str
    value : int, float or str, optional
        The number, or words in place of one ("dozens").
    low, high : float, optional
        Or a range.
    about : str, optional
        An actor.
    conflicts : tuple of str
        Quantities that contradict it.
    """

    what: str = Field(min_length=1)
    value: int | float | str | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str | None = None
    date: Text | None = None
    about: Id | None = None
    cites: tuple[Cite, ...] = ()
    conflicts: OneOrMore = ()
    note: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Quantity:
        pair = (self.low is not None) + (self.high is not None)
        if (self.value is not None) + (pair == 2) != 1 or pair == 1:
            refuse("E223", "a quantity has a value, or low and high", "give one of the two")
        if self.low is not None and self.high is not None and not self.low <= self.high:
            refuse("E204", f"low {self.low!r} is not below high {self.high!r}", "put the smaller first")
        return self


class Gap(Written):
    """An indicator that was not looked for."""

    about: Id
    indicator: Id
    period: Date | None = None
    why: str | None = None
    cites: tuple[Cite, ...] = ()


class Unstated(Written):
    """A claim that no set of hypotheses can express, with the reason.

    Parameters
    ----------
    country : str, optional
        The code of the country that it is about.
    """

    text: str = Field(min_length=1)
    why: str = Field(min_length=1)
    country: str | None = None
    asserted: Asserted | None = None
