"""Reading results off a solved model."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import isfinite
from typing import Literal

import numpy as np

from assess.compile.coverage import coverages
from assess.compile.model import Compiled
from assess.compile.solved import Solved
from assess.compile.taught_rates import shared_rates, taught_means
from assess.domain.claim import Claim, Prediction, Proposition
from assess.domain.many_objects import sharing_keys
from assess.network.logs import (
    DB,
    Floats,
    log_odds,
    remainders,
)
from assess.scoring.results import (
    AssertedResult,
    ClaimResult,
    IndicatorResult,
    ItemResult,
    QuestionResult,
    RateResult,
    SourceResult,
    UndefinedClaim,
    Unscored,
    unmoved,
)

_AT_ONCE = 2**12
"""The number of items whose weights are read at once, so that the memory for them is small beside the results."""


def read_questions(model: Compiled) -> dict[str, QuestionResult]:
    """Return the result of every instance asked."""
    items_on = defaultdict(list)
    for instance_id, item in zip(model.testimony.reports.instances, model.testimony.reports.items, strict=True):
        items_on[instance_id].append(model.layout.items[item])
    indicators = defaultdict(list)
    for name in model.layout.rubric.indicators:
        indicators[model.layout.top_question(name)].append(name)
    covered = coverages(model)
    results = {}
    for instance in model.layout.instances.values():
        states = model.world.nodes[instance.id].states
        logs = model.after.marginal(model.after.part.nodes[instance.id])
        posterior = _named(states, np.exp(logs))
        items = items_on[instance.id]
        reported = {item.indicator for item in items}
        results[instance.id] = QuestionResult(
            id=instance.id,
            subject=instance.subject,
            country=model.layout.country(instance.subject),
            question=instance.question,
            period=instance.period,
            prior=_named(states, np.exp(model.before.marginal(model.before.part.nodes[instance.id]))),
            prior_error=_errors(model, model.before, instance.id),
            posterior=posterior,
            error=_errors(model, model.after, instance.id),
            log_posterior=_named(states, logs),
            log_remainder=_named(states, remainders(logs)),
            term={state: _term(model, p) for state, p in posterior.items()},
            items=len(items),
            origins=len({item.source for item in items}),
            independent_origins=covered[instance.id].independent,
            coverage=covered[instance.id].state,
            looked_for=covered[instance.id].share,
            unsearched=tuple(name for name in indicators[instance.question] if name not in reported),
        )
    return results


def read_claim(
    ident: str,
    claim: Claim | Prediction,
    model: Compiled,
    probabilities: tuple[float, float],
    errors: tuple[float, float],
) -> ClaimResult:
    """Return the result of a claim, given its probabilities before and after the evidence and their errors."""
    (prior, probability), is_sampled = probabilities, model.method == "cutset"
    kind, countries, instances = _about(claim, model)
    return ClaimResult(
        id=ident,
        kind=kind,
        text=claim.text,
        countries=countries,
        instances=instances,
        prior=prior,
        prior_error=errors[0] if is_sampled else None,
        probability=probability,
        error=errors[1] if is_sampled else None,
        term=_term(model, probability),
        asserted=_asserted(model, claim, probability),
    )


def read_undefined(ident: str, claim: Claim | Prediction, model: Compiled, prior: float) -> UndefinedClaim:
    """Return the result of a claim whose condition has probability 0, without a prior if that is undefined too."""
    kind, countries, instances = _about(claim, model)
    return UndefinedClaim(
        id=ident,
        kind=kind,
        text=claim.text,
        countries=countries,
        instances=instances,
        prior=None if np.isnan(prior) else prior,
        asserted=_asserted(model, claim, None),
    )


def _about(
    claim: Claim | Prediction, model: Compiled
) -> tuple[Literal["claim", "prediction"], tuple[str, ...], tuple[str, ...]]:
    """Return the kind of a statement, with the countries and the instances that it is about."""
    instances = instances_of(model, claim.proposition)
    countries = (model.layout.country(model.layout.instances[instance].subject) for instance in instances)
    kind: Literal["claim", "prediction"] = "prediction" if isinstance(claim, Prediction) else "claim"
    return kind, tuple(dict.fromkeys(c for c in countries if c is not None)), instances


def _asserted(model: Compiled, claim: Claim | Prediction, probability: float | None) -> AssertedResult | None:
    if claim.asserted is None:
        return None
    scale = model.world.numbers.scale
    term = None if claim.asserted.term is None else scale.find(claim.asserted.term)
    return AssertedResult(
        by=claim.asserted.by,
        term=None if term is None else term.term,
        words=claim.asserted.words,
        manner=claim.asserted.manner,
        inside=scale.is_read_as(term, probability) if term is not None and probability is not None else None,
        place=scale.place(term, probability) if term is not None and probability is not None else None,
    )


def instances_of(model: Compiled, proposition: Proposition) -> tuple[str, ...]:
    """Return the instances that a proposition names, each once; for an indicator, its question instance."""
    layout = model.layout
    return tuple(dict.fromkeys(n if n in layout.instances else layout.named(n)[0].instance for n in proposition.nodes))


def read_sources(model: Compiled) -> dict[str, SourceResult]:
    """Return the reliability of every source before and after the evidence."""
    scored = [model.layout.items[item] for item in model.testimony.reports.items]
    origins = Counter(item.source for item in scored)
    relays = Counter(relay for item in scored for relay in item.via)
    is_sampled, results = model.method == "cutset", {}
    priors = np.exp([factor.log_reliable[0] for factor in model.testimony.witnesses.values()]).tolist()
    for name, prior in zip(model.testimony.witnesses, priors, strict=True):
        variable = model.after.part.sources.get(name)
        posterior = prior if variable is None else float(np.exp(model.after.marginal(variable)[0]))
        error = 0.0 if variable is None or not is_sampled else float(model.after.error(variable)[0])
        results[name] = SourceResult(
            id=name,
            prior=prior,
            prior_error=0.0 if is_sampled else None,
            posterior=posterior,
            error=error if is_sampled else None,
            as_origin=origins[name],
            as_relay=relays[name],
        )
    return results


def read_rates(model: Compiled) -> dict[str, RateResult]:
    """Return the shared rates that the evidence moved (sampled ones: by more than their error), before and after."""
    rates = shared_rates(model)
    results = {}
    for rate, (posterior, error) in zip(rates, taught_means(model, rates), strict=True):
        if not unmoved(rate.mean, posterior) and abs(rate.mean - posterior) > 2.0 * (error or 0.0):
            results[rate.id] = RateResult(
                id=rate.id,
                name=rate.name,
                given=rate.given,
                outcome=rate.outcome,
                country=rate.country,
                prior=rate.mean,
                prior_error=None if error is None else 0.0,
                posterior=min(posterior, 1.0),
                error=error,
                uses=len(rate.uses),
            )
    return results


def read_indicators(model: Compiled) -> dict[str, IndicatorResult]:
    """Return P(present) of every indicator instance in the network before and after the evidence."""
    tops: dict[str, str] = {}
    results = {}
    for ident in model.world.indicators:
        (parent,) = model.world.nodes[ident].parents
        tops[ident] = tops.get(parent, parent)
        prior, posterior = (
            float(np.exp(solved.marginal(solved.part.nodes[ident])[0])) for solved in (model.before, model.after)
        )
        errors = [_errors(model, solved, ident) for solved in (model.before, model.after)]
        of_presence = [None if each is None else each["present"] for each in errors]
        results[ident] = IndicatorResult(ident, tops[ident], prior, posterior, *of_presence)
    return results


def read_items(model: Compiled) -> dict[str, ItemResult]:
    """Return the weight of every scored item."""
    reports, nodes = model.testimony.reports, model.after.part.nodes
    odds = {instance: log_odds(model.after.marginal(nodes[instance])) for instance in set(reports.instances)}
    empty = {instance: sharing_keys(*model.world.nodes[instance].states) for instance in odds}
    results: list[ItemResult | None] = [None] * len(reports)
    for numbers, without in model.without_each():
        for first in range(0, len(numbers), _AT_ONCE):
            some = numbers[first : first + _AT_ONCE]
            now = np.array([odds[reports.instances[number]] for number in some])
            with np.errstate(invalid="ignore"):
                weights = DB * (now - log_odds(without[first : first + _AT_ONCE]))
            for number, row in zip(some, weights, strict=True):
                instance = reports.instances[number]
                finite = empty[instance].copy()
                for state, weight in zip(finite, row.tolist(), strict=True):
                    finite[state] = weight if isfinite(weight) else None
                results[number] = ItemResult(reports.items[number], instance, finite)
    return {result.id: result for result in results if result is not None}


def read_unscored(model: Compiled) -> tuple[Unscored, ...]:
    """Return the items that are kept but bear on nothing, and why."""
    items, bears_on = model.layout.items, model.layout.bears_on
    return tuple(Unscored(ident, bears_on(items[ident]).id, reason) for ident, reason in model.unscored.items())


def _term(model: Compiled, probability: float) -> str | None:
    term = model.world.numbers.scale.term_of(probability)
    return None if term is None else term.term


def _errors(model: Compiled, solved: Solved, ident: str) -> dict[str, float] | None:
    """Return the standard error of the probability of each state of a node; None if exact."""
    if model.method == "exact":
        return None
    return _named(model.world.nodes[ident].states, solved.error(solved.part.nodes[ident]))


def _named(states: Iterable[str], values: Floats) -> dict[str, float]:
    return dict(zip(states, values.tolist(), strict=True))
