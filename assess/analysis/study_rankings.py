"""Rankings within analyses of a claim: items by weight, sources by move, kinds of numbers by share.

They are separate from the rankings of a result, which need no such analyses.
"""

from __future__ import annotations

from collections.abc import Mapping

from assess.analysis.explaining.variance_shares import VarianceShares
from assess.analysis.what_if.sensitivity_records import TargetSensitivity, WithoutSource


def weights_by_side(weights: Mapping[str, float | None]) -> dict[str, float | None]:
    """Return weights (dB) in their order, but infinite ones first, then those for a claim, then those against."""
    return dict(sorted(weights.items(), key=lambda entry: 0 if entry[1] is None else 1 if entry[1] > 0.0 else 2))


def sources_by_move(target: TargetSensitivity) -> list[WithoutSource]:
    """Return the sources by how far a judgement moves without them, furthest first."""
    now = target.now.probability
    return sorted(target.sources, key=lambda out: (-round(abs(out.without.probability - now), 9), out.source))


def groups_by_share(width: VarianceShares) -> list[str]:
    """Return the kinds of judged numbers by the share of the variance that knowing them would remove, largest first."""
    return sorted(width.groups, key=lambda group: (-round(width.groups[group].first, 9), group))
