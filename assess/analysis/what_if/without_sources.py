"""The probabilities of claims without a source, and if their author favoured them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from assess.compile.perturbations import dropping
from assess.compile.testimony import favoured
from assess.domain.claim import Claim, Manner, Proposition
from assess.scoring.claims import Claims, probabilities
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of

HEARD_SHARE = 1.0 / 3.0
"""The share of scored items that must pass through an author to be considered."""


OWN_MANNERS: tuple[Manner, ...] = ("hedged", "flat", "emphatic")
"""The manners in which authors assert claims themselves."""


@dataclass(frozen=True, slots=True)
class IfFavoured:
    """The claims as they would be if the source that asserts them also favoured them.

    Parameters
    ----------
    favours : dict of str to tuple of str
        What it is taken to favour, by instance.
    asserts : tuple of str
        The claims that it asserts itself.
    prior, posterior : float
        Its reliability before and after.
    claims : dict of str to float
        The probability of each claim then, and of anything else requested.
    """

    source: str
    favours: Mapping[str, tuple[str, ...]]
    asserts: tuple[str, ...]
    prior: float
    posterior: float
    claims: Mapping[str, float]


def without_each_source(result: Assessment) -> dict[str, dict[str, float]]:
    """Return the probability of each claim without each source, by source, then by claim.

    Sources through which no scored item passes are left out.
    """
    model = scoring_of(result).model
    stated = {ident: result.case.claims[ident].proposition for ident in result.claims}
    speaking = [name for name in result.sources if name in model.reports_through]
    values = probabilities(model, stated, dropping([model.reports_through[name] for name in speaking]))
    by_source = np.array([values[claim] for claim in stated]).reshape(len(stated), len(speaking)).T.tolist()
    return {name: dict(zip(stated, row, strict=True)) for name, row in zip(speaking, by_source, strict=True)}


def if_authors_favoured(
    result: Assessment, also: Mapping[str, Proposition] | None = None, with_claims: bool = True
) -> tuple[IfFavoured, ...]:
    """Return, for each source that asserts claims but favours nothing, the claims if it favoured them.

    Only sources through which at least a third of the scored items pass are considered; others would change little.

    What an author passes on in the words of another, takes for granted or leaves to be inferred is not asserted. For
    each instance, an author is taken to favour the hypotheses that all its claims on that instance allow; a claim with
    alternatives commits it to none.

    Parameters
    ----------
    result : Assessment
    also : dict of str to Proposition, optional
        What to read in addition to the claims; the probabilities are included with theirs.
    with_claims : bool
        Whether to read the claims themselves.
    """
    model = scoring_of(result).model
    propositions = {ident: result.case.claims[ident].proposition for ident in result.claims if with_claims}
    stated = Claims({**propositions, **(also or {})}, model)
    results = []
    for name, source in result.case.sources.items():
        scored = result.sources[name]
        own = {
            ident: claim
            for ident, claim in result.case.claims.items()
            if claim.asserted is not None and claim.asserted.by == name and claim.asserted.manner in OWN_MANNERS
        }
        favours = _favoured(list(own.values()), result.questions)
        if source.favours or not favours or scored.items_through < HEARD_SHARE * max(1, len(result.evidence)):
            continue
        solution = model.story_batch.supposing(name, favoured(favours, model.layout))
        variable = model.after.part.sources.get(name)
        posterior = scored.posterior if variable is None else float(np.exp(solution.log_marginal(variable)[0, 0]))
        values = stated.probabilities(solution)
        results.append(
            IfFavoured(
                name, favours, tuple(own), scored.prior, posterior, {claim: float(p[0]) for claim, p in values.items()}
            )
        )
    return tuple(results)


def _favoured(claims: list[Claim], instances: Collection[str]) -> dict[str, tuple[str, ...]]:
    favours: dict[str, tuple[str, ...]] = {}
    for claim in claims:
        if len(claim.holds_if) != 1 or claim.given:
            continue
        for instance, hypotheses in claim.holds_if[0].items():
            common = tuple(h for h in favours.get(instance, hypotheses) if h in hypotheses)
            favours[instance] = common
    return {instance: hypotheses for instance, hypotheses in favours.items() if hypotheses and instance in instances}
