"""The changes of claims, hypotheses and sources from one scoring to another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from assess.analysis.explaining.path import SLIGHT_DB
from assess.network.logs import DB, log_odds_of, logistic
from assess.scoring.claims import Claims
from assess.scoring.columns import FRAME, SPOKEN, UNSTORED, Column, plain
from assess.scoring.confidence import Confidence
from assess.scoring.results import Assessment, leading_side, unmoved
from assess.scoring.score import scoring_of
from assess.scoring.targets import asked_in

_ROUNDING = 1e-6
"""A smaller difference in log odds (dB) may be rounding error."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A claim, a hypothesis or a source in one scoring.

    Parameters
    ----------
    probability : float
    log_odds : float
        Nats; infinite if it is impossible or certain.
    term : str or None
        The scale's word; None if there is none, and for a source.
    level : str or None
        Of analytic confidence in a claim, or in the leading hypothesis.
    leader : str or None
        The leading hypothesis, for a hypothesis of its instance; ``holds`` or ``fails``, for a claim.
    """

    probability: float
    log_odds: Annotated[float, UNSTORED] = field(repr=False)

    @property
    def log_odds_db(self) -> float:
        """The log odds (dB)."""
        return DB * self.log_odds

    term: str | None = None
    level: str | None = None
    leader: str | None = None


@dataclass(frozen=True, slots=True)
class TargetChange:
    """The change of a claim, a hypothesis (``instance:hypothesis``) or a source.

    Parameters
    ----------
    before, after : Snapshot or None
        None if that scoring does not have it.
    """

    id: Annotated[str, Column("judgement", width=36)]
    before: Annotated[Snapshot | None, Column("likelihood before", unit="likelihood", width=20, shown=SPOKEN)]
    after: Annotated[Snapshot | None, Column("likelihood after", unit="likelihood", width=20, shown=SPOKEN)]

    @property
    def probability_before(
        self,
    ) -> Annotated[float | None, Column("before", name="before", unit="probability beside its word", shown=FRAME)]:
        """The probability before."""
        return None if self.before is None else self.before.probability

    @property
    def probability_after(
        self,
    ) -> Annotated[float | None, Column("after", name="after", unit="probability beside its word", shown=FRAME)]:
        """The probability after."""
        return None if self.after is None else self.after.probability

    @property
    def change_db(self) -> Annotated[float | None, Column("change dB", unit="dB")]:
        """The change in log odds (dB); None if they are infinite, or one side is missing."""
        if self.before is None or self.after is None:
            return None
        if self.before.log_odds == self.after.log_odds:
            return 0.0
        change = DB * (self.after.log_odds - self.before.log_odds)
        return float(change) if math.isfinite(change) else None

    @property
    def term_before(self) -> Annotated[str | None, Column("was called", unit="word", shown=FRAME)]:
        """The word before."""
        return None if self.before is None else self.before.term

    @property
    def term_after(self) -> Annotated[str | None, Column("is called", unit="word", shown=FRAME)]:
        """The word after."""
        return None if self.after is None else self.after.term

    @property
    def level_before(self) -> Annotated[str | None, Column("confidence before", shown=FRAME)]:
        """The level of confidence before."""
        return None if self.before is None else self.before.level

    @property
    def level_after(self) -> Annotated[str | None, Column("confidence after", shown=FRAME)]:
        """The level of confidence after."""
        return None if self.after is None else self.after.level

    @property
    def moved(self) -> bool:
        """Whether the probability changed by more than rounding error, or one side is missing.

        Near 0 and 1, where two probabilities look alike, the log odds decide.
        """
        if self.before is None or self.after is None or self.change_db is None:
            return True
        return abs(self.change_db) > _ROUNDING or not unmoved(self.before.probability, self.after.probability)

    @property
    def other(self) -> tuple[str, ...]:
        """Which of word, level and leader changed; none if one side is missing."""
        if self.before is None or self.after is None:
            return ()
        pairs = {
            "word": (self.before.term, self.after.term),
            "level": (self.before.level, self.after.level),
            "leader": (self.before.leader, self.after.leader),
        }
        return tuple(name for name, (old, new) in pairs.items() if old != new)

    @property
    def is_slight(self) -> bool:
        """Whether the probability moved too little to show, and nothing else changed."""
        return not self.other and self.change_db is not None and abs(self.change_db) < SLIGHT_DB

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain values."""
        sides = {"before": plain(self.before), "after": plain(self.after)}
        return {**sides, "change_db": self.change_db, "other": list(self.other)}


def target_changes(before: Mapping[str, Snapshot], after: Mapping[str, Snapshot]) -> dict[str, TargetChange]:
    """Return the change of everything on either side."""
    return {ident: TargetChange(ident, before.get(ident), after.get(ident)) for ident in {**before, **after}}


def moved_claims(before: Assessment, after: Assessment) -> dict[str, TargetChange]:
    """Return the claims and predictions in both scorings whose probability moved, largest move first."""
    moved = {
        change.id: change
        for change in target_changes(claim_snapshots(before), claim_snapshots(after)).values()
        if change.before and change.after and not unmoved(change.before.probability, change.after.probability)
    }
    return dict(sorted(moved.items(), key=lambda pair: (-round(abs(pair[1].change_db or math.inf), 9), pair[0])))


def claim_snapshots(result: Assessment, today: Assessment | None = None, levels: bool = False) -> dict[str, Snapshot]:
    """Return the snapshot of each claim and prediction in a scoring.

    The log odds are exact, even near 0 and 1, if this version of the engine gives the same probability.

    Parameters
    ----------
    result : Assessment
    today : Assessment, optional
        The same inputs scored by this version of the engine, if `result` came without its network.
    levels : bool
        Whether to read the levels of confidence.
    """
    model = scoring_of(today or result).model
    exact = Claims(asked_in(result), model).log_odds(model.after.solution)
    snapshots = {}
    for ident, claim in {**result.claims, **result.predictions}.items():
        log_odds = float(exact[ident][0])
        probability = logistic(log_odds)
        snapshots[ident] = Snapshot(
            probability=claim.probability,
            log_odds=log_odds if unmoved(claim.probability, probability) else log_odds_of(claim.probability),
            term=claim.term,
            level=_level(claim.confidence) if levels else None,
            leader=leading_side(claim.probability),
        )
    return snapshots


def hypothesis_snapshots(result: Assessment, levels: bool) -> dict[str, Snapshot]:
    """Return the snapshot of each hypothesis; if `levels`, the leading ones have their level of confidence."""
    snapshots = {}
    for question in result.questions.values():
        leader = question.leading
        for hypothesis, probability in question.posterior.items():
            snapshots[f"{question.id}:{hypothesis}"] = Snapshot(
                probability=probability,
                log_odds=question.log_posterior[hypothesis] - question.log_remainder[hypothesis],
                term=question.term[hypothesis],
                level=_level(question.confidence) if levels and hypothesis == leader else None,
                leader=leader,
            )
    return snapshots


def source_snapshots(result: Assessment) -> dict[str, Snapshot]:
    """Return the snapshot of the reliability of each source."""
    return {
        name: Snapshot(source.posterior, log_odds_of(min(1.0, source.posterior)))
        for name, source in result.sources.items()
    }


def _level(confidence: Confidence | None) -> str | None:
    return None if confidence is None else confidence.level
