"""Many cases side by side: their answers, what moved since last recorded, what is due, and who carries most weight."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

from assess.analysis.digest.lead_answer import lead_answer
from assess.compile.joined_cases import member_of
from assess.domain.dates import Span
from assess.domain.loaded_cases import case_scale, given_twice
from assess.domain.quoting import quoted
from assess.errors import Finding
from assess.files.reading import is_there
from assess.history.comparing.target_changes import Snapshot, TargetChange
from assess.history.ledger.store import Ledger
from assess.history.outcomes.calibration import Calibration, calibration
from assess.history.outcomes.outcomes import Outcomes, is_due, is_settled, outcomes
from assess.history.source_weights import CarryingSource, sources_by_weight
from assess.network.logs import log_odds_of
from assess.scoring.columns import Column, plain
from assess.scoring.result_store import without_networks
from assess.scoring.results import Assessment, ClaimResult, leading_side
from assess.scoring.score_many import CaseScore
from assess.version import VERSION

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class PortfolioCase:
    """A case and its first answer.

    Parameters
    ----------
    case : str
        The case that was scored; for joined cases, each of which has a row, the joined one.
    ident : str
        The claim, or the question whose leading hypothesis is the answer.
    recorded : str or None
        The day (UTC) on which it was last recorded as of the same date.
    """

    case: Annotated[str, Column("case")]
    items: Annotated[int, Column("items", unit="count")]
    recorded: Annotated[str | None, Column("last recorded", unit="short text")]
    probability: Annotated[float, Column("probability", unit="probability beside its word")]
    term: Annotated[str | None, Column("word", width=10, unit="word")]
    level: Annotated[str | None, Column("confidence", unit="short text")]
    ident: Annotated[str, Column("answer")]


@dataclass(frozen=True, slots=True)
class PortfolioMove:
    """A claim or prediction that moved since its case was last recorded."""

    case: Annotated[str, Column("case")]
    change: TargetChange


@dataclass(frozen=True, slots=True)
class DuePrediction:
    """A prediction that nobody has settled yet.

    Parameters
    ----------
    overdue : bool
        Whether the date by which it resolves has passed.
    probability : float or None
        None if no question expresses it.
    """

    resolves_by: Annotated[str, Column("due", unit="short text")]
    overdue: Annotated[bool, Column("status", unit="short text")]
    probability: Annotated[float | None, Column("probability", unit="probability beside its word")]
    case: Annotated[str, Column("case")]
    id: Annotated[str, Column("prediction")]


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """Many cases, scored.

    Parameters
    ----------
    by : str
        The date by which predictions were settled or due.
    results : dict of str to Assessment
        By case.
    refused : tuple of CaseScore
        The cases that were not scored.
    cases : tuple of PortfolioCase
    moved : tuple of PortfolioMove
        Furthest first.
    new : int
        Claims and predictions that the last recording of their case did not have.
    due : tuple of DuePrediction
        Those with a date, earliest first.
    sources : tuple of CarryingSource
        Most weight first.
    outcomes : Outcomes
        Those of all predictions, as recorded in the ledger if there is one.
    calibration : Calibration or None
        None if nothing is settled.
    """

    by: str
    results: Mapping[str, Assessment]
    refused: tuple[CaseScore, ...]
    cases: tuple[PortfolioCase, ...]
    moved: tuple[PortfolioMove, ...]
    new: int
    due: tuple[DuePrediction, ...]
    sources: tuple[CarryingSource, ...]
    outcomes: Outcomes
    calibration: Calibration | None

    def to_dict(self) -> dict[str, Any]:
        """Return the portfolio as plain values (``assess.portfolio/1``), without the results themselves."""
        return {
            "format": "assess.portfolio/1",
            "by": self.by,
            "engine": VERSION,
            **{name: plain(getattr(self, name)) for name in ("cases", "moved", "new", "due", "sources")},
            "outcomes": self.outcomes.to_dict(),
            "calibration": None if self.calibration is None else self.calibration.to_dict(),
            "refused": [case.to_dict() for case in self.refused],
        }


def portfolio(scored: Iterable[CaseScore], by: str, ledger: str | Path | None = None) -> Portfolio:
    """Return many cases side by side.

    Parameters
    ----------
    scored : iterable of CaseScore
        The results of `score_many`, in any order.
    by : str
        Year, month or day: what was settled or due by the end of it counts.
    ledger : str or Path, optional
        The ledger in which all of them are recorded, and with which they are compared. It need not exist yet.

    Raises
    ------
    AssessError
        If the ledger cannot be read, or a case cannot be scored as of the day before a prediction was settled.
    """
    results, refused = _distinct(scored)
    kept = Ledger(ledger) if ledger is not None and is_there(ledger) else None
    before = {} if kept is None else dict(_recorded(kept, results))
    changes = [
        PortfolioMove(case, change)
        for case, (_, then) in before.items()
        for change in _changes(results[case], then)
        if change.before is None or change.moved
    ]
    moved = [move for move in changes if move.change.before is not None]
    first = next(iter(results.values()), None)
    cases = [result.case for result in results.values()]
    some = first.draws if first is not None else 0
    came = outcomes(cases, by, some, first.seed if first is not None else 0, () if kept is None else (kept,))
    return Portfolio(
        by=by,
        results=results,
        refused=refused,
        cases=tuple(
            _line(part, name, before[name][0] if name in before else None)
            for name, result in results.items()
            for part in _members(result)
        ),
        moved=tuple(sorted(moved, key=lambda move: (-_size(move.change), move.case, move.change.id))),
        new=len(changes) - len(moved),
        due=tuple(
            sorted(_due(results.values(), by), key=lambda each: (Span(each.resolves_by).last, each.case, each.id))
        ),
        sources=tuple(sources_by_weight(results.values())),
        outcomes=came,
        calibration=None
        if first is None or not came.forecasts
        else calibration(came.forecasts, case_scale(first.case)),
    )


def _distinct(scored: Iterable[CaseScore]) -> tuple[dict[str, Assessment], tuple[CaseScore, ...]]:
    """Return results by case id, and what was refused, which includes cases that share an id."""
    every = sorted(scored, key=lambda each: each.given)
    twice = frozenset(given_twice(each.result.case for each in every if each.result is not None))
    results, refused = {}, []
    for each in every:
        if each.result is None:
            refused.append(each)
        elif each.result.case.case in twice:
            message = f"case {quoted(each.result.case.case)} is given more than once"
            finding = Finding("E801", message, ("case",), "give each case an id of its own", "case")
            refused.append(replace(each, result=None, findings=(finding,)))
        else:
            results[each.result.case.case] = each.result
    return {name: results[name] for name in sorted(results)}, tuple(refused)


def _recorded(ledger: Ledger, results: Mapping[str, Assessment]) -> Iterator[tuple[str, tuple[str, Mapping[str, Any]]]]:
    """Yield the day and the result of each case's newest entry as of the same date."""
    newest = {(entry.case_id, entry.as_of): entry.n for entry in ledger.entries()}
    for name, result in results.items():
        if (name, result.as_of) in newest:
            stored = ledger.entry(newest[name, result.as_of])
            yield name, (stored.entry.at[:10], stored.result)


def _changes(result: Assessment, then: Mapping[str, Any]) -> Iterator[TargetChange]:
    for part in ("claims", "predictions"):
        claims: Mapping[str, ClaimResult] = getattr(result, part)
        for ident, claim in claims.items():
            stored = then[part].get(ident)
            is_known = stored is not None and stored["probability"] is not None
            old = _snapshot(**_held(stored)) if is_known else None
            level = None if claim.confidence is None else claim.confidence.level
            yield TargetChange(ident, old, _snapshot(claim.probability, claim.term, level))


def _held(stored: Mapping[str, Any]) -> dict[str, Any]:
    level = None if stored["confidence"] is None else stored["confidence"]["level"]
    return {"probability": stored["probability"], "term": stored["term"], "level": level}


def _snapshot(probability: float, term: str | None, level: str | None) -> Snapshot:
    return Snapshot(probability, log_odds_of(probability), term, level, leading_side(probability))


def _size(change: TargetChange) -> float:
    return math.inf if change.change_db is None else round(abs(change.change_db), 6)


def _members(result: Assessment) -> Iterator[Assessment]:
    """Yield a result, or, for a joined case, each member's part of it, as far as a first answer needs it."""
    case = result.case
    names = dict.fromkeys(member_of(case, instance)[0] for instance in result.questions)
    for name in names if len(names) > 1 else ():

        def own(held: Mapping[str, R], name: str = name) -> dict[str, R]:
            return {ident: each for ident, each in held.items() if member_of(case, ident)[0] == name}

        leads = case.lead is not None and member_of(case, case.lead)[0] == name
        part = case.model_copy(update={"claims": own(case.claims), "lead": case.lead if leads else None})
        yield replace(
            without_networks(result),
            case=part,
            questions=own(result.questions),
            claims=own(result.claims),
            evidence=own(result.evidence),
        )
    if len(names) == 1:
        yield result


def _line(result: Assessment, case: str, recorded: str | None) -> PortfolioCase:
    lead = lead_answer(result)
    term = lead.question.term[lead.question.leading] if lead.claim is None else lead.claim.term
    level = None if lead.confidence is None else lead.confidence.level
    return PortfolioCase(case, len(result.evidence), recorded, lead.probability, term, level, lead.ident)


def _due(results: Iterable[Assessment], by: str) -> Iterator[DuePrediction]:
    end = Span(by).last
    for result in results:
        for ident, prediction in result.case.predictions.items():
            if prediction.resolves_by is None or is_settled(prediction, end):
                continue
            held = result.predictions.get(ident)
            probability = None if held is None else held.probability
            overdue = is_due(prediction, end)
            yield DuePrediction(prediction.resolves_by, overdue, probability, result.case.case, ident)
