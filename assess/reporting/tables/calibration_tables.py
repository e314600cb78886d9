"""Rows and sentences on the quality of probabilities, and on what a rubric learned from outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from assess.domain.language import figure, say
from assess.domain.number_text import count, in_percent, percent
from assess.domain.scale import Scale
from assess.history.outcomes.calibration import BINS, Calibration, Forecast, Group, bin_of
from assess.history.outcomes.learning import LearningResult
from assess.history.outcomes.outcomes import Outcomes
from assess.history.outcomes.revising import LearnedRow
from assess.history.outcomes.rubric_change import RescoredCase
from assess.reporting.tables.record_table import RecordTable, Texts, record_table
from assess.scoring.columns import ColumnHead, columns

SCORE_COLUMNS = (ColumnHead("score"), ColumnHead("value", unit="share"), ColumnHead("what it is"))

FEW = 30
"""Forecasts below which scores are hardly more than noise."""


def score_rows(scores: Calibration) -> Iterator[tuple[str, ...]]:
    """Yield each score of a calibration with its meaning."""
    parts = scores.parts
    yield "Brier", _number(scores.brier), "mean squared error; 0 is best"
    yield "= reliability", _number(parts.reliability), "distance of frequencies from probabilities; 0 is best"
    yield "- resolution", _number(parts.resolution), "difference of frequencies between bins; more is better"
    yield "+ uncertainty", _number(parts.uncertainty), "what always saying the base rate scores"
    yield "+ within bins", _number(parts.within), "what the bins of the table hide"
    yield "skill", _number(scores.skill), "1 - Brier / uncertainty: above 0 beats the base rate"
    yield "log score", _number(scores.log_score), "mean of -ln P(what came about), nats; 0 is best"
    yield "Cllr", _number(scores.cllr), "cost of the weights of evidence, bits; 1 is what saying nothing costs"
    yield "= discrimination", _number(scores.cllr_discrimination), "what the best calibration would leave of it"
    yield "+ calibration", _number(scores.cllr_calibration), "what bad calibration adds"


def group_table(groups: Iterable[Group], label: str, called: Callable[[Group], str] | None = None) -> RecordTable:
    """Return a table of groups of forecasts; its first column holds their labels, and `called` may name it."""
    first, *shown = columns(
        Group, "shell", ("label", "count", "came_true", "frequency", "interval", "probability", ...)
    )
    texts: Texts = {
        "frequency": lambda group: f"{in_percent(group.frequency)} %",
        "interval": lambda group: _between(*map(in_percent, group.interval)),
        "brier": lambda group: _number(group.brier),
    }
    named: Texts = {} if called is None else {"label": called}
    return record_table([groups], (replace(first, header=label), *shown), texts={**texts, **named})


def forecast_table(forecasts: Iterable[Forecast], scale: Scale, held: str) -> RecordTable:
    """Return a table of forecasts with their outcomes; `held` is the heading of the dates."""
    first, *shown = columns(Forecast, "shell", ("as_of", ..., "id"))
    texts: Texts = {"outcome": lambda forecast: "true" if forecast.outcome else "false"}
    return record_table([forecasts], (replace(first, header=held), *shown), scale, texts)


def remarks(scores: Calibration | None, outcomes: Outcomes) -> Iterator[str]:
    """Yield the sentences that the tables need beside them."""
    if scores is None:
        held = "was recorded before" if outcomes.unrecorded else "ever had a probability"
        yield f"No prediction is settled that {held}, so there is nothing to score."
    else:
        yield f"{count(len(scores.forecasts), 'prediction')} settled, {scores.came_true} of them true."
        if scores.skill is None:
            yield "All came out alike, so that neither skill nor Cllr can be told."
        if scores.refuted:
            yield f"Held for certain, and wrong: {', '.join(scores.refuted)}."
        if len(scores.forecasts) < FEW:
            yield f"Fewer than {FEW} forecasts say little: look at the intervals."
    if outcomes.overdue:
        yield f"Due, and not settled: {', '.join(outcomes.overdue)}. Say how they came out by assess resolve."
    if outcomes.unnumbered:
        yield f"Settled, but no question states them: {', '.join(outcomes.unnumbered)}."
    if outcomes.unrecorded:
        yield f"Settled, but not recorded before: {', '.join(outcomes.unrecorded)}."
    if outcomes.waiting:
        yield f"Not yet due: {count(len(outcomes.waiting), 'prediction')}."


def bin_label(group: Group) -> str:
    """Return the label of a group of the reliability table: its range of probabilities."""
    place = bin_of(group.probability)
    return _between(100 * place // BINS, 100 * (place + 1) // BINS)


def _between(low: object, high: object) -> str:
    return say("{low} to {high} %", low=low, high=high)


def _number(value: float | None) -> str:
    return "-" if value is None else figure(f"{round(value, 3) + 0.0:.3f}")


_BEFORE, _AFTER = ColumnHead("before", unit="probability"), ColumnHead("after", unit="probability")
_SPREAD = ColumnHead("sd", unit="probability")
_SIZES = (
    ColumnHead("n before", unit="number"),
    ColumnHead("n after", unit="number"),
    ColumnHead("cases", unit="count"),
)
LEARNED_COLUMNS = ("row of", "given", "state", "counted", _BEFORE, _AFTER, _SPREAD, *_SIZES)
_ROW_OF = {
    "over_time": "{name}, over time",
    "reliability": "source {name}",
    "accuracy": "accuracy of {name}",
    "credibility": "grade {name}",
    "search": "searches",
}
WORD_CHANGE_COLUMNS = ("case", "what", _BEFORE, "word before", _AFTER, "word after", "id")


def learned_rows(moves: Iterable[LearnedRow]) -> Iterator[tuple[str, ...]]:
    """Yield the learned rows, one line for each state; only the first if there are two."""
    for move in moves:
        if not move.learned:
            continue
        states = list(move.before) if move.kind in ("prior", "over_time") else list(move.before)[:1]
        for state in states:
            yield (
                _ROW_OF.get(move.kind, "{name}").format(name=move.name),
                ", ".join(move.given) or "-",
                state,
                f"{move.counts[state]:.2f} of {move.uses:.2f}",
                percent(move.before[state]),
                percent(move.after[state]),
                percent(move.sd[state]),
                f"{move.size_before:.3g}",
                f"{move.size_after:.3g}",
                str(move.cases),
            )


def word_change_rows(rescored: Iterable[RescoredCase], scale: Scale) -> Iterator[tuple[str, ...]]:
    """Yield the judgements whose word changes under the new version."""
    for case in rescored:
        for shift in case.reworded:
            words = shift.term_before or "-", shift.term_after or "-"
            before, after = percent(shift.before, scale), percent(shift.after, scale)
            yield case.case, shift.kind, before, words[0], after, words[1], shift.id


def learning_remarks(learned: LearningResult, rescored: Iterable[RescoredCase]) -> Iterator[str]:
    """Yield the sentences that the tables need beside them."""
    for case, instances in learned.known.items():
        left = "is" if len(instances) == 1 else "are"
        yield f"{case}: {', '.join(instances)} went into version {learned.before.version} already, and {left} left out."
    for name, reports in learned.presents_only.items():
        yield (
            f"{name}: {count(reports, 'report')}, and all say present, which its rows had not made likely. Where "
            "nothing else is ever written down, a row drifts upwards: report what is absent, not found or silent too."
        )
    if not learned.converged:
        yield "The numbers had not come to rest: take them as provisional."
    if learned.fixed:
        yield f"Exactly known, so that they learn nothing: rows of {', '.join(learned.fixed)}."
    if learned.after is learned.before:
        yield f"Nothing was learned: {learned.before.rubric} stays at version {learned.before.version}."
        return
    rows, answers, cases = learned.learned, learned.answers, len(learned.instances)
    gained = sum(row.gained for row in learned.rows)
    much = (
        f"as much as {gained:.3g} observations of known outcome tell"
        if gained > 0.0
        else "and are on the whole no surer than before"
    )
    yield f"{count(rows, 'row')} learned from {count(answers, 'instance')} in {count(cases, 'case')}, {much}."
    yield from rescored_remarks(rescored)


def rescored_remarks(rescored: Iterable[RescoredCase]) -> Iterator[str]:
    """Yield, for each case, how many judgements move under the new version, and how many get another word."""
    for each in rescored:
        changed = len(each.reworded)
        yield (
            f"{each.case}: of {each.judgements} judgements {len(each.moved)} move, "
            f"and {changed or 'none'} {'has' if changed == 1 else 'have'} another word."
        )
