"""Of what a claim's change is made: Shapley values of the changes in log odds.

The share of a group of changes is what making it adds to the log odds, averaged over all orders in which the groups
could have been made (Shapley 1953). Within a group the single changes share by the same rule, the other groups still
coming in any order (Owen 1977). Where that would take too many scorings, a single change takes what it adds made first
and made last, on average, and what is missing to the share of the group goes to them in proportion to their size.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assess.history.comparing.coalitions import Coalition, CoalitionValues
from assess.history.comparing.differences import Kind
from assess.history.comparing.mixed_inputs import MixedInputs
from assess.network.logs import DB, Floats

MOST_SETS = 2**10
"""Sets of changes up to which the changes of a group share by the exact rule."""

MOST_NETWORKS = 2**5
"""Networks that are compiled for that, at most."""

_NOTHING = 1e-11
"""Shares up to this many dB are rounding error."""


@dataclass(frozen=True, slots=True)
class ChangeShare:
    """What one change adds to the log odds of a claim (dB)."""

    kind: Kind
    id: str
    db: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Of what the change of a claim is made.

    Parameters
    ----------
    change_db : float or None
        Log odds after, less log odds before; None where one of them is infinite.
    groups : dict of str to float or None
        By kind of change (dB); ``engine`` is what the same inputs give by another version of the engine. They add up
        to `change_db`. None where some of the changes alone make the evidence impossible or the claim certain, so that
        nothing finite can be shared out.
    parts : tuple of Part
        Each change, largest first; those of a group add up to it.
    """

    change_db: float | None
    groups: Mapping[str, float] | None
    parts: tuple[ChangeShare, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "change_db": self.change_db,
            "groups": None if self.groups is None else dict(self.groups),
            "parts": [{"kind": part.kind, "id": part.id, "db": part.db} for part in self.parts],
        }


def attributions(mixing: MixedInputs, claims: Sequence[str]) -> dict[str, Attribution]:
    """Return of what the change of each claim is made, as today's engine works out both sides.

    Parameters
    ----------
    mixing : MixedInputs
    claims : sequence of str
        Claims and predictions that both sides have.
    """
    game = _Game(mixing, CoalitionValues(mixing, claims)) if claims else None
    return {} if game is None else {ident: game.attribution(place) for place, ident in enumerate(claims)}


class _Game:
    """What sets of changes are worth, and how that is shared out."""

    def __init__(self, mixing: MixedInputs, coalitions: CoalitionValues) -> None:
        self._players = mixing.players
        self._groups: dict[Kind, Coalition] = {}
        for number, player in enumerate(self._players):
            self._groups[player.kind] = self._groups.get(player.kind, frozenset()) | {number}
        self._apart = coalitions.apart
        self._exact = {kind: self._is_few(kind) for kind in self._groups}
        wanted = {*_subsets_of(self._groups.values())}
        for kind, members in self._groups.items():
            wanted |= {around | inside for around in self._around(kind) for inside in self._inside(kind, members)}
        self._worth = coalitions.log_odds(sorted(wanted, key=sorted))
        with np.errstate(invalid="ignore"):
            self._shared, self._divided = self._share_out()

    def attribution(self, place: int) -> Attribution:
        """Return of what the change of one claim is made."""
        first, last = (self._worth[taken][place] for taken in (frozenset[int](), frozenset(range(len(self._players)))))
        change = DB * float(last - first) if first != last else 0.0
        if not math.isfinite(change) or not math.isfinite(first):
            return Attribution(None, None, ())
        groups: dict[str, float] = {kind: float(values[place]) for kind, values in self._shared.items()}
        if not all(map(math.isfinite, groups.values())):
            return Attribution(change, None, ())
        parts = [
            ChangeShare(player.kind, player.id, float(values[place]))
            for player, values in zip(self._players, self._divided, strict=True)
        ]
        if not all(math.isfinite(part.db) for part in parts):
            return Attribution(change, groups, ())
        return Attribution(change, groups, tuple(sorted(parts, key=lambda part: -abs(part.db))))

    def _is_few(self, kind: Kind) -> bool:
        members = self._groups[kind]
        sets: int = 2 ** (len(members) + len(self._groups) - 1)
        others = sum(1 for group in self._groups.values() if group & self._apart) - bool(members & self._apart)
        networks: int = 2 ** (len(members & self._apart) + others)
        return sets <= MOST_SETS and networks <= MOST_NETWORKS

    def _around(self, kind: Kind) -> list[Coalition]:
        """Return the sets of other groups among which the changes of a group are made."""
        others = [members for name, members in self._groups.items() if name != kind]
        return list(_subsets_of(others)) if self._exact[kind] else [frozenset(), frozenset().union(*others)]

    def _inside(self, kind: Kind, members: Coalition) -> list[Coalition]:
        singles = [frozenset({member}) for member in members]
        if self._exact[kind]:
            return list(_subsets_of(singles))
        return [frozenset(), members, *singles, *(members - single for single in singles)]

    def _share_out(self) -> tuple[dict[Kind, Floats], list[Floats]]:
        shared: dict[Kind, Floats] = {}
        divided: list[Floats] = [np.zeros(0)] * len(self._players)
        for kind, members in self._groups.items():
            others = [group for name, group in self._groups.items() if name != kind]
            shared[kind] = _settled(DB * self._added(members, others))
            rest = {member: members - {member} for member in members}
            if self._exact[kind]:
                for member, fellows in rest.items():
                    singles = [frozenset({fellow}) for fellow in fellows]
                    divided[member] = _settled(DB * self._added(frozenset({member}), singles, others))
            else:
                outside = frozenset[int]().union(*others)
                for member, fellows in rest.items():
                    first = self._worth[frozenset({member})] - self._worth[frozenset()]
                    last = self._worth[outside | members] - self._worth[outside | fellows]
                    divided[member] = _settled(DB * 0.5 * (first + last))
                for member, value in zip(members, _fitted([divided[m] for m in members], shared[kind]), strict=True):
                    divided[member] = value
        return shared, divided

    def _added(self, made: Coalition, *levels: Sequence[Coalition]) -> Floats:
        """Return what making some changes adds (nats), in the mean over all orders of the sets of each level."""
        total = np.zeros_like(self._worth[frozenset()])
        for chosen in itertools.product(*(list(_orders(level)) for level in levels)):
            before = frozenset[int]().union(*(taken for taken, _ in chosen))
            weight = math.prod(share for _, share in chosen)
            total = total + weight * (self._worth[before | made] - self._worth[before])
        return total


def _orders(sets: Sequence[Coalition]) -> Iterator[tuple[Coalition, float]]:
    """Yield what may have been made before one more, and in which share of all orders it is just that."""
    count = len(sets)
    for size in range(count + 1):
        share = 1.0 / ((count + 1) * math.comb(count, size))
        for chosen in itertools.combinations(sets, size):
            yield frozenset[int]().union(*chosen), share


def _subsets_of(sets: Sequence[Coalition] | Any) -> Iterator[Coalition]:
    return (taken for taken, _ in _orders(list(sets)))


def _settled(values: Floats) -> Floats:
    return np.where(np.abs(values) <= _NOTHING, 0.0, values)


def _fitted(values: Sequence[Floats], total: Floats) -> Floats:
    """Return values that add up to a total: what is missing goes to each in proportion to its size."""
    found = np.stack(values)
    size = np.abs(found)
    whole = size.sum(axis=0)
    share = np.where(whole > 0.0, size / np.where(whole > 0.0, whole, 1.0), 1.0 / len(values))
    fitted: Floats = found + share * (total - found.sum(axis=0))
    return fitted
