"""Claims as conditions on a network, and their probabilities."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from assess.compile.model import Compiled, Solved
from assess.domain.claim import HoldsIf
from assess.errors import AssessError, Finding
from assess.network.logs import Floats

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
        pieces: list[Box] = [{i: frozenset(h) for i, h in alternative.items()}]
        for earlier in holds_if[:place]:
            pieces = list(itertools.chain.from_iterable(_outside(piece, earlier, states) for piece in pieces))
        found += pieces
        if len(found) > MAX_BOXES:
            message = f"a claim of {len(holds_if)} alternatives splits into more than {MAX_BOXES:,} parts"
            raise AssessError([Finding("E404", message, hint="state it with fewer instances in each alternative")])
    return found


def _outside(piece: Box, other: Mapping[str, Sequence[str]], states: Mapping[str, Sequence[str]]) -> list[Box]:
    """Split what of `piece` lies outside `other` into boxes that do not overlap."""
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


def probabilities(
    claims: Sequence[HoldsIf], compiled: Compiled, solved: Solved, given: Mapping[int, Floats] | None = None
) -> list[float]:
    """Return the probability of each claim, all in one batch of solutions.

    Parameters
    ----------
    claims : sequence of holds_if
    compiled : Compiled
    solved : Solved
        The problem they are asked of.
    given : dict of int to float64, nats, optional
        A condition on variables that everything is given.
    """
    given = given or {}
    states = {instance: compiled.world.nodes[instance].states for instance in compiled.world.instances}
    split = [boxes(claim, states) for claim in claims]
    conditions: list[Mapping[int, Floats]] = [given]
    for box in itertools.chain.from_iterable(split):
        condition = {solved.part.nodes[i]: _allowed(states[i], hypotheses) for i, hypotheses in box.items()}
        conditions.append({**given, **condition})
    logs = iter(solved.log_totals(conditions).tolist())
    total = next(logs)
    return [min(1.0, float(np.exp([next(logs) - total for _ in pieces]).sum())) for pieces in split]


def _allowed(states: Sequence[str], hypotheses: frozenset[str]) -> Floats:
    return np.array([0.0 if state in hypotheses else -np.inf for state in states])
