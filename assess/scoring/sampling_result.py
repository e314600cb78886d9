"""How well a result is known that was sampled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from assess.scoring.columns import STORED_AS, Count


@dataclass(frozen=True, kw_only=True)
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
