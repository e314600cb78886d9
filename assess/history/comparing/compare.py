"""Two scorings side by side: what changed in the inputs, what moved, and of what each claim's change is made."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assess.analysis.explaining.path import SLIGHT_DB, PathStep, path
from assess.domain.notebook_display import Displayed
from assess.history.comparing.attribution import Attribution, attributions
from assess.history.comparing.differences import InputChange, differences, side_of
from assess.history.comparing.engines import engine_change, found_today
from assess.history.comparing.mixed_inputs import MixedInputs
from assess.history.comparing.target_changes import COLUMNS, Snapshot, TargetChange
from assess.network.logs import log_odds_of
from assess.scoring.claims import Claims, stated_in
from assess.scoring.confidence import Confidence
from assess.scoring.confidence_levels import leading
from assess.scoring.frames import Table
from assess.scoring.results import (
    Assessment,
    ClaimResult,
    QuestionResult,
    unmoved,
)
from assess.scoring.score import model_of
from assess.scoring.targets import UnknownTargetError

FORMAT = "assess.change/1"


@dataclass(frozen=True, slots=True)
class Change(Displayed):
    """What became of an assessment.

    Parameters
    ----------
    before, after : Assessment
    inputs : tuple of InputChange
        What is written otherwise, kind by kind.
    claims, hypotheses, sources : dict of str to Move
        Of all that either side has; claims and predictions together, hypotheses as ``instance:hypothesis``.
    attribution : dict of str to Attribution
        Of what the change of each claim and prediction is made that both sides have.
    """

    before: Assessment = field(repr=False)
    after: Assessment = field(repr=False)
    inputs: tuple[InputChange, ...]
    claims: Mapping[str, TargetChange]
    hypotheses: Mapping[str, TargetChange]
    sources: Mapping[str, TargetChange]
    attribution: Mapping[str, Attribution]

    def _in_short(self) -> str:
        return f"Change of {self.after.case.case}"

    @property
    def moved(self) -> tuple[TargetChange, ...]:
        """The claims and predictions that moved, or whose word, level or leader is another; most first."""
        found = [move for move in self.claims.values() if move.moved or move.other]
        return tuple(sorted(found, key=lambda m: -abs(math.inf if m.change_db is None else m.change_db)))

    def table(self) -> Table:
        """Return what became of each claim and prediction, as plain records."""
        return Table((move.record() for move in self.claims.values()), COLUMNS)

    def contributions(self, ident: str) -> Table:
        """Return each change's share in what became of a claim or prediction (dB), the largest first.

        Raises
        ------
        KeyError
            If not both sides have it; the message says what was perhaps meant.
        """
        if ident not in self.attribution:
            raise UnknownTargetError(ident, list(self.attribution), "claims and predictions of both sides")
        found = self.attribution[ident]
        engine = [("engine", db) for kind, db in (found.groups or {}).items() if kind == "engine"]
        rows = [*map(asdict, found.parts), *({"kind": kind, "id": "", "db": db} for kind, db in engine)]
        return Table(rows, {"kind": "text", "id": "text", "db": "number"})

    def path(self, ident: str, most: int) -> list[PathStep] | None:
        """Return the way of a claim from before to after (dB), a step a share; None where the shares have no limit.

        Shares that are too slight to show, and those beyond the largest, are one step, the last.
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
        """Return it as plain values (``assess.change/1``)."""
        return {
            "format": FORMAT,
            "before": _origin(self.before),
            "after": _origin(self.after),
            "inputs": [asdict(change) for change in self.inputs],
            "claims": {ident: move.to_dict() for ident, move in self.claims.items()},
            "hypotheses": {ident: move.to_dict() for ident, move in self.hypotheses.items()},
            "sources": {ident: move.to_dict() for ident, move in self.sources.items()},
            "attribution": {ident: found.to_dict() for ident, found in self.attribution.items()},
        }


def compare(a: Assessment, b: Assessment) -> Change:
    """Say what changed from one scoring to another, what moved, and of what each claim's change is made.

    Parameters
    ----------
    a, b : Assessment
        The earlier and the later; of a ledger's entry, `Recorded.assessment`. Levels of confidence are compared where
        both were drawn.

    Raises
    ------
    AssessError
        If the inputs of a scoring that came without its network cannot be scored again.
    """
    before, after = side_of(a), side_of(b)
    inputs = differences(before, after)
    both = [ident for ident in stated_in(a.case) if ident in stated_in(b.case)]
    mixing = MixedInputs(before, after, inputs)
    today = found_today(a), found_today(b)
    claims = _moves(*map(_claims, (a, b), today))
    levels = a.draws > 0 and b.draws > 0
    return Change(
        before=a,
        after=b,
        inputs=(*inputs, *engine_change((a, b), today)),
        claims=claims if levels else _without_levels(claims),
        hypotheses=_moves(_hypotheses(a), _hypotheses(b))
        if levels
        else _without_levels(_moves(_hypotheses(a), _hypotheses(b))),
        sources=_moves(_sources(a), _sources(b)),
        attribution={i: _with_engine(found, claims[i]) for i, found in attributions(mixing, both).items()},
    )


def _with_engine(found: Attribution, move: TargetChange) -> Attribution:
    """Return an attribution of what was recorded: what today's engine does not give is the engine's."""
    recorded = move.change_db
    if found.change_db is None or recorded is None:
        return found
    engine = recorded - found.change_db
    if abs(engine) <= 1e-9 * max(1.0, abs(recorded)):
        return found
    groups = None if found.groups is None else {**found.groups, "engine": engine}
    return replace(found, change_db=recorded, groups=groups)


def _claims(result: Assessment, today: Assessment) -> dict[str, Snapshot]:
    every = {**result.claims, **result.predictions}
    odds = _log_odds(today, every)
    return {
        ident: Snapshot(
            probability=claim.probability,
            log_odds=odds[ident],
            term=claim.term,
            level=_level(claim.confidence),
            leader="holds" if claim.probability > 0.5 else "fails",
        )
        for ident, claim in every.items()
    }


def _log_odds(today: Assessment, claims: Mapping[str, ClaimResult]) -> dict[str, float]:
    """Return the log odds of claims as they were found; exact near 0 and 1 where today's engine finds the same."""
    model = model_of(today)
    exact = Claims(stated_in(today.case), model).log_odds(model.after.solution)
    found = {}
    for ident, claim in claims.items():
        odds = float(exact[ident][0])
        again = 1.0 / (1.0 + math.exp(-odds)) if odds > -700.0 else 0.0
        found[ident] = odds if unmoved(claim.probability, again) else log_odds_of(claim.probability)
    return found


def _hypotheses(result: Assessment) -> dict[str, Snapshot]:
    return {
        f"{question.id}:{hypothesis}": _hypothesis(question, hypothesis)
        for question in result.questions.values()
        for hypothesis in question.posterior
    }


def _hypothesis(question: QuestionResult, hypothesis: str) -> Snapshot:
    leader = leading(question)
    return Snapshot(
        probability=question.posterior[hypothesis],
        log_odds=question.log_posterior[hypothesis] - question.log_remainder[hypothesis],
        term=question.term[hypothesis],
        level=_level(question.confidence) if hypothesis == leader else None,
        leader=leader,
    )


def _sources(result: Assessment) -> dict[str, Snapshot]:
    return {
        name: Snapshot(source.posterior, log_odds_of(min(1.0, source.posterior)))
        for name, source in result.sources.items()
    }


def _level(confidence: Confidence | None) -> str | None:
    return None if confidence is None else confidence.level


def _moves(before: Mapping[str, Snapshot], after: Mapping[str, Snapshot]) -> dict[str, TargetChange]:
    every: Iterable[str] = dict.fromkeys([*before, *after])
    return {ident: TargetChange(ident, before.get(ident), after.get(ident)) for ident in every}


def _without_levels(moves: Mapping[str, TargetChange]) -> dict[str, TargetChange]:
    return {
        ident: TargetChange(
            ident,
            move.before and replace(move.before, level=None),
            move.after and replace(move.after, level=None),
        )
        for ident, move in moves.items()
    }


def _origin(result: Assessment) -> dict[str, Any]:
    return {
        "case": result.case.case,
        "as_of": result.as_of,
        "inputs": result.inputs,
        "rubric": {"id": result.rubric.rubric, "version": result.rubric.version},
        "engine": result.engine,
    }
