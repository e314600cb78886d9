"""The weight that each item has for each of many claims: what leaving it out would do."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from assess.analysis.explaining.explain import grouped
from assess.analysis.explaining.weight_values import finite, size
from assess.compile.perturbations import dropping
from assess.domain.claim import Proposition
from assess.network.logs import DB
from assess.scoring.claims import log_odds
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of


def weights_without(result: Assessment, stated: Mapping[str, Proposition]) -> dict[str, dict[str, float | None]]:
    """Return, for each claim, the weight (dB) lost by leaving out each scored item, largest first; None if infinite.

    Parameters
    ----------
    result : Assessment
    stated : dict of str to Proposition
    """
    model = scoring_of(result).model
    items = grouped(model, "item")
    odds = log_odds(model, stated, dropping([(), *items.values()]))
    by_claim = {}
    for name, values in odds.items():
        with np.errstate(invalid="ignore"):
            lost = finite(DB * (values[0] - values[1:]))
        weights = {item: db for item, db in zip(items, lost, strict=True) if item}
        by_claim[name] = dict(sorted(weights.items(), key=lambda entry: (-size(entry[1]), entry[0])))
    return by_claim
