"""Checking whether a stored result can be shown and compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from assess.errors import dotted
from assess.scoring.columns import Count, fields_of, restored
from assess.scoring.results import RECORDS, ClaimResult, QuestionResult, UndefinedClaim

_Records = dict[str, dict[str, Any]]
_NEEDED: dict[type, tuple[str, ...]] = {
    ClaimResult: ("probability", "prior", "term", "confidence"),
    UndefinedClaim: ("prior",),
    QuestionResult: ("question", "posterior", "confidence"),
}
"""The keys that every version of the program has stored."""
_BY_HYPOTHESIS = tuple(each.name for each in fields_of(QuestionResult) if each.stored and each.by_key)


class _StoredResult(BaseModel):
    """The parts that every result has; later versions may have added to them."""

    as_of: str | None
    engine: str
    inputs: str
    log_evidence: float | None
    draws: Count
    seed: Count
    questions: _Records
    claims: _Records
    predictions: _Records
    sources: _Records
    indicators: _Records
    evidence: _Records
    rates: _Records = {}


def check_stored(result: Any) -> None:
    """Check that plain values could be what `Assessment.to_dict` gave.

    Raises
    ------
    ValueError
        If they are not.
    """
    try:
        _StoredResult.model_validate(result, strict=True)
    except ValidationError as error:
        detail = error.errors()[0]
        text = f"result: {dotted(detail['loc'])}: {detail['msg']}"
        raise ValueError(text) from None
    for kind, parts in RECORDS.values():
        for part in parts:
            for ident, stored in result.get(part, {}).items():
                of = UndefinedClaim if kind is ClaimResult and stored.get("probability", ...) is None else kind
                try:
                    _check_record(of, ident, restored(of, stored))
                except ValueError as error:
                    text = f"{part} of the result, {ident}: {error}"
                    raise ValueError(text) from None


def _check_record(kind: type, ident: str, record: Mapping[str, Any]) -> None:
    missing = [name for name in _NEEDED.get(kind, ()) if name not in record]
    if missing:
        text = f"{ident} has no {missing[0]}"
        raise ValueError(text)
    if kind is QuestionResult:
        hypotheses = set(record.get("posterior", ()))
        maps = [record.get(name) for name in _BY_HYPOTHESIS]
        if not hypotheses or any(each is not None and set(each) != hypotheses for each in maps):
            text = f"{ident} has numbers of other hypotheses than its own"
            raise ValueError(text)
