"""Records of what a result rests on: sources, indicators, items and shared rates, and how it was sampled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from assess.scoring.columns import STORED_AS, UNSTORED, Column, Count, Probability, Range

CSV = frozenset({"csv"})
DATA = frozenset({"frame", "csv"})
_MOST_DB = 3000.0
"""Beyond this weight, odds exceed a float."""

V = TypeVar("V")

PriorError = Annotated[
    V | None,
    Field(description="Monte Carlo standard error of the prior; null where it is exact."),
    Column("error of the prior", unit="probability", shown=CSV),
]
PosteriorError = Annotated[
    V | None,
    Field(description="Monte Carlo standard error of the posterior; null where it is exact."),
    Column("error", unit="probability", shown=CSV),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceResult:
    """P(the source is reliable) before and after the evidence, and the number of scored items through it."""

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("source", shown=DATA)]
    prior: Annotated[Probability, Column("P(reliable) before", unit="probability")]
    prior_error: PriorError[Probability] = None
    posterior: Annotated[Probability, Column("after", unit="probability")]
    error: PosteriorError[Probability] = None
    interval: Annotated[Range | None, Column("90 %", unit="probability")] = None
    interval_50: Annotated[Range | None, Column("50 %", unit="probability", shown=CSV)] = None
    as_origin: Annotated[Count, Column("items from it", unit="count")]
    as_relay: Annotated[Count, Column("passed on by it", unit="count")]

    @property
    def items_through(self) -> int:
        """The number of scored items that it made or passed on."""
        return self.as_origin + self.as_relay


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """P(present) of an indicator of a subject, before and after the evidence."""

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("id")]
    instance: Annotated[str, Column("instance")]
    prior: Annotated[Probability, Column("prior", unit="probability")]
    posterior: Annotated[Probability, Column("probability", unit="probability")]
    prior_error: PriorError[Probability] = None
    error: PosteriorError[Probability] = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The weight of one item: 10·log10 of the odds with all evidence over the odds without it (dB).

    Parameters
    ----------
    weight_db : dict of str to float or None
        By hypothesis of the instance; None if infinite.
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
    def odds_times(self) -> Annotated[Mapping[str, float | None], Column("odds times", shown=CSV)]:
        """The factors by which the weights multiply odds; None if beyond a float."""
        return {h: None if w is None or w > _MOST_DB else 10.0 ** (w / 10.0) for h, w in self.weight_db.items()}

    @property
    def strength_db(self) -> float:
        """The largest absolute weight, which may be infinite."""
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
    """A shared rate, before and after the evidence.

    Parameters
    ----------
    name : str
        The name of the question, the indicator or the source.
    given : tuple of str
        The states of its parents.
    outcome : str
        The outcome whose probability it is: a hypothesis, ``present``, or ``right`` for a source.
    country : str or None
        The country in which it is shared; None for all uses in the case, or those without a country.
    interval, interval_50 : (float, float), or None
        The 90 % and the 50 % interval after the evidence; None if none was drawn.
    uses : int
        The number of instances that share it.
    """

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("rate", name="rate")]
    name: Annotated[str, Column("name", name="of", shown=DATA)]
    given: Annotated[tuple[str, ...], Column("given", shown=CSV)]
    outcome: Annotated[str, Column("outcome", shown=DATA)]
    country: Annotated[str | None, Column("country", shown=DATA)]
    prior: Annotated[
        Probability, Field(description="Its mean before any evidence."), Column("prior", unit="probability")
    ]
    prior_error: PriorError[Probability] = None
    posterior: Annotated[
        Probability, Field(description="Its mean given all of it."), Column("probability", unit="probability")
    ]
    error: PosteriorError[Probability] = None
    interval: Annotated[Range | None, Field(description="Of 90 %; null where none was drawn."), Column("90 %")] = None
    interval_50: Annotated[Range | None, Column("50 %", shown=CSV)] = None
    uses: Annotated[Count, Column("uses", unit="count")]


@dataclass(frozen=True, kw_only=True)
class SamplingResult:
    """The convergence of the chains of a sampled case.

    Parameters
    ----------
    chains, sweeps : int
        The number of chains, and how often each drew each variable of the cutset.
    r_hat : float or None
        The largest split R-hat of the claims and posteriors; None if undefined.
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
