"""How far each probability could be another, for all that is known of the rows: exact draws, no Markov chain.

A draw takes the states of all variables from their joint posterior, then every row given these, and solves the network
once with those rows. The mean over the draws of a probability is its headline figure, up to Monte Carlo error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assess.compile.model import Compiled
from assess.compile.rows import ParameterRows
from assess.domain.claim import HoldsIf
from assess.network.conditionals import conditionals
from assess.network.logs import Floats
from assess.network.sampling import sample_states
from assess.scoring.claims import Claims
from assess.scoring.columns import Range
from assess.scoring.results import ClaimResult, QuestionResult, SourceResult

INTERVAL, MIDDLE = (0.05, 0.95), (0.25, 0.75)
"""Quantiles at the ends of the 90 % and of the 50 % interval."""

MAX_VALUES = 2**26
"""Drawn reliabilities that are kept; of more sources than that there are no intervals."""

_MOST_THREADS = 4

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

    def to_arviz(self) -> Any:
        """Return the draws as ArviZ has them: one chain, a variable each.

        They are called ``claim arac-coopted``, ``source miles``, ``question arac:origin``; no name may hold a slash.

        Returns
        -------
        xarray.DataTree, or arviz.InferenceData where ArviZ is older than 1.0

        Raises
        ------
        ImportError
            If ArviZ is not installed.
        """
        import arviz

        named = {f"question {ident.replace('/', ':')}": values.T for ident, values in self.questions.items()}
        named |= {f"claim {ident}": values for ident, values in self.claims.items()}
        named |= {f"source {ident}": values for ident, values in self.sources.items()}
        posterior = {name: values[np.newaxis] for name, values in named.items()}
        if int(arviz.__version__.partition(".")[0]) >= 1:
            return arviz.from_dict({"posterior": posterior})
        return arviz.from_dict(posterior=posterior)


def draw(
    model: Compiled,
    stated: Mapping[str, HoldsIf],
    count: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Draws:
    """Draw the probability of everything that a case asks.

    Parameters
    ----------
    model : Compiled
    stated : dict of str to holds_if
    count : int
        How many draws, at least 1.
    seed : int
        The same seed gives the same draws: each block of them has a generator of its own.
    progress : callable, optional
        Told, after each block of draws, how many are made, of how many.
    threads : int, optional
        Blocks drawn at once; as many as there are processors where left out, up to 4. The draws are the same.
    """
    rows, claims = ParameterRows(model), Claims(stated, model)
    part = model.after.part
    uncertain = part.sources if len(part.sources) * count <= MAX_VALUES else {}
    questions = {i: np.empty((len(model.world.nodes[i].states), count)) for i in model.world.instances}
    claimed = {name: np.empty(count) for name in stated}
    sources = {name: np.empty(count) for name in uncertain}
    block = model.story_batch.at_once(with_stories=False)
    before = model.after.conditionals

    def work(first: int) -> int:
        some = slice(first, min(first + block, count))
        rng = np.random.default_rng([seed, first])
        states = sample_states(before, some.stop - first, rng)
        solution = conditionals(rows.network(rows.draw(states, rng)), before.plan)
        for name, probability in claims.probabilities(solution).items():
            claimed[name][some] = probability
        for instance, values in questions.items():
            values[:, some] = solution.marginal(part.nodes[instance])
        for name, variable in uncertain.items():
            sources[name][some] = solution.marginal(variable)[0]
        return some.stop - first

    # Slow to load, and a scoring without draws does not need it.
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads or min(_MOST_THREADS, os.cpu_count() or 1)) as pool:
        done = 0
        for finished in pool.map(work, range(0, count, block)):
            done += finished
            if progress is not None:
                progress(done, count)
    return Draws(count, seed, questions, claimed, sources)


def ranges(values: Floats) -> list[tuple[Range, Range]]:
    """Return the 90 % and the 50 % interval of each row of `values`, shape (n, draws)."""
    low, high, inner_low, inner_high = np.quantile(np.minimum(values, 1.0), INTERVAL + MIDDLE, axis=-1).tolist()
    return list(zip(zip(low, high, strict=True), zip(inner_low, inner_high, strict=True), strict=True))


def question_with_intervals(question: QuestionResult, drawn: Draws) -> QuestionResult:
    """Return an instance with the intervals of its hypotheses."""
    both = dict(zip(question.posterior, ranges(drawn.questions[question.id]), strict=True))
    return replace(
        question,
        interval={hypothesis: wide for hypothesis, (wide, _) in both.items()},
        interval_50={hypothesis: middle for hypothesis, (_, middle) in both.items()},
    )


def claim_with_intervals(claim: ClaimResult, drawn: Draws) -> ClaimResult:
    """Return a claim or prediction with its intervals."""
    ((wide, middle),) = ranges(drawn.claims[claim.id][np.newaxis])
    return replace(claim, interval=wide, interval_50=middle)


def source_with_intervals(source: SourceResult, drawn: Draws, model: Compiled) -> SourceResult:
    """Return a source with its intervals; without where its reliability is uncertain and was not drawn."""
    values = drawn.sources.get(source.id)
    if values is None:
        if np.isfinite(model.testimony.witnesses[source.id].size):
            return source
        values = np.array([source.posterior])
    ((wide, middle),) = ranges(values[np.newaxis])
    return replace(source, interval=wide, interval_50=middle)
