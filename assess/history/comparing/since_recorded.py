"""What has changed since a scoring was recorded: the answer, and how much of the inputs."""

from __future__ import annotations

from assess.analysis.digest.lead_answer import SinceRecorded, lead_answer
from assess.history.comparing.differences import differences, side_of
from assess.history.ledger.entry import RecordedEntry
from assess.scoring.results import Assessment


def since_recorded(recorded: RecordedEntry, result: Assessment) -> SinceRecorded:
    """Return what has changed since an entry was recorded, and what the answer to the lead question was then.

    Raises
    ------
    AssessError
        If today's rules refuse the recorded inputs.
    """
    lead, then = lead_answer(result), recorded.assessment
    kinds = [change.kind for change in differences(side_of(then), side_of(result)) if change.bears]
    added, withdrawn = kinds.count("items added"), kinds.count("items withdrawn")
    before = None
    if lead.claim is None and lead.ident in then.questions:
        before = then.questions[lead.ident].posterior.get(lead.question.leading)
    elif lead.ident in then.claims:
        before = then.claims[lead.ident].probability
    other = len(kinds) - added - withdrawn
    return SinceRecorded(recorded.entry.at[:10], before, lead.probability, added, withdrawn, other)
