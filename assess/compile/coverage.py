"""Coverage: how much of what a rubric would look for was looked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

import numpy as np

from assess.compile.model import Compiled
from assess.compile.numbers import indicator_table
from assess.compile.world import OBSERVABLE_STATES
from assess.network.information import mutual_information
from assess.network.logs import Floats

State = Literal["assessed", "thin", "unmonitored"]

ASSESSED_SHARE = 1.0 / 3.0
"""The share of the rubric's expected information from which an instance may count as assessed."""

ASSESSED_ORIGINS = 2
"""The number of independent origins from which an instance may count as assessed."""


class Coverage(NamedTuple):
    """The coverage of an instance by the evidence.

    Parameters
    ----------
    state : {"assessed", "thin", "unmonitored"}
        Unmonitored: no scored item. Assessed: items on indicators that hold at least a third of the information that
        the rubric's indicators of the question could be expected to give, from at least two independent origins.
        Else thin.
    share : float
        That share, from 0 to 1; each indicator counts for what it would tell alone, if seen for certain, at the prior.
    independent : int
        The number of independent origins: no two came through the same source, unless every item of the case did.
    """

    state: State
    share: float
    independent: int


def coverages(model: Compiled) -> dict[str, Coverage]:
    """Return the coverage of every instance."""
    rows = present_rows(model)
    looked: dict[str, set[str]] = {}
    for ident, item in zip(model.testimony.reports.instances, model.testimony.reports.items, strict=True):
        looked.setdefault(ident, set()).add(model.layout.items[item].indicator)
    passed, everywhere = chains(model), in_every_chain(model)
    by_instance = {}
    for instance in model.layout.instances.values():
        of_question = rows.get(instance.question, {})
        seen = looked.get(instance.id, set())
        prior = np.exp(model.before.marginal(model.before.part.nodes[instance.id]))
        share = _share(prior, of_question, seen)
        independent = independent_origins(passed.get(instance.id, ()), everywhere)
        enough = share >= ASSESSED_SHARE and independent >= ASSESSED_ORIGINS
        state: State = "unmonitored" if not seen else "assessed" if enough else "thin"
        by_instance[instance.id] = Coverage(state, share, independent)
    return by_instance


def chains(model: Compiled) -> dict[str, list[tuple[str, ...]]]:
    """Return, by instance, the chain (origin, then relays) of every item that bears on it."""
    by_instance: dict[str, list[tuple[str, ...]]] = {}
    for instance, passed in zip(model.testimony.reports.instances, model.testimony.reports.passed, strict=True):
        by_instance.setdefault(instance, []).append(passed)
    return by_instance


def in_every_chain(model: Compiled) -> frozenset[str]:
    """Return the sources that every item of the case came through."""
    passed = model.testimony.reports.passed
    return frozenset(passed[0]).intersection(*passed[1:]) if passed else frozenset()


def independent_origins(chains: Iterable[tuple[str, ...]], everywhere: Collection[str] = ()) -> int:
    """Return the number of origins whose chains share no source, counted greedily from the shortest chain.

    Parameters
    ----------
    chains : iterable of tuple of str
        Origin, then relays.
    everywhere : collection of str
        Sources to ignore, because they are in every chain.

    Examples
    --------
    >>> independent_origins([("office", "interview", "author"), ("interview", "author"), ("author",)], {"author"})
    2
    """
    used: set[str] = set()
    count = 0
    for chain in sorted(set(chains), key=lambda chain: (len(chain), chain)):
        own = set(chain).difference(everywhere) or {chain[0]}
        if own.isdisjoint(used):
            used |= own
            count += 1
    return count


def _share(prior: Floats, rows: Mapping[str, Floats], seen: Collection[str]) -> float:
    if not seen:
        return 0.0
    gains = dict(zip(rows, mutual_information(prior, np.array(list(rows.values()))).tolist(), strict=True))
    total = sum(gains.values())
    return min(1.0, sum(gains[name] for name in sorted(seen)) / total) if total > 0.0 else 0.0


def present_rows(model: Compiled) -> dict[str, dict[str, Floats]]:
    """Return, by question and indicator, P(present | hypothesis), along the chain of indicators between them."""
    rubric = model.layout.rubric
    tables: dict[str, Floats] = {}

    def table(name: str) -> Floats:
        if name not in tables:
            indicator = rubric.indicators[name]
            hangs = indicator.of in rubric.indicators
            states = OBSERVABLE_STATES if hangs else tuple(rubric.questions[indicator.of].hypotheses)
            own, _ = indicator_table(indicator.present_if, states, indicator.weight, model.world.numbers)
            tables[name] = table(indicator.of) @ own if hangs else own
        return tables[name]

    by_question: dict[str, dict[str, Floats]] = {}
    for name in rubric.indicators:
        by_question.setdefault(model.layout.top_question(name), {})[name] = table(name)[:, 0]
    return by_question
