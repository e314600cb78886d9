"""The share of each change in the move of a claim: Shapley values in log odds.

The share of a group of changes is what it adds to the log odds, averaged over all orders in which the groups could have
been made (Shapley 1953). Within a group, single changes share by the same rule, the other groups still coming in any
order (Owen 1977). Where that would take too many scorings, a single change gets the mean of what it adds when made
first and when made last, and the rest of the group's share is divided in proportion to these. Changes that would each
take a network of their own are one change where these would still be too many, and then groups share as changes do.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import numpy as np

from assess.history.comparing.coalitions import Coalition, CoalitionValues
from assess.history.comparing.differences import Kind
from assess.history.comparing.mixed_inputs import ChangeUnit, MixedInputs
from assess.network.logs import DB, Floats
from assess.scoring.columns import Column, plain

MOST_SETS = 2**10
"""The most sets of changes for which the changes of a group share by the exact rule."""

MOST_NETWORKS = 2**5
"""The most networks compiled for one group."""

MOST_COMPILED = 2**6
"""The most networks compiled in all, unless more groups than this need one to be made first and one last."""

_NOTHING = 1e-11
"""Shares up to this many dB are rounding error."""


@dataclass(frozen=True, slots=True)
class ChangeShare:
    """The share of one change in the log odds of a claim (dB)."""

    kind: Annotated[Kind, Column("what changed", width=30)]
    id: Annotated[str, Column("which", width=36)]
    db: Annotated[float, Column("share dB", unit="dB")]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The move of a claim, divided among the changes in the inputs.

    Parameters
    ----------
    change_db : float or None
        Log odds after, less log odds before; None if one of them is infinite.
    groups : dict of str to float or None
        By kind of change (dB); ``engine`` is the difference that another version of the engine makes to the same
        inputs. They add up to `change_db`. None if some of the changes alone make the evidence impossible or the claim
        certain, so that there is nothing finite to divide.
    parts : tuple of ChangeShare
        Each change, largest first; those of a group add up to the group's share. One without an id stands for all
        changes of its kind that are not listed.
    """

    change_db: float | None
    groups: Mapping[str, float] | None
    parts: tuple[ChangeShare, ...]

    @property
    def shares(self) -> tuple[ChangeShare, ...]:
        """Each change, largest first, then the engine if it has a share."""
        engine = (self.groups or {}).get("engine")
        return self.parts if engine is None else (*self.parts, ChangeShare("engine", "", engine))

    def to_dict(self) -> dict[str, Any]:
        """Return the attribution as plain values."""
        attribution: dict[str, Any] = plain(self)
        return attribution


def attributions(inputs: MixedInputs, claims: Sequence[str]) -> dict[str, Attribution]:
    """Return the attribution of the move of each claim, both sides scored by this version of the engine.

    Parameters
    ----------
    inputs : MixedInputs
    claims : sequence of str
        Claims and predictions that both sides have.
    """
    if not claims:
        return {}
    game = _Game(inputs.units, CoalitionValues(inputs, claims))
    return {ident: game.attribution(place) for place, ident in enumerate(claims)}


class _Game:
    """The changes as a cooperative game: the worth of a coalition is the log odds with its changes made."""

    def __init__(self, units: Sequence[ChangeUnit], values: CoalitionValues) -> None:
        self._units = units
        self._groups: dict[Kind, Coalition] = {}
        for number, unit in enumerate(units):
            self._groups[unit.kind] = self._groups.get(unit.kind, frozenset()) | {number}
        self._apart = values.apart
        self._exact = {kind: self._is_few(kind) for kind in self._groups}
        self._any_order = True
        self._players = {
            kind: [frozenset({member}) for member in sorted(members)] for kind, members in self._groups.items()
        }
        wanted = self._bounded()
        self._worth = values.log_odds(sorted(wanted, key=sorted))
        with np.errstate(invalid="ignore"):
            self._shared, self._divided = self._share_out()

    def _bounded(self) -> set[Coalition]:
        """Return the coalitions whose worth is needed, by simpler rules as the number of networks grows."""
        needing = [kind for kind, members in self._groups.items() if members & self._apart]
        needing.sort(key=lambda kind: -len(self._groups[kind] & self._apart))
        simpler: list[Callable[[], None]] = [partial(self._exact.update, {kind: False}) for kind in needing]
        simpler += [partial(self._take_together, kind) for kind in needing]
        for simplify in (*simpler, self._first_and_last):
            wanted = self._wanted()
            if len({made & self._apart for made in wanted}) <= MOST_COMPILED:
                return wanted
            simplify()
        return self._wanted()

    def _take_together(self, kind: Kind) -> None:
        """Merge the changes of a group that need networks of their own into one."""
        members = self._groups[kind]
        self._players[kind] = [members & self._apart, *(frozenset({n}) for n in sorted(members - self._apart))]

    def _first_and_last(self) -> None:
        self._any_order, self._exact = False, dict.fromkeys(self._exact, False)

    def _wanted(self) -> set[Coalition]:
        wanted = {*_unions(list(self._groups.values()))} if self._any_order else {frozenset[int]()}
        for kind in self._groups:
            wanted |= {around | inside for around in self._around(kind) for inside in self._inside(kind)}
        return wanted

    def attribution(self, place: int) -> Attribution:
        """Return the attribution of the move of one claim."""
        before, after = (self._worth[made][place] for made in (frozenset[int](), frozenset(range(len(self._units)))))
        change = DB * float(after - before) if before != after else 0.0
        if not math.isfinite(change) or not math.isfinite(before):
            return Attribution(None, None, ())
        groups: dict[str, float] = {kind: float(values[place]) for kind, values in self._shared.items()}
        if not all(map(math.isfinite, groups.values())):
            return Attribution(change, None, ())
        parts = [
            ChangeShare(kind, self._units[min(player)].id if len(player) == 1 else "", float(value[place]))
            for kind, players in self._players.items()
            for player, value in zip(players, self._divided[kind], strict=True)
        ]
        if not all(math.isfinite(part.db) for part in parts):
            return Attribution(change, groups, ())
        return Attribution(
            change, groups, tuple(sorted(parts, key=lambda part: (-round(abs(part.db), 9), part.kind, part.id)))
        )

    def _is_few(self, kind: Kind) -> bool:
        """Return whether a group is small enough for the exact rule."""
        members = self._groups[kind]
        sets: int = 2 ** (len(members) + len(self._groups) - 1)
        others = sum(1 for group in self._groups.values() if group & self._apart) - bool(members & self._apart)
        networks: int = 2 ** (len(members & self._apart) + others)
        return sets <= MOST_SETS and networks <= MOST_NETWORKS

    def _others(self, kind: Kind) -> list[Coalition]:
        return [members for name, members in self._groups.items() if name != kind]

    def _around(self, kind: Kind) -> list[Coalition]:
        """Return the coalitions of other groups that a group may join."""
        others = self._others(kind)
        return list(_unions(others)) if self._exact[kind] else [frozenset(), frozenset().union(*others)]

    def _inside(self, kind: Kind) -> list[Coalition]:
        """Return the coalitions within a group whose worth is needed."""
        players, members = self._players[kind], self._groups[kind]
        if self._exact[kind]:
            return list(_unions(players))
        return [frozenset(), members, *players, *(members - player for player in players)]

    def _share_out(self) -> tuple[dict[Kind, Floats], dict[Kind, list[Floats]]]:
        """Return the shares (dB) of each group and of each change in it, one value for each claim."""
        shared: dict[Kind, Floats] = {}
        divided: dict[Kind, list[Floats]] = {}
        for kind, members in self._groups.items():
            others = self._others(kind)
            shared[kind] = self._added(members, others) if self._any_order else self._first_or_last(members, others)
        shared = {kind: _settled(DB * share) for kind, share in shared.items()}
        if not self._any_order:
            whole = self._worth[frozenset(range(len(self._units)))] - self._worth[frozenset()]
            shared = dict(zip(shared, _fitted(list(shared.values()), DB * whole), strict=True))
        for kind in self._groups:
            others, players = self._others(kind), self._players[kind]
            fellows = [[other for other in players if other is not player] for player in players]
            if self._exact[kind]:
                added = [self._added(player, rest, others) for player, rest in zip(players, fellows, strict=True)]
                divided[kind] = [_settled(DB * each) for each in added]
                continue
            added = [
                self._first_or_last(player, [*rest, *others]) for player, rest in zip(players, fellows, strict=True)
            ]
            divided[kind] = _fitted([_settled(DB * each) for each in added], shared[kind])
        return shared, divided

    def _first_or_last(self, made: Coalition, others: Sequence[Coalition]) -> Floats:
        """Return the mean of what some changes add (nats) when made first and when made last."""
        worth, rest = self._worth, frozenset[int]().union(*others)
        return 0.5 * (worth[made] - worth[frozenset()] + worth[rest | made] - worth[rest])

    def _added(self, made: Coalition, *levels: Sequence[Coalition]) -> Floats:
        """Return what some changes add (nats), averaged over all orders of the coalitions at each level."""
        total = np.zeros_like(self._worth[frozenset()])
        for chosen in itertools.product(*(list(_orders(level)) for level in levels)):
            before = frozenset[int]().union(*(earlier for earlier, _ in chosen))
            weight = math.prod(share for _, share in chosen)
            total = total + weight * (self._worth[before | made] - self._worth[before])
        return total


def _orders(coalitions: Sequence[Coalition]) -> Iterator[tuple[Coalition, float]]:
    """Yield the coalitions that may precede one more change, each with the share of orders in which it does."""
    count = len(coalitions)
    for size in range(count + 1):
        share = 1.0 / ((count + 1) * math.comb(count, size))
        for chosen in itertools.combinations(coalitions, size):
            yield frozenset[int]().union(*chosen), share


def _unions(coalitions: Sequence[Coalition]) -> Iterable[Coalition]:
    return (union for union, _ in _orders(coalitions))


def _settled(values: Floats) -> Floats:
    return np.where(np.abs(values) <= _NOTHING, 0.0, values)


def _fitted(values: Sequence[Floats], total: Floats) -> list[Floats]:
    """Return values adjusted to add up to a total, in proportion to their size."""
    stacked = np.stack(values)
    size = np.abs(stacked)
    whole = size.sum(axis=0)
    share = np.where(whole > 0.0, size / np.where(whole > 0.0, whole, 1.0), 1.0 / len(values))
    return [*(stacked + share * (total - stacked.sum(axis=0)))]
