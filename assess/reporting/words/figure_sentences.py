"""The sentences of figures: in the drawing and in its text alternative."""

from __future__ import annotations

from collections.abc import Sequence

from assess.domain.evidence import Says
from assess.domain.language import say, say_as, say_number
from assess.domain.number_text import (
    bits,
    decibans,
    percent,
    percent_range,
)
from assess.domain.scale import Scale
from assess.reporting.words import figure_labels
from assess.reporting.words.count_nouns import COVERAGE, SAYS, items
from assess.reporting.words.judgements import likelihood
from assess.scoring.columns import Range


def more(number: int) -> str:
    """Return the note on further rows."""
    return say("And {number} more", number=number)


def with_interval(text: str, interval: Range | None) -> str:
    """Return a text on a probability with its interval, if any."""
    return say("{said}, 90 % interval {interval}", said=text, interval=percent_range(interval)) if interval else text


def claim(country: str, text: str, probability: float, interval: Range | None, prior: float, scale: Scale) -> str:
    """Return the likelihood of a claim, now and before."""
    sentence = with_interval(f"{country}, {text}: {likelihood(probability, scale)}", interval)
    return say("{said}; prior {prior}", said=sentence, prior=percent(prior))


def rung(ladder: str, number: int, text: str, probability: float, interval: Range | None, scale: Scale) -> str:
    """Return the text that gives the probability of a rung of a ladder."""
    where = say("{ladder}, rung {number}, {claim}", ladder=ladder, number=number, claim=text)
    return with_interval(f"{where}: {likelihood(probability, scale)}", interval)


def source(name: str, prior: float, posterior: float, interval: Range | None, through: str) -> str:
    """Return the reliability of a source, and the number of items that come through it."""
    moved = say("{name}: from {prior} to {posterior}", name=name, prior=percent(prior), posterior=percent(posterior))
    return f"{with_interval(moved, interval)}; {through}"


def items_through(as_origin: int, as_relay: int) -> str:
    """Return the number of items that come through a source, by whether it said them.

    Examples
    --------
    >>> items_through(2, 0), items_through(0, 1)
    ('2 items: 2 said', '1 item: 1 passed on')
    """
    parts = []
    if as_origin:
        parts.append(say("{number} said", number=as_origin))
    if as_relay:
        parts.append(say("{number} passed on", number=as_relay))
    return f"{items(as_origin + as_relay)}: {', '.join(parts)}"


def covered(where: str, numbers: str, coverage: str, count: int) -> str:
    """Return the probabilities of the hypotheses of a question, and its coverage."""
    return f"{where}: {numbers}; {COVERAGE[coverage]()}, {items(count)}"


def says(indicator: str, said: Says) -> str:
    """Return the statement of an item on an indicator."""
    return say("{indicator} {says}", indicator=indicator, says=SAYS[said]())


def weights(weights_db: Sequence[tuple[str, float | None]]) -> str:
    """Return the weight of an item for each hypothesis."""
    return ", ".join(say("{what} {weight} dB", what=what, weight=decibans(weight)) for what, weight in weights_db)


def of_by(about: str, chain: str) -> str:
    """Return the subject of an item, and the chain that it came through."""
    return say("of {about}, by {chain}", about=about, chain=chain)


def others(number: int) -> str:
    """Return the number of steps that are not shown one by one."""
    return say_number("{number} other", "{number} others", number)


def end(label: str, probability: float, weight_db: float | None, scale: Scale) -> str:
    """Return an end of a waterfall."""
    values = {"likelihood": likelihood(probability, scale), "weight": decibans(weight_db)}
    return say("{end} {likelihood}, {weight} dB", end=label, **values)


def step(label: str, text: str, weight_db: float | None) -> str:
    """Return a step of a waterfall."""
    return say("{step}: {weight} dB", step=f"{label}, {text}", weight=decibans(weight_db))


def then(text: str, probability: float) -> str:
    """Return the text of a step with the probability after it."""
    return say("{text}; then {probability}", text=text, probability=percent(probability))


def given(indicator: str, state: str) -> str:
    """Return a row of the rubric."""
    return say("“{indicator}” if “{state}”", indicator=indicator, state=state)


def grade_of(name: str) -> str:
    """Return the grade of a source, as something changed."""
    return say("grade of {source}", source=name)


def without(name: str) -> str:
    """Return a source, as something left out."""
    return say_as("row", "without {source}", source=name)


def either(parts: Sequence[str]) -> str:
    """Return one text, or two joined by *or*."""
    return parts[0] if len(parts) == 1 else say("{first} or {last}", first=parts[0], last=parts[1])


def from_to(numbers: Sequence[str]) -> str:
    """Return a number in per cent, or the two between which a bar runs.

    Examples
    --------
    >>> from_to(["62"]), from_to(["62", "62"])
    ('62 %', '62 to 62 %')
    """
    if len(numbers) == 1:
        return say("{number} %", number=numbers[0])
    return say("{low} to {high} %", low=numbers[0], high=numbers[1])


def more_move(number: int) -> str:
    """Return the note on further changes that would move the judgement."""
    return say_number("{number} more moves it by less.", "{number} more move it by less.", number)


def more_tell(number: int) -> str:
    """Return the note on further indicators that would be informative."""
    return say_number("{number} more would tell less.", "{number} more would tell less.", number)


def moved(text: str, days: str, interval: Range | None) -> str:
    """Return the probability on each day."""
    return say(
        "{claim}: {days}; at the end 90 % interval {interval}",
        claim=text,
        days=days,
        interval=percent_range(interval),
    )


def reported(number: int) -> str:
    """Return the number of items that came in."""
    return say("{items} reported", items=items(number))


def withdrawn(number: int) -> str:
    """Return the text that gives the number of items withdrawn."""
    return say("{items} withdrawn", items=items(number))


def prospect(what: str, gain: float, if_present: float | None, if_absent: float | None, scale: Scale) -> str:
    """Return the expected gain of a report, and the probability after it."""
    present, absent = (
        figure_labels.NOT_POSSIBLE() if then is None else likelihood(then, scale) for then in (if_present, if_absent)
    )
    return say(
        "{what}: {gain} bits; if present {present}, if absent {absent}",
        what=what,
        gain=bits(gain),
        present=present,
        absent=absent,
    )


def listed_gap(ident: str) -> str:
    """Return an indicator that the case lists as a gap."""
    return say("{id}, a listed gap", id=ident)


def held(probability: float, came_true: int, total: int, interval: Range) -> str:
    """Return the number of predictions of similar probability that came true."""
    text = say(
        "Held at {held} on average: {number} of {total} came true",
        held=percent(probability),
        number=came_true,
        total=total,
    )
    return with_interval(text, interval)


def moved_from(text: str, before: float, after: float) -> str:
    """Return the finding on a claim: its probability then and now."""
    numbers = {"prior": percent(before), "now": percent(after)}
    if numbers["prior"] == numbers["now"]:
        return say("{claim}: {now}, as before any evidence", claim=text.rstrip("."), now=numbers["now"])
    return say("{claim}: from {prior} to {now}", claim=text.rstrip("."), **numbers)


def moved_most(text: str, now: str, swing: str) -> str:
    """Return the finding on what would move a claim: its probability, and the widest change."""
    return say("{claim}: {now}; the widest change is {swing}", claim=text.rstrip("."), now=now, swing=swing)


def answered(question: str, answer: str, probability: float, prior: float) -> str:
    """Return an answer to a question, now and before any evidence."""
    return say(
        "{question} “{answer}” {now}, before any evidence {prior}",
        question=question,
        answer=answer,
        now=percent(probability),
        prior=percent(prior),
    )


def bear_on(direct: int, asked: int, bare: int) -> str:
    """Return how many items bear on questions, and on how many questions none does."""
    said = say_number("{number} item bears", "{number} items bear", direct)
    return say(
        "{bears} directly on {asked} questions; on {bare} nothing is reported", bears=said, asked=asked, bare=bare
    )


def against(text: str, probability: float, side: str, term: str) -> str:
    """Return where a probability lies relative to its author's term."""
    return say(
        "{claim}: {number} against the author's “{term}” ({side})",
        claim=text.rstrip("."),
        number=percent(probability),
        side=side,
        term=term,
    )


def passed(source: str, hearer: str, number: int, weight_db: float) -> str:
    """Return the sentence on what one source told the next."""
    return say(
        "{source} told {hearer}: {items}, {weight} dB in all",
        source=source,
        hearer=hearer,
        items=items(number),
        weight=decibans(weight_db).lstrip("+"),
    )


def reach_through(through: int, scored: int, name: str) -> str:
    """Return the sentence on the share of items that reach the analyst through one source."""
    return say_number(
        "{number} of {total} items reaches us through {name}",
        "{number} of {total} items reach us through {name}",
        through,
        total=scored,
        name=name,
    )


def not_drawn(number: int) -> str:
    """Return the note on sources left out for lack of room."""
    return say_number("{number} more source is not drawn.", "{number} more sources are not drawn.", number)


def speaks_of(first: str, last: str) -> str:
    """Return the dates that the evidence speaks of."""
    return say("The evidence speaks of {first} to {last}", first=first, last=last)


def made(name: str, grade: str, as_origin: int, as_relay: int) -> str:
    """Return the numbers of items that a source made and passed on.

    Examples
    --------
    >>> made("A clerk", "B", 2, 1)
    'A clerk, B: made 2 items, passed on 1'
    """
    return say(
        "{name}, {grade}: made {items}, passed on {number}",
        name=name,
        grade=grade,
        items=items(as_origin),
        number=as_relay,
    )


def foremost_sources(shown: int, every: int) -> str:
    """Return the sentence that says that a figure shows only some of the sources."""
    return say(
        "Of {every} sources, the {shown} through which most items come are drawn.", shown=str(shown), every=str(every)
    )
