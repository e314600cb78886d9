"""Sentences on questions and the items that bear on them."""

from __future__ import annotations

from collections.abc import Sequence

from assess.domain.evidence import Evidence
from assess.domain.language import (
    later_as,
    say,
    say_as,
    say_number,
)
from assess.domain.number_text import percent
from assess.reporting.words.count_nouns import COVERAGE, SAYS, UNSCORED, ended, items, origins
from assess.reporting.words.licence import everything
from assess.scoring.labels import Names
from assess.scoring.results import QuestionResult, Unscored

_PULLS = (
    later_as("an item pulls", "decides"),
    later_as("an item pulls", "for"),
    later_as("an item pulls", "against"),
)


def pulls(weight_db: float | None) -> str:
    """Return the direction in which an item pulls; one of unlimited weight decides."""
    return _PULLS[side(weight_db)]()


def side(weight_db: float | None) -> int:
    """Return 0 for an item that decides, 1 for one that speaks for a claim, 2 for one that speaks against it."""
    return 0 if weight_db is None else 1 if weight_db > 0.0 else 2


def reported(item: Evidence, names: Names) -> str:
    """Return the content of an item: in the analyst's words, or as its indicator and its statement."""
    indicator = names.indicator(item.indicator, item.about)
    return item.summary or say("{says}: {indicator}", says=SAYS[item.says](), indicator=indicator)


def account(item: Evidence, subject: str, names: Names) -> str:
    """Return the statement of an item with its subject.

    Parameters
    ----------
    item : Evidence
    subject : str
        The subject of the instance; if the item is about another, that one is named.
    names : Names
    """
    on = item.indicator
    if item.about != subject:
        on = say("{indicator} on {subject}", indicator=on, subject=item.about)
    if item.event:
        on = say("{indicator}, event {event}", indicator=on, event=item.event)
    text = item.summary or say(
        "{source} says {says}: {indicator}",
        source=item.source,
        says=SAYS[item.says](),
        indicator=names.indicator(item.indicator, item.about),
    )
    text = quoting(text, item.quote)
    if item.why:
        text = say("{text} Why so coded: {why}", text=ended(text), why=ended(item.why))
    return f"{text} ({on})"


def quoting(text: str, quote: str | None) -> str:
    """Return what an item reports, with the words of its document if it quotes them."""
    return say("{text} “{quote}”", text=ended(text), quote=quote) if quote else text


def kept(unscored: Unscored) -> str:
    """Return an unscored item with its reason, in short."""
    return f"{unscored.id} ({UNSCORED[unscored.reason]()})"


def not_scored(left_out: Unscored, names: Names) -> str:
    """Return the sentences on an unscored item: the reason, what it says, and what it would bear on."""
    item = names.item(left_out.id)
    reason, why = _reason(left_out, item)
    parts = [reason, ended(item.summary) if item.summary else "", say("Why: {why}", why=ended(why)) if why else ""]
    values = {"indicator": item.indicator, "chain": names.chain(item), "places": names.places(item.cites)}
    if left_out.instance:
        parts.append(
            say(
                "It would bear on {instance} ({indicator}); from {chain}, {places}.",
                instance=left_out.instance,
                **values,
            )
        )
    else:
        parts.append(say("It bears on nothing asked ({indicator}); from {chain}, {places}.", **values))
    return " ".join(part for part in parts if part)


def _reason(unscored: Unscored, item: Evidence) -> tuple[str, str | None]:
    if unscored.reason == "withdrawn" and item.withdrawn is not None:
        return say("Withdrawn on {date}.", date=item.withdrawn.on), item.withdrawn.why or item.why
    if unscored.reason == "withdrawn":
        return say("Withdrawn."), item.why
    return (say("Unclear.") if unscored.reason == "unclear" else say("Reported later.")), item.why


def bearing(question: QuestionResult) -> str:
    """Return the sentences that say what an instance rests on."""
    if question.items:
        values = {
            "items": items(question.items),
            "origins": origins(question.origins),
            "coverage": COVERAGE[question.coverage](),
            "share": _share(question.looked_for),
        }
        if question.independent_origins == question.origins:
            return say(
                "{items} from {origins}; coverage: {coverage}. Of the information that the rubric's indicators of this "
                "question could be expected to give, {share} lies in those reported on.",
                **values,
            )
        return say(
            "{items} from {origins}, {independent} of them independent; coverage: {coverage}. Of the information that "
            "the rubric's indicators of this question could be expected to give, {share} lies in those reported on.",
            independent=question.independent_origins,
            **values,
        )
    if not question.moved:
        return say("No item bears on this: the probabilities stay at their prior.")
    return say("No item bears on this: the probabilities move only through related questions.")


def _share(share: float) -> str:
    return say_as("share of information", "all") if everything(share, 1.0) else percent(share)


def without_evidence(asked: Sequence[str], of: int) -> str:
    """Return the sentence that names the questions on which no evidence bears; `asked` are their texts."""
    questions = " ".join(asked)
    if of == 1:
        return say("On 1 of 1 question no evidence bears, and it stays at the prior: {questions}", questions=questions)
    return say_number(
        "On {number} of {total} questions no evidence bears, and it stays at the prior: {questions}",
        "On {number} of {total} questions no evidence bears, and they stay at the prior: {questions}",
        len(asked),
        total=of,
        questions=questions,
    )


def moved_from_around(number: int, of: int) -> str:
    """Return the sentence that counts the questions that move without an item of their own."""
    if of == 1:
        return say(
            "1 of 1 question has no item of its own and moves only through related questions; the items of each are "
            "counted under the hypotheses by country."
        )
    return say_number(
        "{number} of {total} questions has no item of its own and moves only through related questions; the "
        "items of each are counted under the hypotheses by country.",
        "{number} of {total} questions have no item of their own and move only through related questions; the "
        "items of each are counted under the hypotheses by country.",
        number,
        total=of,
    )


def kept_unscored(parts: Sequence[str]) -> str:
    """Return the sentence that names the items on a question that are not scored, each with its reason."""
    return say(
        "Kept but not scored: {items}; see below.", items=say_as("between parts of a sentence", ", ").join(parts)
    )
