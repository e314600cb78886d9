"""Sentences on a country: the answer to its first question, what moved there, and what nobody looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.analysis.digest.countries import CountryDigest, Tile
from assess.analysis.digest.lead_answer import moved_by
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.language import capital, listed, say, say_number
from assess.domain.number_text import figure_of_points, percent
from assess.reporting.words.count_nouns import items, origins
from assess.reporting.words.lead_sentences import leads
from assess.reporting.words.licence import moves
from assess.scoring.labels import Names
from assess.scoring.results import QuestionResult

_MOST_MOVED, _MOST_GAPS = 2, 6


def argued(country: CountryDigest, names: Names) -> str:
    """Return the paragraph that says what is known about a country, and why."""
    return " ".join(_argued(country, names))


def _argued(country: CountryDigest, names: Names) -> Iterator[str]:
    yield names.question(country.first.id)
    yield capital(leads(country.first, names))
    where = place(country.country, names)
    if not country.items:
        yield say(
            "No item is about {country}: what moves there follows from what is reported elsewhere.", country=where
        )
    elif country.bare:
        yield say(
            "On {country} there are {items} from {origins}, and none on {bare} of its {asked} questions.",
            items=items(country.items),
            origins=origins(country.origins),
            country=where,
            bare=country.bare,
            asked=country.asked,
        )
    else:
        yield say("It rests on {items} from {origins}.", items=items(country.items), origins=origins(country.origins))
    farthest = sorted(country.bodies, key=lambda question: (-round(moved_by(question), 9), question.id))
    moved = [_moved(q, names) for q in farthest if moves(q.prior[q.leading], q.posterior[q.leading])][:_MOST_MOVED]
    if moved:
        yield say("What moved most: {moves}.", moves="; ".join(moved))
    if country.strongest:
        number = len(country.strongest)
        raising = country.raising
        if raising == number:
            yield say_number(
                "Its one item speaks for the answer that leads.",
                "All {number} of its strongest items speak for the answers that lead.",
                number,
            )
        elif not raising:
            yield say_number(
                "Its one item does not speak for the answer that leads.",
                "None of its {number} strongest items speaks for the answer that leads.",
                number,
            )
        else:
            yield say_number(
                "Of its {number} strongest items {raising} speak for the answers that lead.",
                "Of its {number} strongest items {raising} speak for the answers that lead.",
                number,
                raising=raising,
            )


def _moved(question: QuestionResult, names: Names) -> str:
    best = question.leading
    return say(
        "{topic}, “{answer}” from {before} to {after}",
        topic=titled(question, names),
        answer=names.in_words(question.question, best),
        before=percent(question.prior[best]),
        after=percent(question.posterior[best], names.scale),
    )


def titled(question: QuestionResult, names: Names) -> str:
    """Return the subject of a question and what is asked of it, in short."""
    topic = names.topic(question.question)
    if question.period:
        topic = say("{topic} {period}", topic=topic, period=question.period)
    return say("{subject}: {topic}", subject=names.subject(question.subject), topic=topic)


def not_looked_for(country: CountryDigest, names: Names) -> str:
    """Return the sentence on what nobody looked for in a country; empty where the case names no such thing."""
    missing = list(dict.fromkeys(names.observable(gap.indicator) for gap in country.gaps))
    if not missing:
        return ""
    shown = [say("“{text}”", text=thing) for thing in missing[:_MOST_GAPS]]
    more = len(missing) - _MOST_GAPS
    if more > 0:
        shown.append(say_number("{number} more sign", "{number} more signs", more))
    return say("Nobody is reported to have looked for {things}.", things=listed(shown))


def place(country: str | None, names: Names) -> str:
    """Return the name of a country, or what stands for none."""
    return say("no country") if country is None else names.country(country)


def tile_text(tile: Tile, names: Names) -> str:
    """Return what a tile says: the answer that leads with its probability; or that no evidence bears on it."""
    question = tile.shown
    if not question.moved:
        return say("no evidence")
    best = question.leading
    return say(
        "{answer} {number}",
        answer=names.in_words(question.question, best),
        number=percent(question.posterior[best], names.scale),
    )


def tile_change(tile: Tile) -> str:
    """Return how far a tile's answer is from its prior, in percentage points, and how many bodies it stands for."""
    question = tile.shown
    parts = []
    if question.moved:
        best = question.leading
        parts.append(figure_of_points(question.posterior[best] - question.prior[best]))
    if tile.instances > 1:
        parts.append(say("farthest of {number}", number=tile.instances))
    return ", ".join(parts)


def document_of_all(items_shown: Sequence[Evidence], case: Case) -> str:
    """Return the title of the one document that all of some items cite first; empty where there are several."""
    cited = {item.cites[0].document if item.cites else None for item in items_shown}
    return title_of(next(iter(cited)) or "", case) if len(cited) == 1 else ""


def title_of(document: str, case: Case) -> str:
    """Return the title of a document."""
    written = case.documents.get(document)
    return (written.title if written is not None else None) or document


def place_of_item(item: Evidence, case: Case, is_titled: bool) -> str:
    """Return where an item is written, with or without the title of the document."""
    if not item.cites:
        return "-"
    cite = item.cites[0]
    if cite.at and not is_titled:
        return cite.at
    title = title_of(cite.document, case)
    return say("{title}, {at}", title=title, at=cite.at) if cite.at else title


def items_caption(where: str, document: str) -> str:
    """Return the caption of the strongest items, with the country, if any, and the document that all are from."""
    if not where:
        return (
            say("The strongest items, from {document}", document=document) if document else say("The strongest items")
        )
    if not document:
        return say("The strongest items: {country}", country=where)
    return say("The strongest items: {country}, from {document}", country=where, document=document)


def left_out(number: int) -> str:
    """Return the line on questions that a short grid leaves out."""
    return say_number(
        "and {number} more, which evidence moved less or not at all",
        "and {number} more, which evidence moved less or not at all",
        number,
    )
