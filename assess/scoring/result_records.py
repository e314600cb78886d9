"""The records that a result consists of; each field declares its columns, from which all tables come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from assess.domain.claim import Manner
from assess.domain.scale import Place
from assess.scoring.columns import (
    STORED_AS,
    UNSTORED,
    Column,
    Count,
    Probability,
    Range,
)
from assess.scoring.confidence import Confidence
from assess.scoring.evidence_records import CSV, DATA, PosteriorError, PriorError
from assess.scoring.leading import leading, unmoved

_LISTED = frozenset({"frame", "shell", "report", "notebook"})
_READ = frozenset({"shell", "report"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """The result for one question of one subject; all dicts are by hypothesis.

    Parameters
    ----------
    prior, posterior : dict of str to float
        Probabilities before any evidence, and given all of it.
    log_posterior : dict of str to float
        Natural logarithm of the posterior, exact even if the posterior underflows; ``-inf`` if impossible.
    log_remainder : dict of str to float
        Natural logarithm of 1 minus the posterior.
    prior_error, error : dict of str to float, or None
        The Monte Carlo standard errors of `prior` and `posterior`; None if exact.
    term : dict of str to str or None
        The scale's word; None if the scale has none.
    interval, interval_50 : dict of str to (float, float), or None
        The 90 % and the 50 % interval of each probability; None if none was drawn.
    items, origins : int
        The numbers of scored items that bear on it, and of the distinct origins among them.
    independent_origins : int
        The number of origins of which no two came through the same source, unless all items of the case did.
    coverage : {"assessed", "thin", "unmonitored"}
        How well it was looked into.
    looked_for : float
        The share, from 0 to 1, of the information expected from the question's indicators that those with scored items
        carry.
    unsearched : tuple of str
        The rubric's indicators of this question on which no item reports.
    confidence : Confidence or None
        The confidence in the leading hypothesis; None if not computed.
    """

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("instance", name="instance", shown=DATA | {"shell", "ledger"})]
    subject: Annotated[str, Column("subject", shown=DATA)]
    country: Annotated[str | None, Column("country", width=7, unit="short text", shown=DATA | {"shell"})]
    question: Annotated[str, Column("question", shown=DATA)]
    period: Annotated[str | None, Column("period", shown=DATA)]
    prior: Annotated[
        Mapping[str, Probability],
        Field(description="By hypothesis, before any evidence."),
        Column("prior", unit="probability"),
    ]
    prior_error: PriorError[Mapping[str, Probability]] = None
    posterior: Annotated[
        Mapping[str, Probability],
        Field(description="By hypothesis, given all of it."),
        Column("probability", unit="probability beside its word"),
    ]
    error: PosteriorError[Mapping[str, Probability]] = None
    interval: Annotated[
        Mapping[str, Range] | None,
        Field(description="Of 90 %; null where none was drawn."),
        Column("90 %", unit="probability"),
    ] = None
    interval_50: Annotated[Mapping[str, Range] | None, Column("50 %", unit="probability", shown=CSV)] = None
    term: Annotated[
        Mapping[str, str | None], Field(description="Words of the case's scale."), Column("word", width=10, unit="word")
    ]
    confidence: Annotated[Confidence | None, Column("confidence", shown=DATA)] = None
    items: Annotated[Count, Column("items", unit="count", shown=frozenset({"csv", "shell"}))]
    origins: Annotated[Count, Column("origins", unit="count", shown=CSV)]
    independent_origins: Count
    coverage: Annotated[Literal["assessed", "thin", "unmonitored"], Column("coverage", shown=CSV)]
    looked_for: Probability
    log_posterior: Annotated[Mapping[str, float], UNSTORED]
    log_remainder: Annotated[Mapping[str, float], UNSTORED]
    unsearched: Annotated[tuple[str, ...], UNSTORED]

    @property
    def hypothesis(self) -> Annotated[Mapping[str, str], Column("hypothesis")]:
        """The name of each hypothesis."""
        return {hypothesis: hypothesis for hypothesis in self.posterior}

    @property
    def leads(self) -> Annotated[Mapping[str, bool], Column("leads", shown=CSV)]:
        """Whether each hypothesis leads."""
        leading = self.leading
        return {hypothesis: hypothesis == leading for hypothesis in self.posterior}

    @property
    def leading(self) -> str:
        """The leading hypothesis."""
        return leading(self.posterior)

    @property
    def moved(self) -> bool:
        """Whether any evidence bears on it, perhaps through other questions."""
        return not all(unmoved(p, self.posterior[hypothesis]) for hypothesis, p in self.prior.items())


@dataclass(frozen=True)
class AssertedResult:
    """Who asserts a claim, and where the probability lies relative to the band of the author's word.

    Parameters
    ----------
    inside : bool or None
        Whether it lies within the band, or has that very word; None if no term of the scale stands for the author's
        words.
    place : {"within", "above", "below"} or None
    """

    __pydantic_config__ = STORED_AS

    by: Annotated[str, Column("author", name="asserted_by", shown=DATA)]
    term: Annotated[str | None, Column("read as", name="asserted_term", width=9, unit="word", shown=DATA | _READ)]
    words: Annotated[str | None, Column("author's words", name="asserted_words", shown=CSV | {"report"})]
    manner: Manner
    inside: Annotated[bool | None, Column("ours", width=8, unit="short text", shown=DATA | _READ)]
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimResult:
    """The probability of a claim or a prediction before and after the evidence.

    Parameters
    ----------
    interval, interval_50 : (float, float), or None
        The 90 % and the 50 % interval of the latter; None if none was drawn.
    """

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("id", shown=DATA)]
    kind: Annotated[Literal["claim", "prediction"], UNSTORED, Column("kind", shown=DATA)] = "claim"
    text: Annotated[str | None, UNSTORED, Column("claim")]
    countries: Annotated[tuple[str, ...], UNSTORED, Column("countries", shown=CSV)]
    instances: Annotated[tuple[str, ...], UNSTORED, Column("instances", shown=CSV)]
    probability: Annotated[Probability, Column("probability", unit="probability beside its word")]
    error: Annotated[
        Probability | None,
        Field(description="Monte Carlo standard error of the probability; null where it is exact."),
        Column("error", unit="probability", shown=CSV),
    ] = None
    prior: Annotated[Probability, Column("prior", unit="probability")]
    prior_error: PriorError[Probability] = None
    interval: Annotated[Range | None, Column("90 %", unit="probability")] = None
    interval_50: Annotated[Range | None, Column("50 %", unit="probability", shown=CSV)] = None
    term: Annotated[str | None, Column("word", width=10, unit="word")]
    confidence: Confidence | None = None
    asserted: AssertedResult | None

    @property
    def country(self) -> Annotated[str | None, Column("country", width=7, unit="short text", shown=_LISTED)]:
        """The countries that it speaks of; None where there is none."""
        return ", ".join(self.countries) or None

    @property
    def moved(self) -> bool:
        """Whether any evidence bears on it."""
        return not unmoved(self.prior, self.probability)

    @property
    def against_band(self) -> Place | Literal["no evidence"] | None:
        """Where the probability lies relative to the author's term; None if there is none."""
        if self.asserted is None or self.asserted.place is None:
            return None
        return self.asserted.place if self.moved else "no evidence"


@dataclass(frozen=True)
class Rung:
    """A claim on a ladder of claims, each of which implies those below it."""

    ladder: Annotated[str, Column("ladder")]
    rung: Annotated[int, Column("rung", unit="count")]
    claim: ClaimResult


@dataclass(frozen=True, kw_only=True)
class UndefinedClaim:
    """A claim or prediction whose condition has probability 0, and which therefore has no probability itself.

    Parameters
    ----------
    prior : float or None
        None if its condition had probability 0 before the evidence too.
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
        """Return None, since there is no probability to compare."""
