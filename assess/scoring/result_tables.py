"""What an assessment found, as plain records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from assess.scoring.confidence import Confidence
from assess.scoring.draws import Range
from assess.scoring.frames import Kind, Table
from assess.scoring.results import Assessment, ClaimResult
from assess.scoring.targets import UnknownTargetError

Of = Literal["hypotheses", "claims", "sources", "weights"]
Row = dict[str, Any]


def table(result: Assessment, of: Of = "hypotheses") -> Table:
    """Return one of the tables; see `Assessment.table`.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    if of not in _TABLES:
        raise UnknownTargetError(of, list(_TABLES), "tables")
    columns, rows = _TABLES[of]
    return Table(rows(result), columns)


def _listed(interval: Range | None) -> list[float] | None:
    return None if interval is None else list(interval)


def _level(confidence: Confidence | None) -> str | None:
    return None if confidence is None else confidence.level


_HYPOTHESES: dict[str, Kind] = {
    "country": "text",
    "subject": "text",
    "question": "text",
    "period": "text",
    "instance": "text",
    "hypothesis": "text",
    "prior": "number",
    "posterior": "number",
    "interval": "interval",
    "confidence": "text",
    "term": "text",
}


def _hypotheses(result: Assessment) -> Iterator[Row]:
    for question in result.questions.values():
        for hypothesis in question.posterior:
            yield {
                "country": question.country,
                "subject": question.subject,
                "question": question.question,
                "period": question.period,
                "instance": question.id,
                "hypothesis": hypothesis,
                "prior": question.prior[hypothesis],
                "posterior": question.posterior[hypothesis],
                "interval": _listed(None if question.interval is None else question.interval[hypothesis]),
                "confidence": _level(question.confidence),
                "term": question.term[hypothesis],
            }


_CLAIMS: dict[str, Kind] = {
    "id": "text",
    "kind": "text",
    "text": "text",
    "country": "text",
    "prior": "number",
    "probability": "number",
    "interval": "interval",
    "confidence": "text",
    "term": "text",
    "asserted_by": "text",
    "asserted_term": "text",
    "inside": "truth",
}


def _claims(result: Assessment) -> Iterator[Row]:
    for kind, claims in (("claim", result.claims), ("prediction", result.predictions)):
        yield from (_claim(kind, claim) for claim in claims.values())


def _claim(kind: str, claim: ClaimResult) -> Row:
    asserted = claim.asserted
    return {
        "id": claim.id,
        "kind": kind,
        "text": claim.text,
        "country": ", ".join(claim.countries) or None,
        "prior": claim.prior,
        "probability": claim.probability,
        "interval": _listed(claim.interval),
        "confidence": _level(claim.confidence),
        "term": claim.term,
        "asserted_by": asserted and asserted.by,
        "asserted_term": asserted and asserted.term,
        "inside": asserted and asserted.inside,
    }


_SOURCES: dict[str, Kind] = {
    "id": "text",
    "prior": "number",
    "posterior": "number",
    "interval": "interval",
    "as_origin": "count",
    "as_relay": "count",
}


def _sources(result: Assessment) -> Iterator[Row]:
    for source in result.sources.values():
        row = {name: getattr(source, name) for name in _SOURCES}
        yield row | {"interval": _listed(source.interval)}


_WEIGHTS: dict[str, Kind] = {"item": "text", "instance": "text", "hypothesis": "text", "weight_db": "number"}


def _weights(result: Assessment) -> Iterator[Row]:
    for item in result.evidence.values():
        for hypothesis, weight in item.weight_db.items():
            yield {"item": item.id, "instance": item.instance, "hypothesis": hypothesis, "weight_db": weight}


_TABLES: dict[str, tuple[dict[str, Kind], Callable[[Assessment], Iterator[Row]]]] = {
    "hypotheses": (_HYPOTHESES, _hypotheses),
    "claims": (_CLAIMS, _claims),
    "sources": (_SOURCES, _sources),
    "weights": (_WEIGHTS, _weights),
}
