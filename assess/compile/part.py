"""What a problem is made of, and how it stands in a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assess.compile.chains import SourceFactor, StoryKey, Testimony
from assess.compile.world import World
from assess.errors import TooEntangledError
from assess.network.elimination import Plan, TooLargeError, plan
from assess.network.leave_out import Swaps
from assess.network.network import Network, Rows


class StoryTable:
    """The stories told so far: logarithms of their probabilities (nats).

    Parameters
    ----------
    world : World
    testimony : Testimony
    """

    def __init__(self, world: World, testimony: Testimony) -> None:
        self.world, self.testimony = world, testimony
        self.totals: dict[StoryKey, float] = {}
        self.without: dict[StoryKey, Mapping[int, float]] = {}

    def table(self, voice: SourceFactor, left_out: int | None = None) -> list[float]:
        """Return the log probability of what a source tells, for each combination of the sources after it."""
        keys = [(voice.source, broken) for broken in voice.broken]
        if left_out is None:
            return [self.totals[key] for key in keys]
        return [self.without[key][left_out] if left_out in key[1] else self.totals[key] for key in keys]


Chains = tuple[tuple[int, ...], ...]
"""The chains of an utterance, as places in the list of its sources."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One statement: the reports of it, and the sources that it touches, those it came through first."""

    reports: tuple[int, ...]
    through: tuple[str, ...]
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """How much of a problem is wanted.

    Parameters
    ----------
    swaps : bool
        How to leave out each report.
    whole : bool
        Every node of the world, and an item's instance when it is left out.
    """

    swaps: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """Where the numbers of a problem stand in its network.

    Parameters
    ----------
    nodes, sources : dict of str to Rows
        The table of each node of the world, and the reliability of each source.
    stories : list of (list of Voice, Rows)
        What each voice tells if it is unreliable, by the sources after it.
    statements : list of (Chains, int, list of Utterance, Rows)
        Statements that look alike: their chains, through how many sources they came, and each of them.
    """

    nodes: dict[str, Rows] = field(default_factory=dict)
    sources: dict[str, Rows] = field(default_factory=dict)
    stories: list[tuple[Sequence[SourceFactor], Rows]] = field(default_factory=list)
    statements: list[tuple[Chains, int, Sequence[Utterance], Rows]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A problem as it stands in a network.

    Parameters
    ----------
    nodes, sources : dict of str to int
        Variable of each node of the world and of each source.
    swaps : list of Swaps
        How to leave out those reports that can be left out within one table; their names are the reports.
    tables : Tables
        Where its numbers stand in the network.
    """

    nodes: Mapping[str, int]
    sources: Mapping[str, int]
    swaps: Sequence[Swaps]
    tables: Tables

    @property
    def variables(self) -> Iterable[int]:
        """All its variables."""
        return [*self.nodes.values(), *self.sources.values()]


def plan_for(network: Network, posed: Iterable[Part]) -> Plan:
    """Plan the solution of a network of problems.

    Raises
    ------
    TooEntangledError
        If a table would pass the memory bound; it names the sources that the table would hold.
    """
    try:
        return plan(network)
    except TooLargeError as error:
        names = {variable: source for part in posed for source, variable in part.sources.items()}
        held = [names[variable] for variable in error.scope if variable in names]
        raise TooEntangledError(held, error.cells, error.bound, error.together) from None
