"""The records of what a result rests on: sources, indicators, items and shared rates, and how it was sampled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from assess.scoring.columns import STORED_AS, UNSTORED, Column, Count, Probability, Range

_CSV = frozenset({"csv"})
_DATA = frozenset({"frame", "csv"})
_MOST_DB = 3000.0
"""Beyond it odds are no float."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceResult:
    """P(the source is reliable) before and after the evidence, and how many scored items pass through it."""

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("source", shown=_DATA)]
    prior: Annotated[Probability, Column("P(reliable) before", unit="probability")]
    prior_error: Annotated[
        Probability | None,
        Field(description="Monte Carlo standard error of the prior; null where it is exact."),
        Column("error of the prior", name="prior_error", unit="probability", shown=_CSV),
    ] = None
    posterior: Annotated[Probability, Column("after", unit="probability")]
    error: Annotated[
        Probability | None,
        Field(description="Monte Carlo standard error of the posterior; null where it is exact."),
        Column("error", name="error", unit="probability", shown=_CSV),
    ] = None
    interval: Annotated[Range | None, Column("90 %", unit="probability")] = None
    interval_50: Annotated[Range | None, Column("50 %", unit="probability", shown=_CSV)] = None
    as_origin: Annotated[Count, Column("items from it", unit="count")]
    as_relay: Annotated[Count, Column("passed on by it", unit="count")]

    @property
    def items_through(self) -> int:
        """How many scored items it made or passed on."""
        return self.as_origin + self.as_relay


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """P(present) of an indicator of a subject, before and after the evidence."""

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("id")]
    instance: Annotated[str, Column("instance")]
    prior: Annotated[Probability, Column("prior", unit="probability")]
    posterior: Annotated[Probability, Column("probability", unit="probability")]
    prior_error: Annotated[
        Probability | None,
        Field(description="Monte Carlo standard error of the prior; null where it is exact."),
        Column("error of the prior", name="prior_error", unit="probability", shown=_CSV),
    ] = None
    error: Annotated[
        Probability | None,
        Field(description="Monte Carlo standard error of the posterior; null where it is exact."),
        Column("error", name="error", unit="probability", shown=_CSV),
    ] = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What one item weighs: 10·log10 of the odds with all evidence over the odds with all but it (dB).

    Parameters
    ----------
    weight_db : dict of str to float or None
        By hypothesis of the instance; None where it is infinite.
    """

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("item", name="item")]
    instance: Annotated[str, Column("instance")]
    weight_db: Annotated[
        Mapping[str, float | None],
        Field(description="By hypothesis, in dB; null where it is infinite."),
        Column("dB", unit="dB"),
    ]

    @property
    def hypothesis(self) -> Annotated[Mapping[str, str], Column("hypothesis")]:
        """The name of each hypothesis."""
        return {hypothesis: hypothesis for hypothesis in self.weight_db}

    @property
    def odds_times(self) -> Annotated[Mapping[str, float | None], Column("odds times", shown=_CSV)]:
        """What the weights multiply odds by; None where that is no float."""
        return {h: None if w is None or w > _MOST_DB else 10.0 ** (w / 10.0) for h, w in self.weight_db.items()}

    @property
    def strength_db(self) -> float:
        """Largest absolute weight; infinite where one of them is."""
        return max(float("inf") if w is None else abs(w) for w in self.weight_db.values())


@dataclass(frozen=True, slots=True)
class Unscored:
    """An item that is kept but bears on nothing."""

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED]
    instance: str | None
    reason: Literal["unclear", "withdrawn", "later"]


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
    name: Annotated[str, Column("name", name="of", shown=_DATA)]
    given: Annotated[tuple[str, ...], Column("given", shown=_CSV)]
    outcome: Annotated[str, Column("outcome", shown=_DATA)]
    country: Annotated[str | None, Column("country", shown=_DATA)]
    prior: Annotated[
        Probability, Field(description="Its mean before any evidence."), Column("prior", unit="probability")
    ]
    prior_error: Annotated[
        Probability | None,
        Field(description="Monte Carlo standard error of the prior; null where it is exact."),
        Column("error of the prior", unit="probability", shown=_CSV),
    ] = None
    posterior: Annotated[
        Probability, Field(description="Its mean given all of it."), Column("probability", unit="probability")
    ]
    error: Annotated[
        Probability | None,
        Field(description="Monte Carlo standard error of the posterior; null where it is exact."),
        Column("error", unit="probability", shown=_CSV),
    ] = None
    interval: Annotated[Range | None, Field(description="Of 90 %; null where none was drawn."), Column("90 %")] = None
    interval_50: Annotated[Range | None, Column("50 %", shown=_CSV)] = None
    uses: Annotated[Count, Column("uses", unit="count")]


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
