"""The parts of a problem: stories, statements, options, and their places in a network."""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from assess.compile.rates import PlacedShare
from assess.compile.scored_reports import Reports
from assess.compile.testimony import SourceFactor, SourceFactors, StoryKey, Testimony
from assess.compile.world import World
from assess.errors import TooEntangledError
from assess.network.elimination import MAX_CELLS, EliminationPlan, TooLargeError, plan
from assess.network.leave_out import Swaps
from assess.network.logs import Floats
from assess.network.network import Network, TableRows


class StoryTable:
    """The log probabilities (nats) of the stories of unreliable sources worked out so far.

    Parameters
    ----------
    world : World
    testimony : Testimony

    Attributes
    ----------
    totals : dict of StoryKey to float
    without : dict of StoryKey to (dict of int to float)
        Without each of their reports.
    alone : array of float
        By report: its story alone, told by its origin, which favours nothing; NaN where it is not worked out. Without
        its report such a story is the empty one.
    """

    def __init__(self, world: World, testimony: Testimony) -> None:
        self.world, self.testimony = world, testimony
        self.totals: dict[StoryKey, float] = {}
        self.without: dict[StoryKey, Mapping[int, float]] = {}
        self.alone = array("d", [math.nan]) * len(testimony.reports)

    def is_alone(self, key: StoryKey) -> bool:
        """Whether a story of one report, which its source made, is among those worked out without a network."""
        if len(key[1]) != 1:
            return False
        (number,) = key[1]
        return self.testimony.reports.chains[number][0] == key[0] and not math.isnan(self.alone[number])

    def total(self, key: StoryKey) -> float:
        """Return the log probability of a story."""
        return self.alone[min(key[1])] if self.is_alone(key) else self.totals[key]

    def table(self, factor: SourceFactor, left_out: int | None = None) -> list[float]:
        """Return the log probability of the story of a source, for each combination of the sources after it."""
        keys = [(factor.source, broken) for broken in factor.broken]
        if left_out is None:
            return [self.total(key) for key in keys]
        return [self._without(key, left_out) if left_out in key[1] else self.total(key) for key in keys]

    def tables(self, factors: SourceFactors, sources: Sequence[str], left_out: Sequence[int] | None = None) -> Floats:
        """Return the tables of several sources with as many after them, each without one report where some are given.

        Returns
        -------
        float64, shape (sources, 2 to the power of those after each), nats
        """
        rows = []
        for place, source in enumerate(sources):
            number, less = factors.only_report(source), None if left_out is None else left_out[place]
            if number is None or math.isnan(self.alone[number]):
                rows.append(self.table(factors[source], less))
            else:
                rows.append([0.0 if number == less else self.alone[number]])
        return np.array(rows)

    def _without(self, key: StoryKey, left_out: int) -> float:
        return 0.0 if self.is_alone(key) else self.without[key][left_out]


Chains = tuple[tuple[int, ...], ...]
"""The chains of an utterance, as positions in the list of its sources."""


class Utterance(NamedTuple):
    """One statement: its reports, and the sources that it touches, those that it came through first."""

    reports: tuple[int, ...]
    through: tuple[str, ...]
    around: tuple[str, ...]

    @classmethod
    def alone(cls, reports: Reports, number: int) -> Utterance:
        """Return a statement of one report that no one passed on, from a source that no one passed on anything of."""
        origin = reports.chains[number][:1]
        return cls((number,), origin, origin)


class SolveOptions(NamedTuple):
    """What the solution of a problem must provide.

    Parameters
    ----------
    swaps : bool
        The results without each report.
    whole : bool
        The marginal of every node of the world, and of each report's instance without that report.
    shared : {"everything", "questions", "nothing"}
        The nodes whose shared rows are one unknown number; other nodes have their mean rows. For an unreported
        indicator without children, only the mean row matters.
    asked : frozenset of str
        Unreported indicators that share rows nevertheless.
    nodes : tuple of str
        Unless `whole`, the nodes whose marginals are wanted in addition to those that reports bear on.
    """

    swaps: bool = False
    whole: bool = False
    shared: Literal["everything", "questions", "nothing"] = "everything"
    asked: frozenset[str] = frozenset()
    nodes: tuple[str, ...] = ()


class SourceTables(Mapping[str, TableRows]):
    """Where the reliability of each source stands, one after the other.

    Parameters
    ----------
    variables : dict of str to int
        Of the sources, counting up.
    rows : TableRows
        Of all of them.
    """

    def __init__(self, variables: Mapping[str, int], rows: TableRows) -> None:
        self._variables, self._rows = variables, rows
        self._first = next(iter(variables.values()), 0)

    def __getitem__(self, source: str) -> TableRows:
        """Return where that of one source stands."""
        return self._rows.at(self._variables[source] - self._first)

    def __iter__(self) -> Iterator[str]:
        """Yield the sources."""
        return iter(self._variables)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._variables)


@dataclass(frozen=True, eq=False, repr=False)
class TablePlaces:
    """The places of a problem's numbers in its network.

    Parameters
    ----------
    nodes, sources : dict of str to TableRows
        The table of each node of the world, and the reliability of each source.
    stories : list of (list of SourceFactor, TableRows)
        The story of each source if it is unreliable, given the sources after it.
    statements : list of (Chains, int, list of Utterance, TableRows)
        Statements of one shape: their chains, the number of sources they came through, and the statements.
    shares : list of PlacedShare
        The shares of rows used by several nodes.
    """

    nodes: dict[str, TableRows] = field(default_factory=dict)
    sources: Mapping[str, TableRows] = field(default_factory=dict)
    stories: list[tuple[Sequence[SourceFactor], TableRows]] = field(default_factory=list)
    statements: list[tuple[Chains, int, Sequence[Utterance], TableRows]] = field(default_factory=list)
    shares: list[PlacedShare] = field(default_factory=list)


class ProblemPart(NamedTuple):
    """A problem within a network.

    Parameters
    ----------
    nodes, sources : dict of str to int
        The variable of each node of the world and of each source.
    swaps : list of Swaps
        How to leave out each report that can be left out within one table, named by report.
    tables : TablePlaces
        The places of its numbers in the network.
    """

    nodes: Mapping[str, int]
    sources: Mapping[str, int]
    swaps: Sequence[Swaps]
    tables: TablePlaces

    @property
    def variables(self) -> Iterable[int]:
        """All its variables."""
        return [*self.nodes.values(), *self.sources.values(), *(placed.variable for placed in self.tables.shares)]

    @property
    def rates(self) -> dict[int, str]:
        """The question or indicator of each variable of a shared rate."""
        return {placed.variable: placed.share.rows.name for placed in self.tables.shares}


def plan_for(network: Network, parts: Collection[ProblemPart], bound: int = MAX_CELLS) -> EliminationPlan:
    """Return the plan for solving a network of problems.

    Raises
    ------
    TooEntangledError
        If the tables would exceed the memory bound; it names the sources, and the questions and indicators of shared
        rates, in the largest one.
    """
    try:
        return plan(network, bound)
    except TooLargeError as error:
        names = {variable: source for part in parts for source, variable in part.sources.items()}
        rates = {variable: name for part in parts for variable, name in part.rates.items()}
        held, rated = ([named[v] for v in error.scope if v in named] for named in (names, rates))
        raise TooEntangledError(held, error.cells, error.bound, dict.fromkeys(rated)) from None
