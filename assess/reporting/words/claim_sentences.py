"""Sentences on what a claim rests on, what would change it, and what to look for next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.analysis.claim_analysis import ClaimAnalysis
from assess.analysis.explaining.variance_shares import VarianceShares
from assess.analysis.study_rankings import groups_by_share, sources_by_move
from assess.analysis.what_if.decisive_sources import DecisiveSet
from assess.analysis.what_if.sensitivity_records import TargetSensitivity
from assess.domain.language import (
    later,
    say,
    say_as,
    say_number,
)
from assess.domain.number_text import (
    CLOSE_TO_ONE,
    decibans,
    percent,
    plain,
    times,
)
from assess.reporting.tables.plan_tables import look_for
from assess.reporting.words.count_nouns import GROUPS, items
from assess.reporting.words.judgements import likelihood
from assess.reporting.words.licence import (
    LEAST_DB,
    a_cause,
    is_half,
    most,
    moves,
    weighs,
)
from assess.scoring.labels import Names
from assess.scoring.results import ClaimResult

_MOST_ITEMS = 3
_EVEN = 0.5
_MOST_SOUGHT = 2
_MOST_SOURCES = 4

RESTS_ON = later("what this rests on")
WHOSE_WORD = later("whose word it is")
WOULD_CHANGE = later("what would change it")
LOOK_FOR = later("what to look for next")


def rests_on(analysis: ClaimAnalysis, names: Names) -> Iterator[str]:
    """Yield the sentences on the items that a claim rests on, and on the causes of its interval's width."""
    heavy = [(item, db) for item, db in analysis.weights.items() if weighs(db)]
    if heavy:
        parts = [_weighed(item, db, names) for item, db in heavy[:_MOST_ITEMS]]
        yield say("The items that weigh most on it, each by what leaving it out would do: {items}.", items=_row(parts))
    elif analysis.weights:
        yield say("No item moves its odds by as much as {least} dB.", least=plain(LEAST_DB))
    if analysis.variance_shares is not None:
        yield from _made_of(analysis.variance_shares, names)


def _weighed(item: str, weight_db: float | None, names: Names) -> str:
    weight, indicator = decibans(weight_db), names.item(item).indicator
    return say("{item} ({weight} dB, {indicator})", item=item, weight=weight, indicator=indicator)


def _row(parts: Sequence[str]) -> str:
    return say_as("between parts of a sentence", ", ").join(parts)


def _made_of(width: VarianceShares, names: Names) -> Iterator[str]:
    shares = [(group, width.groups[group]) for group in groups_by_share(width)]
    sure = [(group, share) for group, share in shares if a_cause(share.first, share.first_error)]
    if not sure:
        return
    causes = (
        say("by {share} if {what} were known for certain", what=GROUPS[group](), share=percent(min(share.first, 1.0)))
        for group, share in sure
    )
    yield say("Its interval would be narrower: {causes}.", causes="; ".join(causes))
    group, share = sure[0]
    if most(share.first, share.first_error):
        yield say("Most of its uncertainty comes from {what}.", what=GROUPS[group]())
    elif is_half(share.first, share.first_error):
        yield say("About half of its uncertainty comes from {what}.", what=GROUPS[group]())
    for source, (of_one, error) in width.sources.items():
        if most(of_one, error):
            yield say("Most of its uncertainty comes from the grade of one source, {name}.", name=names.source(source))


def one_way(claim: ClaimResult, analysis: ClaimAnalysis) -> str:
    """Return the sentence on items that all speak for a claim yet do not make it likely; empty otherwise."""
    heavy = [db for db in analysis.weights.values() if weighs(db)]
    if not heavy or claim.probability >= _EVEN or not moves(claim.prior, claim.probability):
        return ""
    if any(db is None or db < 0.0 for db in heavy):
        return ""
    return say_number(
        "The one item that weighs on it points this way, but lifts it only from {prior} to {number_now}.",
        "All {number} items that weigh on it point this way, but lift it only from {prior} to {number_now}.",
        len(heavy),
        prior=percent(claim.prior),
        number_now=percent(claim.probability),
    )


def whose_word(target: TargetSensitivity, names: Names) -> Iterator[str]:
    """Yield a sentence on the claim without each of the sources that it depends on most."""
    now = target.now.probability
    parts = [
        say(
            "without {source} ({items}) at {number}",
            source=names.source(s.source),
            items=items(s.items),
            number=percent(s.without.probability),
        )
        for s in sources_by_move(target)[:_MOST_SOURCES]
        if moves(now, s.without.probability)
    ]
    if parts:
        yield say("It would stand {parts}.", parts=_row(parts))
    elif target.sources:
        yield say("No single source moves it by as much as one percentage point.")


def would_change(target: TargetSensitivity, names: Names) -> Iterator[str]:
    """Yield the sentences on what would change a judgement: other priors, other rows, fewer sources."""
    odds = target.prior_odds
    ends = ((odds.term_down, False), (odds.term_up, True))
    word = [_with_odds(factor, is_higher) for factor, is_higher in ends if factor is not None]
    if len(word) == 1:
        yield say("Its word changes with prior odds {factor}.", factor=word[0])
    elif word:
        yield say("Its word changes with prior odds {down} or {up}.", down=word[0], up=word[1])
    if odds.leader_factor is not None and odds.leader_factor > 1.0:
        yield say("It rises above 50 % with prior odds {factor}.", factor=_with_odds(odds.leader_factor, True))
    elif odds.leader_factor is not None:
        yield say("It falls below 50 % with prior odds {factor}.", factor=_with_odds(odds.leader_factor, False))
    yield from _falls(target, names)
    widest = target.rows[0] if target.rows else None
    if widest is not None and moves(widest.at_low.probability, widest.at_high.probability):
        low, high = sorted((widest.at_low.probability, widest.at_high.probability))
        yield say(
            "The row that swings it most is {indicator} given {state}: between the ends of that row's interval it goes "
            "from {low} to {high}.",
            indicator=names.indicator_label(widest.indicator),
            state=names.state(widest.indicator, widest.state),
            low=percent(low),
            high=percent(high),
        )


def _with_odds(factor: float, is_higher: bool) -> str:
    if max(factor, 1.0 / factor) >= CLOSE_TO_ONE:
        return times(factor)
    return say_as("of prior odds", "hardly higher") if is_higher else say_as("of prior odds", "hardly lower")


def _falls(target: TargetSensitivity, names: Names) -> Iterator[str]:
    word, leader = target.decisive_sources.term, target.decisive_sources.leader
    if word.sources is not None and word.then is not None:
        message = _WORD_FALLS if word.proved else _WORD_FALLS_AT_BEST
        yield message(**_without(word.sources, word.then.probability, names))
    if leader.sources != word.sources and leader.sources is not None and leader.then is not None:
        message = _LEADER_FALLS if leader.proved else _LEADER_FALLS_AT_BEST
        yield message(**_without(leader.sources, leader.then.probability, names))
    if word.sources is None and leader.sources is None:
        alone = [left.source for left in target.sources if left.leaves_the_prior(target.prior)]
        if alone and moves(target.prior, target.now.probability):
            source, prior = names.source(alone[0]), percent(target.prior)
            yield say("Without {source} nothing is left but the prior, {prior}.", source=source, prior=prior)
        else:
            yield _none_falls(word, target.decisive_sources.all_up_to)


_WORD_FALLS = later(
    "The smallest set of sources whose removal changes its word is {sources}: it would stand at {likelihood}."
)
_WORD_FALLS_AT_BEST = later(
    "The smallest set found whose removal changes its word is {sources}: it would stand at {likelihood}."
)
_LEADER_FALLS = later(
    "The smallest set of sources whose removal takes it across 50 % is {sources}: it would stand at {likelihood}."
)
_LEADER_FALLS_AT_BEST = later(
    "The smallest set found whose removal takes it across 50 % is {sources}: it would stand at {likelihood}."
)


def _without(sources: Sequence[str], then: float, names: Names) -> dict[str, str]:
    joined = say_as("between sources", " and ").join(names.source(source) for source in sources)
    return {"sources": joined, "likelihood": likelihood(then, names.scale)}


def _none_falls(decisive: DecisiveSet, all_up_to: int) -> str:
    if decisive.proved:
        return say("No set of sources changes its word when left out.")
    return say_number(
        "No set of up to {number} source changes its word when left out.",
        "No set of up to {number} sources changes its word when left out.",
        all_up_to,
    )


def next_for(analysis: ClaimAnalysis, names: Names) -> Iterator[str]:
    """Yield the sentences on what to look for next, most telling first."""
    yield from look_for(analysis.collection, analysis.plan, names, _MOST_SOUGHT)
