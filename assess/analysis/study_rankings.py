"""Rankings within analyses of a claim: items by weight, sources by move, kinds of numbers by share.

They are separate from the rankings of a result, which need no such analyses.
"""

from __future__ import annotations

import math

from assess.analysis.explaining.explain import TargetExplanation
from assess.analysis.explaining.variance_shares import VarianceShares
from assess.analysis.what_if.sensitivity_records import TargetSensitivity, WithoutSource


def item_weights(explanation: TargetExplanation) -> dict[str, float | None]:
    """Return the weight (dB) lost by leaving out each item, largest first; None if infinite."""
    weights = {step.label: step.without_db for step in explanation.steps if step.label is not None}
    return dict(sorted(weights.items(), key=lambda entry: (-round(_size(entry[1]), 9), entry[0])))


def weights_by_side(explanation: TargetExplanation) -> dict[str, float | None]:
    """Return the weights of `item_weights`: infinite ones first, then those for a claim, then those against."""
    weights = item_weights(explanation)
    return dict(sorted(weights.items(), key=lambda entry: 0 if entry[1] is None else 1 if entry[1] > 0.0 else 2))


def sources_by_move(target: TargetSensitivity) -> list[WithoutSource]:
    """Return the sources by how far a judgement moves without them, furthest first."""
    now = target.now.probability
    return sorted(target.sources, key=lambda out: (-round(abs(out.without.probability - now), 9), out.source))


def groups_by_share(width: VarianceShares) -> list[str]:
    """Return the kinds of judged numbers by the share of the variance that knowing them would remove, largest first."""
    return sorted(width.groups, key=lambda group: (-round(width.groups[group].first, 9), group))


def _size(weight_db: float | None) -> float:
    return math.inf if weight_db is None else abs(weight_db)
