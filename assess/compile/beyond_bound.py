"""What is sampled where the tables of an exact solution would pass the memory bound.

Sources that make several statements tie what these are about together, and so do shared rates. Given their states the
rest falls apart into small pieces: they make the cutset, sources first, then the rates of rows whose uses hang under
different nodes, and last those whose uses all hang under the same.
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
"""Entries of the tables, given a cutset, up to which nothing more is put into it."""

MAX_COLUMN_CELLS = 2**18
"""Entries of the tables, given all of the cutset, up to which a case is sampled."""


@dataclass(frozen=True)
class BeyondBound:
    """A problem that is sampled.

    Parameters
    ----------
    network : Network
    cutset : Cutset
    drawn : frozenset of int
        The variables of shared rates in it: there are many states of each, and many uses.
    evidence : tuple of TableRows
        The tables of what was said.
    outermost : Outermost, optional
        The source whom everything came through last, where its story is beyond the bound too.
    story_errors : dict of int to float, nats
        Standard errors of stories that were estimated, by the variable of their source.
    """

    network: Network
    cutset: Cutset
    drawn: frozenset[int]
    evidence: tuple[TableRows, ...]
    outermost: Outermost | None = None
    story_errors: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, part: ProblemPart) -> BeyondBound | None:
        """Return how a problem is sampled; None where it is too large even so."""
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
        """Return the same of a network of the same shape, with other numbers."""
        return replace(self, network=network, cutset=self.cutset.over(network))

    def sampled(self, read: Reading, seed: int, progress: Callable[[int, int], None] | None = None) -> CutsetSample:
        """Return the states that chains went through until what is read is known well.

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
    """Yield the variables that tie, those first that are put into the cutset first."""
    said: dict[str, int] = {}
    for _, _, utterances, _ in part.tables.statements:
        for utterance in utterances:
            for source in utterance.around:
                said[source] = said.get(source, 0) + 1
    yield [variable for source, variable in part.sources.items() if said.get(source, 0) > 1]
    yield [placed.variable for placed in part.tables.shares if placed.share.row is not None]
    yield [placed.variable for placed in part.tables.shares if placed.share.row is None]
