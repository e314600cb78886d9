"""Rows and sentences on what to look for next."""

from __future__ import annotations

from dataclasses import dataclass

from assess.analysis.collection.collection_plan import (
    CollectionPlan,
    Outcome,
    Prospect,
    TargetPlan,
)
from assess.domain.number_text import bits, decibans, percent
from assess.reporting.words.gap_sentences import one_report_only, would_stand
from assess.reporting.words.judgements import likelihood
from assess.scoring.labels import Names

LEAST = 0.001
"""Bits from which a prospect is worth a row."""

MOST = 10
"""Rows of each kind."""

FEW = 3
"""Rows of a claim among others."""


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """A row of the table of indicators worth looking for."""

    id: str
    gain: str
    changes: str
    if_present: str
    if_absent: str
    cost: str
    per_cost: str
    look_for: str


@dataclass(frozen=True, slots=True)
class TogetherRow:
    """A row of the table of pairs that tell more together than apart."""

    gain: str
    more: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class VerificationRow:
    """A row of the table of items worth verifying."""

    item: str
    gain: str
    moved: str
    then: str
    what: str


@dataclass(frozen=True, slots=True)
class WitnessRow:
    """A row of the table of sources worth a second, independent one."""

    source: str
    best: str
    sum: str
    on: str


def worth_a_row(target: TargetPlan, most: int = MOST) -> list[Prospect]:
    """Return the foremost prospects of a plan, without those that tell next to nothing."""
    return [prospect for prospect in target.prospects if prospect.gain >= LEAST][:most]


def prospect_rows(target: TargetPlan, names: Names, most: int = MOST) -> list[ProspectRow]:
    """Return a row for each of the foremost prospects, in the order of the plan."""
    return [
        ProspectRow(
            id=prospect.id,
            gain=bits(prospect.gain),
            changes="0 %" if prospect.change == 0.0 else percent(prospect.change),
            if_present=_then(prospect.present, target.judged, names),
            if_absent=_then(prospect.absent, target.judged, names),
            cost="-" if prospect.cost is None else f"{prospect.cost:g}",
            per_cost="-" if prospect.gain_per_cost is None else bits(prospect.gain_per_cost),
            look_for=_what(prospect, names),
        )
        for prospect in worth_a_row(target, most)
    ]


def together_rows(target: TargetPlan) -> list[TogetherRow]:
    """Return a row for each of the pairs that tell most more together."""
    return [
        TogetherRow(bits(pair.gain), bits(pair.synergy), pair.first, pair.second)
        for pair in target.together[:MOST]
        if pair.synergy >= LEAST
    ]


def verification_rows(target: TargetPlan, names: Names) -> list[VerificationRow]:
    """Return a row for each of the items most worth verifying."""
    return [
        VerificationRow(
            item=verified.item,
            gain=bits(verified.gain),
            moved=decibans(verified.weight_db),
            then="-" if verified.posterior is None else percent(verified.posterior[target.judged], names.scale),
            what=names.indicator(names.item(verified.item).indicator, names.item(verified.item).about),
        )
        for verified in target.verify[:MOST]
        if verified.gain >= LEAST
    ]


def witness_rows(target: TargetPlan, names: Names) -> list[WitnessRow]:
    """Return a row for each of the sources most worth a second witness."""
    return [
        WitnessRow(names.source(witness.source), bits(witness.gain), bits(witness.total), witness.best)
        for witness in target.witnesses[:MOST]
        if witness.total >= LEAST
    ]


def heading(target: TargetPlan, names: Names) -> str:
    """Return the heading of a plan: its target, and the probability now."""
    now = likelihood(target.posterior[target.judged], names.scale)
    if target.kind == "claim":
        return f"{names.claim(target.id)}: {now}"
    return f"{names.answer(target.id, target.judged)}: {now}"


def look_for(target: TargetPlan, plan: CollectionPlan, names: Names, most: int = FEW) -> list[str]:
    """Return a sentence on each of the foremost prospects and what a report would change."""
    return [_sentence(prospect, target, plan, names) for prospect in worth_a_row(target, most)]


def _sentence(prospect: Prospect, target: TargetPlan, plan: CollectionPlan, names: Names) -> str:
    what = _what(prospect, names)
    if prospect.present.posterior is None or prospect.absent.posterior is None:
        return one_report_only(what)
    return would_stand(
        what,
        plan.grade,
        prospect.present.chance,
        None if target.kind == "claim" else target.judged,
        likelihood(prospect.present.posterior[target.judged], names.scale),
        likelihood(prospect.absent.posterior[target.judged], names.scale),
    )


def _what(prospect: Prospect, names: Names) -> str:
    period = "" if prospect.period is None else f" ({prospect.period})"
    return f"{names.indicator(prospect.indicator, prospect.about)}{period}"


def _then(outcome: Outcome, judged: str, names: Names) -> str:
    return "-" if outcome.posterior is None else percent(outcome.posterior[judged], names.scale)
