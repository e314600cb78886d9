"""What came of predictions: which are settled, and how probable they were held before that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assess.domain.case import Case
from assess.domain.claim import Prediction, Resolution
from assess.domain.dates import Span
from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.history.ledger.store import Ledger
from assess.history.outcomes.calibration import Forecast
from assess.history.outcomes.records import Records
from assess.scoring.score import DRAWS, score


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The predictions of cases, by whether they are settled.

    Parameters
    ----------
    forecasts : tuple of Forecast
        Those that came true or did not, with the probability held before that was known.
    overdue : tuple of str
        ``case/prediction``: due, and nobody has said how it came out.
    waiting : tuple of str
        Not yet due.
    unnumbered : tuple of str
        Settled, but stated by no question, so that they never had a probability.
    unrecorded : tuple of str
        Settled, but not recorded in any of the ledgers asked for before it was known how they came out.
    """

    forecasts: tuple[Forecast, ...]
    overdue: tuple[str, ...]
    waiting: tuple[str, ...]
    unnumbered: tuple[str, ...]
    unrecorded: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        left = ("overdue", "waiting", "unnumbered", "unrecorded")
        return {
            "forecasts": [asdict(one) for one in self.forecasts],
            **{name: list(getattr(self, name)) for name in left},
        }


def outcomes(
    cases: Sequence[Case], by: str, draws: int = DRAWS, seed: int = 0, ledgers: Sequence[Ledger] = ()
) -> Outcomes:
    """Return what came of the predictions of cases, and how probable they were held before that was known.

    With ledgers, that is the probability last recorded on a day (UTC) before that on which the prediction was settled,
    while the same hypotheses stated it as now. Without, each is scored as of the day before.

    Parameters
    ----------
    cases : sequence of Case
        They say which predictions are settled, and how they came out.
    by : str
        Year, month or day: what was settled or due by the end of it counts.
    draws : int
        Of each scoring; with 0 there are no levels of confidence.
    seed : int
    ledgers : sequence of Ledger

    Raises
    ------
    AssessError
        If a case is given twice, cannot be scored as of one of these days, or a ledger cannot be read.
    """
    end = Span(by).last
    records = Records(ledgers) if ledgers else None
    forecasts: list[Forecast] = []
    left: dict[str, list[str]] = {"overdue": [], "waiting": [], "unnumbered": [], "unrecorded": []}
    names = [case.case for case in cases]
    for case in cases:
        if names.count(case.case) > 1:
            message = f"case {quoted(case.case)} is given more than once"
            raise AssessError([Finding("E801", message, hint="give each case once; its predictions would count twice")])
        settled: dict[str, Resolution] = {}
        for ident, prediction in case.predictions.items():
            name = f"{case.case}/{ident}"
            if not _is_settled(prediction, end):
                left["overdue" if _is_due(prediction, end) else "waiting"].append(name)
            elif not prediction.holds_if:
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
    found = {}
    for day, idents in on_day.items():
        result = score(case, day, draws, seed)
        for ident in idents:
            held = result.predictions[ident]
            level = None if held.confidence is None else held.confidence.level
            name, outcome = f"{case.case}/{ident}", settled[ident].outcome
            found[ident] = Forecast(name, held.probability, held.prior, held.term, level, outcome, day)
    return found


def day_before(date: str) -> str:
    """Return the day before a year, month or day began.

    Examples
    --------
    >>> day_before("2018-03"), day_before("2018")
    ('2018-02-28', '2017-12-31')
    """
    return (Span(date).first - dt.timedelta(days=1)).isoformat()


def _is_settled(prediction: Prediction, end: dt.date) -> bool:
    return prediction.resolved is not None and Span(prediction.resolved.on).first <= end


def _is_due(prediction: Prediction, end: dt.date) -> bool:
    return prediction.resolves_by is not None and Span(prediction.resolves_by).last <= end
