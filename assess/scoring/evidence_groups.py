"""The statements of a case without repetitions, and the groups of items to leave out."""

from __future__ import annotations

from typing import NamedTuple

from assess.compile.model import Compiled

_NOTHING = 1e-9
"""Differences of log likelihoods up to this (nats) are rounding error."""


class EvidenceGroups(NamedTuple):
    """The statements of a case, and the groups of items to leave out together.

    Parameters
    ----------
    statements : list of int
        One report of each statement; repetitions by the same origin, by no better route, do not count.
    repeated : frozenset of int
        Reports that only repeat others, left out of every version.
    sources : list of str
    documents : list of str
        Documents on which alone some item rests; "" for items that name none.
    left_out : list of frozenset of int
        The reports through each source, and those that rest on each document alone or name none.
    undocumented : bool
        Whether some items name no document.
    nodes : list of str
        The indicator instances that statements are on.
    """

    statements: list[int]
    repeated: frozenset[int]
    sources: list[str]
    documents: list[str]
    left_out: list[frozenset[int]]
    undocumented: bool
    nodes: list[str]

    @property
    def versions(self) -> int:
        """The number of versions in which the case is solved."""
        return 1 + len(self.left_out) + len(self.nodes)

    @classmethod
    def of(cls, model: Compiled) -> EvidenceGroups:
        """Return the evidence of a case in groups."""
        items = model.layout.items
        first: dict[tuple[str, ...], list[int]] = {}
        uttered: set[str] = set()
        statements: list[int] = []
        repeated: set[int] = set()
        for number, report in enumerate(model.testimony.reports):
            said = first.setdefault((report.passed[0], report.node, items[report.item].says), [])
            if any(_repeats(model, number, before) for before in said):
                repeated.add(number)
            elif report.statement not in uttered:
                statements.append(number)
            said.append(number)
            uttered.add(report.statement)
        cites = [frozenset(c.document for c in items[r.item].cites) for r in model.testimony.reports]
        bare = frozenset(n for n, documents in enumerate(cites) if not documents)
        alone: dict[str, set[int]] = {}
        for number, documents in enumerate(cites):
            if len(documents) == 1:
                alone.setdefault(next(iter(documents)), set()).add(number)
        named = {document: frozenset(numbers) | bare for document, numbers in sorted(alone.items())} or {"": bare}
        sources = sorted(model.reports_through)
        left_out = [*(model.reports_through[source] for source in sources), *named.values()]
        nodes = list(dict.fromkeys(model.testimony.reports[number].node for number in statements))
        return cls(statements, frozenset(repeated), sources, list(named), left_out, bool(bare), nodes)


def _repeats(model: Compiled, number: int, before: int) -> bool:
    """Return whether a report only repeats an earlier one of its origin: no more accurate, and by no better route."""
    reports = model.testimony.reports
    later, earlier = reports[number], reports[before]
    ratios = [abs(float(r.log_likelihood[0] - r.log_likelihood[1])) for r in (later, earlier)]
    return set(later.passed) >= set(earlier.passed) and not ratios[0] > ratios[1] + _NOTHING
