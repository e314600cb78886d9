"""Sentences on a country: the answer to its first question, what moved, and what nobody looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.analysis.digest.countries import CountryDigest
from assess.analysis.digest.question_basis import QuestionBasis, points_to
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.language import capital, listed, say, say_number
from assess.domain.number_text import percent
from assess.reporting.words.confidence_sentences import CAUSES, LEVELS
from assess.reporting.words.count_nouns import SAYS, items, origins
from assess.reporting.words.lead_sentences import leads
from assess.reporting.words.licence import moves
from assess.scoring.labels import Names, title_of
from assess.scoring.results import ItemResult, QuestionResult, foremost

_MOST_ARGUED, _MOST_GAPS = 2, 2
_CLOSE = 1.25
"""An answer at most so many times as probable as the next is hardly told from it."""
_MAINLY = 0.5
"""Of the weight of all items on a question: from here one item is what its answer mainly rests on."""


def asked_of_each(countries: Sequence[CountryDigest], names: Names) -> str:
    """Return the sentence on the question asked first of every country; empty if they differ."""
    asked = {country.first.question for country in countries}
    if len(asked) > 1 or len(countries) < 2:
        return ""
    return say("The first question about each country: {question}", question=names.asks(asked.pop()))


def argued(country: CountryDigest, names: Names, is_asked_above: bool = False) -> str:
    """Return the paragraph on what is known about a country, and why.

    Parameters
    ----------
    country : CountryDigest
    names : Names
    is_asked_above : bool
        Whether its first question is given above; if there is no country, so is its answer.
    """
    sentences = [] if is_asked_above else [names.question(country.first.id)]
    if country.country is not None or not is_asked_above:
        sentences += _answered(country, names)
    if country.country is None and country.basis.strongest is not None:
        answer = names.in_words(country.first.question, country.first.leading)
        sentences.append(say("For “{answer}”: {because}.", answer=answer, because=_because(country.basis, names)))
    return " ".join([*sentences, *_bodies(country, names), *_founded(country, names)])


def _answered(country: CountryDigest, names: Names) -> Iterator[str]:
    question = country.first
    yield capital(leads(question, names))
    close = hardly_told(question, names)
    if close:
        yield close
    if not country.items:
        yield say(
            "No item is about {country}: what moves there follows from what is reported elsewhere.",
            country=place(country.country, names),
        )
    elif country.basis.strongest is None and question.moved:
        yield say("It follows from the answers below.")


def hardly_told(question: QuestionResult, names: Names) -> str:
    """Return the sentence on an answer nearly as probable as the leading one; empty if there is none."""
    best, second = foremost(question.posterior, 2)
    if not question.moved or question.posterior[best] > _CLOSE * question.posterior[second]:
        return ""
    return say(
        "It is barely ahead of “{answer}” ({number}).",
        answer=names.in_words(question.question, second),
        number=percent(question.posterior[second], names.scale),
    )


def _bodies(country: CountryDigest, names: Names) -> Iterator[str]:
    """Yield a sentence on the questions that moved furthest: the first, and a second that items bear on."""
    moved = [b for b in country.bases if moves(b.question.prior[b.question.leading], _now(b.question))]
    before = ""
    for basis in [*moved[:1], *(b for b in moved[1:] if b.strongest is not None)][:_MOST_ARGUED]:
        topic, period = names.topic(basis.question.question), basis.question.period
        if period:
            topic = say("{topic} in {period}", topic=topic, period=period)
        if basis.question.subject == before:
            topic = say("its {topic}", topic=topic)
        else:
            topic = say("{subject} ({topic})", subject=names.in_text(basis.question.subject), topic=topic)
        yield say("{moved}: {because}.", moved=capital(_moved(basis, topic, names)), because=_because(basis, names))
        before = basis.question.subject


def _now(question: QuestionResult) -> float:
    return question.posterior[question.leading]


def _moved(basis: QuestionBasis, topic: str, names: Names) -> str:
    question = basis.question
    best = question.leading
    values = {
        "topic": topic,
        "answer": names.in_words(question.question, best),
        "before": percent(question.prior[best]),
        "after": percent(_now(question), names.scale),
    }
    if _now(question) < question.prior[best]:
        return say("On {topic}, “{answer}” still leads but falls from {before} to {after}", **values)
    if _now(question) < 0.5 and basis.items and len(basis.towards) == len(basis.items):
        return say("On {topic}, “{answer}” rises, though only from {before} to {after}", **values)
    return say("On {topic}, “{answer}” rises from {before} to {after}", **values)


def _because(basis: QuestionBasis, names: Names) -> str:
    """Return the clause on the items that move an answer: how many speak for it, and which one weighs most."""
    towards, strongest = len(basis.towards), basis.strongest
    if strongest is None:
        return say("nothing reports on it directly, and other answers move it")
    number = basis.question.items
    values = {"sign": _sign(strongest, names), "other": _other(strongest, names), "total": number}
    if number == 1:
        if towards:
            return say("the one item on it, {sign}, points that way", **values)
        return say("the one item on it, {sign}, speaks for “{other}”", **values)
    if towards == number:
        if basis.share >= _MAINLY:
            return say("all {total} items point that way, though {sign} alone weighs more than the rest", **values)
        return say("all {total} items point that way, chiefly {sign}", **values)
    if not towards:
        if number == 2:
            return say("neither item points that way, and {sign} speaks for “{other}”", **values)
        return say("none of the {total} items points that way, and {sign} speaks for “{other}”", **values)
    if points_to(strongest) == basis.question.leading:
        return say_number(
            "{number} of {total} items points that way, {sign}",
            "{number} of {total} items point that way, chiefly {sign}",
            towards,
            **values,
        )
    return say_number(
        "{number} of {total} items points that way, but the weightiest, {sign}, speaks for “{other}”",
        "{number} of {total} items point that way, but the weightiest, {sign}, speaks for “{other}”",
        towards,
        **values,
    )


def _sign(item: ItemResult, names: Names) -> str:
    """Return what an item reports in short: its indicator, marked as absent if the item says so."""
    written = names.item(item.id)
    sign = names.observable(written.indicator)
    if written.says == "present":
        return say("“{text}”", text=sign)
    return say("“{text}” ({says})", text=sign, says=SAYS[written.says]())


def _other(item: ItemResult, names: Names) -> str:
    return names.in_words(item.instance.partition("@")[0].rpartition("/")[2], points_to(item))


def _founded(country: CountryDigest, names: Names) -> Iterator[str]:
    """Yield the sentences on whose word an answer rests on, how much is not reported on, and the confidence in it."""
    if country.items:
        yield _whose(country, names)
    judged = country.first.confidence
    if judged is None or not country.first.moved or country.country is None:
        return
    values = {"country": place(country.country, names), "level": LEVELS[judged.level]()}
    cause = next((CAUSES[reason.code]() for reason in judged.reasons if reason.code in CAUSES), None)
    if cause is None:
        yield say("Confidence for {country} is {level}.", **values)
    else:
        yield say("Confidence for {country} is {level}: {cause}.", cause=cause, **values)


def whose_word(country: CountryDigest, names: Names) -> str:
    """Return the sentences on the sources that the items of a country come from."""
    where = place(country.country, names)
    if not country.through:
        return say(
            "On {country} there are {items} from {origins}.",
            country=where,
            items=items(country.items),
            origins=origins(country.origins),
        )
    return say_number(
        "The one item on {country} reaches us through {source}.",
        "All {number} items on {country} reach us through {source}, from {origins}.",
        country.items,
        country=where,
        source=names.source(country.through),
        origins=origins(country.origins),
    )


def _whose(country: CountryDigest, names: Names) -> str:
    every = items(country.items)
    if not country.through:
        whose = say("It rests on {items} from {origins}", items=every, origins=origins(country.origins))
    else:
        values = {"source": names.source(country.through), "items": every}
        if country.items == 1:
            whose = _whose_one(country.own == 1, names.source(country.through))
        elif country.own == country.items:
            whose = say("All that is reported, {items}, is the word of {source}", **values)
        elif not country.own:
            whose = say("All that is reported, {items}, is what {source} passes on", **values)
        else:
            whose = say_number(
                "{number} of {items} is the word of {source}, who passes on the rest",
                "{number} of {items} are the word of {source}, who passes on the rest",
                country.own,
                **values,
            )
    if not country.bare:
        return say("{whose}.", whose=whose)
    return say("{whose}; {bare} of {asked} questions have none.", whose=whose, bare=country.bare, asked=country.asked)


def _whose_one(is_own: bool, source: str) -> str:
    if is_own:
        return say("The one item reported is the word of {source}", source=source)
    return say("The one item reported is what {source} passes on", source=source)


def titled(question: QuestionResult, names: Names) -> str:
    """Return a short title of a question: its subject and what is asked of it."""
    topic = names.topic(question.question)
    if question.period:
        topic = say("{topic} {period}", topic=topic, period=question.period)
    return say("{subject}: {topic}", subject=capital(names.in_text(question.subject)), topic=topic)


def not_looked_for(country: CountryDigest, names: Names) -> str:
    """Return the sentence on what nobody looked for in a country; empty if the case names no gap."""
    missing = list(dict.fromkeys(names.observable(gap.indicator) for gap in country.gaps))
    if not missing:
        return ""
    shown = [say("“{text}”", text=thing) for thing in missing[:_MOST_GAPS]]
    more = len(missing) - _MOST_GAPS
    if more > 0:
        shown.append(say_number("{number} more sign", "{number} more signs", more))
    return say("Not reported as looked for: {things}.", things=listed(shown))


def place(country: str | None, names: Names) -> str:
    """Return the name of a country, or the phrase for none."""
    return say("no country") if country is None else names.country(country)


def document_of_all(items_shown: Sequence[Evidence], case: Case) -> str:
    """Return the title of the document that all of some items cite first; empty if they differ."""
    cited = {item.cites[0].document if item.cites else None for item in items_shown}
    return title_of(next(iter(cited)) or "", case) if len(cited) == 1 else ""


def place_of_item(item: Evidence, case: Case, is_titled: bool) -> str:
    """Return the place of an item, with or without the title of the document."""
    if not item.cites:
        return "-"
    cite = item.cites[0]
    if cite.at and not is_titled:
        return cite.at
    title = title_of(cite.document, case)
    return say("{title}, {at}", title=title, at=cite.at) if cite.at else title


def items_caption(where: str, document: str) -> str:
    """Return the caption of the strongest items, with the country and the document that they share, if any."""
    if not where:
        return (
            say("The strongest items, from {document}", document=document) if document else say("The strongest items")
        )
    if not document:
        return say("The strongest items: {country}", country=where)
    return say("The strongest items: {country}, from {document}", country=where, document=document)
