"""Claims as boxes: for some instances the hypotheses of which one holds, the others free."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from assess.domain.claim import HoldsIf
from assess.errors import AssessError, Finding

Box = Mapping[str, frozenset[str]]
"""By instance: the hypotheses of which one holds; instances left out are free."""

MAX_BOXES = 20_000
"""Parts that one claim may be split into."""


def boxes(holds_if: HoldsIf, states: Mapping[str, Sequence[str]]) -> list[Box]:
    """Split a claim into boxes no two of which can hold at once, so that their probabilities add.

    Parameters
    ----------
    holds_if : tuple of dict
        Alternatives; in each, all must hold.
    states : dict of str to sequence of str
        Hypotheses by instance.

    Raises
    ------
    AssessError
        If there would be more than `MAX_BOXES` (E404).

    Examples
    --------
    >>> parts = boxes(({"a": ("x",)}, {"b": ("x",)}), {"a": ("x", "y"), "b": ("x", "y")})
    >>> [{i: sorted(h) for i, h in box.items()} for box in parts]
    [{'a': ['x']}, {'b': ['x'], 'a': ['y']}]
    """
    found: list[Box] = []
    for place, alternative in enumerate(holds_if):
        found += _beyond(alternative, holds_if[:place], states)
        if len(found) > MAX_BOXES:
            message = f"a claim of {len(holds_if)} alternatives splits into more than {MAX_BOXES:,} parts"
            raise AssessError([Finding("E404", message, hint="state it with fewer instances in each alternative")])
    return found


def outside(holds_if: HoldsIf, states: Mapping[str, Sequence[str]]) -> list[Box]:
    """Split what a claim excludes into boxes no two of which can hold at once.

    Examples
    --------
    >>> [{i: sorted(h) for i, h in box.items()} for box in outside(({"a": ("x",)},), {"a": ("x", "y", "z")})]
    [{'a': ['y', 'z']}]
    """
    return _beyond({}, holds_if, states)


def implies(narrow: HoldsIf, wide: HoldsIf, states: Mapping[str, Sequence[str]]) -> bool:
    """Say whether one claim holds whenever another does.

    Examples
    --------
    >>> states = {"a": ("x", "y", "z")}
    >>> implies(({"a": ("x",)},), ({"a": ("x", "y")},), states), implies(({"a": ("z",)},), ({"a": ("x",)},), states)
    (True, False)
    """
    return not any(_beyond(alternative, wide, states) for alternative in narrow)


def _beyond(
    alternative: Mapping[str, Sequence[str]], others: HoldsIf, states: Mapping[str, Sequence[str]]
) -> list[Box]:
    """Split what of an alternative lies in none of the others into boxes that do not overlap."""
    pieces: list[Box] = [{instance: frozenset(hypotheses) for instance, hypotheses in alternative.items()}]
    for other in others:
        pieces = list(itertools.chain.from_iterable(_without(piece, other, states) for piece in pieces))
    return pieces


def _without(piece: Box, other: Mapping[str, Sequence[str]], states: Mapping[str, Sequence[str]]) -> list[Box]:
    left: list[Box] = []
    inside = dict(piece)
    for instance, hypotheses in other.items():
        held = inside.get(instance, frozenset(states[instance]))
        out = held - frozenset(hypotheses)
        if out:
            left.append({**inside, instance: out})
        inside[instance] = held & frozenset(hypotheses)
        if not inside[instance]:
            break
    return left
