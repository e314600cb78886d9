"""Intervals of probabilities, from exact draws of the uncertain rows without a Markov chain.

Each draw takes the states of all variables from their joint posterior, then every row given these, and solves the
network once with those rows. The mean of a probability over the draws is its headline figure, up to Monte Carlo error.
For a conditional claim, a draw counts by the probability of the condition.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np

from assess.compile.model import Compiled
from assess.compile.rows import ParameterRows
from assess.compile.taught_rates import shared_rates
from assess.domain.claim import Proposition
from assess.network.conditionals import Conditionals, conditionals_of
from assess.network.logs import Floats, Ints
from assess.network.quantiles import PILOT, SPREAD, OutOfBracketError, PassingQuantiles, quantiles
from assess.network.sampling import resampled, sample_states
from assess.scoring.claims import Claims
from assess.scoring.columns import Range

INTERVAL, MIDDLE = (0.05, 0.95), (0.25, 0.75)
"""The quantiles at the ends of the 90 % and the 50 % interval."""

MOST_KEPT = 1_000_000
"""The most draws kept; of more, only those that the ends of intervals need."""

MAX_VALUES = 2**26
"""The most numbers in the draws of reliabilities; with more, sources have no intervals."""

_MOST_THREADS = 4
_HELD_SHARE = 16
_AT_ONCE = 2**16
_OF_ONE_POOL = 4096
"""The number of draws picked from one pool up to which threads are not worth starting."""

Progress = Callable[[int, int], None]
"""Called now and then with the amount done and the total."""

Key = tuple[str, str]
"""What is drawn: ``claim``, ``question``, ``source`` or ``rate``, and its id."""

BothRanges = tuple[Range, Range]
"""The 90 % and the 50 % interval."""


def held_of(count: int) -> int:
    """Return the most values kept of each probability, out of `count` draws."""
    return count if count <= MOST_KEPT else PILOT + count // _HELD_SHARE


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws, given the evidence, of the probability of everything that a case asks.

    Parameters
    ----------
    count, seed : int
    questions : dict of str to float64, shape (hypotheses, count)
    claims : dict of str to float64, shape (count,)
        Those of predictions too.
    sources : dict of str to float64, shape (count,)
        P(reliable), for sources with scored items.
    intervals : dict of (str, str) to list of (Range, Range)
        By kind and id, for each hypothesis: the 90 % and the 50 % interval.
    """

    count: int
    seed: int
    questions: Mapping[str, Floats]
    claims: Mapping[str, Floats]
    sources: Mapping[str, Floats]
    intervals: Mapping[Key, Sequence[BothRanges]]

    @property
    def kept(self) -> bool:
        """Whether the draws themselves are kept; beyond `MOST_KEPT` draws, only their intervals are."""
        return self.count <= MOST_KEPT

    def to_arviz(self) -> Any:
        """Return the draws for ArviZ: one chain, with one variable for each probability.

        They are named ``claim arac-coopted``, ``source miles``, ``question arac:origin``; no name may contain a slash.

        Returns
        -------
        xarray.DataTree, or arviz.InferenceData if ArviZ is older than 1.0

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
    stated: Mapping[str, Proposition],
    count: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
    rates: Collection[str] = (),
) -> Draws:
    """Return draws of the probability of everything that a case asks.

    Parameters
    ----------
    model : Compiled
    stated : dict of str to Proposition
    count : int
        The number of draws, at least 1.
    seed : int
        The same seed gives the same draws, since each block of them has its own generator.
    progress : callable, optional
        Called after each block of draws with how many are made, of how many.
    threads : int, optional
        Blocks drawn at once, which does not affect the draws; by default as many as there are processors, up to 4.
    rates : collection of str
        Shared rates to compute intervals for.
    """
    claims = Claims(stated, model)
    rows = ParameterRows(model, claims.instances)
    part = model.after.part
    if model.method == "cutset":
        # Loads chains, which an exact scoring does not need.
        from assess.scoring.sampled_draws import given_rows, sampled_states
    uncertain = part.sources if len(part.sources) * held_of(count) <= MAX_VALUES else {}
    taught = [rate for rate in shared_rates(model) if rate.id in rates]
    size, with_rows, sample = model.drawn_at_once, model.with_rows, model.after.chains
    before = conditionals_of(model.after.exact) if sample is None else None

    def read_off(solution: Conditionals) -> dict[Key, Floats]:
        read: dict[Key, Floats] = {("question", i): solution.marginal(part.nodes[i]) for i in model.world.instances}
        for kind, by_name in zip(("claim", "condition"), claims.drawn(solution), strict=True):
            read |= {(kind, name): probability[np.newaxis] for name, probability in by_name.items()}
        read |= {("source", name): solution.marginal(variable)[:1] for name, variable in uncertain.items()}
        return read

    def work(block: _Block) -> dict[Key, Floats]:
        size, states = block.size, block.states
        rng = np.random.default_rng([seed, block.first, 1])
        if sample is not None:
            states = sampled_states(sample, block.first, size, count, rng)
        drawn = rows.draw(states, block.pool, rng)
        read = {
            ("rate", rate.id): rows.of_node(drawn, rate.uses[0])[rate.row, rate.state][np.newaxis] for rate in taught
        }
        if with_rows.beyond is None:
            solved = rows.solved(drawn)
            del drawn  # which is as large as what is solved
            read |= read_off(solved)
        else:
            read |= given_rows(with_rows.beyond, rows.network(drawn), states, read_off, rng)
        return {
            key: values if values.shape[1] == size else np.broadcast_to(values, (len(values), size))
            for key, values in read.items()
        }

    def tasks() -> Iterator[_Block]:
        together = size * max(1, _OF_ONE_POOL // size)
        for start in range(0, count, together):
            rng = np.random.default_rng([seed, start])
            pool, stop = rows.pool(rng), min(start + together, count)
            states = np.zeros((0, stop - start), dtype=np.int64)
            if before is not None:
                states = sample_states(before, stop - start, rng)
            for first in range(start, stop, size):
                yield _Block(first, min(size, stop - first), states[:, first - start : first - start + size], pool)

    def blocks() -> Iterator[dict[Key, Floats]]:
        done = 0
        for read in _in_order(work, tasks(), 1 if count <= _OF_ONE_POOL else threads):
            yield read
            done += min(size, count - done)
            if progress is not None:
                progress(done, count)

    if count > MOST_KEPT:
        given = {name for name, claim in stated.items() if claim.given}
        return Draws(count, seed, {}, {}, {}, _passing_ranges(blocks, count, given))
    every, kept, done = np.zeros((0, count)), dict[Key, Floats](), 0
    for read in blocks():
        if not kept:
            ends = list(itertools.accumulate(map(len, read.values()), initial=0))
            every = np.empty((ends[-1], count))
            kept = {key: every[start:stop] for key, start, stop in zip(read, ends, ends[1:], strict=False)}
        for key, values in read.items():
            kept[key][:, done : done + values.shape[1]] = values
        done += values.shape[1]
    for kind, name in kept:
        if kind == "condition":
            kept["claim", name][:] = kept["claim", name][:, resampled(kept[kind, name][0])]
    intervals = iter(ranges(every))
    return Draws(
        count,
        seed,
        {i: kept["question", i] for i in model.world.instances},
        {name: kept["claim", name][0] for name in stated},
        {name: kept["source", name][0] for name in uncertain},
        {key: list(itertools.islice(intervals, len(values))) for key, values in kept.items()},
    )


class _Block(NamedTuple):
    """Draws solved at once.

    Parameters
    ----------
    first, size : int
        Which of all draws.
    states : int64, shape (variables, size)
        Without variables if states are sampled.
    pool : float64, shape (tables, POOL)
    """

    first: int
    size: int
    states: Ints
    pool: Floats


_Task = TypeVar("_Task")
_Done = TypeVar("_Done")


def _in_order(work: Callable[[_Task], _Done], tasks: Iterable[_Task], threads: int | None) -> Iterator[_Done]:
    """Yield the results of tasks in order, computed by several threads that run only a little ahead."""
    threads = threads or min(_MOST_THREADS, os.cpu_count() or 1)
    if threads == 1:
        yield from map(work, tasks)
        return
    # Slow to load, and a few draws do not need it.
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[Future[_Done]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _passing_ranges(
    blocks: Callable[[], Iterator[dict[Key, Floats]]], count: int, given: Collection[str]
) -> dict[Key, list[BothRanges]]:
    """Return the intervals of draws most of which are not kept; draw again if too few were.

    Conditional claims have none, because their draws are weighted.
    """
    for spread in itertools.accumulate(itertools.repeat(SPREAD), lambda wide, by: wide * by):
        passing: dict[Key, PassingQuantiles] = {}
        for read in blocks():
            for key, values in read.items():
                if key[1] in given and key[0] in ("claim", "condition"):
                    continue
                if key not in passing:
                    passing[key] = PassingQuantiles(len(values), count, INTERVAL + MIDDLE, spread)
                passing[key].add(np.minimum(values, 1.0))
        with suppress(OutOfBracketError):
            return {key: _paired(each.read()) for key, each in passing.items()}
    raise AssertionError


def ranges(values: Floats) -> list[BothRanges]:
    """Return the 90 % and the 50 % interval of each row of `values`, shape (n, draws)."""
    rows = max(1, _AT_ONCE // values.shape[1])
    some = (np.minimum(values[k : k + rows], 1.0) for k in range(0, len(values), rows))
    ends = [quantiles(few, INTERVAL + MIDDLE) for few in some]
    return _paired(np.concatenate(ends, axis=1))


def _paired(ends: Floats) -> list[BothRanges]:
    low, high, inner_low, inner_high = ends.tolist()
    return list(zip(zip(low, high, strict=True), zip(inner_low, inner_high, strict=True), strict=True))
