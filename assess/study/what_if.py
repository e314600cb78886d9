"""What the claims would be without a source, and if their author had favoured them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.domain.case import Case
from assess.domain.claim import Claim
from assess.study.assessment import Assessment
from assess.study.claims import probabilities
from assess.study.score import compiled, score


@dataclass(frozen=True, slots=True)
class IfFavoured:
    """A re-scoring in which the source that asserts claims also favours them.

    Parameters
    ----------
    favours : dict of str to tuple of str
        What it was taken to favour, by instance.
    prior, posterior : float
        Its reliability before and after.
    claims : dict of str to float
        Probability of each claim then.
    """

    source: str
    favours: Mapping[str, tuple[str, ...]]
    prior: float
    posterior: float
    claims: Mapping[str, float]


def without_each_source(result: Assessment) -> dict[str, dict[str, float]]:
    """Return source to claim to probability, had the source said and relayed nothing.

    Sources through which no scored item passes are left out.
    """
    model = compiled(result.case, result.as_of)
    claims = result.case.claims
    alternatives = [claim.holds_if for claim in claims.values()]
    through: dict[str, set[str]] = {}
    for item in result.case.evidence:
        for name in (item.source, *item.via):
            through.setdefault(name, set()).add(item.id)
    found = {}
    for name, source in result.sources.items():
        if source.as_origin + source.as_relay:
            rest = [n for n, report in enumerate(model.testimony.reports) if report.item not in through[name]]
            values = probabilities(alternatives, model, model.with_only(rest))
            found[name] = dict(zip(claims, values, strict=True))
    return found


def if_authors_favoured(result: Assessment) -> tuple[IfFavoured, ...]:
    """Return, for each source that asserts claims and favours nothing, the claims if it favoured them.

    An author is taken to favour, of each instance, the hypotheses that all of its claims on that instance allow; a
    claim with alternatives commits it to none.
    """
    found = []
    for name, source in result.case.sources.items():
        heard = result.sources[name].as_origin + result.sources[name].as_relay
        claims = [c for c in result.case.claims.values() if c.asserted is not None and c.asserted.by == name]
        favours = _favoured(claims)
        if source.favours or not heard or not favours:
            continue
        partial = source.model_copy(update={"favours": favours})
        case: Case = result.case.model_copy(update={"sources": {**result.case.sources, name: partial}})
        then = score(case, result.as_of)
        found.append(
            IfFavoured(
                name,
                favours,
                then.sources[name].prior,
                then.sources[name].posterior,
                {ident: claim.probability for ident, claim in then.claims.items()},
            )
        )
    return tuple(found)


def _favoured(claims: list[Claim]) -> dict[str, tuple[str, ...]]:
    favours: dict[str, tuple[str, ...]] = {}
    for claim in claims:
        if len(claim.holds_if) != 1:
            continue
        for instance, hypotheses in claim.holds_if[0].items():
            common = tuple(h for h in favours.get(instance, hypotheses) if h in hypotheses)
            favours[instance] = common
    return {instance: hypotheses for instance, hypotheses in favours.items() if hypotheses}
