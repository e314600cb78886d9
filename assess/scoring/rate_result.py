"""The record of a rate that several uses share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from assess.scoring.columns import STORED_AS, UNSTORED, Column, Count, Probability, Range


@dataclass(frozen=True, kw_only=True)
class RateResult:
    """A rate that several uses share, before and after the evidence.

    Parameters
    ----------
    name : str
        Of the question, the indicator or the source.
    given : tuple of str
        The states of what it hangs under.
    outcome : str
        Whose probability it is there: a hypothesis, ``present``, or of a source ``right``.
    country : str or None
        In which it is shared; None for all uses of the case, or those in no country.
    interval, interval_50 : (float, float), or None
        The 90 % and the 50 % interval after the evidence; None where none was drawn.
    uses : int
        Instances that share it.
    """

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("rate", name="rate")]
    name: Annotated[str, Column("name", name="of", shown=frozenset({"frame", "csv"}))]
    given: Annotated[tuple[str, ...], Column("given", shown=frozenset({"csv"}))]
    outcome: Annotated[str, Column("outcome", shown=frozenset({"frame", "csv"}))]
    country: Annotated[str | None, Column("country", shown=frozenset({"frame", "csv"}))]
    prior: Annotated[
        Probability, Field(description="Its mean before any evidence."), Column("prior", unit="probability")
    ]
    prior_error: Annotated[
        Probability | None,
        Field(description="Monte Carlo standard error of the prior; null where it is exact."),
        Column("error of the prior", unit="probability", shown=frozenset({"csv"})),
    ] = None
    posterior: Annotated[
        Probability, Field(description="Its mean given all of it."), Column("probability", unit="probability")
    ]
    error: Annotated[
        Probability | None,
        Field(description="Monte Carlo standard error of the posterior; null where it is exact."),
        Column("error", unit="probability", shown=frozenset({"csv"})),
    ] = None
    interval: Annotated[Range | None, Field(description="Of 90 %; null where none was drawn."), Column("90 %")] = None
    interval_50: Annotated[Range | None, Column("50 %", shown=frozenset({"csv"}))] = None
    uses: Annotated[Count, Column("uses", unit="count")]
