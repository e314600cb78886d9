"""Targets of analyses: claims, predictions, and the hypotheses of instances."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from assess.domain.claim import Proposition
from assess.domain.quoting import UnknownTargetError
from assess.scoring.claims import stated_in
from assess.scoring.results import Assessment, ClaimResult

_KEY_CLAIMS, _MOST_KEY_CLAIMS = 5, 8
"""The number of key judgements: one per country up to the second number, filled up to at least the first."""


@dataclass(frozen=True)
class Target:
    """A claim, a prediction, or a hypothesis of an instance.

    Parameters
    ----------
    id : str
        The claim or prediction, else ``instance:hypothesis``.
    proposition : Proposition
        What must hold.
    instance, hypothesis : str or None
        None for a claim or prediction.
    """

    id: str
    proposition: Proposition = field(compare=False)
    instance: str | None = None
    hypothesis: str | None = None


def targets_of(result: Assessment, ident: str, hypothesis: str | None = None) -> tuple[Target, ...]:
    """Return the targets for an id: a single one, or for an instance each of its hypotheses.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance, or ``instance:hypothesis``.
    hypothesis : str, optional
        For an instance, the hypothesis that is meant.

    Raises
    ------
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    instance, mark, named = ident.partition(":")
    if mark and instance in result.questions and hypothesis is None:
        return targets_of(result, instance, named)
    stated = asked_in(result)
    if ident in stated and hypothesis is None:
        return (Target(ident, stated[ident]),)
    if ident not in result.questions:
        raise UnknownTargetError(ident, [*stated, *result.questions], "claims, predictions and instances")
    every = tuple(
        Target(f"{ident}:{state}", Proposition(({ident: (state,)},)), ident, state)
        for state in result.questions[ident].posterior
    )
    if hypothesis is None:
        return every
    chosen = tuple(target for target in every if target.hypothesis == hypothesis)
    if not chosen:
        raise UnknownTargetError(hypothesis, list(result.questions[ident].posterior), f"hypotheses of {ident}")
    return chosen


def as_ids(idents: str | Iterable[str]) -> tuple[str, ...]:
    """Return one id, or several, as a tuple."""
    return (idents,) if isinstance(idents, str) else tuple(idents)


def asked_in(result: Assessment) -> dict[str, Proposition]:
    """Return the propositions of the claims and predictions that have a probability."""
    known = {**result.claims, **result.predictions}
    return {ident: said for ident, said in stated_in(result.case).items() if ident in known}


def followed(result: Assessment, ident: str) -> Target:
    """Return the single target for an id: for an instance, its leading hypothesis.

    Raises
    ------
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    targets = targets_of(result, ident)
    if ident not in result.questions:
        return targets[0]
    return next(target for target in targets if target.hypothesis == result.questions[ident].leading)


def key_claims(result: Assessment) -> tuple[str, ...]:
    """Return the ids of the claims marked as key, or, if there are none, of those that the evidence moved most.

    Those marked with a number come first, in that order. If none is marked, they are the claims furthest from their
    prior in log odds, one of each country first; of two that say the same, the first counts. Otherwise the order is
    that of the case.
    """
    key = {ident: result.case.claims[ident].key for ident in result.claims}
    marked = [ident for ident in key if key[ident]]
    if marked:
        return tuple(sorted(marked, key=lambda ident: math.inf if key[ident] is True else key[ident]))
    seen: list[object] = []
    moved: list[ClaimResult] = []
    for claim in result.claims.values():
        says = result.case.claims[claim.id].proposition
        if claim.moved and says not in seen:
            seen.append(says)
            moved.append(claim)
    moved.sort(key=lambda c: (-round(abs(_logit(c.probability) - _logit(c.prior)), 9), c.id))
    first: dict[tuple[str, ...], str] = {}
    for claim in moved:
        first.setdefault(claim.countries, claim.id)
    rest = [claim.id for claim in moved if claim.id not in first.values()]
    most = list(first.values())[:_MOST_KEY_CLAIMS]
    most += rest[: max(0, _KEY_CLAIMS - len(most))]
    return tuple(ident for ident in result.claims if ident in most)


def foremost_claims(result: Assessment) -> tuple[str, ...]:
    """Return the ids of the key claims, or of all claims if none is marked and the evidence moved none."""
    return key_claims(result) or tuple(result.claims)


def _logit(probability: float) -> float:
    inner = min(max(probability, 1e-12), 1.0 - 1e-12)
    return math.log(inner / (1.0 - inner))
