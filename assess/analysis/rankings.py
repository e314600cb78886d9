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
    """Return the sources by the number of scored items that came through them, the most first."""
    return sorted(result.sources.values(), key=lambda source: (-source.items_through, source.id))


def written_items_by_source(case: Case) -> dict[str, tuple[int, int]]:
    """Return the number of items that each source made and passed on, scored or not, the most items first."""
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
    """Return the instances by the number of items that bear on them, the most first."""
    return sorted(result.questions, key=lambda ident: (-result.questions[ident].items, ident))


def item_weights(explanation: TargetExplanation) -> dict[str, float | None]:
    """Return the weight (dB) that leaving each item out takes away, the largest first; None where it is infinite."""
    weights = {step.label: step.without_db for step in explanation.steps if step.label is not None}
    return dict(sorted(weights.items(), key=lambda entry: (-round(_size(entry[1]), 9), entry[0])))


def sources_by_move(target: TargetSensitivity) -> list[WithoutSource]:
    """Return the sources by how far a judgement moves without them, the farthest first."""
    now = target.now.probability
    return sorted(target.sources, key=lambda out: (-round(abs(out.without.probability - now), 9), out.source))


def claims_by_move(result: Assessment, then: Mapping[str, float]) -> list[ClaimResult]:
    """Return the claims by how far they are from other probabilities of theirs, the farthest first."""
    return sorted(
        result.claims.values(), key=lambda claim: (-round(abs(claim.probability - then[claim.id]), 9), claim.id)
    )


def groups_by_share(width: VarianceShares) -> list[str]:
    """Return the kinds of judged numbers by the share of a width that knowing them removes, the largest first."""
    return sorted(width.groups, key=lambda group: (-round(width.groups[group].first, 9), group))


def _size(weight_db: float | None) -> float:
    return math.inf if weight_db is None else abs(weight_db)
