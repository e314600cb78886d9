"""Outcomes of predictions: which are settled, and the probability that each had before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assess.domain.case import Case
from assess.domain.claim import Prediction, Resolution
from assess.domain.dates import Span
from assess.domain.loaded_cases import given_twice
from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.history.ledger.entry import Entry, RecordedEntry
from assess.history.ledger.store import Ledger
from assess.history.outcomes.calibration import Forecast
from assess.scoring.columns import plain
from assess.scoring.score import DRAWS, check_draws, score


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The predictions of cases, settled and unsettled.

    Parameters
    ----------
    forecasts : tuple of Forecast
        The settled predictions, with the probability held before the outcome was known.
    overdue : tuple of str
        ``case/prediction``: due, but without a recorded outcome.
    waiting : tuple of str
        Not yet due.
    unnumbered : tuple of str
        Settled, but not expressed by any question, so that they never had a probability.
    unrecorded : tuple of str
        Settled, but not recorded in any of the ledgers before the outcome was known.
    """

    forecasts: tuple[Forecast, ...]
    overdue: tuple[str, ...]
    waiting: tuple[str, ...]
    unnumbered: tuple[str, ...]
    unrecorded: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the outcomes as plain values."""
        outcomes: dict[str, Any] = plain(self)
        return outcomes


class RecordedForecasts:
    """The entries of several ledgers, case by case, newest first.

    Parameters
    ----------
    ledgers : sequence of Ledger

    Raises
    ------
    AssessError
        If one cannot be read; reading entries later raises it too.
    """

    def __init__(self, ledgers: Sequence[Ledger]) -> None:
        self._named = " or ".join(quoted(str(ledger.path)) for ledger in ledgers)
        newest_first = sorted(
            ((ledger, entry) for ledger in ledgers for entry in ledger.entries()),
            key=lambda pair: (pair[1].at, pair[1].n),
            reverse=True,
        )
        self._of_case: dict[str, list[tuple[Ledger, Entry]]] = {}
        for ledger, entry in newest_first:
            self._of_case.setdefault(entry.case_id, []).append((ledger, entry))

    def cases(self) -> list[Case]:
        """Return each case, by id, as of its newest entry.

        Raises
        ------
        AssessError
            E705 if nothing is recorded.
        """
        if not self._of_case:
            hint = "record a scoring with assess score CASE --record"
            raise AssessError([Finding("E705", f"there is no entry in {self._named}", hint=hint)])
        newest = (self._of_case[ident][0] for ident in sorted(self._of_case))
        return [ledger.entry(entry.n).case for ledger, entry in newest]

    def forecasts(self, case: Case, settled: Mapping[str, Resolution]) -> dict[str, Forecast]:
        """Return the probability last recorded before the day on which each prediction was settled, if there is one.

        Records in which other hypotheses expressed the prediction do not count.
        """
        forecasts: dict[str, Forecast] = {}
        for ledger, entry in self._of_case.get(case.case, ()):
            day = dt.date.fromisoformat(entry.at[:10])
            open_then = [
                i for i, resolution in settled.items() if i not in forecasts and day < Span(resolution.on).first
            ]
            if open_then:
                recorded = ledger.entry(entry.n)
                for ident in open_then:
                    forecast = _forecast(recorded, case, ident, settled[ident].outcome)
                    if forecast is not None:
                        forecasts[ident] = forecast
        return {ident: forecasts[ident] for ident in settled if ident in forecasts}


def _forecast(recorded: RecordedEntry, case: Case, ident: str, outcome: bool) -> Forecast | None:
    held = recorded.result["predictions"].get(ident)
    stated = _statement(case.predictions[ident].model_dump(mode="json"))
    if held is None or held["probability"] is None or _statement(recorded.inputs["predictions"][ident]) != stated:
        return None
    level = None if held["confidence"] is None else held["confidence"]["level"]
    day = recorded.entry.at[:10]
    return Forecast(f"{case.case}/{ident}", held["probability"], held["prior"], held["term"], level, outcome, day)


def _statement(prediction: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the statement of a prediction as written."""
    return tuple(prediction.get(key) or None for key in ("holds_if", "at_least", "given"))


def outcomes(
    cases: Sequence[Case], by: str, draws: int = DRAWS, seed: int = 0, ledgers: Sequence[Ledger] = ()
) -> Outcomes:
    """Return the outcomes of the predictions of cases, with the probability that each had before it was settled.

    With ledgers, that is the probability last recorded on a day (UTC) before the prediction was settled, when the same
    hypotheses expressed it as now. Without, each case is scored as of the day before.

    Parameters
    ----------
    cases : sequence of Case
        They say which predictions are settled, and their outcomes.
    by : str
        Year, month or day: what was settled or due by the end of it counts.
    draws : int
        The draws of each scoring; with 0 there are no levels of confidence.
    seed : int
    ledgers : sequence of Ledger

    Raises
    ------
    AssessError
        If a case is given twice, cannot be scored as of one of these days, or a ledger cannot be read; E412 as in
        `score`.
    """
    check_draws(draws, seed)
    end = Span(by).last
    records = RecordedForecasts(ledgers) if ledgers else None
    forecasts: list[Forecast] = []
    left: dict[str, list[str]] = {"overdue": [], "waiting": [], "unnumbered": [], "unrecorded": []}
    twice = frozenset(given_twice(cases))
    for case in cases:
        if case.case in twice:
            message = f"case {quoted(case.case)} is given more than once"
            raise AssessError([Finding("E801", message, hint="give each case once; its predictions would count twice")])
        settled: dict[str, Resolution] = {}
        for ident, prediction in case.predictions.items():
            name = f"{case.case}/{ident}"
            if not is_settled(prediction, end):
                left["overdue" if is_due(prediction, end) else "waiting"].append(name)
            elif not prediction.is_stated:
                left["unnumbered"].append(name)
            else:
                assert prediction.resolved is not None
                settled[ident] = prediction.resolved
        held = _scored(case, settled, draws, seed) if records is None else records.forecasts(case, settled)
        forecasts += held.values()
        left["unrecorded"] += [f"{case.case}/{ident}" for ident in settled if ident not in held]
    return Outcomes(tuple(forecasts), **{name: tuple(idents) for name, idents in left.items()})


def _scored(case: Case, settled: Mapping[str, Resolution], draws: int, seed: int) -> dict[str, Forecast]:
    """Return the forecasts of settled predictions as of the day before each was settled."""
    on_day: dict[str, list[str]] = {}
    for ident, resolution in settled.items():
        on_day.setdefault(day_before(resolution.on), []).append(ident)
    forecasts = {}
    for day, idents in on_day.items():
        result = score(case, day, draws, seed)
        for ident in idents:
            held = result.predictions[ident]
            level = None if held.confidence is None else held.confidence.level
            name, outcome = f"{case.case}/{ident}", settled[ident].outcome
            forecasts[ident] = Forecast(name, held.probability, held.prior, held.term, level, outcome, day)
    return forecasts


def day_before(date: str) -> str:
    """Return the day before a year, month or day began.

    Examples
    --------
    >>> day_before("2018-03"), day_before("2018")
    ('2018-02-28', '2017-12-31')
    """
    return (Span(date).first - dt.timedelta(days=1)).isoformat()


def is_settled(prediction: Prediction, end: dt.date) -> bool:
    """Return whether a prediction was settled by the end of a day."""
    return prediction.resolved is not None and Span(prediction.resolved.on).first <= end


def is_due(prediction: Prediction, end: dt.date) -> bool:
    """Return whether a prediction was due by the end of a day."""
    return prediction.resolves_by is not None and Span(prediction.resolves_by).last <= end
