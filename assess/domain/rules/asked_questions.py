"""What is asked of whom: subjects and questions that exist, of a fitting kind, once, at known periods."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.dates import HOW_TO_WRITE, Span
from assess.domain.instances import split_ask
from assess.domain.quoting import quoted
from assess.domain.rules.loaded import LoadedCase, Spot
from assess.errors import Finding


def asked(whole: LoadedCase) -> Iterator[Finding]:
    """Check every entry of `ask`.

    E312 question asked of the wrong kind
        Finds:   A question asked of a subject of another kind than it is asked per.
        Matters: Its hypotheses and numbers were judged for that kind.
        Example: ask: {georgia: [origin]}        # per: body
        Instead: ask: {union: [origin]}

    E313 asked twice
        Finds:   One question asked of one subject twice, at one period.
        Matters: It has one answer.
        Example: ask: {union: [origin, origin]}
        Instead: ask: {union: [origin]}

    E314 with and without a period
        Finds:   A question asked of one subject both at a period and at none.
        Matters: Whether the one without comes before or after cannot be told.
        Example: ask: {union: [control, control@2017]}
        Instead: ask: {union: [control@2001, control@2017]}
    """
    for subject, asks in whole.case.ask.items():
        if subject not in whole.case.subjects:
            yield Spot("case", ("ask",)).key(subject).unknown("E301", subject, whole.case.subjects)
        mixed: set[str] = set()
        seen: dict[tuple[str, Span | None], str] = {}
        for n, written in enumerate(asks):
            spot = Spot("case", ("ask", subject, n))
            question, period = split_ask(written)
            yield from _question(whole, subject, question, spot)
            if question not in whole.rubric.questions or subject not in whole.case.subjects:
                continue
            span = None
            if period is not None:
                try:
                    span = Span(period)
                except ValueError:
                    hint = f"{HOW_TO_WRITE} after @"
                    yield spot.find("E209", f"{quoted(period)} is not a date", hint)
                    continue
            if (question, span) in seen:
                message = f"{written} is asked of {subject} already, as {seen[question, span]}"
                yield spot.find("E313", message, "ask it once")
            elif question not in mixed and any(q == question and (s is None) != (span is None) for q, s in seen):
                mixed.add(question)
                message = f"{question} is asked of {subject} both with and without a period"
                yield spot.find("E314", message, "give each a period, or ask it once without")
            seen[question, span] = written


def _question(whole: LoadedCase, subject: str, question: str, spot: Spot) -> Iterator[Finding]:
    known = whole.rubric.questions.get(question)
    if known is None:
        yield spot.unknown("E302", question, whole.rubric.questions)
        return
    if subject in whole.case.subjects:
        kind = whole.case.subjects[subject].kind
        if kind != known.per:
            fitting = [name for name, q in whole.rubric.questions.items() if q.per == kind]
            hint = f"of a {kind} one may ask: {', '.join(fitting)}" if fitting else f"no question is asked of a {kind}"
            message = f"{question} is asked of a {known.per}, and {subject} is a {kind}"
            yield spot.find("E312", message, hint)
