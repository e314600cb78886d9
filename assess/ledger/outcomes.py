"""What came of predictions: which are settled, and how probable they were held before that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assess.domain.case import Case
from assess.domain.claim import Prediction, Resolution
from assess.domain.dates import HOW_TO_WRITE, Span
from assess.domain.names import meant, quoted
from assess.errors import AssessError, Finding
from assess.ledger.calibration import Forecast
from assess.study.score import DRAWS, score


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The predictions of cases, by whether they are settled.

    Parameters
    ----------
    forecasts : tuple of Forecast
        Those that came true or did not, with the probability held the day before.
    overdue : tuple of str
        ``case/prediction``: due, and nobody has said how it came out.
    waiting : tuple of str
        Not yet due.
    unnumbered : tuple of str
        Settled, but stated by no question, so that they never had a probability.
    """

    forecasts: tuple[Forecast, ...]
    overdue: tuple[str, ...]
    waiting: tuple[str, ...]
    unnumbered: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        left = {"overdue": self.overdue, "waiting": self.waiting, "unnumbered": self.unnumbered}
        plain = {name: list(idents) for name, idents in left.items()}
        return {"forecasts": [asdict(one) for one in self.forecasts], **plain}


def outcomes(cases: Sequence[Case], by: str, draws: int = DRAWS, seed: int = 0) -> Outcomes:
    """Return what came of the predictions of cases, each scored as of the day before it was settled.

    Parameters
    ----------
    cases : sequence of Case
    by : str
        Year, month or day: what was settled or due by the end of it counts.
    draws : int
        Of each scoring; with 0 there are no levels of confidence.
    seed : int

    Raises
    ------
    AssessError
        If a case is given twice, or cannot be scored as of one of these days.
    """
    end = Span(by).last
    forecasts: list[Forecast] = []
    overdue: list[str] = []
    waiting: list[str] = []
    unnumbered: list[str] = []
    names = [case.case for case in cases]
    for case in cases:
        if names.count(case.case) > 1:
            message = f"case {quoted(case.case)} is given more than once"
            raise AssessError([Finding("E801", message, hint="give each case once; its predictions would count twice")])
        settled: dict[str, dict[str, Resolution]] = {}
        for ident, prediction in case.predictions.items():
            name = f"{case.case}/{ident}"
            if not _is_settled(prediction, end):
                (overdue if _is_due(prediction, end) else waiting).append(name)
            elif not prediction.holds_if:
                unnumbered.append(name)
            else:
                assert prediction.resolved is not None
                settled.setdefault(day_before(prediction.resolved.on), {})[ident] = prediction.resolved
        for day, resolved in settled.items():
            result = score(case, day, draws, seed)
            for ident, resolution in resolved.items():
                held = result.predictions[ident]
                level = None if held.confidence is None else held.confidence.level
                forecasts.append(
                    Forecast(
                        f"{case.case}/{ident}", held.probability, held.prior, held.term, level, resolution.outcome, day
                    )
                )
    return Outcomes(tuple(forecasts), tuple(overdue), tuple(waiting), tuple(unnumbered))


def day_before(date: str) -> str:
    """Return the day before a year, month or day began.

    Examples
    --------
    >>> day_before("2018-03"), day_before("2018")
    ('2018-02-28', '2017-12-31')
    """
    return (Span(date).first - dt.timedelta(days=1)).isoformat()


def with_outcome(case: Case, ident: str, outcome: bool, on: str, why: str | None) -> Case:
    """Return a case in which it stands how a prediction came out.

    Parameters
    ----------
    case : Case
    ident : str
        The prediction.
    outcome : bool
    on : str
        Since when it is known: a year, month or day.
    why : str, optional

    Raises
    ------
    AssessError
        If there is no such prediction, it is settled already, or was made later than `on`.
    """
    fault: Finding | None = None
    at = ("predictions", ident)
    prediction = case.predictions.get(ident)
    if prediction is None:
        hint = meant(ident, case.predictions, "predictions")
        fault = Finding("E802", f"there is no prediction {quoted(ident)}", at[:1], hint, "case")
    elif not is_date(on):
        fault = Finding("E209", f"{quoted(on)} is not a date", at, HOW_TO_WRITE, "case")
    elif prediction.resolved is not None:
        came = "came true" if prediction.resolved.outcome else "did not come true"
        message = f"{ident} is settled: it {came} ({prediction.resolved.on})"
        hint = "change resolved in the file by hand, if that was wrong"
        fault = Finding("E803", message, (*at, "resolved"), hint, "case")
    elif prediction.made is not None and Span(on).last < Span(prediction.made).first:
        message = f"{ident} was made {prediction.made}, after {on}"
        fault = Finding("E804", message, (*at, "made"), "give the day on which it was settled", "case")
    if fault is not None:
        raise AssessError([fault])
    assert prediction is not None
    settled = prediction.model_copy(update={"resolved": Resolution(outcome=outcome, on=on, why=why)})
    return case.model_copy(update={"predictions": {**case.predictions, ident: settled}})


def is_date(written: str) -> bool:
    """Say whether it is a year, a month or a day."""
    try:
        Span(written)
    except ValueError:
        return False
    return True


def _is_settled(prediction: Prediction, end: dt.date) -> bool:
    return prediction.resolved is not None and Span(prediction.resolved.on).first <= end


def _is_due(prediction: Prediction, end: dt.date) -> bool:
    return prediction.resolves_by is not None and Span(prediction.resolves_by).last <= end
