"""Rows on what would change a judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assess.analysis.what_if.decisive_sources import DecisiveSet, DecisiveSets
from assess.analysis.what_if.prior_odds import PriorOdds
from assess.analysis.what_if.sensitivity import TargetSensitivity, WithoutItems
from assess.analysis.what_if.verdicts import ROUNDING, Verdict
from assess.domain.number_text import percent, times
from assess.reporting.words.judgements import likelihood
from assess.scoring.labels import Names

SUMMARY_COLUMNS = (
    "judgement",
    "probability",
    "prior odds that change it",
    "falls without",
    "word changes without",
    "widest row",
)
CURVE_COLUMNS = ("odds", "prior", "then", "leads")
ROW_COLUMNS = ("indicator", "given", "row", "at its low end", "at its high end")
SOURCE_COLUMNS = ("source", "items", "if it is unreliable", "without its items", "leads", "name")
SET_COLUMNS = ("left out", "items", "then", "leads")
GRADE_COLUMNS = ("source", "grade", "then", "leads")
DECISIVE_COLUMNS = ("what changes", "without", "then")

MOST_ROWS = 10
"""Indicator rows that are printed."""


def summary_row(target: TargetSensitivity, names: Names) -> tuple[str, ...]:
    """Return the summary of a judgement: its likelihood and what changes it most easily."""
    return target.id, likelihood(target.now.probability, names.scale), *easiest_changes(target)


def easiest_changes(target: TargetSensitivity) -> tuple[str, str, str, str]:
    """Return the prior odds, the sets of sources and the row that change a judgement most easily."""
    widest = target.rows[0] if target.rows else None
    row = "-"
    if widest is not None and widest.swing > ROUNDING:
        ends = sorted((widest.at_low.probability, widest.at_high.probability))
        row = f"{widest.indicator} given {widest.state}: {percent(ends[0])} to {percent(ends[1])}"
    sets = target.decisive_sources
    return _factors(target.prior_odds), _set(sets.leader, sets), _set(sets.term, sets), row


def _factors(odds: PriorOdds) -> str:
    parts = []
    if odds.leader_factor is not None:
        parts.append(f"leader {times(odds.leader_factor)}")
    word = [times(factor) for factor in (odds.term_down, odds.term_up) if factor is not None]
    if word:
        parts.append(f"word {' or '.join(word)}")
    return ", ".join(parts) or "none"


def _set(decisive: DecisiveSet, sets: DecisiveSets) -> str:
    if decisive.sources is None:
        return "no set of sources" if decisive.proved else f"none found (all sets up to {sets.all_up_to} tried)"
    return f"{', '.join(decisive.sources)}{'' if decisive.proved else ' (best found)'}"


def curve_rows(target: TargetSensitivity, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield the judgement under other prior odds."""
    for point in target.prior_odds.curve:
        yield times(point.factor), percent(point.prior), *_verdict(point.then, names)


def indicator_rows(target: TargetSensitivity, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield the rows that swing the judgement most."""
    for row in target.rows[:MOST_ROWS]:
        ends = (likelihood(end.probability, names.scale) for end in (row.at_low, row.at_high))
        yield row.indicator, row.state, f"{percent(row.low)} to {percent(row.high)}", *ends


def source_rows(target: TargetSensitivity, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield the judgement without each source."""
    for out in target.sources:
        unreliable = "-" if out.unreliable is None else likelihood(out.unreliable.probability, names.scale)
        yield out.source, str(out.items), unreliable, *_verdict(out.without, names), names.source(out.source)


def set_rows(sets: Iterable[WithoutItems], none: str, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield the judgement without each document or theme; `none` names the items that have none."""
    for without in sets:
        yield without.label or none, str(without.items), *_verdict(without.then, names)


def grade_rows(target: TargetSensitivity, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield the judgement with each graded source one grade better and one worse."""
    for step in target.grades:
        yield step.source, f"{step.grade} to {step.to}", *_verdict(step.then, names)


def decisive_rows(target: TargetSensitivity, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield the smallest sets of sources without which the judgement changes."""
    for what, decisive in (("what leads", target.decisive_sources.leader), ("the word", target.decisive_sources.term)):
        then = "-" if decisive.then is None else ", ".join(_verdict(decisive.then, names))
        yield what, _set(decisive, target.decisive_sources), then


def _verdict(then: Verdict, names: Names) -> tuple[str, str]:
    return likelihood(then.probability, names.scale), then.leader
