"""What sources took indicators to be, where a source's accuracy is one rate that its statements share.

A reliable origin of accuracy a takes an indicator for what it is with probability a, and says what it took it for. Each
statement has a variable that says whether its origin was right; the rows of all of these are one rate, as those of an
indicator may be. One statement alone, or an accuracy that is exactly known, needs no variable: its mean is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from assess.compile.numbers import EXACT, Numbers
from assess.compile.observation import statement_of
from assess.compile.world import OBSERVABLE_STATES, Node, SharedRows
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.instances import Observable
from assess.network.logs import log

RIGHT = ("right", "wrong")


def takes_rate(item: Evidence) -> bool:
    """Return whether an item's accuracy is that of its source."""
    return item.is_word and not item.gives_accuracy


def what_was_seen(
    scored: Iterable[Evidence], chains: Mapping[str, Sequence[Observable]], case: Case, numbers: Numbers
) -> dict[str, tuple[Node, Node]]:
    """Return, by statement, whether its origin was right, and what it took the indicator to be.

    Parameters
    ----------
    scored : iterable of Evidence
    chains : dict of str to sequence of Observable
        By item: its indicator instance first.
    case : Case
    numbers : Numbers
    """
    of_source: dict[str, dict[str, Evidence]] = {}
    for item in scored:
        if takes_rate(item):
            of_source.setdefault(item.source, {}).setdefault(statement_of(item), item)
    nodes = {}
    for source, statements in of_source.items():
        accuracy = case.sources[source].accuracy
        assert accuracy is not None
        mean, size = numbers.row(accuracy)
        if size == EXACT or len(statements) < 2:
            continue
        rows, row = SharedRows(source, "source", None), log([mean, 1.0 - mean])
        for statement, item in statements.items():
            indicator = chains[item.id][0].id
            right = Node(f"{statement} {RIGHT[0]}", RIGHT, (), row, np.array(size), shares=rows)
            parents = (indicator, right.id)
            seen = Node(f"{statement} seen", OBSERVABLE_STATES, parents, _SEEN, np.full((2, 2), EXACT))
            nodes[statement] = right, seen
    return nodes


_SEEN = log(np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]))
"""What the indicator is, whether the origin was right, and what it took the indicator to be."""
