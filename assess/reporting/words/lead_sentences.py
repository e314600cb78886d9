"""The sentences of the first screen: the answer, its foundation, its sources, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assess.analysis.digest.lead_answer import LeadAnswer, SinceRecorded
from assess.domain.language import capital, later, listed, say, say_number
from assess.domain.number_text import percent, percent_range
from assess.reporting.words.confidence_sentences import CAUSES, LEVELS
from assess.reporting.words.judgements import judged_that, leading_judgement
from assess.reporting.words.licence import everything
from assess.scoring.columns import Range
from assess.scoring.confidence import Confidence
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, QuestionResult, SourceResult, foremost

_MOST_REASONS = 2
_MOST_QUOTED = 3
_CLEAR_LEAD = 2.0
"""Of what a claim allows, one answer is said to be likelier if it is so many times as probable as the next."""

_SUPPORTS = {
    "few-origins": later("several independent origins report on it"),
    "one-source": later("much is left of it without any one source"),
    "one-document": later("much is left of it without any one document"),
    "weak-sources": later("the sources that carry it are reliable"),
    "thin-coverage": later("much of what would tell was looked for"),
    "barely-moved": later("the evidence moves it well away from its prior"),
    "turns-on-prior": later("it would stand with a much lower prior"),
    "turns-on-source": later("it would stand without any one source"),
    "wide-interval": later("its interval is narrow"),
    "contradiction": later("nothing unexpected speaks against it"),
}


def byline(result: Assessment, lead: LeadAnswer, names: Names) -> str:
    """Return the line under a title: the analyst, the date, and the date up to which information was used."""
    by, on = names.by, result.case.assessed
    parts = []
    if by and on:
        parts.append(say("Assessed by {author}, {date}.", author=by, date=on))
    elif by or on:
        parts.append(say("Assessed by {author}.", author=by) if by else say("Assessed on {date}.", date=on))
    if result.as_of:
        parts.append(say("Information reported by the end of {date}.", date=result.as_of))
    elif lead.reported:
        parts.append(say("Information up to {date}.", date=lead.reported))
    return " ".join(parts)


def since_then(since: SinceRecorded) -> str:
    """Return the sentences on what has changed since a scoring was recorded."""
    if since.is_same:
        return say("Nothing has changed since {date}.", date=since.on)
    before = say("not asked") if since.before is None else percent(since.before)
    text = say(
        "On {date} it was {before}; now it is {after}.", date=since.on, before=before, after=percent(since.after)
    )
    changes = [
        say_number("{number} item added", "{number} items added", since.added) if since.added else "",
        say_number("{number} item withdrawn", "{number} items withdrawn", since.withdrawn) if since.withdrawn else "",
        say_number("{number} other change", "{number} other changes", since.other) if since.other else "",
    ]
    shown = [change for change in changes if change]
    return text + " " + say("In between: {changes}.", changes=listed(shown)) if shown else text


def answer(result: Assessment, lead: LeadAnswer, names: Names) -> str:
    """Return the answer to the lead question, in two sentences."""
    question = lead.question
    if lead.claim is None:
        return f"{leads(question, names)} {_rest(question, names)}".rstrip()
    claim = lead.claim
    beside = in_full(claim.probability, claim.prior, claim.interval, names)
    first = say("{judged}.", judged=judged_that(claim.probability, beside, names.claim(claim.id), names.scale))
    stated = result.case.claims[claim.id].holds_if
    allowed = stated[0].get(question.id, ()) if len(stated) == 1 else ()
    if tuple(allowed) == (question.leading,):
        is_likely = claim.probability >= 0.5 or not question.moved
        return f"{first if is_likely else leads(question, names)} {_rest(question, names)}"
    if len(allowed) < 2:
        label = say("“{text}”", text=names.in_words(question.question, question.leading))
        return f"{first} {capital(leading_judgement(question, label, names.scale))}"
    of = {hypothesis: question.posterior[hypothesis] for hypothesis in allowed}
    best, second = foremost(of, 2)
    parts = _numbers(of, question, names)
    if of[best] < _CLEAR_LEAD * of[second]:
        return first + " " + say("Which of these it was, the evidence cannot say: {answers}.", answers=parts)
    return f"{first} {_first_of(len(of), parts)}"


def _first_of(number: int, answers: str) -> str:
    if number == 2:
        return say("Of what this allows, the first is the likelier: {answers}.", answers=answers)
    return say("Of what this allows, the first is the likeliest: {answers}.", answers=answers)


def gloss(lead: LeadAnswer, names: Names) -> str:
    """Return what the name of the lead question's subject stands for, if that is an abbreviation; else nothing."""
    short = names.in_text(lead.question.subject)
    whole = names.subject(lead.question.subject).removesuffix(f" ({short})")
    return say("{short}: {whole}.", short=short, whole=whole) if short.isupper() and whole != short else ""


def in_full(probability: float, prior: float, interval: Range | None, names: Names) -> str:
    """Return a probability with its range and what it was before any evidence."""
    number, before = percent(probability, names.scale), percent(prior)
    if interval is None:
        return say("{number}; {prior} before any evidence", number=number, prior=before)
    return say(
        "{number}, range {range}; {prior} before any evidence",
        number=number,
        range=percent_range(interval),
        prior=before,
    )


def leads(question: QuestionResult, names: Names) -> str:
    """Return the sentence on the leading answer to a question, with everything that stands beside its number."""
    best = question.leading
    label = say("“{text}”", text=names.in_words(question.question, best))
    interval = None if question.interval is None else question.interval[best]
    beside = in_full(question.posterior[best], question.prior[best], interval, names)
    return capital(leading_judgement(question, label, names.scale, beside))


def _rest(question: QuestionResult, names: Names) -> str:
    if not question.moved:
        return ""
    others = {h: p for h, p in question.posterior.items() if h != question.leading}
    answers = _numbers(others, question, names)
    return (
        say("The other: {answer}.", answer=answers)
        if len(others) == 1
        else say("The others: {answers}.", answers=answers)
    )


def _numbers(of: Mapping[str, float], question: QuestionResult, names: Names) -> str:
    """Return answers with their probabilities, most probable first."""
    return listed(
        [
            say("“{text}” {number}", text=names.in_words(question.question, h), number=percent(of[h]))
            for h in foremost(of, len(of))
        ]
    )


def founded(judged: Confidence) -> Iterator[str]:
    """Yield the sentences on confidence: its level, why not higher, and why not lower, without any likelihood."""
    yield say("Confidence is {level}.", level=LEVELS[judged.level]())
    against = [CAUSES[reason.code]() for reason in judged.reasons if reason.code in CAUSES][:_MOST_REASONS]
    if against:
        yield say("Why not higher: {reasons}.", reasons=listed(against))
    best = next((_SUPPORTS[reason.code]() for reason in judged.supports if reason.code in _SUPPORTS), None)
    if best is not None:
        if judged.level == "low":
            yield say("For it: {reason}.", reason=best)
        else:
            yield say("Why not lower: {reason}.", reason=best)


def origins_of(sources: Sequence[SourceResult], through: str, names: Names) -> str:
    """Return the sentence on the origins of most of the items that pass through one source."""
    parts = [
        say("{source} ({number})", source=names.source(source.id), number=source.as_origin)
        for source in sorted(sources, key=lambda source: (-source.as_origin, source.id))
        if source.as_origin > 1 and source.id != through
    ]
    return (
        say("Of those who said it first, the most often heard: {sources}.", sources=listed(parts[:_MOST_QUOTED]))
        if parts
        else ""
    )


def whose_word(lead: LeadAnswer, scored: int, names: Names) -> str:
    """Return the sentence on the source that most items come through; empty if there are no items."""
    if lead.source is None:
        return ""
    name, through = names.source(lead.source.id), lead.source.items_through
    if everything(through, scored):
        return say_number(
            "The one item reaches us through {name}.", "All {number} items reach us through {name}.", scored, name=name
        )
    if through == 1:
        return say("The {number} items come from as many sources.", number=scored)
    if not lead.is_foremost:
        return say_number(
            "No source carries more than {number} of the {total} items.",
            "No source carries more than {number} of the {total} items.",
            through,
            total=scored,
        )
    return say_number(
        "{number} of {total} items reaches us through {name}.",
        "{number} of {total} items reach us through {name}.",
        through,
        total=scored,
        name=name,
    )
