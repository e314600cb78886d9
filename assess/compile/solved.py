"""Solved problems: exactly, or by sampling if that would exceed the memory bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assess.compile.part import ProblemPart, plan_for
from assess.errors import SampledError, TooEntangledError
from assess.network.elimination import MAX_CELLS, EliminationPlan, TooLargeError, plan
from assess.network.leave_out import PlacedSwaps, place_swaps
from assess.network.logs import Floats
from assess.network.network import Network
from assess.network.queries import Reading
from assess.network.solve import Solution, solve

if TYPE_CHECKING:
    from assess.compile.beyond_bound import BeyondBound
    from assess.network.conditionals import Conditionals
    from assess.network.cutset_sampling import CutsetSample

BOUND = MAX_CELLS
"""Table entries of a case beyond which it is sampled."""


@dataclass(frozen=True, eq=False, repr=False)
class Solved:
    """A problem, its network, and the plan for it.

    Parameters
    ----------
    part : ProblemPart
    network : Network
    plan : EliminationPlan
        The plan for the network, or for the rest of it given the cutset.
    beyond : BeyondBound, optional
        How to sample it, if it is beyond the bound.
    sample : CutsetSample, optional
        The sample, if there is one.
    """

    part: ProblemPart
    network: Network
    plan: EliminationPlan
    beyond: BeyondBound | None = None
    sample: CutsetSample | None = None

    @classmethod
    def of(cls, part: ProblemPart, network: Network, story_errors: Mapping[int, float]) -> Solved:
        """Return a problem with the plan for it.

        Parameters
        ----------
        part : ProblemPart
        network : Network
        story_errors : dict of int to float, nats
            Standard errors of estimated stories, by the variable of their source; with any, the problem is not exact,
            and is sampled.

        Raises
        ------
        TooEntangledError
            If its tables would exceed the memory bound even given all connecting sources and rates.
        """
        try:
            return cls(part, network, plan_for(network, [part], 0 if story_errors else BOUND))
        except TooEntangledError:
            from assess.compile.beyond_bound import BeyondBound  # loads what an exact solution has no use for

            beyond = BeyondBound.of(network, part)
            if beyond is None and story_errors:
                raise
            if beyond is None:
                return cls(part, network, plan_for(network, [part]))
            return cls(part, network, beyond.cutset.plan, replace(beyond, story_errors=story_errors))

    def sampled(self, read: Reading, seed: int, progress: Callable[[int, int], None] | None = None) -> Solved:
        """Return the problem sampled until what is read is known accurately, or itself if it is solved exactly."""
        if self.beyond is None:
            return self
        return replace(self, sample=self.beyond.sampled(read, seed, progress))

    @property
    def solution(self) -> Solution | CutsetSample:
        """The network solved in log space, or sampled."""
        return self.exact if self.chains is None else self.chains

    @cached_property
    def chains(self) -> CutsetSample | None:
        """What was sampled, until its marginals are known well where nothing was asked; None where it is exact."""
        if self.beyond is None or self.sample is not None:
            return self.sample
        nodes = list(self.part.nodes.values())
        return self.beyond.sampled(lambda solved: [solved.marginal(variable) for variable in nodes], 0)

    @cached_property
    def exact(self) -> Solution:
        """The network solved in log space.

        Raises
        ------
        SampledError
            If it is beyond the bound.
        """
        if self.beyond is not None:
            raise SampledError
        return solve(self.network, self.plan)

    @property
    def is_possible(self) -> bool:
        """Whether its probability is above 0."""
        return bool(np.isfinite(self.exact.log_total[0])) if self.chains is None else self.chains.possible

    @cached_property
    def swaps(self) -> list[PlacedSwaps]:
        """The swaps that leave each report out."""
        return place_swaps(self.plan, self.part.swaps)

    @cached_property
    def conditionals(self) -> Conditionals:
        """The lean network, solved as conditional probabilities.

        Raises
        ------
        SampledError
            If it is beyond the bound.
        """
        if self.beyond is not None:
            raise SampledError
        from assess.network.conditionals import conditionals  # loads what a scoring without draws has no use for

        return conditionals(*self.lean)

    @cached_property
    def lean(self) -> tuple[Network, EliminationPlan]:
        """The network without the cliques needed only to leave reports out, and its plan."""
        if self.beyond is not None:
            return self.beyond.network, self.plan
        if not self.network.together:
            return self.network, self.plan
        network = self.network.apart()
        try:
            return network, plan(network, self.plan.cells)
        except TooLargeError:
            return self.network, self.plan

    def marginal(self, variable: int) -> Floats:
        """Return the log marginal of a variable, shape (states,), nats."""
        return self.solution.log_marginal(variable)[:, 0]

    def error(self, variable: int) -> Floats:
        """Return the Monte Carlo standard error of each probability of a variable, shape (states,); 0 if exact."""
        return np.zeros(self.network.cards[variable]) if self.chains is None else self.chains.error(variable)
