"""The JSON Schema of a result in the published format."""

from __future__ import annotations

from typing import Any, get_args

from assess.domain.claim import Manner
from assess.domain.confidence_policy import LEVELS, SIDES
from assess.scoring.plain_values import FORMAT

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_PROBABILITY: Schema = {"type": "number", "minimum": 0, "maximum": 1}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _closed(properties: Schema, description: str | None = None) -> Schema:
    described = {} if description is None else {"description": description}
    return described | {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_RANGE: Schema = {"type": "array", "items": _PROBABILITY, "minItems": 2, "maxItems": 2}
_LEVEL: Schema = {"enum": list(LEVELS)}
_REASON = _closed(
    {
        "code": {"enum": [*SIDES, "no-interval"]},
        "text": _TEXT,
        "caps": _or_null({"enum": ["moderate", "low"]}),
        "figure": _or_null(_NUMBER),
    }
)
_CONFIDENCE = _closed(
    {"level": _LEVEL, "reasons": {"type": "array", "items": _REASON}},
    "Analytic confidence: how well founded a judgement is, which is no likelihood.",
)
_QUESTION = _closed(
    {
        "subject": _TEXT,
        "country": _or_null(_TEXT),
        "question": _TEXT,
        "period": _or_null(_TEXT),
        "prior": _map(_PROBABILITY) | {"description": "By hypothesis, before any evidence."},
        "posterior": _map(_PROBABILITY) | {"description": "By hypothesis, given all of it."},
        "interval": _or_null(_map(_RANGE)) | {"description": "Of 90 %; null where none was drawn."},
        "interval_50": _or_null(_map(_RANGE)),
        "term": _map(_or_null(_TEXT)) | {"description": "Words of the case's scale."},
        "confidence": _or_null(_ref("confidence")),
        "items": _COUNT,
        "origins": _COUNT,
        "independent_origins": _COUNT,
        "coverage": {"enum": ["assessed", "thin", "unmonitored"]},
        "looked_for": _PROBABILITY,
    },
    "A question asked of a subject, perhaps at a period.",
)
_ASSERTED = _closed(
    {
        "by": _TEXT,
        "term": _or_null(_TEXT),
        "words": _or_null(_TEXT),
        "manner": {"enum": list(get_args(Manner))},
        "inside": _or_null({"type": "boolean"}),
    }
)
_CLAIM = _closed(
    {
        "probability": _PROBABILITY,
        "prior": _PROBABILITY,
        "interval": _or_null(_RANGE),
        "interval_50": _or_null(_RANGE),
        "term": _or_null(_TEXT),
        "confidence": _or_null(_ref("confidence")),
        "asserted": _or_null(_ASSERTED),
    },
    "A set of hypotheses that holds or does not.",
)
_SOURCE = _closed(
    {
        "prior": _PROBABILITY,
        "posterior": _PROBABILITY,
        "interval": _or_null(_RANGE),
        "interval_50": _or_null(_RANGE),
        "as_origin": _COUNT,
        "as_relay": _COUNT,
    },
    "The probability that the source is reliable.",
)
_ITEM = _closed(
    {
        "instance": _TEXT,
        "weight_db": _map(_or_null(_NUMBER)) | {"description": "By hypothesis, in dB; null where it is infinite."},
    }
)
_UNSCORED = _closed({"instance": _or_null(_TEXT), "reason": {"enum": ["unclear", "withdrawn", "later"]}})


def assessment_schema() -> Schema:
    """Return the JSON Schema of ``assess.assessment/1``: what `Assessment.to_json` writes."""
    content = _closed(
        {
            "format": {"const": FORMAT},
            "case": _TEXT,
            "title": _or_null(_TEXT),
            "rubric": _closed({"id": _TEXT, "version": _or_null(_TEXT)}),
            "as_of": _or_null(_TEXT),
            "engine": _TEXT,
            "inputs": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
            "draws": _COUNT,
            "seed": _COUNT,
            "method": {"enum": ["exact"]},
            "log_evidence": _NUMBER | {"description": "Natural logarithm of the probability of all the evidence."},
            "questions": _map(_ref("question")),
            "claims": _map(_ref("claim")),
            "predictions": _map(_ref("claim")),
            "sources": _map(_SOURCE),
            "indicators": _map(_closed({"instance": _TEXT, "prior": _PROBABILITY, "posterior": _PROBABILITY})),
            "evidence": _map(_ITEM),
            "unscored": _map(_UNSCORED),
        }
    )
    parts = {"claim": _CLAIM, "confidence": _CONFIDENCE, "question": _QUESTION}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "title": "assessment of assess", **content, "$defs": parts}
