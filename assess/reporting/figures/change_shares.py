"""From one scoring to another: each change's share in what became of a claim."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assess.domain.number_text import decibans
from assess.history.comparing.compare import Change
from assess.history.comparing.target_changes import Snapshot
from assess.network.logs import DB
from assess.reporting.figures.figure import Plot, nothing_to_draw
from assess.reporting.figures.waterfall import WaterfallRow, draw_steps, sentence
from assess.reporting.words import captions, figure_labels
from assess.reporting.words import figure_sentences as saying
from assess.scoring.labels import Names
from assess.scoring.targets import UnknownTargetError

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


def _rows(change: Change, ident: str, before: Snapshot, after: Snapshot) -> Iterator[WaterfallRow]:
    shares = change.contributions(ident)
    kept = [share for share in shares if decibans(share["db"]) != "0"][:MOST]
    rest = [share["db"] for share in shares if share not in kept]
    at, end = (DB * side.log_odds for side in (before, after))
    yield WaterfallRow("prior", figure_labels.BEFORE(), "", None, at, at, before.probability)
    for share in kept:
        yield WaterfallRow("step", share["id"] or share["kind"], share["kind"], at, at + share["db"], share["db"], None)
        at += share["db"]
    if rest:
        yield WaterfallRow(
            "others", saying.others(len(rest)), figure_labels.SMALLEST_SHARES(), at, end, sum(rest), None
        )
    yield WaterfallRow("posterior", figure_labels.AFTER(), "", None, end, end, after.probability)


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
        captions.SHARES(judged=names.claim(ident)),
        captions.SHARES_CAPTION(),
        tuple(rows),
        tuple(sentence(row, names) for row in rows),
        lambda sheet: draw_steps(sheet, rows, names, _KEY),
    )


_KEY = (figure_labels.MORE_LIKELY, figure_labels.LESS_LIKELY, figure_labels.BEFORE_AND_AFTER)
