"""Sightings: what sources took indicators to be, and whether rightly, where cases may teach how often that is so.

A reliable origin of accuracy a recognises an indicator correctly with probability a, and says what it took it for. If
the accuracy belongs to the source, all its statements share it: the rows of these variables are one rate, as those of
an indicator may be. A single statement, or an exactly known accuracy, needs no variable: its mean is enough.
A search finds what is there with a probability of its own, and never what is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from assess.compile.numbers import EXACT, BetaRow, Numbers
from assess.compile.observation import statement_of
from assess.compile.world import OBSERVABLE_STATES, Node, SharedRows
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.instances import Observable
from assess.network.logs import log

RIGHT = ("right", "wrong")

Rate = tuple[Literal["accuracy", "credibility", "search"], str]
"""A number that applies to several statements (of a source, of a grade, or of searches), and its name."""

SEARCH: Rate = ("search", "search")


class Sighting(NamedTuple):
    """What the origin of a statement took an indicator to be, and whether it was right.

    Parameters
    ----------
    rate : Rate
        The rate at which it is right.
    right, seen : Node
        Whether it was right, and what it took the indicator to be.
    """

    rate: Rate
    right: Node
    seen: Node


def what_was_seen(
    scored: Iterable[Evidence],
    chains: Mapping[str, Sequence[Observable]],
    case: Case,
    numbers: Numbers,
    learning: bool = False,
) -> dict[str, Sighting]:
    """Return the sighting of each statement.

    Parameters
    ----------
    scored : iterable of Evidence
    chains : dict of str to sequence of Observable
        By item: its indicator instance first.
    case : Case
    numbers : Numbers
    learning : bool
        Whether to include every number that cases may teach, not only those that statements of this case share.
    """
    statements = {statement_of(item): item for item in reversed([*scored])}
    rates = {statement: rate for statement, item in statements.items() if (rate := _rate_of(item)) is not None}
    uses = Counter(rates.values())
    sightings = {}
    for statement, rate in rates.items():
        mean, size = _row_of(rate, case, numbers)
        shared = rate[0] == "accuracy" and uses[rate] > 1
        if size == EXACT or not (shared or learning):
            continue
        shares = SharedRows(rate[1], "source", None) if shared else None
        right = Node(f"{statement} right", RIGHT, (), log([mean, 1.0 - mean]), np.array(size), shares=shares)
        parents = (chains[statements[statement].id][0].id, right.id)
        table = _FOUND if rate == SEARCH else _TAKEN_FOR
        seen = Node(f"{statement} seen", OBSERVABLE_STATES, parents, table, np.full((2, 2), EXACT))
        sightings[statement] = Sighting(rate, right, seen)
    return sightings


def _rate_of(item: Evidence) -> Rate | None:
    """Return the rate that applies to an item without an accuracy of its own."""
    if item.says == "not-found":
        return SEARCH if item.search is None else None
    if item.credibility is not None:
        return "credibility", item.credibility
    return ("accuracy", item.source) if item.is_word and not item.gives_accuracy else None


def _row_of(rate: Rate, case: Case, numbers: Numbers) -> BetaRow:
    kind, name = rate
    if kind == "search":
        return numbers.row(numbers.grading.search)
    if kind == "credibility":
        return numbers.row(numbers.grading.credibility[name])
    accuracy = case.sources[name].accuracy
    assert accuracy is not None
    return numbers.row(accuracy)


_TAKEN_FOR = log(np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]))
"""What the indicator is, whether the origin was right, and what it took the indicator to be."""

_FOUND = log(np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]]))
"""The same of a search, which finds nothing where nothing is."""
