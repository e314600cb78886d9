"""Sentences on sources: what passes through them, what they favour, and the claims without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assess.domain.language import (
    later,
    listed,
    say,
    say_as,
    say_number,
)
from assess.domain.number_text import percent
from assess.reporting.words.count_nouns import abridged, items
from assess.reporting.words.licence import everything, hardly, stays
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, SourceResult

WITHOUT = later("without {source}")
IF_FAVOURED = later("if {source} favoured")
RELIABILITY = later("How reliable {source} is held to be")

_MOST_WORDS = 45
"""Words of the reason for a grade at the foot of a page."""


def described(ident: str, result: Assessment, names: Names) -> str:
    """Return the note on a source: name, kind and grade, the effect of the evidence on it, and the grade's reason."""
    written, scored = names.case.sources[ident], result.sources.get(ident)
    name = say("{name}, {kind}", name=names.source(ident), kind=written.kind) if written.kind else names.source(ident)
    parts = [say("{name}: grade {grade}.", name=name, grade=names.grade(ident))]
    if scored is not None:
        parts.append(say("Reliable with a probability of {probability}.", probability=percent(scored.posterior)))
    return " ".join([*parts, *([abridged(written.why, _MOST_WORDS)] if written.why else [])])


def passage(source: SourceResult, name: str, scored: int) -> str:
    """Return the sentences on how much passes through a source, and on the effect on its reliability."""
    through = source.items_through
    values = {"name": name, "origin": source.as_origin, "relay": source.as_relay}
    if everything(through, scored):
        share = say_number(
            "The one scored item passes through {name} ({origin} as origin, {relay} as relay).",
            "All {number} scored items pass through {name} ({origin} as origin, {relay} as relay).",
            scored,
            **values,
        )
    else:
        share = say_number(
            "{number} of {total} scored items passes through {name} ({origin} as origin, {relay} as relay).",
            "{number} of {total} scored items pass through {name} ({origin} as origin, {relay} as relay).",
            through,
            total=scored,
            **values,
        )
    return f"{share} {_reliability(source, everything(through, scored))}"


def _reliability(source: SourceResult, is_all: bool) -> str:
    before, after = percent(source.prior), percent(source.posterior)
    if stays(source.prior, source.posterior):
        if is_all:
            return say(
                "P(reliable) stays at {prior}: where all comes through one source, nothing can speak for or against "
                "it.",
                prior=before,
            )
        return say("P(reliable) stays at {prior}.", prior=before)
    if hardly(before, after):
        return say("P(reliable) hardly moves from {prior}.", prior=before)
    if source.posterior > source.prior:
        return say("P(reliable) rises from {prior} to {posterior}.", prior=before, posterior=after)
    return say("P(reliable) falls from {prior} to {posterior}.", prior=before, posterior=after)


def favours(favoured: Mapping[str, Sequence[str]]) -> str:
    """Return the sentence on the hypotheses that a source is taken to favour, by question or instance."""
    if not favoured:
        return say("Taken to favour nothing.")
    return say("Taken to favour {hypotheses}.", hypotheses=_favoured(favoured))


def _favoured(favoured: Mapping[str, Sequence[str]]) -> str:
    comma = say_as("between parts of a sentence", ", ")
    return "; ".join(
        say("{hypotheses} of {question}", hypotheses=comma.join(hypotheses), question=question)
        for question, hypotheses in favoured.items()
    )


def if_favoured(name: str, prior: float, posterior: float, asserted: Sequence[str]) -> str:
    """Return the sentences on a source's reliability if it favoured what it asserts itself."""
    before, after = percent(prior), percent(posterior)
    if hardly(before, after):
        moved = say("{name} would have P(reliable) {prior} before the evidence and after it.", name=name, prior=before)
    else:
        moved = say(
            "{name} would have P(reliable) {prior} before the evidence and {posterior} after it.",
            name=name,
            prior=before,
            posterior=after,
        )
    claims = say("Favoured: the claims that it asserts itself, {claims}.", claims=listed(list(asserted)))
    return f"{moved} {claims}"


def unmoving(name: str, through: int) -> str:
    """Return the sentence on a source without which no claim moves by a percentage point."""
    return say(
        "{name}, {items}: without it no claim moves by as much as one percentage point.",
        name=name,
        items=items(through),
    )


def moving(name: str, through: int, moves: Sequence[tuple[str, float, float]]) -> str:
    """Return the sentence on the claims that move without a source: each as scored, and without it."""
    parts = (
        say("{claim} from {before} to {after}", claim=claim, before=percent(before), after=percent(after))
        for claim, before, after in moves
    )
    return say("{name}, {items}. Most would move: {moves}.", name=name, items=items(through), moves="; ".join(parts))


def others_still(some_moved: bool) -> str:
    """Return the sentence on the claims that move by less than a percentage point; the others, or all."""
    if some_moved:
        return say("The other claims move by less than one percentage point.")
    return say("The claims move by less than one percentage point.")
