"""The graph of who told whom: sources, those who passed their word on, and the analyst, whom it all reaches."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from assess.compile.scored_reports import Report
from assess.scoring.read_off import instances_of
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import targets_of

ANALYST = ""
"""The end of every chain; no source has this id."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What one source told the next.

    Parameters
    ----------
    first, second : str
        The source and whom it told, which may be `ANALYST`.
    items : tuple of str
        The scored items that passed that way.
    weight_db : float
        The sum of their strengths, each given all the others (dB), without items of unlimited strength.
    """

    first: str
    second: str
    items: tuple[str, ...]
    weight_db: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source of the graph, or the analyst.

    Parameters
    ----------
    id : str
    steps : int
        The number of passages from it to the analyst along the longest chain; 0 for the analyst.
    items : int
        Scored items that came from it or through it.
    weight_db : float
        The sum of their strengths (dB), as in `Passage`.
    """

    id: str
    steps: int
    items: int
    weight_db: float


@dataclass(frozen=True, slots=True)
class ChainGraph:
    """Who told whom, weightiest first."""

    speakers: tuple[Speaker, ...]
    passages: tuple[Passage, ...]


def chain_graph(result: Assessment, ident: str | None = None, country: str | None = None) -> ChainGraph:
    """Return who told whom, for everything scored or for what bears on the questions that a claim touches.

    Parameters
    ----------
    result : Assessment
    ident : str, optional
        A claim, a prediction, an instance or ``instance:hypothesis``.
    country : str, optional
        Limits the graph to what bears on the questions of this country.

    Raises
    ------
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    """
    model = scoring_of(result).model
    reports: Iterable[Report] = model.testimony.reports
    if ident is not None:
        touched = {i for target in targets_of(result, ident) for i in instances_of(model, target.proposition)}
        reports = [report for report in reports if report.instance in touched]
    if country is not None:
        reports = [report for report in reports if result.questions[report.instance].country == country]
    ways: dict[tuple[str, str], list[str]] = {}
    heard_from: dict[str, list[str]] = {ANALYST: []}
    for report in reports:
        chain = (*report.passed, ANALYST)
        for pair in pairwise(chain):
            ways.setdefault(pair, []).append(report.item)
        for source in report.passed:
            heard_from.setdefault(source, []).append(report.item)
        heard_from[ANALYST].append(report.item)
    steps = _steps(ways)
    speakers = [
        Speaker(source, steps[source], len(items), _weight(result, items)) for source, items in heard_from.items()
    ]
    passages = [Passage(*pair, tuple(items), _weight(result, items)) for pair, items in ways.items()]
    return ChainGraph(
        tuple(sorted(speakers, key=lambda speaker: (speaker.steps, -round(speaker.weight_db, 9), speaker.id))),
        tuple(sorted(passages, key=lambda passage: (-round(passage.weight_db, 9), passage.first, passage.second))),
    )


def _weight(result: Assessment, items: Iterable[str]) -> float:
    strengths = (result.evidence[item].strength_db for item in items)
    return math.fsum(strength for strength in strengths if math.isfinite(strength))


def _steps(ways: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the passages from each source to the analyst along the longest chain; a circle of relays counts once."""
    hearers: dict[str, list[str]] = {}
    for first, second in ways:
        hearers.setdefault(first, []).append(second)
    known = {ANALYST: 0}

    def count(source: str, above: frozenset[str]) -> int:
        if source not in known:
            nexts = [hearer for hearer in hearers[source] if hearer not in above]
            steps = 1 + max((count(hearer, above | {source}) for hearer in nexts), default=0)
            if above:
                return steps
            known[source] = steps
        return known[source]

    for source in hearers:
        count(source, frozenset())
    return known
