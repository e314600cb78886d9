"""Sentences on a sampled result: how well it is known, and whether the chains converged."""

from __future__ import annotations

from assess.domain.language import figure, say
from assess.scoring.results import Assessment

_POINTS = 100.0


def sampled(result: Assessment) -> list[str]:
    """Return the sentences on how a result was sampled; none if everything is exact."""
    run = result.sampling
    if run is None:
        return []
    figures = {
        "error": figure(f"{_POINTS * run.error:.2f}") if run.error is not None else "∞",
        "r_hat": figure(f"{run.r_hat:.3f}") if run.r_hat is not None else "∞",
        "chains": figure(f"{run.chains:,}"),
        "sweeps": figure(f"{run.sweeps:,}"),
    }
    if not run.reached:
        return [
            say(
                "This case is beyond the bound of an exact solution, and sampling it (method: cutset) did not "
                "converge: after {sweeps} sweeps of {chains} chains R-hat is {r_hat} and the Monte Carlo standard "
                "error up to {error} points, where the limits are 1.01 and 0.2. Its numbers are not to be relied on.",
                **figures,
            )
        ]
    return [
        say(
            "This case is beyond the bound of an exact solution and was sampled (method: cutset): the Monte Carlo "
            "standard error of its claims and posteriors is at most {error} points, and R-hat {r_hat}. What would "
            "hold without a source or under other numbers is known less well; what makes a range wide is left out.",
            **figures,
        )
    ]
