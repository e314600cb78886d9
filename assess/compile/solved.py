"""A problem with its solution."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assess.compile.part import Part
from assess.network.conditionals import Conditionals, shares
from assess.network.elimination import Plan, TooLargeError, plan
from assess.network.leave_out import PlacedSwaps, place_swaps
from assess.network.logs import Floats
from assess.network.network import Network
from assess.network.solve import Solution, solve


@dataclass(frozen=True)
class Solved:
    """A problem, its network, and the plan for it."""

    part: Part
    network: Network
    plan: Plan

    @cached_property
    def swaps(self) -> list[PlacedSwaps]:
        """The changes that leave each report out."""
        return [placed for swaps in self.part.swaps for placed in place_swaps(self.plan, swaps)]

    @cached_property
    def solution(self) -> Solution:
        """The network summed."""
        return solve(self.network, self.plan)

    @cached_property
    def shares(self) -> Conditionals:
        """The network summed, as conditional probabilities."""
        return shares(*self.lean)

    @cached_property
    def lean(self) -> tuple[Network, Plan]:
        """The network where nothing is held together to leave reports out, and the plan for it."""
        network = self.network.apart()
        try:
            return network, plan(network, self.plan.cells)
        except TooLargeError:
            return self.network, self.plan

    def marginal(self, variable: int) -> Floats:
        """Return the log marginal of a variable, shape (states,), nats."""
        return self.solution.log_marginal(variable)[:, 0]
