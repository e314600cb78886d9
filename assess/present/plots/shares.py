"""From one scoring to another: each change's share in what became of a claim."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assess.ledger.compare import Change
from assess.ledger.moves import State
from assess.network.logs import DB
from assess.present.figures import decibans
from assess.present.names import Names
from assess.present.plots.plot import Plot, nothing_to_draw
from assess.present.plots.waterfall import WaterfallRow, draw_steps, sentence
from assess.study.targets import UnknownTargetError

CAPTION = (
    "Read from the top: where it was, then each change's share in decibans of log odds, down to where it is now. To the"
    " right makes it more likely, to the left less; 3 dB double the odds, 10 dB make them ten times as high. A share is"
    " what a change adds, on average over all orders in which the changes could have been made."
)
MOST = 12
"""Changes with a step of their own."""


def shares_rows(change: Change, ident: str) -> list[WaterfallRow]:
    """Return the claim before, each change's share, the small ones taken together, and the claim after.

    Parameters
    ----------
    change : Change
    ident : str
        A claim or prediction of both sides.

    Raises
    ------
    UnknownTargetError
        If not both sides have it; it is a `KeyError`.
    AssessError
        If its change cannot be shared out (E823).
    """
    if ident not in change.attribution:
        raise UnknownTargetError(ident, list(change.attribution), "claims and predictions of both sides")
    move = change.claims[ident]
    assert move.before is not None
    assert move.after is not None
    is_endless = math.isinf(move.before.log_odds) or math.isinf(move.after.log_odds)
    if is_endless or change.attribution[ident].groups is None:
        nothing_to_draw("shares", "the change has no finite shares", "see assess compare")
    return list(_rows(change, ident, move.before, move.after))


def _rows(change: Change, ident: str, before: State, after: State) -> Iterator[WaterfallRow]:
    shares = change.contributions(ident)
    kept = [share for share in shares if decibans(share["db"]) != "0"][:MOST]
    rest = [share["db"] for share in shares if share not in kept]
    at, end = (DB * side.log_odds for side in (before, after))
    yield WaterfallRow("prior", "before", "", None, at, at, before.probability)
    for share in kept:
        yield WaterfallRow("step", share["id"] or share["kind"], share["kind"], at, at + share["db"], share["db"], None)
        at += share["db"]
    if rest:
        text = "the smallest shares, taken together"
        yield WaterfallRow("others", f"{len(rest)} others", text, at, end, sum(rest), None)
    yield WaterfallRow("posterior", "after", "", None, end, end, after.probability)


def shares(change: Change, ident: str) -> Plot:
    """Draw of what the change of a claim is made, in dB.

    Parameters
    ----------
    change : Change
    ident : str
        A claim or prediction of both sides.

    Raises
    ------
    UnknownTargetError
        If not both sides have it; it is a `KeyError`.
    AssessError
        If its change cannot be shared out (E823).
    """
    rows, names = shares_rows(change, ident), Names(change.after)
    return Plot(
        "shares",
        ident,
        f"From before to after: {names.claim(ident)}",
        CAPTION,
        tuple(rows),
        tuple(sentence(row, names) for row in rows),
        lambda sheet: draw_steps(sheet, rows, names, _KEY),
    )


_KEY = ("more likely (to the right)", "less likely (to the left)", "before and after")
