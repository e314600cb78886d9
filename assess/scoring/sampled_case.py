"""Sampling a case beyond the memory bound until its claims and posteriors are known accurately."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from assess.compile.model import Compiled
from assess.compile.solved import Solved
from assess.network.chain_convergence import Convergence
from assess.network.logs import Floats
from assess.network.queries import SolvedNetwork
from assess.scoring.claims import Claims
from assess.scoring.evidence_records import SamplingResult


def sampled(model: Compiled, claims: Claims, seed: int, progress: Callable[[int, int], None] | None = None) -> Compiled:
    """Return a case with whatever exceeds the bound sampled until its claims and posteriors are known accurately."""
    instances = list(model.world.instances)

    def read(solved: Solved, column: SolvedNetwork) -> list[Floats]:
        nodes = solved.part.nodes
        return [*claims.reading(column, nodes), *(column.marginal(nodes[instance]) for instance in instances)]

    before = model.before.sampled(partial(read, model.before), seed, progress)
    after = model.after.sampled(partial(read, model.after), seed, progress)
    return replace(model, before=before, after=after)


def sampling_of(model: Compiled) -> SamplingResult | None:
    """Return the convergence of the chains, the worse of two samples; None if everything is exact."""
    runs = [solved.chains for solved in (model.before, model.after)]
    reached = [run.convergence for run in runs if run is not None]
    if not reached:
        return None
    worst = max(reached, key=_by_r_hat)
    return SamplingResult(
        chains=worst.chains,
        sweeps=sum(each.sweeps for each in reached),
        r_hat=_number(max(each.r_hat for each in reached)),
        error=_number(max(each.error for each in reached)),
        reached=all(each.reached for each in reached),
    )


def _by_r_hat(convergence: Convergence) -> float:
    return convergence.r_hat


def _number(value: float) -> float | None:
    return value if value < float("inf") else None
