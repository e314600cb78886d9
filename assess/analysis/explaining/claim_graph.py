"""What a claim hangs together with: its questions, the indicators reported on, and whose word that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assess.compile.model import Compiled
from assess.compile.testimony import Report
from assess.domain.evidence import Says
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import targets_of

Kind = Literal["question", "indicator", "source"]


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

    kind: Kind
    id: str
    chance: float


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """What ties two of them.

    Parameters
    ----------
    kind : {"given", "bears on", "says", "passes on"}
        A question hangs under another; an indicator bears on a question or another indicator; a source says something
        of an indicator; a relay passes on what a source before it said.
    first, second : str
        What hangs, bears, says or passes on; and under, on, of or from what.
    says : str or None
        Of what is said: present, absent or not-found.
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
    """What a claim or question hangs together with."""

    id: str
    tied: tuple[GraphNode, ...]
    ties: tuple[GraphEdge, ...]


def ties(result: Assessment, ident: str) -> ClaimGraph:
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
    touched = dict.fromkeys(i for target in targets_of(result, ident) for box in target.holds_if for i in box)
    reports = [report for report in model.testimony.reports if report.instance in touched]
    given = [(name, parent) for name in touched for parent in model.layout.parents(model.layout.instances[name])]
    indicators, borne = _indicators(model, reports)
    heard = dict.fromkeys(source for report in reports for source in report.passed)
    tied = [
        *(GraphNode("question", q.id, q.posterior[q.leading]) for q in map(result.questions.__getitem__, touched)),
        *(GraphNode("indicator", name, result.indicators[name].posterior) for name in indicators),
        *(GraphNode("source", name, result.sources[name].posterior) for name in heard),
    ]
    between = [*(GraphEdge("given", *pair) for pair in given), *(GraphEdge("bears on", *pair) for pair in borne)]
    return ClaimGraph(ident, tuple(tied), (*between, *_said(model, reports)))


def _indicators(model: Compiled, reports: list[Report]) -> tuple[dict[str, None], dict[tuple[str, str], None]]:
    """Return the indicators reported on, with those that they hang under, and what each bears on."""
    found: dict[str, None] = {}
    borne: dict[tuple[str, str], None] = {}
    for report in reports:
        for one in model.layout.observables(model.layout.items[report.item]):
            found[one.id] = None
            borne[one.id, one.parent] = None
    return found, borne


def _said(model: Compiled, reports: list[Report]) -> list[GraphEdge]:
    said: dict[tuple[str, str, Says], list[str]] = {}
    passed: dict[tuple[str, str], list[str]] = {}
    for report in reports:
        item = model.layout.items[report.item]
        said.setdefault((item.source, report.node, item.says), []).append(item.id)
        for before, relay in zip(report.passed, report.passed[1:], strict=False):
            passed.setdefault((relay, before), []).append(item.id)
    return [
        *(GraphEdge("says", source, node, says, tuple(items)) for (source, node, says), items in said.items()),
        *(GraphEdge("passes on", relay, before, None, tuple(items)) for (relay, before), items in passed.items()),
    ]
