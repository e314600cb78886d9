"""The JSON Schema of a result in the published format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, create_model
from pydantic.json_schema import GenerateJsonSchema

from assess.scoring.columns import STORED_AS, fields_of
from assess.scoring.results import FORMAT, Assessment, ClaimResult, UndefinedClaim, Unscored


@dataclass(frozen=True, slots=True)
class RubricName:
    """The rubric that was used."""

    __pydantic_config__ = STORED_AS

    id: str
    version: str | None


class _Untitled(GenerateJsonSchema):
    """Generates schemas without titles of fields, which would repeat their names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Return False, so that no field has a title."""
        return False


def assessment_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``assess.assessment/1``: what `Assessment.to_json` writes."""
    head: dict[str, Any] = {
        "format": Literal[FORMAT],
        "case": str,
        "title": str | None,
        "rubric": RubricName,
        "as_of": str | None,
        "engine": str,
        "inputs": Annotated[str, Field(pattern="^sha256:[0-9a-f]{64}$")],
    }
    stored = {field.name: field.hint for field in fields_of(Assessment) if field.stored}
    for part in ("claims", "predictions"):
        stored[part] = Mapping[str, ClaimResult | UndefinedClaim]
    every = head | stored | {"unscored": Mapping[str, Unscored]}
    required: dict[str, Any] = {name: (hint, ...) for name, hint in every.items()}
    model = create_model("assessment of assess", __config__=STORED_AS, **required)
    schema = model.model_json_schema(mode="serialization", schema_generator=_Untitled)
    for part in schema["$defs"].values():
        part["description"] = part["description"].partition("\n")[0]
    return {"$schema": GenerateJsonSchema.schema_dialect} | schema
