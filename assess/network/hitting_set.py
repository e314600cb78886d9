"""A smallest hitting set: a smallest set that shares a member with each of several sets.

Conflicts among items, and what must be withdrawn for a conclusion to change, are found as hitting sets (Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Iterable

Members = frozenset[int]


class TooLongError(Exception):
    """A bound on effort is reached."""


class Effort:
    """A number of steps that may be taken.

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
        Of which each branch takes a step.

    Raises
    ------
    TooLongError
        If the effort is spent before a set is proved to be a smallest.

    Notes
    -----
    Branch and bound on a member of the smallest set left, those in most sets first. A branch is cut where the members
    chosen, and as many more as there are disjoint sets left, are no fewer than the best set so far. Before each branch,
    sets that hold another are dropped, and members whose sets another member hits too (Weihe 1998). A member refused in
    one branch is out of the branches after it, so that no set is tried twice.

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
    """Return the minimal sets without members that others replace: a smallest set that hits these hits all."""
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
    """Count sets no two of which share a member, taken in order."""
    seen: set[int] = set()
    count = 0
    for members in sets:
        if seen.isdisjoint(members):
            seen |= members
            count += 1
    return count
