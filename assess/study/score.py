"""Scoring a case."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from assess.compile.model import Compiled, compile_case
from assess.domain.case import Case
from assess.domain.claim import Claim, Prediction
from assess.domain.dates import Span
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.errors import AssessError, Finding, ImpossibleEvidenceError
from assess.files import resolve
from assess.network.logs import Floats
from assess.study.assessment import (
    AssertedResult,
    Assessment,
    ClaimResult,
    IndicatorResult,
    ItemResult,
    QuestionResult,
    SourceResult,
    Unscored,
)
from assess.study.claims import probabilities
from assess.study.conflict import smallest_conflict

ENGINE = "0.1.0"
_DB = 10.0 / np.log(10.0)


def compiled(case: Case, as_of: str | None = None) -> Compiled:
    """Check a case and compile it.

    Raises
    ------
    AssessError
        If a rule is broken, with all findings.
    """
    whole = resolve(case)
    assert isinstance(whole.rubric, Rubric)
    if as_of is not None:
        as_of = str(as_of)
        try:
            Span(as_of)
        except ValueError:
            hint = "write a year, a month (2017-05) or a day (2017-05-15)"
            raise AssessError([Finding("E209", f"as_of {as_of!r} is not a date", hint=hint)]) from None
    return compile_case(whole, whole.rubric, as_of)


def score(case: Case, as_of: str | None = None) -> Assessment:
    """Score a case: posterior probabilities of everything that it asks.

    Parameters
    ----------
    case : Case
    as_of : str, optional
        Use only what had been reported by the end of this year, month or day, and not yet withdrawn by then.

    Raises
    ------
    AssessError
        If a rule is broken, with all findings; `ImpossibleEvidenceError` if the evidence has probability zero,
        `TooEntangledError` if the exact solution needs too large a table.
    """
    model = compiled(case, as_of)
    log_evidence = float(model.after.solution.log_total[0])
    if np.isneginf(log_evidence):
        raise ImpossibleEvidenceError(smallest_conflict(model))
    whole = model.layout.case
    assert isinstance(whole.rubric, Rubric)
    claims = [*whole.claims.values(), *whole.predictions.values()]
    alternatives = [claim.holds_if for claim in claims]
    before = probabilities(alternatives, model, model.before)
    after = probabilities(alternatives, model, model.after)
    results = [
        _claim(ident, claim, model, pair)
        for (ident, claim), pair in zip(
            [*whole.claims.items(), *whole.predictions.items()], zip(before, after, strict=True), strict=True
        )
    ]
    counted = len(whole.claims)
    return Assessment(
        case=whole,
        as_of=as_of,
        engine=ENGINE,
        inputs=whole.digest(),
        method="exact",
        log_evidence=log_evidence,
        questions={i: _question(i, model) for i in model.layout.instances},
        claims={r.id: r for r in results[:counted]},
        predictions={r.id: r for r in results[counted:]},
        sources=_sources(model),
        indicators=_indicators(model),
        evidence=_items(model),
        unscored=_unscored(model),
    )


def scale_of(model: Compiled) -> Scale:
    """Return the verbal scale of a compiled case."""
    assert isinstance(model.layout.rubric.scale, Scale)
    return model.layout.rubric.scale


def _term(model: Compiled, probability: float) -> str | None:
    term = scale_of(model).term_of(probability)
    return None if term is None else term.term


def _question(ident: str, model: Compiled) -> QuestionResult:
    instance = model.layout.instances[ident]
    states = model.world.nodes[ident].states
    prior = np.exp(model.before.marginal(model.before.part.nodes[ident]))
    logs = model.after.marginal(model.after.part.nodes[ident])
    posterior = np.exp(logs)
    items = [r for r in model.testimony.reports if r.instance == ident]
    by_id = {item.id: item for item in model.layout.case.evidence}
    reported = {by_id[r.item].indicator for r in items}
    return QuestionResult(
        id=ident,
        subject=instance.subject,
        country=model.layout.country(instance.subject),
        question=instance.question,
        period=instance.period,
        prior=_named(states, prior),
        posterior=_named(states, posterior),
        log_posterior=_named(states, logs),
        log_remainder=_named(states, _remainders(logs)),
        term={state: _term(model, p) for state, p in _named(states, posterior).items()},
        items=len(items),
        origins=len({by_id[r.item].source for r in items}),
        unsearched=tuple(
            name
            for name in model.layout.rubric.indicators
            if name not in reported and model.layout.top_question(name) == instance.question
        ),
    )


def _named(states: Iterable[str], values: Floats) -> dict[str, float]:
    return dict(zip(states, values.tolist(), strict=True))


def _remainders(logs: Floats) -> Floats:
    """Return log(1 - p) for each p, from the logs of the others."""
    others = np.where(np.eye(len(logs), dtype=bool), -np.inf, logs)
    remainders: Floats = np.logaddexp.reduce(others, axis=1)
    return remainders


def _claim(ident: str, claim: Claim | Prediction, model: Compiled, pair: tuple[float, float]) -> ClaimResult:
    instances = tuple(dict.fromkeys(i for alternative in claim.holds_if for i in alternative))
    countries = (model.layout.country(model.layout.instances[i].subject) for i in instances)
    prior, probability = pair
    asserted = None
    if claim.asserted is not None:
        term = None if claim.asserted.term is None else scale_of(model).find(claim.asserted.term)
        inside = None if term is None else scale_of(model).holds(term, probability)
        asserted = AssertedResult(claim.asserted.by, None if term is None else term.term, claim.asserted.words, inside)
    return ClaimResult(
        id=ident,
        text=claim.text,
        countries=tuple(dict.fromkeys(c for c in countries if c is not None)),
        instances=instances,
        prior=prior,
        probability=probability,
        term=_term(model, probability),
        asserted=asserted,
    )


def _sources(model: Compiled) -> dict[str, SourceResult]:
    found = {}
    by_id = {item.id: item for item in model.layout.case.evidence}
    scored = [by_id[r.item] for r in model.testimony.reports]
    origins: dict[str, int] = {}
    relays: dict[str, int] = {}
    for item in scored:
        origins[item.source] = origins.get(item.source, 0) + 1
        for relay in item.via:
            relays[relay] = relays.get(relay, 0) + 1
    for name, one in model.testimony.witnesses.items():
        prior = float(np.exp(one.log_reliable[0]))
        variable = model.after.part.sources.get(name)
        posterior = prior if variable is None else float(np.exp(model.after.marginal(variable)[0]))
        found[name] = SourceResult(name, prior, posterior, origins.get(name, 0), relays.get(name, 0))
    return found


def _indicators(model: Compiled) -> dict[str, IndicatorResult]:
    tops: dict[str, str] = {}
    found = {}
    for ident, node in model.world.nodes.items():
        if ident in model.layout.instances:
            continue
        (parent,) = node.parents
        tops[ident] = tops.get(parent, parent)
        prior, posterior = (
            float(np.exp(solved.marginal(solved.part.nodes[ident])[0])) for solved in (model.before, model.after)
        )
        found[ident] = IndicatorResult(ident, tops[ident], prior, posterior)
    return found


def _items(model: Compiled) -> dict[str, ItemResult]:
    found = {}
    without = model.leave_each_out()
    for number, report in enumerate(model.testimony.reports):
        states = model.world.nodes[report.instance].states
        full = model.after.marginal(model.after.part.nodes[report.instance])
        found[report.item] = ItemResult(
            report.item, report.instance, dict(zip(states, _weights(full, without[number]), strict=True))
        )
    return found


def _weights(full: Floats, without: Floats) -> list[float | None]:
    """Return 10·log10 of the odds of each state with, over those without (dB); None where infinite."""
    with np.errstate(invalid="ignore"):
        change = _DB * ((full - _remainders(full)) - (without - _remainders(without)))
    return [value if np.isfinite(value) else None for value in change.tolist()]


def _unscored(model: Compiled) -> tuple[Unscored, ...]:
    return tuple(
        Unscored(item.id, model.layout.bears_on(item).id, model.standings[item.id])  # type: ignore[arg-type]
        for item in model.layout.case.evidence
        if model.standings[item.id] != "scored"
    )
