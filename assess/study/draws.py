"""How far each probability could be another, for all that is known of the rows: exact draws, no Markov chain.

A draw takes the states of all variables from their joint posterior, then every row given these, and solves the network
once with those rows. The mean over the draws of a probability is its headline figure, up to Monte Carlo error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from assess.compile.model import Compiled
from assess.compile.rows import Rows
from assess.domain.claim import HoldsIf
from assess.network.logs import Floats
from assess.network.sample import sample_states
from assess.network.solve import Solution
from assess.study.claims import Claims

Range = tuple[float, float]
"""Lower and upper end of an interval of a probability."""

INTERVAL, MIDDLE = (0.05, 0.95), (0.25, 0.75)
"""Quantiles at the ends of the 90 % and of the 50 % interval."""

DRAWS = 4000
"""Draws, where nothing else is said: the ends of intervals are known to about 0.005."""

MAX_VALUES = 2**26
"""Drawn reliabilities that are kept; of more sources than that there are no intervals."""

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of the probability of everything that a case asks, given the evidence and drawn rows.

    Parameters
    ----------
    count, seed : int
    questions : dict of str to float64, shape (hypotheses, count)
    claims : dict of str to float64, shape (count,)
        Of predictions too.
    sources : dict of str to float64, shape (count,)
        P(reliable), of those heard.
    """

    count: int
    seed: int
    questions: Mapping[str, Floats]
    claims: Mapping[str, Floats]
    sources: Mapping[str, Floats]


def draw(
    model: Compiled, stated: Mapping[str, HoldsIf], count: int, seed: int, progress: Progress | None = None
) -> Draws:
    """Draw the probability of everything that a case asks.

    Parameters
    ----------
    model : Compiled
    stated : dict of str to holds_if
    count : int
        How many draws, at least 1.
    seed : int
        The same seed gives the same draws.
    progress : callable, optional
        Told, after each block of draws, how many are made, of how many.
    """
    rng = np.random.default_rng(seed)
    rows, claims = Rows(model), Claims(stated, model)
    part = model.after.part
    heard = part.sources if len(part.sources) * count <= MAX_VALUES else {}
    questions = {i: np.empty((len(model.world.nodes[i].states), count)) for i in model.world.instances}
    found = {name: np.empty(count) for name in stated}
    sources = {name: np.empty(count) for name in heard}
    block = model.retelling.at_once(retold=False)
    for first in range(0, count, block):
        some = slice(first, min(first + block, count))
        solution = _solved(model, rows, some.stop - first, rng)
        for instance, values in questions.items():
            values[:, some] = np.exp(solution.log_marginal(part.nodes[instance]))
        for name, probability in claims.probabilities(solution).items():
            found[name][some] = probability
        for name, variable in heard.items():
            sources[name][some] = np.exp(solution.log_marginal(variable)[0])
        if progress is not None:
            progress(some.stop, count)
    return Draws(count, seed, questions, found, sources)


def _solved(model: Compiled, rows: Rows, count: int, rng: np.random.Generator) -> Solution:
    states = sample_states(model.after.solution, count, rng)
    ((_, solution),) = model.retelling.solutions(rows.versions(rows.draw(states, rng)), retold=False)
    return solution


def ranges(values: Floats, ends: Range) -> list[Range]:
    """Return the range between two quantiles of each row of `values`, shape (n, draws)."""
    low, high = np.quantile(values, ends, axis=-1)
    return list(zip(low.tolist(), high.tolist(), strict=True))
