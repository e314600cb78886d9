"""How well a result is known that was sampled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

from pydantic import Field

from assess.compile.model import Compiled
from assess.compile.solved import Solved
from assess.network.cutset_sampling import Convergence, CutsetSample
from assess.network.logs import Floats
from assess.network.queries import SolvedNetwork
from assess.scoring.claims import Claims
from assess.scoring.columns import STORED_AS, Count


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingResult:
    """How far the chains of a case got that was sampled.

    Parameters
    ----------
    chains, sweeps : int
        Chains side by side, and how often each variable of the cutset was drawn in each.
    r_hat : float or None
        The largest split R-hat of the claims and posteriors; None where it is no number.
    error : float or None
        Their largest Monte Carlo standard error.
    reached : bool
        Whether R-hat is below 1.01 and the error below 0.002.
    """

    __pydantic_config__ = STORED_AS

    chains: Count
    sweeps: Count
    r_hat: Annotated[float | None, Field(description="Largest split R-hat of the claims and posteriors.")]
    error: Annotated[float | None, Field(description="Largest Monte Carlo standard error of these.")]
    reached: Annotated[bool, Field(description="Whether R-hat is below 1.01 and the error below 0.002.")]


def sampled(model: Compiled, claims: Claims, seed: int, progress: Callable[[int, int], None] | None = None) -> Compiled:
    """Return a case with what is beyond the bound sampled, until its claims and posteriors are known well."""
    instances = list(model.world.instances)

    def read(solved: Solved, column: SolvedNetwork) -> list[Floats]:
        nodes = solved.part.nodes
        return [*claims.reading(column, nodes), *(column.marginal(nodes[instance]) for instance in instances)]

    before = model.before.sampled(partial(read, model.before), seed, progress)
    after = model.after.sampled(partial(read, model.after), seed, progress)
    return replace(model, before=before, after=after)


def sampling_of(model: Compiled) -> SamplingResult | None:
    """Return how far the chains got; None where all is exact. Of two samples it is the worse."""
    runs = [solved.solution for solved in (model.before, model.after) if solved.beyond is not None]
    reached = [run.convergence for run in runs if isinstance(run, CutsetSample)]
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
