"""The lead of a case: the question answered first, and the claim that answers it, if there is one."""

from __future__ import annotations

from dataclasses import dataclass

from assess.analysis.rankings import sources_by_items
from assess.compile.testimony import reported_on
from assess.domain.dates import Date, Span
from assess.scoring.confidence import Confidence
from assess.scoring.results import Assessment, ClaimResult, QuestionResult, SourceResult, unmoved
from assess.scoring.targets import key_claims


@dataclass(frozen=True, slots=True)
class LeadAnswer:
    """The question that a report answers first.

    Parameters
    ----------
    question : QuestionResult
    claim : ClaimResult or None
        The first key claim that concerns this question alone and that the evidence moved.
    source : SourceResult or None
        The source that most scored items pass through; None if there are none.
    is_foremost : bool
        Whether it carries more items than any other.
    reported : str or None
        The date of the latest report that was scored; None if no date is given.
    """

    question: QuestionResult
    claim: ClaimResult | None
    source: SourceResult | None
    is_foremost: bool
    reported: Date | None

    @property
    def ident(self) -> str:
        """The id of the claim, else of the question, whose leading hypothesis is followed."""
        return self.question.id if self.claim is None else self.claim.id

    @property
    def probability(self) -> float:
        """The probability of the claim, else of the leading hypothesis."""
        if self.claim is not None:
            return self.claim.probability
        return self.question.posterior[self.question.leading]

    @property
    def confidence(self) -> Confidence | None:
        """The confidence in the claim, else in the leading hypothesis; None if nothing was drawn."""
        return self.question.confidence if self.claim is None else self.claim.confidence


@dataclass(frozen=True, slots=True)
class SinceRecorded:
    """The change from a recorded scoring to a result.

    Parameters
    ----------
    on : str
        The day of the recording, in UTC.
    before, after : float or None
        The probability of the answer, then and now; `before` is None if it was not asked then.
    added, withdrawn, other : int
        The number of items that count now but did not then, of those that no longer count, and of other changes that
        affect a score.
    """

    on: str
    before: float | None
    after: float
    added: int
    withdrawn: int
    other: int

    @property
    def is_same(self) -> bool:
        """Whether neither the probability nor anything that affects it has changed."""
        same = self.before is not None and unmoved(self.before, self.after)
        return same and not (self.added or self.withdrawn or self.other)


def lead_answer(result: Assessment) -> LeadAnswer:
    """Return the lead of a case: the question that it names, else that of its first key claim.

    Without a key claim, it is the question whose probabilities moved furthest.
    """
    question = result.questions[_lead(result)]
    speaking = [source for source in sources_by_items(result) if source.items_through]
    return LeadAnswer(
        question,
        _claim(result, question.id) if question.moved else None,
        speaking[0] if speaking else None,
        len(speaking) == 1 or (len(speaking) > 1 and speaking[0].items_through > speaking[1].items_through),
        _latest(result),
    )


def moved_by(question: QuestionResult) -> float:
    """Return how far the evidence moved the probabilities of a question: half the sum of the moves, from 0 to 1."""
    return sum(abs(p - question.prior[hypothesis]) for hypothesis, p in question.posterior.items()) / 2.0


def _lead(result: Assessment) -> str:
    if result.case.lead is not None and result.case.lead in result.questions:
        return result.case.lead
    of_claims = [ident for claim in key_claims(result) for ident in result.claims[claim].instances]
    asked = [ident for ident in of_claims if ident in result.questions]
    return asked[0] if asked else max(result.questions, key=lambda ident: round(moved_by(result.questions[ident]), 9))


def _claim(result: Assessment, instance: str) -> ClaimResult | None:
    for ident in key_claims(result):
        claim, written = result.claims[ident], result.case.claims[ident]
        if claim.instances == (instance,) and claim.moved and written.key is not False:
            return claim
    return None


def _latest(result: Assessment) -> Date | None:
    dates = [reported_on(item, result.case) for item in result.case.evidence if item.id in result.evidence]
    return max((date for date in dates if date), key=lambda date: Span(date).last, default=None)
