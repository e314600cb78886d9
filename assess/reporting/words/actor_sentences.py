"""Sentences on actors, on quantities given in documents, and on the outcomes of predictions."""

from __future__ import annotations

from decimal import Decimal

from assess.domain.claim import Prediction
from assess.domain.context import Actor, Quantity
from assess.domain.language import capital, figure, say
from assess.reporting.words.count_nouns import actors, relations
from assess.scoring.labels import Names

_LONG = 10_000
"""Whole numbers from here are written in groups of three digits; years stay whole."""


def how_many(actors_named: int, relations_named: int) -> str:
    """Return the sentences with the number of actors and relations that the documents name."""
    return say(
        "{actors} and {relations} as the documents report them. They carry no weight.",
        actors=capital(actors(actors_named)),
        relations=relations(relations_named),
    )


def actor(person: Actor, names: Names) -> str:
    """Return the description of an actor."""
    facts = (person.type, person.country, person.dates)
    sentences = f"{person.name} ({', '.join(fact for fact in facts if fact)})."
    if person.aliases:
        also = say("Also {names}.", names="; ".join(person.aliases))
        sentences = f"{sentences} {also}"
    for text in (person.role, person.note):
        if text:
            sentences += f" {text.rstrip('.')}."
    return f"{sentences} {names.places(person.cites)}." if person.cites else sentences


def value(quantity: Quantity) -> str:
    """Return the value of a quantity, with its unit."""
    written = value_alone(quantity)
    return f"{written} {quantity.unit}" if quantity.unit else written


def value_alone(quantity: Quantity) -> str:
    """Return the value of a quantity, without its unit."""
    if quantity.value is None:
        assert quantity.low is not None
        assert quantity.high is not None
        return say("{low} to {high}", low=_number(quantity.low), high=_number(quantity.high))
    return quantity.value if isinstance(quantity.value, str) else _number(quantity.value)


def _number(number: float) -> str:
    is_long = number >= _LONG and number == int(number)
    return figure(f"{int(number):,}" if is_long else f"{Decimal(str(number)):f}".removesuffix(".0"))


def conflict(quantity: Quantity) -> str:
    """Return the sentence that names the quantities in conflict with one."""
    text = say("conflicts with {figures}.", figures=", ".join(quantity.conflicts))
    return f"{text} {quantity.note or ''}".strip()


def course(prediction: Prediction) -> str:
    """Return the dates on which a prediction was made and falls due, and its outcome."""
    return " ".join(part for part in (_made(prediction), _settled(prediction)) if part)


def _made(prediction: Prediction) -> str:
    made, by = prediction.made, prediction.resolves_by
    if made and by:
        return say("Made {made}, to be settled by {by}.", made=made, by=by)
    if made:
        return say("Made {made}.", made=made)
    return say("Made at a date not given, to be settled by {by}.", by=by) if by else ""


def _settled(prediction: Prediction) -> str:
    resolved = prediction.resolved
    if resolved is None:
        return say("Not settled.")
    values = {"date": resolved.on, "why": resolved.why}
    if resolved.why:
        if resolved.outcome:
            return say("It came true ({date}): {why}", **values)
        return say("It did not come true ({date}): {why}", **values)
    if resolved.outcome:
        return say("It came true ({date}).", **values)
    return say("It did not come true ({date}).", **values)
