"""Every claim of a case looked at closely: what it rests on, what would change it, what to look for next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assess.analysis.collection.collection_results import Collection, Plan
from assess.analysis.collection.plan import plan
from assess.analysis.explaining.explain import Explained, explain_each
from assess.analysis.explaining.variance_shares import Width, widths
from assess.analysis.what_if.sensitivity import TargetSensitivity, sensitivity
from assess.scoring.claims import stated_in
from assess.scoring.results import Assessment
from assess.scoring.targets import targets_of

PAIRS = 120
"""Pairs that the shares of a width are from: enough for what is said of them, which is no more than sure."""


@dataclass(frozen=True, slots=True)
class Closer:
    """A claim or prediction, looked at closely.

    Parameters
    ----------
    explained : Explained
        By item.
    width : Width
    changes : TargetSensitivity
    plan : Plan
        With what was supposed of sources that would report.
    sought : Collection
        What to look for.
    """

    explained: Explained
    width: Width
    changes: TargetSensitivity
    plan: Plan
    sought: Collection


def look_closer(result: Assessment, progress: Callable[[int, int], None] | None = None) -> dict[str, Closer]:
    """Look closely at every claim and prediction that hypotheses state.

    Parameters
    ----------
    result : Assessment
    progress : callable, optional
        Told, after each of four studies, how many are done, of how many.
    """
    stated = stated_in(result.case)

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, 4)

    explained = explain_each(result, {ident: targets_of(result, ident) for ident in stated}, "item")
    tell(1)
    changes = sensitivity(result, stated).targets
    tell(2)
    planned = plan(result, stated, paired=0, heard=False)
    tell(3)
    wide = widths(result, stated, PAIRS, result.seed)
    tell(4)
    return {
        ident: Closer(explained[ident].told[0], wide[ident], changes[ident], planned, planned.targets[ident])
        for ident in stated
    }
