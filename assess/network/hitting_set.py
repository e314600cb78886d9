"""Smallest hitting sets: sets, as small as possible, that share a member with each of several sets.

What must be withdrawn to resolve conflicts is such a set (Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Iterable

Members = frozenset[int]


class TooLongError(Exception):
    """The limit on effort was reached."""


class Effort:
    """A limited number of steps.

    Examples
    --------
    >>> effort = Effort(1)
    >>> effort.spend()
    >>> effort.spend()
    Traceback (most recent call last):
    ...
    assess.network.hitting_set.TooLongError
    """

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self) -> None:
        """Take one step.

        Raises
        ------
        TooLongError
            If none is left.
        """
        if self.left == 0:
            raise TooLongError
        self.left -= 1


def smallest_hitting_set(sets: Iterable[Members], effort: Effort) -> Members:
    """Return a smallest set that shares a member with each of `sets`.

    Parameters
    ----------
    sets : iterable of frozenset of int
        None of them empty.
    effort : Effort
        Each branch takes one step of it.

    Raises
    ------
    TooLongError
        If the effort is spent before a set is proved smallest.

    Notes
    -----
    Branch and bound on the members of the smallest remaining set, those in most sets first. A branch is cut if the
    members chosen, plus one for each disjoint set left, are no fewer than the best set so far. Before each branch,
    supersets of other sets are dropped, as are members whose sets another member also hits (Weihe 1998). A member
    rejected in one branch is excluded from later branches, so that no set is tried twice.

    Examples
    --------
    >>> sorted(smallest_hitting_set([frozenset({1, 2}), frozenset({2, 3}), frozenset({4})], Effort(10)))
    [2, 4]
    """
    best: Members = frozenset().union(*sets)

    def search(chosen: Members, left: Iterable[Members]) -> None:
        nonlocal best
        effort.spend()
        left = _reduced(left)
        if not left:
            best = min(best, chosen, key=len)
        elif len(chosen) + _apart(left) < len(best):
            refused: Members = frozenset()
            for member in sorted(left[0], key=lambda m: (-sum(m in members for members in left), m)):
                search(chosen | {member}, [members - refused for members in left if member not in members])
                refused |= {member}

    search(frozenset(), sets)
    return best


def _reduced(sets: Iterable[Members]) -> list[Members]:
    """Return the minimal sets without dominated members; a smallest set that hits these hits all."""
    least: list[Members] = []
    for members in sorted(set(sets), key=lambda s: (len(s), sorted(s))):
        if not any(other <= members for other in least):
            least.append(members)
    hits = {
        m: frozenset(n for n, members in enumerate(least) if m in members) for m in sorted(frozenset().union(*least))
    }
    kept: dict[Members, int] = {}
    for member in sorted(hits, key=lambda m: -len(hits[m])):
        if not any(hits[member] <= other for other in kept):
            kept[hits[member]] = member
    reduced = [members.intersection(kept.values()) for members in least]
    return least if reduced == least else _reduced(reduced)


def _apart(sets: Iterable[Members]) -> int:
    """Return the number of pairwise disjoint sets, taken greedily in order."""
    seen: set[int] = set()
    count = 0
    for members in sets:
        if seen.isdisjoint(members):
            seen |= members
            count += 1
    return count
