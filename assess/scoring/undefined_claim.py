"""The result of a claim that has no probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from assess.scoring.columns import STORED_AS, UNSTORED, Probability
from assess.scoring.result_records import AssertedResult


@dataclass(frozen=True, kw_only=True)
class UndefinedClaim:
    """A claim or prediction given what has probability 0: it has no probability itself.

    Parameters
    ----------
    prior : float or None
        None where its condition had probability 0 before the evidence too.
    """

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED]
    kind: Annotated[Literal["claim", "prediction"], UNSTORED]
    text: Annotated[str | None, UNSTORED]
    countries: Annotated[tuple[str, ...], UNSTORED]
    instances: Annotated[tuple[str, ...], UNSTORED]
    probability: None = None
    error: None = None
    prior: Probability | None
    prior_error: None = None
    interval: None = None
    interval_50: None = None
    term: None = None
    confidence: None = None
    asserted: AssertedResult | None

    @property
    def country(self) -> str | None:
        """The countries that it speaks of; None where there is none."""
        return ", ".join(self.countries) or None

    @property
    def against_band(self) -> None:
        """Return None: it lies nowhere."""
