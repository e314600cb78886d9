"""A result as plain values, in the published format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assess.scoring.draws import Range
from assess.scoring.results import (
    Assessment,
    ClaimResult,
    QuestionResult,
    SourceResult,
)

FORMAT = "assess.assessment/1"


def plain(result: Assessment) -> dict[str, Any]:
    """Return a result as plain values; keys are stable, numbers have full precision."""
    return {
        "format": FORMAT,
        "case": result.case.case,
        "title": result.case.title,
        "rubric": {"id": result.rubric.rubric, "version": result.rubric.version},
        "as_of": result.as_of,
        "engine": result.engine,
        "inputs": result.inputs,
        "draws": result.draws,
        "seed": result.seed,
        "method": result.method,
        "log_evidence": result.log_evidence,
        "questions": {q.id: _question(q) for q in result.questions.values()},
        "claims": {c.id: _claim(c) for c in result.claims.values()},
        "predictions": {p.id: _claim(p) for p in result.predictions.values()},
        "sources": {s.id: _source(s) for s in result.sources.values()},
        "indicators": {
            i.id: {"instance": i.instance, "prior": i.prior, "posterior": i.posterior}
            for i in result.indicators.values()
        },
        "evidence": {e.id: {"instance": e.instance, "weight_db": dict(e.weight_db)} for e in result.evidence.values()},
        "unscored": {u.id: {"instance": u.instance, "reason": u.reason} for u in result.unscored},
    }


def _question(q: QuestionResult) -> dict[str, Any]:
    return {
        "subject": q.subject,
        "country": q.country,
        "question": q.question,
        "period": q.period,
        "prior": dict(q.prior),
        "posterior": dict(q.posterior),
        "interval": _ranges(q.interval),
        "interval_50": _ranges(q.interval_50),
        "term": dict(q.term),
        "confidence": None if q.confidence is None else q.confidence.to_dict(),
        "items": q.items,
        "origins": q.origins,
        "independent_origins": q.independent_origins,
        "coverage": q.coverage,
        "looked_for": q.looked_for,
    }


def _source(s: SourceResult) -> dict[str, Any]:
    return {
        "prior": s.prior,
        "posterior": s.posterior,
        "interval": _range(s.interval),
        "interval_50": _range(s.interval_50),
        "as_origin": s.as_origin,
        "as_relay": s.as_relay,
    }


def _range(found: Range | None) -> list[float] | None:
    return None if found is None else list(found)


def _ranges(found: Mapping[str, Range] | None) -> dict[str, list[float]] | None:
    return None if found is None else {hypothesis: list(ends) for hypothesis, ends in found.items()}


def _claim(c: ClaimResult) -> dict[str, Any]:
    asserted = c.asserted
    return {
        "probability": c.probability,
        "prior": c.prior,
        "interval": _range(c.interval),
        "interval_50": _range(c.interval_50),
        "term": c.term,
        "confidence": None if c.confidence is None else c.confidence.to_dict(),
        "asserted": None
        if asserted is None
        else {
            "by": asserted.by,
            "term": asserted.term,
            "words": asserted.words,
            "manner": asserted.manner,
            "inside": asserted.inside,
        },
    }
