"""The order in which the variables of a network are eliminated."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

Scope = tuple[int, ...]

Cost = tuple[int, int, int]
"""Fill, size of the table made, and the variable itself."""

_EASY_DEGREE = 8
_MIN_FILL_UP_TO = 400


class Order(NamedTuple):
    """An elimination order.

    Parameters
    ----------
    sequence : list of int
        Variables, first eliminated first.
    neighbours : list of tuple of int
        By variable: what it was joined to when it was eliminated.
    """

    sequence: list[int]
    neighbours: list[Scope]


def eliminate(cards: Sequence[int], scopes: Iterable[Scope]) -> Order:
    """Return an elimination order: first variables whose neighbours are already joined, then by least fill.

    Parameters
    ----------
    cards : sequence of int
        Number of states of each variable.
    scopes : iterable of tuple of int
        Sets of variables that stand in one table.

    Notes
    -----
    Min-fill (Kjærulff 1990), ties by the size of the table made, then by number; by least degree where
    very many variables are left.
    """
    near: list[set[int]] = [set() for _ in cards]
    for scope in scopes:
        if len(scope) > 1:
            for variable in scope:
                near[variable].update(scope)
    for variable, others in enumerate(near):
        others.discard(variable)
    neighbours: list[Scope] = [() for _ in cards]
    sequence: list[int] = []
    left = dict.fromkeys(range(len(cards)))
    queue, queued = deque(left), set(left)
    costs: dict[int, Cost] = {}
    degrees: list[tuple[int, int]] = []
    nothing: set[int] = set()

    def remove(variable: int) -> None:
        around = near[variable]
        neighbours[variable] = tuple(around)
        sequence.append(variable)
        del left[variable]
        for other in around:
            near[other].discard(variable)
            costs.pop(other, None)
            if degrees:
                heapq.heappush(degrees, (len(near[other]), other))
            if other not in queued:
                queued.add(other)
                queue.append(other)
        near[variable] = nothing

    while left:
        while queue:
            variable = queue.popleft()
            queued.discard(variable)
            degree = len(near[variable])
            if variable in left and (degree < 2 or (degree <= _EASY_DEGREE and not _missing(near, variable))):
                remove(variable)
        if left:
            if len(left) > _MIN_FILL_UP_TO:
                if not degrees:
                    degrees.extend(sorted((len(near[variable]), variable) for variable in left))
                chosen = _of_least_degree(near, left, degrees)
            else:
                chosen = _cheapest(near, cards, left, costs)
            around = near[chosen]
            for other in around:
                joined = around - near[other] - {other} if costs else nothing
                near[other] |= around
                near[other].discard(other)
                for new in joined:  # what has both as neighbours misses one pair less
                    for third in near[other] & near[new]:
                        costs.pop(third, None)
            remove(chosen)
    return Order(sequence, neighbours)


def _missing(near: list[set[int]], variable: int) -> int:
    """Return twice the number of pairs of neighbours that are not joined."""
    around = near[variable]
    if len(around) < 2:
        return 0
    if len(around) == 2:
        first, second = around
        return 0 if second in near[first] else 2
    joined = sum(map(len, map(around.intersection, map(near.__getitem__, around))))
    return len(around) * (len(around) - 1) - joined


def _of_least_degree(near: list[set[int]], left: Container[int], degrees: list[tuple[int, int]]) -> int:
    """Return the variable of least degree, ties by number, from a heap that may hold outdated entries."""
    while True:
        degree, variable = degrees[0]
        if variable in left and len(near[variable]) == degree:
            return variable
        heapq.heappop(degrees)


def _cheapest(near: list[set[int]], cards: Sequence[int], left: dict[int, None], costs: dict[int, Cost]) -> int:
    """Return the variable that is cheapest to eliminate, using and extending the known `costs`."""
    for variable in left.keys() - costs.keys():
        size = math.prod(map(cards.__getitem__, near[variable]), start=cards[variable])
        costs[variable] = (_missing(near, variable), size, variable)
    return min(left, key=costs.__getitem__)
