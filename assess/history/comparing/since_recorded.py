"""What has changed since a scoring was recorded: the answer, and how much of what it is made from."""

from __future__ import annotations

from dataclasses import dataclass

from assess.analysis.digest.lead_answer import LeadAnswer
from assess.history.comparing.differences import differences, side_of
from assess.history.ledger.entry import RecordedEntry
from assess.scoring.results import Assessment, unmoved


@dataclass(frozen=True, slots=True)
class SinceRecorded:
    """The way from a recorded scoring to a result.

    Parameters
    ----------
    on : str
        The day of the recording, in UTC.
    before, after : float or None
        The probability that is followed, then and now; `before` is None where it was not asked then.
    added, withdrawn, other : int
        Items that count now and did not then, those that counted and do not, and other changes that bear on a score.
    """

    on: str
    before: float | None
    after: float
    added: int
    withdrawn: int
    other: int

    @property
    def is_same(self) -> bool:
        """Whether neither the probability nor anything that bears on it is another."""
        same = self.before is not None and unmoved(self.before, self.after)
        return same and not (self.added or self.withdrawn or self.other)


def since_recorded(recorded: RecordedEntry, result: Assessment, lead: LeadAnswer) -> SinceRecorded:
    """Return what has changed since an entry was recorded, and where the answer to the lead question stood.

    Raises
    ------
    AssessError
        If today's rules refuse the recorded inputs.
    """
    then = recorded.assessment
    kinds = [change.kind for change in differences(side_of(then), side_of(result)) if change.bears]
    added, withdrawn = kinds.count("items added"), kinds.count("items withdrawn")
    before = None
    if lead.claim is None and lead.ident in then.questions:
        before = then.questions[lead.ident].posterior.get(lead.question.leading)
    elif lead.ident in then.claims:
        before = then.claims[lead.ident].probability
    other = len(kinds) - added - withdrawn
    return SinceRecorded(recorded.entry.at[:10], before, lead.probability, added, withdrawn, other)
