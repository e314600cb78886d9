"""Rankings: sources by the items through them, items by weight, claims by how far they move."""

from __future__ import annotations

import math
from collections.abc import Mapping

from assess.analysis.explaining.explain import TargetExplanation
from assess.analysis.explaining.variance_shares import VarianceShares
from assess.analysis.what_if.sensitivity_records import TargetSensitivity, WithoutSource
from assess.domain.case import Case
from assess.scoring.results import Assessment, ClaimResult, ItemResult, SourceResult


def sources_by_items(result: Assessment) -> list[SourceResult]:
    """Return the sources, those through which most scored items came first."""
    return sorted(result.sources.values(), key=lambda source: (-source.items_through, source.id))


def written_items_by_source(case: Case) -> dict[str, tuple[int, int]]:
    """Return how many items each source of a case made and passed on, scored or not, those of most items first."""
    counts = {
        ident: (
            sum(item.source == ident for item in case.evidence),
            sum(item.via.count(ident) for item in case.evidence),
        )
        for ident in case.sources
    }
    speaking = {ident: pair for ident, pair in counts.items() if any(pair)}
    return dict(sorted(speaking.items(), key=lambda entry: -sum(entry[1])))


def items_by_strength(result: Assessment, instance: str) -> list[ItemResult]:
    """Return the scored items on an instance, the strongest first."""
    items = [item for item in result.evidence.values() if item.instance == instance]
    return sorted(items, key=lambda item: (-round(item.strength_db, 9), item.id))


def instances_by_items(result: Assessment) -> list[str]:
    """Return the instances, those that most items bear on first."""
    return sorted(result.questions, key=lambda ident: (-result.questions[ident].items, ident))


def item_weights(explanation: TargetExplanation) -> dict[str, float | None]:
    """Return what leaving each item out takes away (dB), the most first; None where that has no limit."""
    weights = {step.label: step.without_db for step in explanation.steps if step.label is not None}
    return dict(sorted(weights.items(), key=lambda entry: (-round(_size(entry[1]), 9), entry[0])))


def sources_by_move(target: TargetSensitivity) -> list[WithoutSource]:
    """Return the sources without which a judgement moves most first."""
    now = target.now.probability
    return sorted(target.sources, key=lambda out: (-round(abs(out.without.probability - now), 9), out.source))


def claims_by_move(result: Assessment, then: Mapping[str, float]) -> list[ClaimResult]:
    """Return the claims that are furthest from other probabilities of theirs first."""
    return sorted(
        result.claims.values(), key=lambda claim: (-round(abs(claim.probability - then[claim.id]), 9), claim.id)
    )


def groups_by_share(width: VarianceShares) -> list[str]:
    """Return the kinds of judged numbers, those that would take most of a width away by being known first."""
    return sorted(width.groups, key=lambda group: (-round(width.groups[group].first, 9), group))


def _size(weight_db: float | None) -> float:
    return math.inf if weight_db is None else abs(weight_db)
