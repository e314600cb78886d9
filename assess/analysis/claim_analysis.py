"""Close analysis of every claim of a case: what it rests on, what would change it, what to look for next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assess.analysis.collection.collection_plan import CollectionPlan, TargetPlan
from assess.analysis.explaining.variance_shares import VarianceShares, variance_shares_in
from assess.analysis.explaining.weights_without import weights_without
from assess.analysis.what_if.sensitivity_records import TargetSensitivity
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import asked_in

PAIRS = 120
"""Pairs of draws for variance shares: enough for the statements made of them, which stay within their error."""


@dataclass(frozen=True, slots=True)
class ClaimAnalysis:
    """The analyses of a claim or prediction.

    Parameters
    ----------
    weights : dict of str to float or None, dB
        The weight lost by leaving out each item, largest first; None if infinite.
    variance_shares : VarianceShares or None
        None for a case that was sampled.
    sensitivity : TargetSensitivity
    plan : CollectionPlan
        It holds the assumed grade of the source that would report.
    collection : TargetPlan
        What to look for.
    """

    weights: Mapping[str, float | None]
    variance_shares: VarianceShares | None
    sensitivity: TargetSensitivity
    plan: CollectionPlan
    collection: TargetPlan


def analyse_claims(
    result: Assessment,
    changes: Mapping[str, TargetSensitivity],
    collection: CollectionPlan,
    progress: Callable[[int], None],
) -> dict[str, ClaimAnalysis]:
    """Return the analyses of every claim and prediction that hypotheses express.

    Parameters
    ----------
    result : Assessment
    changes : dict of str to TargetSensitivity
    collection : CollectionPlan
        The sensitivities and the plan of all of them.
    progress : callable
        Called after each of two studies with how many are done.
    """
    stated = asked_in(result)
    weights = weights_without(result, stated)
    progress(1)
    wide = {}
    if result.method == "exact":
        wide = variance_shares_in(scoring_of(result).model, stated, PAIRS, result.seed, totals=False)
    progress(2)
    return {
        ident: ClaimAnalysis(weights[ident], wide.get(ident), changes[ident], collection, collection.targets[ident])
        for ident in stated
    }
