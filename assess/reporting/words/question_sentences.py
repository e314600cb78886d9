"""Sentences on what the answers to questions rest on."""

from __future__ import annotations

from collections.abc import Sequence

from assess.domain.language import say, say_as, say_number
from assess.domain.number_text import percent
from assess.reporting.words.count_nouns import COVERAGE, items, origins
from assess.reporting.words.licence import everything
from assess.scoring.results import QuestionResult


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
    return say("No item bears on this: the probabilities move only through the questions that it hangs together with.")


def _share(share: float) -> str:
    return say_as("share of information", "all") if everything(share, 1.0) else percent(share)


def without_evidence(asked: Sequence[str], of: int) -> str:
    """Return the sentence that names the questions on which no evidence bears at all; `asked` are their texts."""
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
    """Return the sentence that counts the questions that have no item of their own and are moved all the same."""
    if of == 1:
        return say(
            "1 of 1 question has no item of its own and is moved through the questions around alone; the items of each "
            "are counted under the hypotheses by country."
        )
    return say_number(
        "{number} of {total} questions has no item of its own and is moved through the questions around alone; the "
        "items of each are counted under the hypotheses by country.",
        "{number} of {total} questions have no item of their own and are moved through the questions around alone; the "
        "items of each are counted under the hypotheses by country.",
        number,
        total=of,
    )


def kept_unscored(parts: Sequence[str]) -> str:
    """Return the sentence that names the items on a question that are not scored, each with its reason."""
    return say(
        "Kept but not scored: {items}; see below.", items=say_as("between parts of a sentence", ", ").join(parts)
    )
