"""Sentences on what a claim rests on, what would change it, and what to look for next."""

from __future__ import annotations

from collections.abc import Iterator

from assess.present.explained import GROUPS
from assess.present.figures import count, decibans, percent
from assess.present.names import Names
from assess.present.plan import look_for
from assess.present.sensitive import times
from assess.present.words import likelihood
from assess.study.each_claim import Closer
from assess.study.flips import Flip
from assess.study.sensitivity import TargetSensitivity
from assess.study.width import Width

_MOST_ITEMS, _LEAST_DB = 3, 0.1
_MOST_SOUGHT = 2
_MOST_SOURCES = 4
_MOST, _SOME = 0.5, 0.05
"""Shares of a width from which a cause is most of it, and from which it is named."""
_SWING = 0.01


def rests_on(closer: Closer, names: Names) -> Iterator[str]:
    """Yield what a claim rests on, and what the width of its interval is made of."""
    weights = {step.label: step.without_db for step in closer.explained.steps if step.label is not None}
    heavy = {item: db for item, db in weights.items() if db is None or abs(db) >= _LEAST_DB}
    order = sorted(heavy, key=lambda item: (-_size(heavy[item]), item))[:_MOST_ITEMS]
    if order:
        parts = [f"{item} ({decibans(heavy[item])} dB, {names.item(item).indicator})" for item in order]
        yield f"The items that weigh most on it, each by what leaving it out would do: {', '.join(parts)}."
    elif closer.explained.steps:
        yield f"No item moves its odds by as much as {_LEAST_DB:g} dB."
    yield from _made_of(closer.width, names)


def _size(weight_db: float | None) -> float:
    return float("inf") if weight_db is None else abs(weight_db)


def _made_of(width: Width, names: Names) -> Iterator[str]:
    sure = {
        group: share.first
        for group, share in width.groups.items()
        if share.first >= _SOME and share.first >= 2.0 * share.first_error
    }
    if not sure:
        return
    order = sorted(sure, key=lambda group: -sure[group])
    parts = [f"{GROUPS[group]} for certain, {percent(min(sure[group], 1.0))}" for group in order]
    yield f"Of the width of its interval would go, by knowing {'; by knowing '.join(parts)}."
    share = width.groups[order[0]]
    if share.first - 2.0 * share.first_error > _MOST:
        yield f"Most of the width is {GROUPS[order[0]]}."
    for source, (of_one, error) in width.sources.items():
        if of_one - 2.0 * error > _MOST:
            yield f"Most of the width is the grade of one source, {names.source(source)}."


def whose_word(told: TargetSensitivity, names: Names) -> Iterator[str]:
    """Yield what would be left without each of the sources that a claim hangs on most."""
    moves = {s.source: abs(s.without.probability - told.now.probability) for s in told.sources}
    most = sorted(told.sources, key=lambda s: (-moves[s.source], s.source))[:_MOST_SOURCES]
    parts = [
        f"without {names.source(s.source)} ({count(s.items, 'item')}) at {percent(s.without.probability)}"
        for s in most
        if moves[s.source] >= _SWING
    ]
    if parts:
        yield f"It would stand {', '.join(parts)}."
    elif told.sources:
        yield "No one source moves it by as much as one percentage point."


def would_change(told: TargetSensitivity, names: Names) -> Iterator[str]:
    """Yield what would change what is said of a claim: other priors, other rows, fewer sources."""
    odds = told.prior_odds
    word = [times(factor) for factor in (odds.term_down, odds.term_up) if factor is not None]
    if word:
        yield f"Its word changes with prior odds {' or '.join(word)}."
    if odds.leader_factor is not None:
        side = "rises above" if odds.leader_factor > 1.0 else "falls below"
        yield f"It {side} 50 % with prior odds {times(odds.leader_factor)}."
    yield from _falls(told.flips.term, "changes its word", names)
    if told.flips.leader.sources != told.flips.term.sources:
        yield from _falls(told.flips.leader, "takes it across 50 %", names)
    if told.flips.term.sources is None and told.flips.leader.sources is None:
        tried = "No set of sources" if told.flips.term.proved else f"No set of up to {told.flips.all_up_to} sources"
        yield f"{tried} changes its word by being taken away."
    widest = told.rows[0] if told.rows else None
    if widest is not None and widest.swing >= _SWING:
        low, high = sorted((widest.at_low.probability, widest.at_high.probability))
        yield (
            f"The row that swings it most is {widest.indicator} given {widest.state}: between the ends of that row's "
            f"interval it goes from {percent(low)} to {percent(high)}."
        )


def _falls(flip: Flip, what: str, names: Names) -> Iterator[str]:
    if flip.sources is None or flip.then is None:
        return
    without = " and ".join(names.source(source) for source in flip.sources)
    smallest = "The smallest set of sources whose removal" if flip.proved else "The smallest set found whose removal"
    yield f"{smallest} {what} is {without}: it would stand at {likelihood(flip.then.probability, names.scale)}."


def next_for(closer: Closer, names: Names) -> Iterator[str]:
    """Yield what to look for next, the most telling first."""
    yield from look_for(closer.sought, closer.plan, names, _MOST_SOUGHT)
