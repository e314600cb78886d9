"""The JSON Schema of what an exported STIX note carries besides STIX's own properties."""

from __future__ import annotations

from typing import Any

_PROBABILITY: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_RANGE: dict[str, Any] = {"type": "array", "items": _PROBABILITY, "minItems": 2, "maxItems": 2}
_TEXT: dict[str, Any] = {"type": "string"}

STIX_EXTENSION: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Judgement of assess, as an extension of a STIX note",
    "description": "A claim's probability with what is needed to read it. Likelihood and confidence are two matters.",
    "type": "object",
    "properties": {
        "extension_type": {"const": "property-extension"},
        "kind": {"enum": ["claim", "prediction"]},
        "id": _TEXT | {"description": "Of the claim, in the case."},
        "instances": {
            "type": "array",
            "items": _TEXT,
            "minItems": 1,
            "description": "The question instances that it is about.",
        },
        "prior": _PROBABILITY | {"description": "Before any evidence."},
        "posterior": _PROBABILITY
        | {"description": "Given all of it; the note's confidence is this in percent, rounded."},
        "interval_90": _RANGE | {"description": "The range in which the posterior lies with nine chances in ten."},
        "interval_50": _RANGE,
        "term": _TEXT | {"description": "The word of the scale for the posterior."},
        "scale": _TEXT | {"description": "The scale that the word is of; never STIX's own tables."},
        "level": {"enum": ["high", "moderate", "low"], "description": "Analytic confidence, which is no likelihood."},
        "policy": _TEXT | {"description": "By which the level was given."},
        "reasons": {"type": "array", "items": _TEXT, "description": "What keeps the level down."},
        "case": _TEXT,
        "inputs": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "engine": _TEXT,
    },
    "required": [
        "extension_type",
        "kind",
        "id",
        "instances",
        "prior",
        "posterior",
        "scale",
        "case",
        "inputs",
        "engine",
    ],
    "additionalProperties": False,
}
