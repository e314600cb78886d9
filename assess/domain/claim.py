"""Claims and predictions: sets of hypotheses that hold or do not.

E231 claim not stated, or stated twice
    Finds:   A claim, or a prediction with given, that has neither holds_if nor at_least; or one that has both.
    Matters: One of the two says when it holds; with both, it is unclear whether both are required, or either.
    Example: coopted: {text: It was coopted}
    Instead: coopted: {text: It was coopted, holds_if: {union/origin: coopted}}

E232 count that cannot be reached
    Finds:   An at_least whose k is above the number of its entries.
    Matters: The claim could never hold, whatever is true.
    Example: at_least: {k: 3, of: [{union/origin: coopted}, {choir/origin: coopted}]}
    Instead: at_least: {k: 2, of: [{union/origin: coopted}, {choir/origin: coopted}]}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from assess.domain.dates import Date
from assess.domain.field_types import (
    Digest,
    Id,
    OneOrMore,
    Written,
    refuse,
)


def _alternatives(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else value


_Together = Annotated[dict[str, OneOrMore], Field(min_length=1)]
HoldsIf = Annotated[
    tuple[_Together, ...],
    BeforeValidator(_alternatives, json_schema_input_type=_Together | tuple[_Together, ...]),
]
"""Alternatives, at least one of which holds; each maps instances to hypotheses, and all of them must hold.

An instance may be one of an indicator, ``arac/annulment-sought@2017``, whose states are ``present`` and ``absent``.
"""


class AtLeast(Written):
    """A requirement that at least *k* of several things hold.

    Parameters
    ----------
    k : int
        At least 1, and at most as many as there are.
    of : tuple of dict
        Each maps instances to hypotheses, all of which must hold.
    """

    k: Annotated[int, Field(ge=1)]
    of: Annotated[tuple[_Together, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _reachable(self) -> AtLeast:
        if self.k > len(self.of):
            count = len(self.of)
            refuse("E232", f"at least {self.k} of {count} can never hold", f"write a k of {count} or less", ("k",))
        return self


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a claim says: a set of states of the world, perhaps given another such set.

    Parameters
    ----------
    holds_if : tuple of dict
        Empty where `at_least` says when it holds.
    given : tuple of dict
        The condition, stated in the same way; empty where there is none.
    at_least : AtLeast, optional
    """

    holds_if: HoldsIf = ()
    given: HoldsIf = ()
    at_least: AtLeast | None = None

    @property
    def nodes(self) -> tuple[str, ...]:
        """The instances of questions and indicators that it names, each once."""
        counted = () if self.at_least is None else self.at_least.of
        named = (node for together in (*self.holds_if, *counted, *self.given) for node in together)
        return tuple(dict.fromkeys(named))


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


class Stated(Written):
    """What claims and predictions share.

    Parameters
    ----------
    holds_if : dict, or tuple of dict
        A mapping of instances to hypotheses, all of which must hold; or a list of such mappings, at least one of
        which must hold.
    at_least : AtLeast, optional
        Alternatively, that at least some number of such mappings hold.
    given : dict, or tuple of dict
        What it is conditional on, stated like `holds_if`. Its own probability does not count.
    """

    holds_if: HoldsIf = ()
    at_least: AtLeast | None = None
    given: HoldsIf = ()
    text: str | None = None
    asserted: Asserted | None = None
    why: str | None = None

    @property
    def proposition(self) -> Proposition:
        """What it says."""
        return Proposition(self.holds_if, self.given, self.at_least)

    @property
    def is_stated(self) -> bool:
        """Whether it has a probability."""
        return bool(self.holds_if) or self.at_least is not None

    @property
    def parts(self) -> Iterator[tuple[tuple[str | int, ...], dict[str, tuple[str, ...]]]]:
        """Its mappings of instances to hypotheses, each with the path of keys to it."""
        counted = () if self.at_least is None else self.at_least.of
        for path, several in ((("holds_if",), self.holds_if), (("at_least", "of"), counted), (("given",), self.given)):
            for n, together in enumerate(several):
                yield (*path, n), together

    @model_validator(mode="after")
    def _stated_once(self) -> Stated:
        if self.holds_if and self.at_least is not None:
            refuse("E231", "it has both holds_if and at_least", "keep one, or write a claim for each", ("at_least",))
        if self.given and not self.is_stated:
            refuse("E231", "given stands without holds_if or at_least", "say what is asked about", ("given",))
        return self


class Claim(Stated):
    """A set of hypotheses, perhaps of several instances, that holds or does not.

    Parameters
    ----------
    ladder, rung : str, int, optional
        Cumulative claims share a ladder; a higher rung implies the lower ones.
    key : bool or int
        Whether it is a key judgement; a number is its place among them, before those without one. If no claim of a
        case is marked, the key judgements are the claims that the evidence moved most.
    excludes : tuple of str
        Claims that cannot hold where this one does.
    matters : str, optional
        For a key judgement, one line on why it matters.
    """

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["holds_if"]}, {"required": ["at_least"]}]})

    ladder: Id | None = None
    rung: int | None = None
    key: bool | Annotated[int, Field(ge=1)] = False
    excludes: OneOrMore = ()
    matters: str | None = None

    @model_validator(mode="after")
    def _stated(self) -> Claim:
        if not self.is_stated:
            refuse("E231", "it says in no way when it holds", "add holds_if: with instances and their hypotheses")
        return self


class Resolution(Written):
    """The outcome of a prediction: since when and how it is known, and when and by whom that was recorded."""

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


class Prediction(Stated):
    """A claim that time will settle; it has no `holds_if` or `at_least` if no question of the rubric can express it."""

    made: Date | None = None
    resolves_by: Date | None = None
    resolved: Resolution | None = None
