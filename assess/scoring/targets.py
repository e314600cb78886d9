"""What may be asked about: claims, predictions, and the hypotheses of instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assess.domain.claim import HoldsIf
from assess.domain.quoting import meant, quoted
from assess.scoring.claims import stated_in
from assess.scoring.results import Assessment


class UnknownTargetError(KeyError):
    """There is no claim, prediction, instance or hypothesis of that name; the message says what was perhaps meant.

    Parameters
    ----------
    ident : str
    known : sequence of str
    what : str
        What the known names are of.
    """

    def __init__(self, ident: str, known: Sequence[str], what: str) -> None:
        self.message = f"there is nothing called {quoted(ident)}: {meant(ident, known, what)}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


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
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    instance, mark, named = ident.partition(":")
    if mark and instance in result.questions and hypothesis is None:
        return targets_of(result, instance, named)
    stated = stated_in(result.case)
    if ident in stated and hypothesis is None:
        return (Target(ident, stated[ident]),)
    if ident not in result.questions:
        raise UnknownTargetError(ident, [*stated, *result.questions], "claims, predictions and instances")
    every = tuple(
        Target(f"{ident}:{state}", ({ident: (state,)},), ident, state) for state in result.questions[ident].posterior
    )
    if hypothesis is None:
        return every
    chosen = tuple(target for target in every if target.hypothesis == hypothesis)
    if not chosen:
        raise UnknownTargetError(hypothesis, list(result.questions[ident].posterior), f"hypotheses of {ident}")
    return chosen


def followed(result: Assessment, ident: str) -> Target:
    """Return the one target that an id stands for: of an instance, its most probable hypothesis.

    Raises
    ------
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    targets = targets_of(result, ident)
    if ident in result.questions:
        posterior = result.questions[ident].posterior
        return max(targets, key=lambda target: posterior[target.hypothesis or ""])
    return targets[0]
