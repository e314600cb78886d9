"""w-cutset sampling: Gibbs chains over a cutset, exact for everything else (Bidyuk and Dechter 2007).

Readings are means, over the states that the chains went through, of the exact probabilities given these
(Rao-Blackwellised). Chains start anywhere, except that variables drawn given all others start as they are before any
evidence, because a sweep moves a rate with many uses only a little. The evidence is introduced by degrees during the
first sweeps, so that chains do not stay where they happened to start. The first quarter of the rest is discarded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assess.network.chain_convergence import BLOCK, BlockSums, Convergence, standard_error
from assess.network.conditionals import Conditionals, conditionals
from assess.network.cutset import Cutset
from assess.network.cutset_sweeps import Sweeps, floored
from assess.network.elimination import EliminationPlan
from assess.network.logs import Floats, Ints, log
from assess.network.network import Network, TableRows
from assess.network.network_edit import changed
from assess.network.queries import Reading
from assess.network.sampling import sample_states
from assess.network.solve import solve

FEWEST_CHAINS, MOST_CHAINS = 64, 256
TEMPERATURES = 16
"""The number of degrees by which the evidence is introduced."""

MOST_SWEEPS = 2000
KEPT_CELLS = 2**28
"""The most table entries of all kept columns together; beyond that, every other column is kept."""

AT_ONCE = 2**20
CHAIN_CELLS = 2**21
"""Table entries that a sweep of all chains works on, within the limits on the number of chains."""

_MOST_THREADS = 2


@dataclass(frozen=True)
class CutsetSample:
    """The states of a cutset that chains went through, without those discarded.

    Parameters
    ----------
    network : Network
    cutset : Cutset
    states : int64, shape (variables of the cutset, columns)
        The chains side by side, sweep after sweep.
    convergence : Convergence
    shift : float
        The standard error that estimated tables add to a probability p, as a multiple of √(p(1-p)).
    """

    network: Network
    cutset: Cutset
    states: Ints
    convergence: Convergence
    shift: float = 0.0

    @property
    def plan(self) -> EliminationPlan:
        """The plan of the elimination given the cutset."""
        return self.cutset.plan

    @property
    def possible(self) -> bool:
        """Whether any of the last states has positive probability."""
        last = self.states[:, -self.convergence.chains :]
        return bool(np.isfinite(solve(self.cutset.given(last), self.plan).log_total).any())

    def columns(self) -> Iterator[tuple[slice, Conditionals]]:
        """Yield the network solved given the states of the cutset, as many columns at once as memory allows."""
        return ((chosen, self._solved(chosen)) for chosen in self._chunks())

    def _chunks(self) -> Iterator[slice]:
        chains, count = self.convergence.chains, self.states.shape[1]
        at_once = max(1, AT_ONCE // self.plan.cells // chains) * chains
        return (slice(first, min(first + at_once, count)) for first in range(0, count, at_once))

    def _solved(self, chosen: slice) -> Conditionals:
        return conditionals(self.cutset.given(self.states[:, chosen]), self.plan)

    def average(self, read: Reading) -> list[Floats]:
        """Return the means over the columns of what `read` gives for each, all of shape (..., 1)."""
        return [means.mean(axis=-1, keepdims=True) for means in self.by_chain(read)]

    def with_errors(self, read: Callable[[Conditionals], Sequence[Floats]]) -> list[tuple[Floats, Floats]]:
        """Return the means of readings and their standard errors, from the means of the chains."""
        each = ((means.mean(axis=-1), standard_error(means)) for means in self.by_chain(read))
        return [(mean, np.hypot(error, self.error_of_tables(mean))) for mean, error in each]

    def error_of_tables(self, probability: Floats) -> Floats:
        """Return the standard errors of probabilities due to estimated tables, of the same shape."""
        error: Floats = self.shift * np.sqrt(np.maximum(probability * (1.0 - probability), 0.0))
        return error

    def ratio(self, values: Floats, given: Floats) -> tuple[float, float]:
        """Return the ratio of two probabilities, and its standard error, linearised.

        Parameters
        ----------
        values, given : float64, shape (chains,) or (1,)
            Their means over the columns of each chain.
        """
        probability, condition = values.mean() / given.mean(), given.mean()
        spread = standard_error(values - probability * given) / condition
        return float(probability), float(np.hypot(spread, self.error_of_tables(probability) / condition**0.5))

    def by_chain(self, read: Callable[[Conditionals], Sequence[Floats]]) -> list[Floats]:
        """Return the means of readings over the columns of each chain, all of shape (..., chains)."""
        # Slow to load, and an exact scoring does not need it.
        from concurrent.futures import ThreadPoolExecutor

        chains = self.convergence.chains

        def summed(chosen: slice) -> list[Floats]:
            width = chosen.stop - chosen.start
            values = (np.broadcast_to(v, (*v.shape[:-1], width)) for v in read(self._solved(chosen)))
            return [v.reshape(*v.shape[:-1], -1, chains).sum(axis=-2) for v in values]

        with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as pool:
            every = pool.map(summed, self._chunks())
            sums = next(every)
            for more in every:
                sums = [total + part for total, part in zip(sums, more, strict=True)]
        sweeps = self.states.shape[1] // chains
        return [each / sweeps for each in sums]

    @cached_property
    def _marginals(self) -> list[tuple[Floats, Floats]]:
        return self.with_errors(lambda solved: solved.marginals)

    def marginal(self, variable: int) -> Floats:
        """Return the probability of each state of a variable, shape (states, 1)."""
        means: Floats = self._marginals[self.plan.step_of[variable]][0][self.plan.row_of[variable], :, np.newaxis]
        return means

    def error(self, variable: int) -> Floats:
        """Return the standard error of the probability of each state of a variable, shape (states,)."""
        errors: Floats = self._marginals[self.plan.step_of[variable]][1][self.plan.row_of[variable]]
        return errors

    def log_marginal(self, variable: int) -> Floats:
        """Return the logarithm of the marginal of a variable, shape (states, 1), nats."""
        return log(self.marginal(variable))

    def draws(self, chosen: Ints, rng: np.random.Generator) -> Ints:
        """Return the states of all variables in some of the columns, shape (variables, chosen)."""
        solved = conditionals(self.cutset.given(self.states[:, chosen]), self.plan)
        return sample_states(solved, len(chosen), rng)

    @property
    def by_sweep(self) -> Ints:
        """The states, shape (variables of the cutset, sweeps, chains)."""
        return self.states.reshape(len(self.states), -1, self.convergence.chains)

    def thinned(self, columns: int) -> CutsetSample:
        """Return a sample of at most a given number of its columns, in whole sweeps at even steps."""
        chains = self.convergence.chains
        sweeps = self.states.shape[1] // chains
        chosen = np.unique(np.linspace(0, sweeps - 1, max(1, min(sweeps, columns // chains))).round().astype(np.int64))
        states = self.by_sweep[:, chosen]
        return replace(self, states=states.reshape(len(self.states), -1))


def sample(
    network: Network,
    cutset: Cutset,
    drawn: Collection[int],
    evidence: Sequence[TableRows],
    read: Reading,
    seed: Sequence[int],
    progress: Callable[[int, int], None] | None = None,
) -> CutsetSample:
    """Return states of a cutset from chains that run until the readings are accurate, or for as long as allowed.

    Parameters
    ----------
    network : Network
        With one column.
    cutset : Cutset
        A cutset of it.
    drawn : collection of int
        Variables of the cutset that are drawn given all others.
    evidence : sequence of TableRows
        Tables that are introduced by degrees at first.
    read : callable
        Returns, for a solution, the probabilities that must be accurate, each of shape (..., columns).
    seed : sequence of int
    progress : callable, optional
        Called now and then with how many sweeps are made, and the most there may be.
    """
    rng = np.random.default_rng(seed)
    chains = min(MOST_CHAINS, max(FEWEST_CHAINS, CHAIN_CELLS // cutset.plan.cells))
    states: Ints | None = None
    for power in np.linspace(0.0, 1.0, TEMPERATURES + 1):
        tempered = floored(network if power == 1.0 else raised(network, evidence, float(power)))
        sweeps = Sweeps(tempered, cutset.over(tempered), drawn, chains, rng)
        if states is not None:
            sweeps.states = states
        if power < 1.0:
            sweeps.sweep()
            states = sweeps.states
    sums, kept, every = BlockSums(), _Kept(chains * cutset.plan.cells), 0
    convergence = Convergence(np.inf, np.inf, 0, chains)
    while every < MOST_SWEEPS:
        for _ in range(BLOCK):
            solved = sweeps.sweep()
            kept.add(sweeps.solved_at)
            values = [np.broadcast_to(v, (*v.shape[:-1], chains)).reshape(-1, chains) for v in read(solved)]
            sums.add(np.concatenate(values))
        every += BLOCK
        if progress is not None:
            progress(every, MOST_SWEEPS)
        r_hat, error = sums.convergence()
        convergence = Convergence(r_hat, error, every, chains)
        if convergence.reached:
            break
    if progress is not None:
        progress(MOST_SWEEPS, MOST_SWEEPS)
    return CutsetSample(network, cutset, kept.states(), convergence)


def raised(network: Network, evidence: Sequence[TableRows], power: float) -> Network:
    """Return a network with some of its tables raised to a power."""
    return changed(network, evidence, lambda logs: power * logs if power > 0.0 else np.zeros_like(logs))


class _Kept:
    """The states of the sweeps that are kept: all, or every second, fourth and so on if there are very many."""

    def __init__(self, cells: int) -> None:
        self._most = max(16, KEPT_CELLS // cells)
        self._step, self._count = 1, 0
        self._states: list[Ints] = []

    def add(self, states: Ints) -> None:
        if self._count % self._step == 0:
            self._states.append(states.astype(np.int16))
        self._count += 1
        if len(self._states) > 2 * self._most:
            self._states, self._step = self._states[::2], 2 * self._step

    def states(self) -> Ints:
        after = self._states[len(self._states) // 4 :]
        return np.concatenate(after, axis=1).astype(np.int64)
