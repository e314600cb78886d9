"""Networks solved on probabilities instead of logs, for many blocks of columns of one plan.

A product that is too small for a double counts as 0. Where the tables are conditional probabilities, and likelihoods of
1 at most, all that follows can only make it smaller: it is nothing next to a sum over all states that is far larger.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from assess.network.conditionals import Conditionals
from assess.network.elimination import CliqueStep, EliminationPlan, Flow
from assess.network.logs import Floats, Ints
from assess.network.segments import Segments
from assess.network.solve import spread

_SOUND = 1e-200
"""The smallest sum over all states beside which the lost part is negligible."""


class _Arrival(NamedTuple):
    """Tables that enter a step: a flow whose rows and cliques are slices, which copy nothing, where they can be."""

    source: int
    rows: slice | Ints
    axes: tuple[int, ...]
    into: slice | Ints
    segments: Segments | None


class _ProductStep(NamedTuple):
    """A step with everything that enters it: first what enters all its cliques, `whole` in number.

    Messages from the steps `spent` enter no later step.
    """

    shape: tuple[int, ...]
    arrivals: tuple[tuple[bool, _Arrival], ...]
    whole: int
    wanted: bool
    spent: tuple[int, ...]


class Products:
    """The products of a plan.

    Parameters
    ----------
    plan : EliminationPlan
    wanted : collection of int
        Variables whose conditionals are wanted, and whose marginals: with those that they depend on by the plan.
    """

    def __init__(self, plan: EliminationPlan, wanted: Collection[int]) -> None:
        self._plan = plan
        above = set(wanted)
        for variable in wanted:
            while (variable := plan.parent[variable]) >= 0 and variable not in above:
                above.add(variable)
        steps = {plan.step_of[variable] for variable in above}
        last = {flow.source: number for number, step in enumerate(plan.steps) for flow in step.messages}
        spent: list[list[int]] = [[] for _ in plan.steps]
        for source, number in last.items():
            spent[number].append(source)
        self._steps = [_prepared(step, number in steps, spent[number]) for number, step in enumerate(plan.steps)]

    def conditionals(self, tables: Sequence[Floats]) -> Conditionals | None:
        """Return the solved network, or None if digits would have been lost.

        Parameters
        ----------
        tables : sequence of float64, each (tables, states ..., batch)
            By stack: conditional probabilities, and likelihoods of 1 at most.

        Returns
        -------
        Conditionals or None
            Empty where none are wanted.
        """
        shares: list[Floats] = []
        messages: list[Floats] = []
        for step in self._steps:
            share = _product(step, tables, messages)
            total = share.sum(axis=1)
            least = total.min(initial=1.0)
            if len(step.shape) == 2 and least < _SOUND:
                return None
            messages.append(total)
            if step.wanted:
                share *= (1.0 / (np.where(total == 0.0, 1.0, total) if least == 0.0 else total))[:, np.newaxis]
            shares.append(share if step.wanted else np.zeros(0))
            for source in step.spent:
                messages[source] = np.zeros(0)
        return Conditionals(self._plan, shares)


def _product(step: _ProductStep, tables: Sequence[Floats], messages: Sequence[Floats]) -> Floats:
    """Return the product of everything that enters the cliques of a step."""
    parts = []
    for is_message, arrival in step.arrivals:
        part = (messages if is_message else tables)[arrival.source][arrival.rows]
        if arrival.segments is not None:
            part = arrival.segments.sum(part, np.multiply)
        parts.append(spread(part, arrival.axes, len(step.shape) - 1))
    product = np.empty((*step.shape, max([part.shape[-1] for part in parts], default=1)))
    if step.whole > 1:
        np.multiply(parts[0], parts[1], out=product)
    else:
        product[...] = parts[0] if step.whole else 1.0
    for (_, arrival), part in list(zip(step.arrivals, parts, strict=True))[min(step.whole, 2) :]:
        product[arrival.into] *= part
    return product


def _prepared(step: CliqueStep, wanted: bool, spent: Sequence[int]) -> _ProductStep:
    flows = [(False, flow) for flow in step.tables] + [(True, flow) for flow in step.messages]
    flows.sort(key=lambda pair: pair[1].into is not None)
    whole = sum(flow.into is None for _, flow in flows)
    arrivals = tuple((is_message, _arrival(flow)) for is_message, flow in flows)
    return _ProductStep((len(step.cliques), *step.cards), arrivals, whole, wanted, tuple(spent))


def _arrival(flow: Flow) -> _Arrival:
    return _Arrival(flow.source, _sliced(flow.rows), flow.axes, _sliced(flow.into), flow.segments)


def _sliced(places: Ints | None) -> slice | Ints:
    if places is None:
        return slice(None)
    first = int(places[0])
    if (places == np.arange(first, first + len(places))).all():
        return slice(first, first + len(places))
    return places
