"""The case that ships, with its key claims and a few items: every kind of part of a report, on a third of the page."""

from __future__ import annotations

from collections import defaultdict

import assess
from assess.domain.case import Case

ITEMS = 4
"""Items of a country, each of another indicator."""
PREDICTIONS = 2


def cut_down(*, whole: bool = False) -> Case:
    """Return the case that ships with less in it, or as it is."""
    case = assess.load_case("russia-diasporas-2017")
    if whole:
        return case
    kept: defaultdict[str | None, dict[str, str]] = defaultdict(dict)
    for item in case.evidence:
        of_country = kept[case.subjects[item.about].country]
        if len(of_country) < ITEMS:
            of_country.setdefault(item.indicator, item.id)
    few = {ident for of_country in kept.values() for ident in of_country.values()}
    predictions = dict(list(case.predictions.items())[:PREDICTIONS])
    less = case.without(*(item.id for item in case.evidence if item.id not in few))
    return with_key_claims(less).model_copy(update={"predictions": predictions})


def with_key_claims(case: Case, *others: str) -> Case:
    """Return a case without claims that are neither key nor named."""
    kept = {ident: claim for ident, claim in case.claims.items() if claim.key or ident in others}
    claims = {
        ident: claim.model_copy(update={"excludes": tuple(other for other in claim.excludes if other in kept)})
        for ident, claim in kept.items()
    }
    return case.model_copy(update={"claims": claims})
