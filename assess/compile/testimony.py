"""The testimony: which items count, what each says, and through whom it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assess.compile.numbers import Numbers
from assess.domain.case import Case, Source
from assess.domain.dates import Span
from assess.domain.evidence import Evidence
from assess.domain.instances import Layout
from assess.network.logs import Floats, log

Standing = Literal["scored", "unclear", "withdrawn", "later"]


def standing(item: Evidence, case: Case, as_of: str | None) -> Standing:
    """Say whether an item counts.

    Without `as_of` every item counts that is not withdrawn. With it, those that were surely reported by the end of
    its period and not yet withdrawn by then; an item without a date was always known.
    """
    end = None if as_of is None else Span(as_of).last
    if item.withdrawn is not None and (end is None or Span(item.withdrawn.on).last <= end):
        return "withdrawn"
    if end is not None:
        reported = reported_on(item, case)
        if reported is not None and Span(reported).last > end:
            return "later"
    return "unclear" if item.says == "unclear" else "scored"


def reported_on(item: Evidence, case: Case) -> str | None:
    """Return when an item was reported: its own date, else the earliest of the documents that it cites."""
    if item.reported is not None:
        return item.reported
    published = [p for cite in item.cites if (p := case.documents[cite.document].published) is not None]
    return min(published, key=Span) if published else None


@dataclass(frozen=True, slots=True)
class Report:
    """A scored item.

    Parameters
    ----------
    item : str
    statement : str
        Items that share it are one utterance.
    node : str
        The indicator instance.
    instance : str
        The question instance at its top.
    log_likelihood : float64, shape (2,), nats
        Of what was said, if the indicator is present and if it is absent, by a reliable origin.
    sizes : float64, shape (2,)
        Effective sample size of each of the two.
    passed : tuple of str
        Origin, then relays.
    chain : tuple of str
        The same; those that are reliable for sure are left out, for nothing breaks at them.
    """

    item: str
    statement: str
    node: str
    instance: str
    log_likelihood: Floats
    sizes: Floats
    passed: tuple[str, ...]
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A source.

    Parameters
    ----------
    log_reliable : float64, shape (2,), nats
        Of reliable, and of not.
    size : float
        Effective sample size of that row.
    favours : dict of str to float64, shape (hypotheses,), nats
        By instance: 0 for the hypotheses that its story would have hold, -inf for the others.
    """

    log_reliable: Floats
    size: float
    favours: Mapping[str, Floats]

    @property
    def sure(self) -> bool:
        """Whether it is reliable for sure."""
        return bool(self.log_reliable[1] == -np.inf)


def witness(source: Source, layout: Layout, numbers: Numbers, as_of: str | None = None) -> Witness:
    """Return what the model knows of a source, graded as it was by the end of `as_of`."""
    graded = source.reliability_on(None if as_of is None else Span(as_of).last)
    reliable, size = numbers.reliability(graded)
    return Witness(log([reliable, 1.0 - reliable]), size, favoured(source.favours, layout))


def favoured(favours: Mapping[str, tuple[str, ...]], layout: Layout) -> dict[str, Floats]:
    """Return what a source favours, by instance; an entry by instance takes the place of one by question.

    Returns
    -------
    dict of str to float64, shape (hypotheses,), nats
        0 for the hypotheses that its story would have hold, -inf for the others.
    """
    found: dict[str, Floats] = {}
    for instance in layout.instances.values() if favours else ():
        hypotheses = favours.get(instance.id, favours.get(instance.question))
        if hypotheses is not None:
            states = layout.rubric.questions[instance.question].hypotheses
            found[instance.id] = np.array([0.0 if h in hypotheses else -np.inf for h in states])
    return found
