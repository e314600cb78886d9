"""Sentences on what is not known, and on what to look for next."""

from __future__ import annotations

from assess.analysis.collection.collection_plan import ProspectRow
from assess.domain.claim import Asserted, Prediction
from assess.domain.context import Gap
from assess.domain.language import say
from assess.domain.number_text import percent
from assess.reporting.words.count_nouns import ended
from assess.reporting.words.judgements import hedge
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


def reported_of(number: int, of: int) -> str:
    """Return the number of instances in which an indicator is reported, out of the total."""
    return say("{number} of {total}", number=number, total=of)


def gap(missing: Gap, names: Names) -> str:
    """Return the sentence on an indicator that nobody looked for, with the reason."""
    what = names.indicator(missing.indicator, missing.about)
    text = f"{what}. {ended(missing.why)}" if missing.why else f"{what}."
    return f"{text} ({names.places(missing.cites)})" if missing.cites else text


def unstated(text: str, asserted: Asserted | None, why: str, names: Names) -> str:
    """Return the sentence on a claim that the questions of a rubric cannot state: whose it is, and the reason."""
    quote = say("“{text}”", text=bare(text))
    why_not = say("Why not: {why}", why=ended(why))
    return f"{_whose(quote, asserted, names)} {why_not}"


def unstated_prediction(text: str, prediction: Prediction, names: Names) -> str:
    """Return the sentence on a prediction that the questions of a rubric cannot state."""
    if prediction.resolves_by:
        quote = say("Prediction, to be settled by {date}: “{text}”", date=prediction.resolves_by, text=bare(text))
    else:
        quote = say("Prediction: “{text}”", text=bare(text))
    sentence = _whose(quote, prediction.asserted, names)
    return f"{sentence} {ended(prediction.why)}" if prediction.why else sentence


def _whose(quote: str, asserted: Asserted | None, names: Names) -> str:
    if asserted is None:
        return f"{quote}."
    author, place = names.source(asserted.by), place_of(asserted)
    author = say("{author} ({place})", author=author, place=place) if place else author
    how = hedge(asserted.words, asserted.manner)
    if how:
        return say("{claim}, claimed by {who} {how}.", claim=quote, who=author, how=how)
    return say("{claim}, claimed by {who}.", claim=quote, who=author)


def place_of(asserted: Asserted) -> str:
    """Return the document and the place in it where a claim is made; may be empty."""
    return " ".join(part for part in (asserted.document, asserted.at) if part)


def bare(text: str) -> str:
    """Return a sentence without its full stop."""
    return text.strip().rstrip(".")


def one_report_only(what: str) -> str:
    """Return the sentence on an indicator on which a report could say only one thing."""
    return say("{what}: only one report on it is possible.", what=what)


def would_stand(what: str, grade: str, chance: float, judged: str | None, present: str, absent: str) -> str:
    """Return the sentence on the probability of a claim or hypothesis after either report.

    Parameters
    ----------
    what : str
        What to look for.
    grade : str
        The grade of the source that reports.
    chance : float
        The probability that it reports it present.
    judged : str or None
        The hypothesis; None for a claim.
    present, absent : str
        The resulting words, with their numbers.
    """
    values = {"what": what, "grade": grade, "chance": percent(chance), "present": present, "absent": absent}
    if judged is None:
        return say(
            "{what}: reported present by a source graded {grade} (chance {chance}), it would stand at {present}; "
            "reported absent, at {absent}.",
            **values,
        )
    return say(
        "{what}: reported present by a source graded {grade} (chance {chance}), {judged} would stand at {present}; "
        "reported absent, at {absent}.",
        judged=judged,
        **values,
    )


def to_collect(row: ProspectRow, result: Assessment, names: Names) -> tuple[str, str, str, str, str]:
    """Return a row on something to look for: the probability of a claim or answer now, and after either report."""
    prospect, target = row.prospect, row.target
    what = names.indicator(prospect.indicator, prospect.about)
    if prospect.period:
        what = say("{what} ({period})", what=what, period=prospect.period)
    if target.kind == "claim":
        of = names.claim(target.id)
    else:
        of = names.in_words(result.questions[target.id].question, target.judged)
    shown, refuted = (
        "-" if then is None else percent(then, names.scale)
        for then in (row.then(prospect.present), row.then(prospect.absent))
    )
    return percent(target.now), shown, refuted, of, what
