"""Problems whose exact solution would exceed the memory bound, and how they are sampled.

Sources with several statements connect what these are about, and so do shared rates. Given their states, the rest falls
apart into small pieces, so they form the cutset: sources first, then the rates of rows whose uses have different
parents, and last those whose uses all have the same parents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from assess.compile.part import ProblemPart
from assess.network.chain_convergence import Convergence, standard_error
from assess.network.cutset import Cutset
from assess.network.cutset_sampling import CutsetSample, sample
from assess.network.elimination import TooLargeError
from assess.network.network import Network, TableRows
from assess.network.outermost import Outermost, mixed
from assess.network.queries import Reading

FEW_CELLS = 2**12
"""Table entries, given a cutset, below which it needs no more variables."""

MAX_COLUMN_CELLS = 2**18
"""Table entries, given the whole cutset, up to which a case can be sampled."""


@dataclass(frozen=True)
class BeyondBound:
    """A problem beyond the bound, to be sampled.

    Parameters
    ----------
    network : Network
    cutset : Cutset
    drawn : frozenset of int
        The variables of shared rates in it, which have many states and many uses.
    evidence : tuple of TableRows
        The tables of the statements.
    outermost : Outermost, optional
        The last source of every chain, if its story is beyond the bound too.
    story_errors : dict of int to float, nats
        Standard errors of estimated stories, by the variable of their source.
    """

    network: Network
    cutset: Cutset
    drawn: frozenset[int]
    evidence: tuple[TableRows, ...]
    outermost: Outermost | None = None
    story_errors: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, part: ProblemPart) -> BeyondBound | None:
        """Return how to sample a problem; None if it is too large even for that."""
        apart = network.apart()
        chosen: list[int] = []
        cutset: Cutset | None = None
        for more in _tiers(part):
            if not more:
                continue
            chosen += more
            try:
                cutset = Cutset(apart, chosen, MAX_COLUMN_CELLS if cutset is None else cutset.plan.cells)
            except TooLargeError:
                continue
            if cutset.plan.cells <= FEW_CELLS:
                break
        if cutset is None:
            return None
        evidence = [rows for *_, rows in part.tables.statements] + [rows for _, rows in part.tables.stories]
        drawn = frozenset(part.rates.keys() & set(cutset.variables))
        return cls(apart, cutset, drawn, tuple(evidence))

    def over(self, network: Network) -> BeyondBound:
        """Return the same for a network of the same shape with other numbers."""
        return replace(self, network=network, cutset=self.cutset.over(network))

    def sampled(self, read: Reading, seed: int, progress: Callable[[int, int], None] | None = None) -> CutsetSample:
        """Return the states of chains that run until what is read is known accurately.

        What errors of stories add is a bound: a shift of the logarithm of a table moves a probability by no more than
        the root of its variance and of that of what the table stands for, which is at most that of the source.
        """
        drawn = self._states(read, seed, progress)
        if not self.story_errors:
            return drawn
        unreliable = {variable: float(drawn.marginal(variable)[1, 0]) for variable in self.story_errors}
        variances = [
            error**2 * (0.25 if unreliable[variable] > 0.5 else unreliable[variable] * (1.0 - unreliable[variable]))
            for variable, error in self.story_errors.items()
        ]
        shifted = replace(drawn, shift=float(np.sqrt(sum(variances))))
        most = max((float(error.max()) for _, error in shifted.with_errors(read)), default=0.0)
        return replace(
            shifted, convergence=drawn.convergence._replace(error=float(np.hypot(most, drawn.convergence.error)))
        )

    def _states(self, read: Reading, seed: int, progress: Callable[[int, int], None] | None) -> CutsetSample:
        outermost, of = self.outermost, (self.drawn, self.evidence, read)
        if outermost is None:
            return sample(self.network, self.cutset, *of, [seed], progress)
        believed, disbelieved = (
            sample(held, self.cutset.over(held), *of, [seed, state], progress)
            for state in range(2)
            for held in [outermost.held(self.network, np.array([state]))]
        )
        asked = believed.by_chain(outermost.queries(believed.plan).probabilities)
        shares = outermost.first(self.network, asked[0] if asked else np.ones(believed.convergence.chains))
        runs = (believed.convergence, disbelieved.convergence)
        convergence = Convergence(
            max(run.r_hat for run in runs),
            max(run.error for run in runs) + float(standard_error(shares)),
            sum(run.sweeps for run in runs),
            runs[0].chains,
        )
        states = mixed(believed.by_sweep, disbelieved.by_sweep, shares)
        return CutsetSample(self.network, self.cutset, states.reshape(len(states), -1), convergence)


def _tiers(part: ProblemPart) -> Iterable[list[int]]:
    """Yield the connecting variables, in the order in which they enter the cutset."""
    said: dict[str, int] = {}
    for _, _, utterances, _ in part.tables.statements:
        for utterance in utterances:
            for source in utterance.around:
                said[source] = said.get(source, 0) + 1
    yield [variable for source, variable in part.sources.items() if said.get(source, 0) > 1]
    yield [placed.variable for placed in part.tables.shares if placed.share.row is not None]
    yield [placed.variable for placed in part.tables.shares if placed.share.row is None]
