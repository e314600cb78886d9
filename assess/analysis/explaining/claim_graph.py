"""The graph of what bears on a claim: its questions, the indicators reported on, and the sources that report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assess.compile.model import Compiled
from assess.compile.testimony import Report
from assess.domain.evidence import Says
from assess.scoring.read_off import instances_of
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import targets_of

NodeKind = Literal["question", "indicator", "source"]


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A question, an indicator that is reported on, or a source.

    Parameters
    ----------
    kind : {"question", "indicator", "source"}
    id : str
    chance : float
        Given all the evidence: of the leading hypothesis, that the indicator is present, that the source is reliable.
    """

    kind: NodeKind
    id: str
    chance: float


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A directed edge between two nodes.

    Parameters
    ----------
    kind : {"given", "bears on", "says", "passes on"}
        A question hangs under another; an indicator bears on a question or another indicator; a source says something
        of an indicator; a relay passes on what a source before it said.
    first, second : str
        The nodes it runs from and to.
    says : str or None
        Of an edge of kind ``says``: present, absent or not-found.
    items : tuple of str
        The scored items behind it.
    """

    kind: Literal["given", "bears on", "says", "passes on"]
    first: str
    second: str
    says: Says | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimGraph:
    """The part of the network that bears on a claim or question."""

    id: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]


def claim_graph(result: Assessment, ident: str) -> ClaimGraph:
    """Return the questions that a claim touches, the indicators of them that are reported on, and the sources.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance or ``instance:hypothesis``.

    Raises
    ------
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    model = scoring_of(result).model
    layout = model.layout
    touched = dict.fromkeys(i for target in targets_of(result, ident) for i in instances_of(model, target.proposition))
    reports = [report for report in model.testimony.reports if report.instance in touched]
    given = [(name, parent) for name in touched for parent in layout.parents(layout.instances[name])]
    observables = [o for report in reports for o in layout.observables(layout.items[report.item])]
    borne = dict.fromkeys((observable.id, observable.parent) for observable in observables)
    sources = dict.fromkeys(source for report in reports for source in report.passed)
    nodes = [
        *(GraphNode("question", q.id, q.posterior[q.leading]) for q in map(result.questions.__getitem__, touched)),
        *(GraphNode("indicator", i, result.indicators[i].posterior) for i in dict.fromkeys(o.id for o in observables)),
        *(GraphNode("source", name, result.sources[name].posterior) for name in sources),
    ]
    edges = [*(GraphEdge("given", *pair) for pair in given), *(GraphEdge("bears on", *pair) for pair in borne)]
    return ClaimGraph(ident, tuple(nodes), (*edges, *_report_edges(model, reports)))


def _report_edges(model: Compiled, reports: list[Report]) -> list[GraphEdge]:
    """Return an edge from each source to what it reports on, and from each relay to the source before it."""
    statements: dict[tuple[str, str, Says], list[str]] = {}
    passed: dict[tuple[str, str], list[str]] = {}
    for report in reports:
        item = model.layout.items[report.item]
        statements.setdefault((item.source, report.node, item.says), []).append(item.id)
        for before, relay in zip(report.passed, report.passed[1:], strict=False):
            passed.setdefault((relay, before), []).append(item.id)
    return [
        *(GraphEdge("says", source, node, says, tuple(items)) for (source, node, says), items in statements.items()),
        *(GraphEdge("passes on", relay, before, None, tuple(items)) for (relay, before), items in passed.items()),
    ]
