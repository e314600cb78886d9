"""Tables of changes that would move a judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assess.analysis.what_if.decisive_sources import DecisiveRow, DecisiveSet
from assess.analysis.what_if.one_at_a_time import RegradedSource, RowSwing
from assess.analysis.what_if.prior_odds import PriorOdds, PriorOddsPoint
from assess.analysis.what_if.sensitivity_records import (
    TargetSensitivity,
    WithoutItems,
    WithoutSource,
)
from assess.domain.number_text import percent, times
from assess.reporting.tables.record_table import RecordTable, Texts, record_table
from assess.reporting.words.judgements import likelihood
from assess.scoring.columns import View, columns
from assess.scoring.labels import Names

MOST_ROWS = 10
"""Indicator rows that are printed."""

_CHANGES = {"leader": "what leads", "term": "the word"}


def summary_table(targets: Iterable[TargetSensitivity], names: Names, view: View) -> RecordTable:
    """Return a table of judgements, with the likelihood of each and what changes it most easily."""

    def without(decisive: DecisiveSet, target: TargetSensitivity) -> str:
        return _set(DecisiveRow("leader", decisive, target.decisive_sources.all_up_to))

    texts: Texts = {
        "prior_odds": lambda target: _factors(target.prior_odds),
        "falls_without": lambda target: without(target.decisive_sources.leader, target),
        "word_changes_without": lambda target: without(target.decisive_sources.term, target),
        "widest_row": _widest,
    }
    groups = ([target] for target in targets)
    return record_table(groups, columns(TargetSensitivity, view), names.scale, texts)


def _widest(target: TargetSensitivity) -> str | None:
    if target.widest_row is None:
        return None
    row = target.rows[0]
    ends = sorted((row.at_low.probability, row.at_high.probability))
    return f"{row.indicator} given {row.state}: {percent(ends[0])} to {percent(ends[1])}"


def _factors(odds: PriorOdds) -> str:
    parts = []
    if odds.leader_factor is not None:
        parts.append(f"leader {times(odds.leader_factor)}")
    word = [times(factor) for factor in (odds.term_down, odds.term_up) if factor is not None]
    if word:
        parts.append(f"word {' or '.join(word)}")
    return ", ".join(parts) or "none"


def _set(row: DecisiveRow) -> str:
    decisive = row.decisive
    if decisive.sources is None:
        return "no set of sources" if decisive.proved else f"none found (all sets up to {row.all_up_to} tried)"
    return f"{', '.join(decisive.sources)}{'' if decisive.proved else ' (best found)'}"


def detail_tables(target: TargetSensitivity, names: Names) -> Iterator[tuple[str, RecordTable]]:
    """Yield the title and the table of each kind of change."""
    scale = names.scale

    def then(row: DecisiveRow) -> str | None:
        verdict = row.decisive.then
        return None if verdict is None else f"{likelihood(verdict.probability, scale)}, {verdict.leader}"

    def table(
        record: type, records: Iterable[object], texts: Texts | None = None, first: tuple[str, ...] = ()
    ) -> RecordTable:
        return record_table([records], columns(record, "shell", (*first, ...)), scale, texts)

    yield (
        f"{target.id}: what overturns it",
        table(
            DecisiveRow,
            target.decisive_sources.rows,
            {"changes": lambda row: _CHANGES[row.changes], "sources": _set, "then": then},
        ),
    )
    yield "Under other prior odds", table(PriorOddsPoint, target.prior_odds.curve, {"factor": _factor})
    yield (
        "Indicator rows at the ends of their intervals",
        table(RowSwing, target.rows[:MOST_ROWS], first=("indicator", "state", "ends")),
    )
    named: Texts = {"name": lambda out: names.source(out.source)}
    yield "Without one source", table(WithoutSource, target.sources, named)
    yield (
        "Without one document",
        table(WithoutItems, target.documents, {"label": lambda out: out.label or "no document"}),
    )
    yield "Without one theme", table(WithoutItems, target.themes, {"label": lambda out: out.label or "no theme"})
    grade: Texts = {"grade": lambda step: f"{step.grade} to {step.to}"}
    yield "One grade better or worse", table(RegradedSource, target.grades, grade)


def _factor(point: PriorOddsPoint) -> str | None:
    return "unchanged" if point.factor == 1.0 else None
