"""What an item says and is about, and why some are not scored."""

from __future__ import annotations

from assess.domain.evidence import Evidence
from assess.domain.language import later_as, say
from assess.reporting.words.count_nouns import SAYS, UNSCORED, ended
from assess.scoring.labels import Names
from assess.scoring.results import Unscored

_PULLS = (
    later_as("an item pulls", "decides"),
    later_as("an item pulls", "for"),
    later_as("an item pulls", "against"),
)


def pulls(weight_db: float | None) -> str:
    """Return which way an item pulls; one of unlimited weight decides."""
    return _PULLS[side(weight_db)]()


def side(weight_db: float | None) -> int:
    """Return 0 for an item that decides, 1 for one that speaks for a claim, 2 for one that speaks against it."""
    return 0 if weight_db is None else 1 if weight_db > 0.0 else 2


def reported(item: Evidence, names: Names) -> str:
    """Return what is reported: in the analyst's words, else which indicator is said to be there or not."""
    indicator = names.indicator(item.indicator, item.about)
    return item.summary or say("{says}: {indicator}", says=SAYS[item.says](), indicator=indicator)


def account(item: Evidence, subject: str, names: Names) -> str:
    """Return what an item says, of what.

    Parameters
    ----------
    item : Evidence
    subject : str
        Of the instance that it bears on; another one that it is about is named.
    names : Names
    """
    on = item.indicator
    if item.about != subject:
        on = say("{indicator} on {subject}", indicator=on, subject=item.about)
    if item.event:
        on = say("{indicator}, event {event}", indicator=on, event=item.event)
    said = item.summary or say(
        "{source} says {says}: {indicator}",
        source=item.source,
        says=SAYS[item.says](),
        indicator=names.indicator(item.indicator, item.about),
    )
    return f"{said} ({on})"


def kept(one: Unscored) -> str:
    """Return an item that is not scored with the reason, in short."""
    return f"{one.id} ({UNSCORED[one.reason]()})"


def not_scored(one: Unscored, names: Names) -> str:
    """Return why an item is not scored, what it says, and what it would bear on."""
    item = names.item(one.id)
    reason, why = _reason(one, item)
    parts = [reason, ended(item.summary) if item.summary else "", say("Why: {why}", why=ended(why)) if why else ""]
    values = {"indicator": item.indicator, "chain": names.chain(item), "places": names.places(item.cites)}
    if one.instance:
        parts.append(
            say("It would bear on {instance} ({indicator}); from {chain}, {places}.", instance=one.instance, **values)
        )
    else:
        parts.append(say("It bears on nothing asked ({indicator}); from {chain}, {places}.", **values))
    return " ".join(part for part in parts if part)


def _reason(one: Unscored, item: Evidence) -> tuple[str, str | None]:
    if one.reason == "withdrawn" and item.withdrawn is not None:
        return say("Withdrawn on {date}.", date=item.withdrawn.on), item.withdrawn.why or item.why
    if one.reason == "withdrawn":
        return say("Withdrawn."), item.why
    return (say("Unclear.") if one.reason == "unclear" else say("Reported later.")), item.why
