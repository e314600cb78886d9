"""Claims: the rungs of a ladder must be nested, and no claim may split into too many pieces."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from assess.domain.boxes import TooManyBoxesError, both, boxes, implies, outside
from assess.domain.claim import Claim, Prediction, Proposition
from assess.domain.rules.loaded import LoadedCase, Spot, placed_check
from assess.errors import Finding

_FEWER = "state it with fewer instances in each alternative, or as several claims"


@placed_check
def ladders(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that every rung of a ladder implies the rung below it.

    E326 ladder without rungs
        Finds:   A claim with a ladder but no rung, or a rung but no ladder; or two claims on one rung.
        Matters: A ladder is one rising scale: each claim on it has its own place.
        Example: ladder: control
        Instead: ladder: control
                 rung: 2

    E327 rung that does not imply the one below
        Finds:   A higher rung that can hold without the rung below it.
        Matters: Only nested claims are cumulative; otherwise a rung would rank above a claim that it does not include.
        Example: rung 1: {union/control: [directed]}, rung 2: {union/control: [directed, partial]}
        Instead: rung 1: {union/control: [directed, partial]}, rung 2: {union/control: [directed]}
    """
    by_ladder: dict[str, list[tuple[int, str, Claim]]] = {}
    for name, claim in loaded.case.claims.items():
        spot = Spot("case", ("claims", name))
        if (claim.ladder is None) != (claim.rung is None):
            missing = "rung" if claim.rung is None else "ladder"
            yield spot.find("E326", f"{name} has no {missing}; ladder and rung go together", f"add {missing}:")
        elif claim.ladder is not None and claim.rung is not None:
            by_ladder.setdefault(claim.ladder, []).append((claim.rung, name, claim))
    for rungs in by_ladder.values():
        rungs.sort(key=lambda rung: rung[0])
        for (low, below, wide), (high, above, narrow) in itertools.pairwise(rungs):
            spot = Spot("case", ("claims", above, "rung"))
            if low == high:
                yield spot.find("E326", f"{above} and {below} are both rung {high}", "number the rungs from 1 up")
            elif _is_known(loaded, narrow, wide):
                yield from _nested(loaded, (above, narrow), (below, wide), spot)


def _nested(loaded: LoadedCase, above: tuple[str, Claim], below: tuple[str, Claim], spot: Spot) -> Iterator[Finding]:
    (high, narrow), (low, wide) = above, below
    try:
        if _implies(loaded, narrow.proposition, wide.proposition):
            return
    except TooManyBoxesError as error:
        message = f"telling whether {high} implies {low} takes {error}"
        yield spot.find("E404", message, _FEWER)
        return
    message = f"{high} is a rung above {low}, yet it can hold without it"
    yield spot.find("E327", message, f"take out of {high} what {low} does not allow")


@placed_check
def pieces(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that claims and predictions do not split into too many pieces.

    E404 claim in too many pieces
        Finds:   A claim whose alternatives overlap in so many ways that they split into too many pieces.
        Matters: Its probability is the sum over pieces that exclude each other.
        Example: holds_if: [thirty alternatives, each of ten instances]
        Instead: State it with fewer instances in each alternative, or as several claims.
    """
    for part, of_part in (("claims", loaded.case.claims), ("predictions", loaded.case.predictions)):
        for name, claim in of_part.items():
            if not _is_known(loaded, claim):
                continue
            try:
                states = loaded.states(claim.proposition)
                boxes(claim.holds_if, states)
                if claim.given:
                    outside(claim.holds_if, states, boxes(claim.given, states))
                    boxes(both(claim.holds_if, claim.given), states)
            except TooManyBoxesError as error:
                message = f"the {len(claim.holds_if)} alternatives of {name} split into {error}"
                yield Spot("case", (part, name, "holds_if")).find("E404", message, _FEWER)


def _is_known(loaded: LoadedCase, *claims: Claim | Prediction) -> bool:
    """Return whether all instances that claims name are asked; if one is not, another rule reports it."""
    return all(map(loaded.is_node, (node for claim in claims for node in claim.proposition.nodes)))


def _implies(loaded: LoadedCase, narrow: Proposition, wide: Proposition) -> bool:
    """Return whether one claim is known to hold whenever another does, under the condition that both share."""
    if narrow.given != wide.given:
        return False
    if narrow.at_least is not None and wide.at_least is not None:
        return narrow.at_least.of == wide.at_least.of and narrow.at_least.k >= wide.at_least.k
    if narrow.at_least is not None or wide.at_least is not None:
        return False
    within = both(narrow.holds_if, narrow.given) if narrow.given else narrow.holds_if
    return implies(within, wide.holds_if, loaded.states(narrow, wide))
