"""JSON Schemas of the seven kinds of file, for editors that check and complete while you type."""

from __future__ import annotations

from typing import Any

from pydantic import create_model

from assess.domain.case import Case
from assess.domain.coding import Coding
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.field_types import Id, Pinned, Written
from assess.domain.grading import Grading
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.domain.shared_sources import SharedSources
from assess.files.kinds import PARTS

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[str, type[Written]] = {
    "case": Case,
    "rubric": Rubric,
    "scale": Scale,
    "grading": Grading,
    "confidence": ConfidencePolicy,
    "coding": Coding,
    "portfolio": SharedSources,
}
_NAMED: dict[str, dict[str, Any]] = {"case": {"rubric": Pinned}, "rubric": dict.fromkeys(PARTS, Id)}
"""Fields that hold a name in a file, and the thing itself in a loaded case or rubric."""

_OWN = {"case": ("case", "rubric"), "rubric": ("rubric",)}
"""Keys required in the main file itself; all other keys may be in pieces that it includes."""


def schemas() -> dict[str, Schema]:
    """Return the JSON Schemas of all kinds of files as written, by the key that identifies the kind.

    They describe the shape of a file; only `check` can tell whether its names exist and its rows sum to 1.
    """
    return {kind: _schema(kind, model) for kind, model in _MODELS.items()}


def _schema(kind: str, model: type[Written]) -> Schema:
    own = model.model_fields
    fields: dict[str, Any] = {
        name: (name_type, ... if own[name].is_required() else own[name].default)
        for name, name_type in _NAMED.get(kind, {}).items()
    }
    named = create_model(model.__name__, __base__=model, __doc__=model.__doc__, **fields)
    schema: Schema = named.model_json_schema(mode="validation")
    parts: dict[str, Schema] = schema.get("$defs", {})
    if "Chance" in parts:
        parts["Chance"] = _chance()
    for owner in (schema, *parts.values()):
        owner["description"] = owner.get("description", "").partition("\n")[0]
    if kind in _OWN:
        pieces = {"type": "array", "items": {"type": "string", "minLength": 1}}
        elsewhere = [name for name in schema["required"] if name not in _OWN[kind]]
        schema["required"] = list(_OWN[kind])
        schema["anyOf"] = [{"required": ["include"]}, {"required": elsewhere}]
        schema["properties"]["include"] = pieces | {"description": f"Further pieces, inside the {kind}'s folder."}
    return {"$schema": _DIALECT, **schema, "title": f"{kind} of assess"}


_PROBABILITY: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_BETWEEN: Schema = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}


def _chance() -> Schema:
    return {
        "description": "A probability: a number, {mean, n}, {low, high}, or a term (of a source also a grade).",
        "anyOf": [
            _PROBABILITY,
            {"type": "string", "minLength": 1},
            _closed({"mean": _PROBABILITY, "n": {"type": "number", "minimum": 1e-6, "maximum": 1e15}}),
            _closed({"low": _BETWEEN, "high": _BETWEEN}),
        ],
    }


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
