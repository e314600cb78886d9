"""How good probabilities were, as rows and sentences: likelihood and confidence in tables of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assess.domain.number_text import count, percent
from assess.domain.scale import Scale
from assess.history.outcomes.calibration import Calibration, Forecast, Group
from assess.history.outcomes.outcomes import Outcomes

SCORE_COLUMNS = ("score", "value", "what it is")
GROUP_COLUMNS = ("forecasts", "came true", "share", "90 %", "mean probability", "Brier")
FORECAST_COLUMNS = ("probability", "word", "outcome", "prediction")

FEW = 30
"""Forecasts below which scores are hardly more than noise."""


def score_rows(found: Calibration) -> Iterator[tuple[str, ...]]:
    """Yield each score of a calibration and what it says."""
    parts = found.parts
    yield "Brier", _number(found.brier), "mean squared error; 0 is best"
    yield "= reliability", _number(parts.reliability), "distance of frequencies from probabilities; 0 is best"
    yield "- resolution", _number(parts.resolution), "difference of frequencies between bins; more is better"
    yield "+ uncertainty", _number(parts.uncertainty), "what always saying the base rate scores"
    yield "+ within bins", _number(parts.within), "what the bins of the table hide"
    yield "skill", _number(found.skill), "1 - Brier / uncertainty: above 0 beats the base rate"
    yield "log score", _number(found.log_score), "mean of -ln P(what came about), nats; 0 is best"
    yield "Cllr", _number(found.cllr), "cost of the weights of evidence, bits; 1 is what saying nothing costs"
    yield "= discrimination", _number(found.cllr_discrimination), "what the best calibration would leave of it"
    yield "+ calibration", _number(found.cllr_calibration), "what bad calibration adds"


def group_rows(groups: Iterable[Group]) -> Iterator[tuple[str, ...]]:
    """Yield the groups of forecasts, each behind its label."""
    for group in groups:
        yield (
            group.label or "-",
            str(group.count),
            str(group.came_true),
            f"{_hundredths(group.frequency)} %",
            f"{_hundredths(group.interval[0])} to {_hundredths(group.interval[1])} %",
            percent(group.probability),
            _number(group.brier),
        )


def forecast_rows(forecasts: Iterable[Forecast], scale: Scale) -> Iterator[tuple[str, ...]]:
    """Yield each forecast, behind the day of which it is, and how it came out."""
    for one in forecasts:
        came = "true" if one.outcome else "false"
        yield one.as_of or "-", percent(one.probability, scale), one.term or "-", came, one.id


def remarks(found: Calibration | None, outcomes: Outcomes) -> Iterator[str]:
    """Yield what a reader has to know besides the tables, a sentence each."""
    if found is None:
        held = "was recorded before" if outcomes.unrecorded else "ever had a probability"
        yield f"No prediction is settled that {held}, so there is nothing to score."
    else:
        came = sum(one.outcome for one in found.forecasts)
        yield f"{count(len(found.forecasts), 'prediction')} settled, {came} of them true."
        if found.skill is None:
            yield "All came out alike, so that neither skill nor Cllr can be told."
        if found.refuted:
            yield f"Held for certain, and wrong: {', '.join(found.refuted)}."
        if len(found.forecasts) < FEW:
            yield f"Fewer than {FEW} forecasts say little: look at the intervals."
    if outcomes.overdue:
        yield f"Due, and not settled: {', '.join(outcomes.overdue)}. Say how they came out by assess resolve."
    if outcomes.unnumbered:
        yield f"Settled, but no question states them: {', '.join(outcomes.unnumbered)}."
    if outcomes.unrecorded:
        yield f"Settled, but not recorded before: {', '.join(outcomes.unrecorded)}."
    if outcomes.waiting:
        yield f"Not yet due: {count(len(outcomes.waiting), 'prediction')}."


def _hundredths(share: float) -> int:
    """Return a share that was counted in per cent; none is none, and all is all."""
    return round(100.0 * share)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{round(value, 3) + 0.0:.3f}"
