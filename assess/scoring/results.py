"""The result of a scoring, as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from types import EllipsisType
from typing import Annotated, Any, Literal

from pydantic import Field

from assess.domain.case import Case
from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.domain.quoting import UnknownTargetError
from assess.domain.rubric import Rubric
from assess.scoring.columns import (
    UNSTORED,
    Count,
    frame_of,
    plain,
    stored_names,
)
from assess.scoring.evidence_records import (
    IndicatorResult,
    ItemResult,
    RateResult,
    SamplingResult,
    SourceResult,
    Unscored,
)
from assess.scoring.frames import Table
from assess.scoring.json_pieces import json_pieces
from assess.scoring.leading import ROUNDING, foremost, leading, leading_side, unmoved
from assess.scoring.result_records import (
    AssertedResult,
    ClaimResult,
    QuestionResult,
    Rung,
    UndefinedClaim,
)

__all__ = [
    "FORMAT",
    "RECORDS",
    "ROUNDING",
    "AssertedResult",
    "Assessment",
    "ClaimResult",
    "IndicatorResult",
    "ItemResult",
    "Of",
    "QuestionResult",
    "RateResult",
    "Rung",
    "SourceResult",
    "UndefinedClaim",
    "Unscored",
    "foremost",
    "leading",
    "leading_side",
    "unmoved",
]

FORMAT = "assess.assessment/1"
"""Of the JSON."""

Of = Literal["hypotheses", "claims", "sources", "weights", "rates"]

RECORDS: dict[str, tuple[type, tuple[str, ...]]] = {
    "hypotheses": (QuestionResult, ("questions",)),
    "claims": (ClaimResult, ("claims", "predictions")),
    "sources": (SourceResult, ("sources",)),
    "weights": (ItemResult, ("evidence",)),
    "indicators": (IndicatorResult, ("indicators",)),
    "rates": (RateResult, ("rates",)),
}
"""The source of each table's rows: a kind of record, and the parts of a result that hold such records."""

_FRAMES: dict[Of, tuple[str | EllipsisType, ...]] = {
    "hypotheses": (
        *("country", "subject", "question", "period", "instance", "hypothesis"),
        *("prior", "posterior", "interval", "confidence", "term", ...),
    ),
    "claims": (
        *("id", "kind", "text", "country", "prior", "probability", "interval", "confidence", "term"),
        *("asserted_by", "asserted_term", "inside", ...),
    ),
    "sources": ("id", ...),
    "weights": ("item", "instance", "hypothesis", ...),
    "rates": ("rate", ...),
}
"""The order of the columns of each table."""


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Assessment(Displayed):
    """The result of scoring a case: posterior probabilities of everything that it asks.

    Parameters
    ----------
    case : Case
        The inputs, with the rubric, scale and grading loaded.
    as_of : str or None
        Only what had been reported by then was used.
    method : str
        ``"exact"``, or ``"cutset"`` if an exact solution would exceed the memory bound: then every probability has a
        Monte Carlo standard error, and `sampling` describes the convergence of the chains.
    log_evidence : float or None
        Natural logarithm of the probability of all the evidence; None if the case was sampled.
    undefined : dict of str to UndefinedClaim
        The claims and predictions whose condition has probability 0: they have no probability, and are neither in
        `claims` nor in `predictions`. In the JSON they are there, with null as their probability.
    draws, seed : int
        The number of draws behind the intervals, and their seed.
    """

    case: Annotated[Case, UNSTORED]
    as_of: str | None
    engine: str
    draws: Count = 0
    seed: Count = 0
    method: Literal["exact", "cutset"]
    sampling: Annotated[
        SamplingResult | None, Field(description="How far the chains got; null where all is exact.")
    ] = None
    log_evidence: Annotated[
        float | None, Field(description="Natural logarithm of the probability of all the evidence; null if sampled.")
    ]
    questions: Mapping[str, QuestionResult]
    claims: Mapping[str, ClaimResult]
    predictions: Mapping[str, ClaimResult]
    undefined: Annotated[Mapping[str, UndefinedClaim], UNSTORED] = field(default_factory=dict)
    sources: Mapping[str, SourceResult]
    indicators: Mapping[str, IndicatorResult]
    evidence: Mapping[str, ItemResult]
    rates: Annotated[
        Mapping[str, RateResult], Field(description="Rates that several uses share and that the evidence moved.")
    ]
    unscored: Annotated[tuple[Unscored, ...], UNSTORED]
    stored_inputs: Annotated[str | None, UNSTORED] = field(default=None, compare=False)
    """The recorded digest of the inputs, for a recalled result."""

    @cached_property
    def inputs(self) -> str:
        """The digest of the inputs."""
        return self.stored_inputs or self.case.digest()

    @property
    def rubric(self) -> Rubric:
        """The rubric that was used."""
        assert isinstance(self.case.rubric, Rubric)
        return self.case.rubric

    def __eq__(self, other: object) -> bool:
        """Return whether another result has the same content, with or without networks."""
        names = [each.name for each in fields(Assessment) if each.compare]
        return isinstance(other, Assessment) and all(getattr(self, name) == getattr(other, name) for name in names)

    __hash__ = None  # type: ignore[assignment]

    def _in_short(self) -> str:
        as_of = f", as of {self.as_of}" if self.as_of else ""
        counted = (
            count(len(self.questions), "question"),
            count(len(self.claims), "claim"),
            count(len(self.evidence), "scored item"),
        )
        return f"Assessment of {self.case.case}{as_of}: {', '.join(counted)}"

    def posterior(self, instance: str) -> dict[str, float]:
        """Return the probability of each hypothesis of an instance.

        Raises
        ------
        KeyError
            If the case does not ask about it.
        """
        if instance not in self.questions:
            text = f"{instance!r} is not asked; asked are {', '.join(self.questions)}"
            raise KeyError(text)
        return dict(self.questions[instance].posterior)

    def table(self, of: Of = "hypotheses") -> Table:
        """Return a table of plain records, in the order of the case.

        Parameters
        ----------
        of : {"hypotheses", "claims", "sources", "weights", "rates"}
            A record for each hypothesis of each instance (``confidence`` is the level in the leading one), each claim
            and prediction, each source, each item's weight for each hypothesis, or each shared rate that the evidence
            moved. ``interval`` is the 90 % one.
        """
        if of not in _FRAMES:
            raise UnknownTargetError(of, list(_FRAMES), "tables")
        return frame_of(RECORDS[of][0], self.records(of), _FRAMES[of])

    def records(self, of: str) -> list[Any]:
        """Return the records of a table, including claims without a probability."""
        return [each for part in RECORDS[of][1] for each in self._part(part).values()]

    def listed(self, part: str) -> dict[str, ClaimResult | UndefinedClaim]:
        """Return the ``claims`` or ``predictions``, including those without a probability, in the order of the case."""
        with_probability: Mapping[str, ClaimResult] = getattr(self, part)
        known: dict[str, ClaimResult | UndefinedClaim] = {**self.undefined, **with_probability}
        return {ident: known[ident] for ident in getattr(self.case, part) if ident in known}

    def _part(self, part: str) -> Mapping[str, Any]:
        if part in ("claims", "predictions"):
            return self.listed(part)
        values: Mapping[str, Any] = getattr(self, part)
        return values

    def _content(self) -> dict[str, Any]:
        """Return the contents of the JSON, with the records as they are."""
        head: dict[str, Any] = {
            "format": FORMAT,
            "case": self.case.case,
            "title": self.case.title,
            "rubric": {"id": self.rubric.rubric, "version": self.rubric.version},
            "as_of": self.as_of,
            "engine": self.engine,
            "inputs": self.inputs,
        }
        stored = {name: getattr(self, name) for name in stored_names(Assessment)}
        stored |= {part: self._part(part) for part in ("claims", "predictions")}
        return head | stored | {"unscored": {item.id: item for item in self.unscored}}

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values, in the published format (``assess.assessment/1``)."""
        return {key: plain(value) for key, value in self._content().items()}

    def to_json(self, indent: int | None = 2) -> str:
        """Return the result as JSON; the same inputs give the same bytes."""
        if indent == 2:
            return "".join(self.json_pieces())
        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False, allow_nan=False)

    def json_pieces(self) -> Iterator[str]:
        """Yield the text of `to_json` piece by piece, so that a large result can be written as it is made."""
        return json_pieces(self._content())
