"""Rows and sentences on what to look for next."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from assess.analysis.collection.collection_plan import CollectionPlan, ProspectRow, TargetPlan, VerificationRow
from assess.analysis.collection.prospects import IndicatorPair, Prospect, SecondWitness
from assess.domain.language import say
from assess.reporting.tables.record_table import RecordTable, Texts, filled, record_table
from assess.reporting.words.count_nouns import SAYS
from assess.reporting.words.gap_sentences import one_report_only, would_stand
from assess.reporting.words.judgements import likelihood
from assess.scoring.columns import View, columns
from assess.scoring.labels import Names

MOST = 10
"""Rows of each kind."""

FEW = 3
"""Rows of a claim among others."""


def overview_table(targets: Iterable[TargetPlan], names: Names, view: View, most: int = FEW) -> RecordTable:
    """Return a table of the foremost prospects of several claims or questions, with a group of rows for each."""
    groups = [target.rows(most) for target in targets]
    order = ("of", "now", "gain", "cost", "gain_per_cost", ..., "if_present", "if_absent", "look_for")
    shown = filled(columns(ProspectRow, view, order), itertools.chain.from_iterable(groups))
    return record_table(groups, shown, names.scale, _prospect_texts(names), once=2)


def prospect_table(target: TargetPlan, names: Names) -> RecordTable:
    """Return a table of the foremost prospects of a claim or question, with their ids."""
    rows = target.rows(MOST)
    order = ("gain", "cost", "gain_per_cost", ..., "if_present", "if_absent", "look_for")
    shown = [c for c in filled(columns(ProspectRow, "shell", order), rows) if c.name not in ("of", "now")]
    texts = _prospect_texts(names)
    look_for = texts["look_for"]
    return record_table(
        [rows], shown, names.scale, {**texts, "look_for": lambda row: f"{look_for(row)} [{row.look_for}]"}
    )


def _prospect_texts(names: Names) -> Texts:
    def change(row: ProspectRow) -> str | None:
        return "0 %" if row.prospect.change == 0.0 else None

    return {
        "word_changes": change,
        "leader_changes": change,
        "look_for": lambda row: _what(row.prospect, names),
    }


def pair_table(target: TargetPlan) -> RecordTable:
    """Return a table of the pairs that tell most together."""
    return record_table(
        [target.pairs(MOST)], columns(IndicatorPair, "shell"), texts={"both": lambda pair: " and ".join(pair.both)}
    )


def verification_table(target: TargetPlan, names: Names) -> RecordTable:
    """Return a table of the items most worth verifying."""

    def what(row: VerificationRow) -> str:
        item = names.item(row.value.item)
        text = names.indicator(item.indicator, item.about)
        return text if item.says == "present" else say("{says}: {indicator}", says=SAYS[item.says](), indicator=text)

    shown = columns(VerificationRow, "shell", ("item", "gain", "weight_db", "then", "what"))
    return record_table([target.verifications(MOST)], shown, names.scale, {"what": what})


def witness_table(target: TargetPlan, names: Names) -> RecordTable:
    """Return a table of the sources most worth a second witness."""
    shown = columns(SecondWitness, "shell", ("source", ..., "best"))
    return record_table(
        [target.second_witnesses(MOST)], shown, texts={"source": lambda witness: names.source(witness.source)}
    )


def heading(target: TargetPlan, names: Names) -> str:
    """Return the heading of a plan: its target, and the probability now."""
    now = likelihood(target.now, names.scale)
    if target.kind == "claim":
        return f"{names.claim(target.id)}: {now}"
    return f"{names.answer(target.id, target.judged)}: {now}"


def look_for(target: TargetPlan, plan: CollectionPlan, names: Names, most: int = FEW) -> list[str]:
    """Return a sentence on each of the foremost prospects, with what a report would change."""
    return [_sentence(row, plan, names) for row in target.rows(most)]


def _sentence(row: ProspectRow, plan: CollectionPlan, names: Names) -> str:
    what = _what(row.prospect, names)
    if row.if_present is None or row.if_absent is None:
        return one_report_only(what)
    return would_stand(
        what,
        plan.grade,
        row.chance_present,
        None if row.target.kind == "claim" else row.target.judged,
        likelihood(row.if_present, names.scale),
        likelihood(row.if_absent, names.scale),
    )


def _what(prospect: Prospect, names: Names) -> str:
    period = "" if prospect.period is None else f" ({prospect.period})"
    return f"{names.indicator(prospect.indicator, prospect.about)}{period}"
