"""The figure of each change's share in the move of a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.analysis.explaining.path import PathStep
from assess.history.comparing.compare import Change
from assess.reporting.figures.figure import Plot, nothing_to_draw
from assess.reporting.figures.waterfall import WaterfallRow, draw_steps, sentence
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.labels import Names

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
    steps = change.path(ident, MOST)
    if steps is None:
        nothing_to_draw("shares", "the change has no finite shares", "see assess compare")
    return list(_rows(change, ident, steps))


def _rows(change: Change, ident: str, steps: Sequence[PathStep]) -> Iterator[WaterfallRow]:
    before, after = change.claims[ident].before, change.claims[ident].after
    assert before is not None
    assert after is not None
    contributions = change.contributions(ident)
    start, end = before.log_odds_db, after.log_odds_db
    yield WaterfallRow("prior", figure_labels.BEFORE(), "", None, start, start, before.probability)
    for step in steps:
        weights = (step.from_db, step.to_db, step.step_db, None)
        if step.is_apart:
            share = contributions[step.places[0]]
            yield WaterfallRow("step", share["id"] or share["kind"], share["kind"], *weights)
        else:
            label = figure_sentences.others(len(step.places))
            yield WaterfallRow("others", label, figure_labels.SMALLEST_SHARES(), *weights)
    yield WaterfallRow("posterior", figure_labels.AFTER(), "", None, end, end, after.probability)


def shares(change: Change, ident: str) -> Plot:
    """Draw each change's share in the move of a claim, in dB.

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
        figure_labels.SHARES(judged=names.claim(ident)),
        figure_labels.SHARES_CAPTION(),
        tuple(rows),
        tuple(sentence(row, names) for row in rows),
        lambda sheet: draw_steps(sheet, rows, names, _KEY),
    )


_KEY = (figure_labels.MORE_LIKELY, figure_labels.LESS_LIKELY, figure_labels.BEFORE_AND_AFTER)
