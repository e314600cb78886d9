"""Comparing two scorings: what changed in the inputs, what moved, and what each claim's move is made of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from assess.analysis.explaining.path import SLIGHT_DB, PathStep, path
from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.domain.quoting import UnknownTargetError
from assess.history.comparing.attribution import Attribution, ChangeShare, attributions
from assess.history.comparing.differences import InputChange, differences, side_of
from assess.history.comparing.mixed_inputs import MixedInputs
from assess.history.comparing.target_changes import (
    TargetChange,
    claim_snapshots,
    hypothesis_snapshots,
    source_snapshots,
    target_changes,
)
from assess.history.ledger.recalling import RecalledAssessment
from assess.scoring.columns import Column, frame_of, plain
from assess.scoring.frames import Table
from assess.scoring.results import Assessment, unmoved
from assess.scoring.score import Scoring, score
from assess.scoring.targets import asked_in
from assess.version import VERSION

FORMAT = "assess.change/1"


@dataclass(frozen=True, slots=True)
class Move:
    """The move of a claim or prediction, and each change's share in it."""

    change: TargetChange
    attribution: Annotated[Attribution | None, Column("because of (dB)")]


@dataclass(frozen=True, slots=True, repr=False)
class Change(Displayed):
    """The change from one assessment to another.

    Parameters
    ----------
    before, after : Assessment
    inputs : tuple of InputChange
        What is written differently, kind by kind.
    claims, hypotheses, sources : dict of str to TargetChange
        Of everything on either side; claims and predictions together, hypotheses as ``instance:hypothesis``.
    attribution : dict of str to Attribution
        What the move of each claim and prediction on both sides is made of.
    """

    before: Assessment = field(repr=False)
    after: Assessment = field(repr=False)
    inputs: tuple[InputChange, ...]
    claims: Mapping[str, TargetChange]
    hypotheses: Mapping[str, TargetChange]
    sources: Mapping[str, TargetChange]
    attribution: Mapping[str, Attribution]

    def _in_short(self) -> str:
        moved = count(len(self.moved), "claim or prediction", "claims and predictions")
        return f"Change of {self.after.case.case}: {count(len(self.inputs), 'change')} of the inputs; {moved} moved"

    @property
    def moved(self) -> tuple[TargetChange, ...]:
        """The claims and predictions that moved, or whose word, level or leader changed, largest move first."""
        moved = [change for change in self.claims.values() if change.moved or change.other]
        return tuple(
            sorted(moved, key=lambda c: (-round(abs(math.inf if c.change_db is None else c.change_db), 9), c.id))
        )

    def moves(self, ident: str | None = None) -> list[Move]:
        """Return the claims and predictions that visibly moved, largest move first; or only one of them."""
        shown = [change for change in self.moved if not change.is_slight] if ident is None else [self.claims[ident]]
        return [Move(change, self.attribution.get(change.id)) for change in shown]

    @property
    def slight(self) -> tuple[TargetChange, ...]:
        """The claims and predictions that moved too little to show."""
        return tuple(change for change in self.moved if change.is_slight)

    @property
    def renamed_hypotheses(self) -> tuple[TargetChange, ...]:
        """The hypotheses whose word changed, that lead on one side only, or that only one side has."""

        def leads(change: TargetChange) -> set[bool]:
            hypothesis = change.id.partition(":")[2]
            return {side.leader == hypothesis for side in (change.before, change.after) if side is not None}

        return tuple(
            change
            for change in self.hypotheses.values()
            if change.before is None or change.after is None or "word" in change.other or len(leads(change)) > 1
        )

    @property
    def other_levels(self) -> tuple[TargetChange, ...]:
        """The claims and predictions whose level of confidence changed."""
        return tuple(change for change in self.claims.values() if "level" in change.other)

    def table(self) -> Table:
        """Return the change of each claim and prediction as plain records."""
        return frame_of(TargetChange, self.claims.values())

    def contributions(self, ident: str) -> Table:
        """Return each change's share in the move of a claim or prediction (dB), largest first.

        Raises
        ------
        KeyError
            If it is not on both sides; the message suggests what was meant.
        """
        if ident not in self.attribution:
            raise UnknownTargetError(ident, list(self.attribution), "claims and predictions of both sides")
        return frame_of(ChangeShare, self.attribution[ident].shares)

    def path(self, ident: str, most: int) -> list[PathStep] | None:
        """Return the path of a claim from before to after (dB), a step for each share; None if shares are infinite.

        Shares too small to show, and those beyond the largest, form one last step.
        """
        shares = [share["db"] for share in self.contributions(ident)]
        change = self.claims[ident]
        assert change.before is not None
        assert change.after is not None
        ends = (change.before.log_odds_db, change.after.log_odds_db)
        if not all(map(math.isfinite, ends)) or self.attribution[ident].groups is None:
            return None
        rest = [place for place, db in enumerate(shares) if place >= most or abs(db) < SLIGHT_DB]
        return path(ends[0], shares, ends[1], rest)

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain values (``assess.change/1``)."""
        return {
            "format": FORMAT,
            "before": _origin(self.before),
            "after": _origin(self.after),
            "inputs": plain(self.inputs),
            "claims": {ident: change.to_dict() for ident, change in self.claims.items()},
            "hypotheses": {ident: change.to_dict() for ident, change in self.hypotheses.items()},
            "sources": {ident: change.to_dict() for ident, change in self.sources.items()},
            "attribution": {ident: shares.to_dict() for ident, shares in self.attribution.items()},
        }


def compare(a: Assessment, b: Assessment) -> Change:
    """Return the change from one scoring to another: in inputs, in judgements, and the share of each input in those.

    Parameters
    ----------
    a, b : Assessment
        The earlier and the later; for a ledger's entry, `RecordedEntry.assessment`. Levels of confidence are compared
        if both were drawn.

    Raises
    ------
    AssessError
        If the inputs of a scoring that came without its network cannot be scored again.
    """
    before, after = side_of(a), side_of(b)
    inputs = differences(before, after)
    both = [ident for ident in asked_in(a) if ident in asked_in(b)]
    today = _by_this_engine(a), _by_this_engine(b)
    levels = a.draws > 0 and b.draws > 0
    claims = target_changes(*(claim_snapshots(result, now, levels) for result, now in zip((a, b), today, strict=True)))
    shares = attributions(MixedInputs(before, after, inputs), both)
    return Change(
        before=a,
        after=b,
        inputs=(*inputs, *_engine_change((a, b), today)),
        claims=claims,
        hypotheses=target_changes(hypothesis_snapshots(a, levels), hypothesis_snapshots(b, levels)),
        sources=target_changes(source_snapshots(a), source_snapshots(b)),
        attribution={ident: _with_engine(shares[ident], claims[ident]) for ident in shares},
    )


def _with_engine(attribution: Attribution, change: TargetChange) -> Attribution:
    """Return an attribution of the recorded move: whatever this engine does not reproduce is the engine's share."""
    recorded = change.change_db
    if attribution.change_db is None or recorded is None:
        return attribution
    engine = recorded - attribution.change_db
    if abs(engine) <= 1e-9 * max(1.0, abs(recorded)):
        return attribution
    groups = None if attribution.groups is None else {**attribution.groups, "engine": engine}
    return replace(attribution, change_db=recorded, groups=groups)


def _by_this_engine(result: Assessment) -> Assessment:
    """Return a result as this version of the engine gives it; a scoring is returned as it is."""
    if isinstance(result, RecalledAssessment):
        return result.today
    return result if isinstance(result, Scoring) else score(result.case, result.as_of, draws=0, seed=result.seed)


def _engine_change(results: Sequence[Assessment], today: Sequence[Assessment]) -> Iterator[InputChange]:
    """Yield the change of engine, if the recorded numbers differ from today's, or only the version does."""
    old, new = (result.engine for result in results)
    pairs = [(result, now) for result, now in zip(results, today, strict=True) if result is not now]
    others = [result.engine for result, now in pairs if _numbers_differ(result, now)]
    if others:
        why = f"for the same inputs, {VERSION} gives other numbers than were recorded by {' and '.join(others)}"
        yield InputChange("engine", VERSION, old, new, why)
    elif old != new:
        yield InputChange("engine", VERSION, old, new, bears=False)


def _numbers_differ(result: Assessment, now: Assessment) -> bool:
    recorded, current = _numbers(result), _numbers(now)
    return recorded.keys() != current.keys() or not all(unmoved(p, current[key]) for key, p in recorded.items())


def _numbers(result: Assessment) -> dict[tuple[str, str], float]:
    """Return every probability in a result, keyed by what it is the probability of."""
    claims = {**result.claims, **result.predictions}
    numbers = {("claim", ident): claim.probability for ident, claim in claims.items()}
    numbers |= {("source", ident): source.posterior for ident, source in result.sources.items()}
    return numbers | {(i, h): p for i, question in result.questions.items() for h, p in question.posterior.items()}


def _origin(result: Assessment) -> dict[str, Any]:
    return {
        "case": result.case.case,
        "as_of": result.as_of,
        "inputs": result.inputs,
        "rubric": {"id": result.rubric.rubric, "version": result.rubric.version},
        "engine": result.engine,
    }
