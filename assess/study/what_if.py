"""What the claims would be without a source, and if their author had favoured them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assess.domain.case import Case
from assess.domain.claim import Claim
from assess.network.logs import Floats
from assess.study.assessment import Assessment
from assess.study.claims import Question, probabilities
from assess.study.score import compiled

_NEVER = -1e6
"""Nats: as good as ruled out, and finite, so that it can be taken away again."""

HEARD_SHARE = 1.0 / 3.0
"""Share of the scored items that must pass through an author whose favour is supposed."""


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
    model = result.model or compiled(result.case, result.as_of)
    question = Question([claim.holds_if for claim in result.case.claims.values()], model)
    heard = {item.id: (item.source, *item.via) for item in result.case.evidence}
    through: dict[str, set[int]] = {}
    for number, report in enumerate(model.testimony.reports):
        for name in heard[report.item]:
            through.setdefault(name, set()).add(number)
    alone: dict[int, Floats] = {}
    if any(len(numbers) == 1 for numbers in through.values()):
        alone = model.after.log_totals_without_each(question.conditions(model.after, never=_NEVER))
    everything = set(range(len(model.testimony.reports)))
    found = {}
    for name in result.sources:
        gone = through.get(name, set())
        if not gone:
            continue
        if gone == everything:
            values = [claim.prior for claim in result.claims.values()]
        elif len(gone) == 1 and gone <= alone.keys():
            (number,) = gone
            values = question.answers(alone[number])
        else:
            rest = model.with_only(sorted(everything - gone))
            values = question.answers(rest.log_totals(question.conditions(rest)))
        found[name] = dict(zip(result.claims, values, strict=True))
    return found


def if_authors_favoured(result: Assessment) -> tuple[IfFavoured, ...]:
    """Return, for each source that asserts claims and favours nothing, the claims if it favoured them.

    Only of sources through which at least a third of the scored items pass: of others it would change little.

    An author is taken to favour, of each instance, the hypotheses that all of its claims on that instance allow; a
    claim with alternatives commits it to none.
    """
    found = []
    for name, source in result.case.sources.items():
        heard = result.sources[name].as_origin + result.sources[name].as_relay
        claims = [c for c in result.case.claims.values() if c.asserted is not None and c.asserted.by == name]
        favours = _favoured(claims)
        if source.favours or not favours or heard < HEARD_SHARE * max(1, len(result.evidence)):
            continue
        partial = source.model_copy(update={"favours": favours})
        case: Case = result.case.model_copy(update={"sources": {**result.case.sources, name: partial}})
        model = compiled(case, result.as_of, swaps=False)
        variable = model.after.part.sources.get(name)
        prior, posterior = result.sources[name].prior, result.sources[name].posterior
        if variable is not None:
            posterior = float(np.exp(model.after.marginal(variable)[0]))
        values = probabilities([c.holds_if for c in case.claims.values()], model, model.after)
        found.append(IfFavoured(name, favours, prior, posterior, dict(zip(case.claims, values, strict=True))))
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
