"""Claims and predictions: sets of hypotheses that hold or do not."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from assess.domain.dates import Date
from assess.domain.field_types import (
    Digest,
    Id,
    OneOrMore,
    Written,
)


def _alternatives(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else value


_Together = Annotated[dict[str, OneOrMore], Field(min_length=1)]
HoldsIf = Annotated[
    tuple[_Together, ...],
    BeforeValidator(_alternatives, json_schema_input_type=_Together | tuple[_Together, ...]),
    Field(min_length=1),
]
"""Alternatives, at least one of which holds; each maps instances to hypotheses, and all of them must hold."""


Manner = Literal["hedged", "flat", "emphatic", "presupposed", "implied", "reported"]
"""How a claim is made: only the words of a hedged one tell how sure its author is."""


class Asserted(Written):
    """Who makes a claim, and how surely.

    Parameters
    ----------
    by : str
        A source.
    term : str, optional
        The term of the scale that the words amount to.
    words : str, optional
        The author's own, as quoted.
    manner : {"hedged", "flat", "emphatic", "presupposed", "implied", "reported"}
        Whether the words hedge; if not, whether the claim is stated flatly or with emphasis, taken for granted, left to
        be inferred, or passed on in the words of another.
    """

    by: Id
    term: str | None = None
    words: str | None = None
    manner: Manner = "hedged"
    document: Id | None = None
    at: str | None = None
    digest: Digest | None = None
    why: str | None = None


class Claim(Written):
    """A set of hypotheses, perhaps of several instances, that holds or does not.

    Parameters
    ----------
    holds_if : dict, or tuple of dict
        A mapping of instances to hypotheses, all of which must hold; or a list of such, at least one of which must.
    ladder, rung : str, int, optional
        Cumulative claims share a ladder; a higher rung implies the lower ones.
    key : bool or int
        Whether it is a key judgement; a number is its place among them, before those without one. Where no claim of a
        case is marked, the claims that the evidence moved most are.
    matters : str, optional
        Of a key judgement, why it matters, in a line.
    why : str, optional
        Why it is stated as it is.
    """

    holds_if: HoldsIf
    text: str | None = None
    asserted: Asserted | None = None
    ladder: Id | None = None
    rung: int | None = None
    key: bool | Annotated[int, Field(ge=1)] = False
    matters: str | None = None
    why: str | None = None


class Resolution(Written):
    """The outcome of a prediction, since when and how it is known; and when, and by whom, that was recorded."""

    outcome: bool
    on: Date
    why: str | None = None
    recorded: Date | None = None
    by: str | None = None


class Answer(Written):
    """The hypothesis of an instance that turned out to be true."""

    hypothesis: Id
    on: Date
    why: str | None = None


class Prediction(Written):
    """A claim that time will settle; without `holds_if` where no question of the rubric can state it."""

    holds_if: HoldsIf = ()
    text: str | None = None
    made: Date | None = None
    resolves_by: Date | None = None
    asserted: Asserted | None = None
    resolved: Resolution | None = None
    why: str | None = None
