"""The sources that carry most weight over many cases."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from assess.compile.joined_cases import member_of
from assess.scoring.columns import Column
from assess.scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class CarryingSource:
    """A source, by id, and what came through it over all cases.

    Parameters
    ----------
    weight_db : float or None
        The sum of the largest absolute weights of the items that it made or passed on; None if one is infinite.
    """

    id: Annotated[str, Column("source")]
    cases: Annotated[int, Column("cases", unit="count")]
    items: Annotated[int, Column("items", unit="count")]
    weight_db: Annotated[float | None, Column("dB", unit="dB")]


def sources_by_weight(results: Iterable[Assessment]) -> list[CarryingSource]:
    """Return the sources of several results, those through which most came first."""
    weights: dict[str, list[float]] = {}
    cases: dict[str, set[str]] = {}
    for result in results:
        for item in result.case.evidence:
            if item.id not in result.evidence:
                continue
            for passed in dict.fromkeys((item.source, *item.via)):
                _, source = member_of(result.case, passed)
                weights.setdefault(source, []).append(result.evidence[item.id].strength_db)
                cases.setdefault(source, set()).add(member_of(result.case, item.id)[0])
    summed = {source: math.fsum(own) for source, own in weights.items()}
    every = [
        CarryingSource(source, len(cases[source]), len(own), summed[source] if math.isfinite(summed[source]) else None)
        for source, own in weights.items()
    ]
    return sorted(every, key=lambda each: (-round(summed[each.id], 9), each.id))
