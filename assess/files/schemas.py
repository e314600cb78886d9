"""JSON Schemas of the six kinds of file, for editors that check and complete as one types."""

from __future__ import annotations

from typing import Any

from assess.domain.case import Case
from assess.domain.coding import Coding
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.field_types import ID_PATTERN, PINNED_PATTERN, Written
from assess.domain.grading import Grading
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID: Schema = {"type": "string", "pattern": ID_PATTERN, "maxLength": 200}
_PROBABILITY: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_BETWEEN: Schema = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}
_SIZE: Schema = {"type": "number", "exclusiveMinimum": 0}
_DATE: Schema = {
    "description": "A year, a month (2017-05) or a day (2017-05-15).",
    "anyOf": [
        {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
        {"type": "integer", "minimum": 1000, "maximum": 9999},
    ],
}

_NAMED = ("rubric", "scale", "grading", "confidence", "coding")
_DATES = ("published", "period", "event_date", "reported", "made", "resolves_by", "on", "recorded")
_LISTS_OR_ONE = ("given", "via", "favours", "ask", "holds_if")
_OWN = {"case": ("case", "rubric"), "rubric": ("rubric",)}
"""What must stand in the main file itself, where there may be pieces."""

_SHARES = ("weight", "given_weight")


def schemas() -> dict[str, Schema]:
    """Return the JSON Schemas of case, rubric, scale, grading, confidence and coding files, as they are written.

    They say what shape a file has; that its names exist and its rows sum to 1, only `check` can tell.
    """
    models: dict[str, type[Written]] = {
        "case": Case,
        "rubric": Rubric,
        "scale": Scale,
        "grading": Grading,
        "confidence": ConfidencePolicy,
        "coding": Coding,
    }
    return {kind: _schema(kind, model) for kind, model in models.items()}


def _schema(kind: str, model: type[Written]) -> Schema:
    schema = model.model_json_schema(mode="validation")
    parts: dict[str, Schema] = schema.get("$defs", {})
    if "Chance" in parts:
        parts["Chance"] = _chance()
    for owner in (schema, *parts.values()):
        owner["description"] = owner.get("description", "").partition("\n")[0]
        for name, written in owner.get("properties", {}).items():
            owner["properties"][name] = _as_written(name, written)
    for name in _NAMED:
        if name in schema["properties"]:
            schema["properties"][name] = _ID | {"description": f"The name of a {name}."}
    if kind == "case":
        schema["properties"]["rubric"]["pattern"] = PINNED_PATTERN
    if kind in _OWN:
        pieces = {"type": "array", "items": {"type": "string", "minLength": 1}}
        elsewhere = [name for name in schema["required"] if name not in _OWN[kind]]
        schema["required"] = list(_OWN[kind])
        schema["anyOf"] = [{"required": ["include"]}, {"required": elsewhere}]
        schema["properties"]["include"] = pieces | {"description": f"Further pieces, inside the {kind}'s folder."}
    schema["$defs"] = {name: parts[name] for name in sorted(_used(schema, parts))}
    return {"$schema": _DIALECT, **schema, "title": f"{kind} of assess"}


def _chance() -> Schema:
    return {
        "description": "A probability: a number, {mean, n}, {low, high}, or a term (of a source also a grade).",
        "anyOf": [
            _PROBABILITY,
            {"type": "string", "minLength": 1},
            _closed({"mean": _PROBABILITY, "n": _SIZE}),
            _closed({"low": _BETWEEN, "high": _BETWEEN}),
        ],
    }


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _as_written(name: str, schema: Schema) -> Schema:
    """Return the schema of the property `name` with what its validators take besides."""
    may_be_left_out: list[Schema] = [{"type": "null"}] if "default" in schema else []
    if name in _DATES:
        return _DATE | {"anyOf": [*_DATE["anyOf"], *may_be_left_out]}
    if name in ("credibility", "event") and not {"additionalProperties", "enum"} & {*schema, *_first(schema)}:
        return {"type": ["string", "integer", "null"]}
    if name == "hypotheses":
        return {"anyOf": [schema, {"type": "array", "items": _ID, "minItems": 2, "uniqueItems": True}]}
    if name in _SHARES:
        return schema | {"exclusiveMinimum": 0, "maximum": 1}
    if name in _LISTS_OR_ONE:
        return _or_one(schema)
    return schema


def _first(schema: Schema) -> Schema:
    options: list[Schema] = schema.get("anyOf", [{}])
    return options[0]


def _or_one(schema: Schema) -> Schema:
    """Let one value stand for a list of one, at any depth."""
    if schema.get("type") == "array":
        items = _or_one(schema["items"])
        return {"anyOf": [items, {"type": "array", "items": items}]}
    if "anyOf" in schema:
        return schema | {"anyOf": [_or_one(option) for option in schema["anyOf"]]}
    if isinstance(schema.get("additionalProperties"), dict):
        return schema | {"additionalProperties": _or_one(schema["additionalProperties"])}
    return schema


def _used(schema: Any, parts: dict[str, Schema]) -> set[str]:
    """Return the names of the parts that `schema` refers to, and those that these refer to."""
    used: set[str] = set()
    waiting: list[Any] = [{key: value for key, value in schema.items() if key != "$defs"}]
    while waiting:
        at = waiting.pop()
        if isinstance(at, list):
            waiting.extend(at)
        elif isinstance(at, dict):
            name = str(at.get("$ref", "")).removeprefix("#/$defs/")
            if name in parts and name not in used:
                used.add(name)
                waiting.append(parts[name])
            waiting.extend(at.values())
    return used
