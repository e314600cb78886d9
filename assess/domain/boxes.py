"""Claims as boxes: a box restricts some instances to certain hypotheses, and leaves the others free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assess.domain.claim import HoldsIf

Box = Mapping[str, frozenset[str]]
"""By instance: the hypotheses of which one holds; instances left out are free."""

MAX_BOXES = 20_000
"""Parts that one claim may be split into."""


class TooManyBoxesError(ValueError):
    """A claim splits into more than `MAX_BOXES` parts."""


def boxes(holds_if: HoldsIf, states: Mapping[str, Sequence[str]]) -> list[Box]:
    """Return a claim as boxes that exclude each other, so that their probabilities add up.

    Parameters
    ----------
    holds_if : tuple of dict
        Alternatives; in each, all must hold.
    states : dict of str to sequence of str
        Hypotheses by instance.

    Raises
    ------
    TooManyBoxesError
        If there would be more than `MAX_BOXES`.

    Examples
    --------
    >>> parts = boxes(({"a": ("x",)}, {"b": ("x",)}), {"a": ("x", "y"), "b": ("x", "y")})
    >>> [{i: sorted(h) for i, h in box.items()} for box in parts]
    [{'a': ['x']}, {'b': ['x'], 'a': ['y']}]
    """
    split: list[Box] = []
    for place, alternative in enumerate(holds_if):
        split += _beyond(alternative, holds_if[:place], states)
        _bounded(split)
    return split


def outside(holds_if: HoldsIf, states: Mapping[str, Sequence[str]], within: Sequence[Box] | None = None) -> list[Box]:
    """Return what a claim excludes as boxes that exclude each other.

    Parameters
    ----------
    holds_if, states
        As for `boxes`.
    within : sequence of dict, optional
        Boxes that exclude each other; only what lies in one of them is returned.

    Examples
    --------
    >>> [{i: sorted(h) for i, h in box.items()} for box in outside(({"a": ("x",)},), {"a": ("x", "y", "z")})]
    [{'a': ['y', 'z']}]
    """
    parts: Sequence[Mapping[str, Iterable[str]]] = [{}] if within is None else within
    return _bounded([piece for part in parts for piece in _beyond(part, holds_if, states)])


def both(first: HoldsIf, second: HoldsIf) -> HoldsIf:
    """Return the alternatives under which two claims hold together; none if they cannot.

    Examples
    --------
    >>> both(({"a": ("x", "y")},), ({"a": ("y", "z"), "b": ("x",)}, {"a": ("z",)}))
    ({'a': ('y',), 'b': ('x',)},)
    """
    joined = [
        {
            instance: tuple(h for h in left.get(instance, right.get(instance, ())) if h in right.get(instance, (h,)))
            for instance in {**left, **right}
        }
        for left in first
        for right in second
    ]
    return tuple(together for together in joined if all(together.values()))


def implies(narrow: HoldsIf, wide: HoldsIf, states: Mapping[str, Sequence[str]]) -> bool:
    """Return whether one claim holds whenever another does.

    Raises
    ------
    TooManyBoxesError
        If deciding takes more than `MAX_BOXES` parts.

    Examples
    --------
    >>> states = {"a": ("x", "y", "z")}
    >>> implies(({"a": ("x",)},), ({"a": ("x", "y")},), states), implies(({"a": ("z",)},), ({"a": ("x",)},), states)
    (True, False)
    """
    return not any(_beyond(alternative, wide, states) for alternative in narrow)


def _bounded(parts: list[Box]) -> list[Box]:
    if len(parts) > MAX_BOXES:
        text = f"more than {MAX_BOXES:,} parts"
        raise TooManyBoxesError(text)
    return parts


def _beyond(
    alternative: Mapping[str, Iterable[str]], others: HoldsIf, states: Mapping[str, Sequence[str]]
) -> list[Box]:
    """Return the part of an alternative that lies in none of the others, as boxes that exclude each other."""
    pieces: list[Box] = [{instance: frozenset(hypotheses) for instance, hypotheses in alternative.items()}]
    for other in others:
        pieces = _bounded([left for piece in pieces for left in _without(piece, other, states)])
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
