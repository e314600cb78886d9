"""What may be asked about: claims, predictions, and the hypotheses of instances."""

from __future__ import annotations

from dataclasses import dataclass, field

from assess.domain.claim import HoldsIf
from assess.domain.names import meant, quoted
from assess.study.assessment import Assessment
from assess.study.claims import stated_in


@dataclass(frozen=True, slots=True)
class Target:
    """A claim, a prediction, or a hypothesis of an instance.

    Parameters
    ----------
    id : str
        Of the claim or prediction, else ``instance:hypothesis``.
    holds_if : tuple of dict
        What must hold.
    instance, hypothesis : str or None
        None for a claim or prediction.
    """

    id: str
    holds_if: HoldsIf = field(compare=False)
    instance: str | None = None
    hypothesis: str | None = None


def targets_of(result: Assessment, ident: str, hypothesis: str | None = None) -> tuple[Target, ...]:
    """Return what an id stands for: one target, or for an instance each of its hypotheses.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance, or ``instance:hypothesis``.
    hypothesis : str, optional
        Of an instance, the one that is meant.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.
    """
    instance, mark, named = ident.partition(":")
    if mark and instance in result.questions and hypothesis is None:
        return targets_of(result, instance, named)
    stated = stated_in(result.case)
    if ident in stated and hypothesis is None:
        return (Target(ident, stated[ident]),)
    if ident not in result.questions:
        _unknown(ident, [*stated, *result.questions], "claims, predictions and instances")
    every = tuple(
        Target(f"{ident}:{state}", ({ident: (state,)},), ident, state) for state in result.questions[ident].posterior
    )
    if hypothesis is None:
        return every
    chosen = tuple(target for target in every if target.hypothesis == hypothesis)
    if not chosen:
        _unknown(hypothesis, list(result.questions[ident].posterior), f"hypotheses of {ident}")
    return chosen


def _unknown(ident: str, known: list[str], what: str) -> None:
    text = f"there is nothing called {quoted(ident)}: {meant(ident, known, what)}"
    raise KeyError(text)
