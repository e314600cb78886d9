"""Sentences of the core of a report: on authors' words, predictions, and assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assess.analysis.digest.author_differences import Side
from assess.analysis.exact_numbers import SPREAD, LeaningInterval
from assess.analysis.surprise import Surprise
from assess.analysis.what_if.one_at_a_time import RowSwing
from assess.domain.claim import Prediction
from assess.domain.language import listed, say, say_number
from assess.domain.number_text import percent, percent_range
from assess.reporting.words.count_nouns import abridged, ended
from assess.scoring.labels import Names
from assess.scoring.results import QuestionResult, foremost

_MOST_SURPRISING, _MOST_NUMBERS = 3, 4


def counted(of: Mapping[Side | None, int]) -> str:
    """Return the sentences that count claims within, above and below their authors' words."""
    parts = [
        (of["within"], say("within it for {number}", number=of["within"])),
        (of["above"], say("above it for {number}", number=of["above"])),
        (of["below"], say("below it for {number}", number=of["below"])),
    ]
    sentences = [
        say_number(
            "On {number} claim there is an author's word to compare with.",
            "On {number} claims there is an author's word to compare with.",
            sum(of.values()),
        )
    ]
    sides = [text for number, text in parts if number]
    if sides:
        sentences.append(say("Our number is {sides}.", sides=listed(sides)))
    if of["no evidence"]:
        sentences.append(say("There is no evidence on {number}.", number=of["no evidence"]))
    return " ".join(sentences)


def outcome(prediction: Prediction) -> str:
    """Return the outcome of a prediction as shown in a table."""
    if prediction.resolved is None:
        return say("unknown")
    return say("came true") if prediction.resolved.outcome else say("did not come true")


def assumed_prior(question: QuestionResult, names: Names) -> str:
    """Return the sentence on the prior of the lead question, with its reason."""
    parts = [
        say("“{text}” {number}", text=names.in_words(question.question, h), number=percent(question.prior[h]))
        for h in foremost(question.prior, len(question.prior))
    ]
    why = names.why_prior(question.id)
    text = ended(listed(parts))
    return f"{text} {abridged(why)}" if why else text


def assumed_row(row: RowSwing, names: Names) -> str:
    """Return the sentence on a row of the rubric that matters, with its reason."""
    text = say(
        "With “{state}” it is expected in {range} of cases; at these ends the answer is {low} and {high}.",
        state=names.circumstance(row.indicator, row.state),
        range=percent_range((row.low, row.high)),
        low=percent(row.at_low.probability),
        high=percent(row.at_high.probability),
    )
    why = names.why_rows(row.indicator)
    return f"{text} {abridged(why)}" if why else text


def leans(leaning: Sequence[LeaningInterval], names: Names) -> str:
    """Return the sentences on claims whose ranges depend on the same numbers, which are written without spread."""
    first = leaning[0]
    numbers = [say("“{text}”", text=names.observable(name)) for name in first.indicators[:_MOST_NUMBERS]]
    numbers += [say("the prior of “{question}”", question=names.question(ident)) for ident in first.priors]
    values = {
        "numbers": listed(numbers) if numbers else say("those of related questions"),
        "cases": f"{SPREAD:.0f}",
    }
    if len(leaning) == 1:
        return say(
            "The range of “{claim}”, {range}, leans on numbers that are written without spread: {numbers}. Were each "
            "as good as {cases} cases, it would be {spread}.",
            claim=names.claim(first.claim),
            range=percent_range(first.interval),
            spread=percent_range(first.spread),
            **values,
        )
    ranges = [
        say(
            "“{claim}” {spread} instead of {range}",
            claim=names.claim(each.claim),
            range=percent_range(each.interval),
            spread=percent_range(each.spread),
        )
        for each in leaning
    ]
    return say(
        "Ranges lean on numbers that are written without spread: {numbers}. Were each as good as {cases} cases, they "
        "would be wider: {ranges}.",
        ranges=listed(ranges),
        **values,
    )


def surprising(check: Surprise | None, names: Names) -> list[str]:
    """Return the sentences on how improbable the evidence is under the model; none for a case without evidence."""
    if check is None:
        return [say("How improbable the evidence is under the whole model is not known for a case that was sampled.")]
    if not check.draws:
        return []
    said = say_number("{number} item says", "{number} items say", check.present)
    expected = f"{check.expected_present:.0f}"
    figures = {
        "share": percent(check.share),
        "said": said,
        "expected": say("less than one") if expected == "0" else expected,
    }
    if check.is_surprising:
        whole = say(
            "The evidence is not what the model would lead one to expect: {said} that something is there, where "
            "{expected} would be usual, and {share} of what is drawn from the model is as rare. The sources may "
            "have told only what they found, or a hypothesis may be missing.",
            **figures,
        )
    else:
        whole = say(
            "The evidence is no surprise to the model: {share} of what is drawn from it is as rare or rarer.",
            **figures,
        )
    if not check.items:
        return [whole]
    summaries = [names.item(each.item).summary or each.item for each in check.items[:_MOST_SURPRISING]]
    items = listed([f"“{summary.rstrip('.')}”" for summary in summaries])
    return [whole, say("Hard to explain by any hypothesis, whatever else was said: {items}.", items=items)]
