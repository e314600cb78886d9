"""The shared rates that a judgement rests on, and where the evidence about them comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from assess.compile.model import Compiled
from assess.compile.taught_rates import shared_rates
from assess.scoring.columns import Column, Probability
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import Target

SLIGHT = 0.005
"""The least move for a rate to be included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLesson:
    """A rate shared by several uses, and what moved it.

    Parameters
    ----------
    id : str
        As in the results: ``posture=steers|coherent``.
    prior, posterior : float
        Its mean before any evidence and given all of it.
    uses : int
        The number of instances that share it.
    countries, subjects : tuple of str
        Those of the uses on which evidence bears.
    """

    id: Annotated[str, Column("rate", name="rate")]
    prior: Annotated[Probability, Column("before", unit="probability")]
    posterior: Annotated[Probability, Column("after", unit="probability")]
    uses: Annotated[int, Column("uses", unit="count")]
    countries: Annotated[tuple[str, ...], Column("countries")]
    subjects: tuple[str, ...]


def rate_lessons(result: Assessment, targets: Iterable[Target]) -> tuple[RateLesson, ...]:
    """Return the rates moved by evidence among those used by targets, their parents and their indicators.

    The one that moved most comes first; rates that moved by less than half a percentage point are left out.
    """
    model = scoring_of(result).model
    # What something reports on, or beneath.
    seen = set(model.world.ancestors(report.node for report in model.testimony.reports))
    asked = (node for target in targets for node in target.proposition.nodes)
    near = set(model.world.ancestors(dict.fromkeys(asked)))
    spoken_of = {model.world.nodes[r.seen].parents[-1]: r.node for r in model.testimony.reports if r.seen != r.node}
    lessons = []
    for rate in shared_rates(model):
        taught = result.rates.get(rate.id)
        # The rate of a source is used by statements, each of which speaks of an indicator.
        uses = [spoken_of.get(use, use) for use in rate.uses]
        if taught is None or abs(taught.posterior - taught.prior) < SLIGHT or not _bears_on(uses, near, model):
            continue
        subjects = tuple(dict.fromkeys(i.partition("/")[0] for i in uses if i in seen))
        countries = dict.fromkeys(c for s in subjects if (c := model.layout.country(s)) is not None)
        lessons.append(
            RateLesson(
                id=rate.id,
                prior=taught.prior,
                posterior=taught.posterior,
                uses=taught.uses,
                countries=tuple(countries),
                subjects=subjects,
            )
        )
    return tuple(sorted(lessons, key=lambda lesson: (-round(abs(lesson.posterior - lesson.prior), 9), lesson.id)))


def _bears_on(uses: Iterable[str], near: set[str], model: Compiled) -> bool:
    return any(use in near or near.intersection(model.world.nodes[use].parents) for use in uses)
