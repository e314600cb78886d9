"""Gradings: what the grades of sources and statements are worth."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from assess.domain.chance import Chance
from assess.domain.field_types import Id, Written


def _text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key) if isinstance(key, int) and not isinstance(key, bool) else key: v for key, v in value.items()}
    return value


Grades = Annotated[dict[str, Chance], BeforeValidator(_text_keys), Field(min_length=1)]


class Grading(Written):
    """What each grade means as a probability.

    Parameters
    ----------
    grading : str
        Its id.
    reliability : dict of str to Chance
        P(a source of this grade is reliable).
    credibility : dict of str to Chance
        Accuracy of a statement of this grade by a reliable source.
    search : Chance
        P(a search finds what is there), where an item names none.
    why : str, optional
        Where the numbers come from.
    """

    grading: Id
    reliability: Grades
    credibility: Grades
    search: Chance
    title: str | None = None
    cite: str | None = None
    why: str | None = None
