"""Evidence items: statements as they reached the analyst.

E211 half an accuracy
    Finds:   hit without false_alarm, or the other way round.
    Matters: How often a source says so when it is true means little without how often it says so when it is false.
    Example: hit: 0.9
    Instead: hit: 0.9
             false_alarm: 0.1

E212 accuracy in two ways
    Finds:   More than one of credibility, accuracy, and hit with false_alarm.
    Matters: They may disagree, and none overrides the others.
    Example: credibility: 2
             accuracy: 0.8
    Instead: credibility: 2

E224 silence without its chance
    Finds:   An item that says silent without how likely the source was to report what it found.
    Matters: A silence tells as much as the source would have reported; from one that never reports, nothing.
    Example: says: silent
             credibility: 2
    Instead: says: silent
             tells: {low: 0.5, high: 0.9}
             credibility: 2

E234 quotation too long
    Finds:   A quote of more than 25 words.
    Matters: An item is written in the analyst's own words; a quotation only shows how the source put it.
    Example: quote: A whole paragraph of the document
    Instead: quote: the words that decide
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from assess.domain.chance import Chance
from assess.domain.coding import Coded
from assess.domain.dates import Date
from assess.domain.field_types import (
    Digest,
    Id,
    OneOrMore,
    Text,
    TextId,
    Written,
    refuse,
)
from assess.domain.many_objects import Numerous

Says = Literal["present", "absent", "not-found", "silent", "unclear"]


MOST_QUOTED = 25
"""Words of a quotation: what stands between blanks, and holds a letter or a digit."""


class Cite(Numerous):
    """Where something is written: a document, a place in it, and the digest of the passage there."""

    document: Id
    at: str | None = None
    digest: Digest | None = None


class Withdrawal(Written):
    """The withdrawal of an item: since when and why it no longer counts, and when and by whom that was recorded."""

    on: Date
    why: str | None = None
    recorded: Date | None = None
    by: str | None = None


class Evidence(Numerous):
    """What one source says about one indicator, as it reached the analyst.

    Parameters
    ----------
    id : str
    about : str
        The subject.
    indicator : str
    says : {"present", "absent", "not-found", "silent", "unclear"}
        ``silent``: it is known to have looked, and did not mention it.
    source : str
        The origin.
    via : tuple of str
        Relays, first to last.
    period : str, optional
        If the question has several periods.
    event : str, optional
        A label: two events of one kind are two indicator instances.
    credibility : str, optional
        A grade: how well placed this statement was to be right.
    accuracy : Chance, optional
        Or that accuracy itself.
    hit, false_alarm : Chance, optional
        Or P(says present | present) and P(says present | absent).
    search : Chance, optional
        For ``not-found``: P(found | present).
    tells : Chance, optional
        For ``silent``: the probability that the source would have reported what it found.
    statement : str, optional
        A key shared by items that are one utterance.
    quote : str, optional
        Words of the document itself, at most 25.
    actors : tuple of str
        The actors of the case that it mentions.
    ach : Coded, optional
        The row of a matrix of competing hypotheses that it comes from, as it was coded there; without weight.
    recorded : str, optional
        When it was written into the case.
    by : str, optional
        Who wrote it.
    """

    id: Id
    about: Id
    indicator: Id
    says: Says
    source: Id
    via: OneOrMore = ()
    period: Date | None = None
    event: TextId | None = None
    credibility: Text | None = None
    accuracy: Chance | None = None
    hit: Chance | None = None
    false_alarm: Chance | None = None
    search: Chance | None = None
    tells: Chance | None = None
    statement: Id | None = None
    event_date: Date | None = None
    reported: Date | None = None
    cites: tuple[Cite, ...] = ()
    actors: OneOrMore = ()
    summary: str | None = None
    quote: str | None = None
    why: str | None = None
    ach: Coded | None = None
    recorded: Date | None = None
    by: str | None = None
    withdrawn: Withdrawal | None = None

    @property
    def gives_accuracy(self) -> bool:
        """Whether it states its own accuracy."""
        return any(part is not None for part in (self.credibility, self.accuracy, self.hit))

    @property
    def is_word(self) -> bool:
        """Whether it says something, or is a silence, so that it needs an accuracy."""
        return self.says in ("present", "absent", "silent")

    @model_validator(mode="after")
    def _short_quote(self) -> Evidence:
        words = sum(any(map(str.isalnum, word)) for word in (self.quote or "").split())
        if words > MOST_QUOTED:
            hint = f"keep the {MOST_QUOTED} that matter, and tell the rest in summary"
            refuse("E234", f"{self.id} quotes {words} words; the most is {MOST_QUOTED}", hint, ("quote",))
        return self

    @model_validator(mode="after")
    def _accuracy_once(self) -> Evidence:
        pair = (self.hit is not None) + (self.false_alarm is not None)
        if pair == 1:
            refuse("E211", f"{self.id} gives one of hit and false_alarm; they go together", "give both")
        ways = (self.credibility is not None) + (self.accuracy is not None) + (pair == 2)
        if ways > 1:
            refuse(
                "E212",
                f"{self.id} gives its accuracy in {ways} ways",
                "keep one of credibility, accuracy, or hit with false_alarm",
            )
        if self.says == "silent" and self.tells is None:
            refuse(
                "E224",
                f"{self.id} says silent but not how likely the source was to tell",
                "give tells, a probability; leave the item out where it is not known that the source looked",
            )
        return self
