"""Placement: which questions are asked of whom and when, their parents, and the instances that items bear on."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.context import Gap
from assess.domain.dates import HOW_TO_WRITE, Span, steps_between
from assess.domain.evidence import Evidence
from assess.domain.instances import UnplacedError, split_ask
from assess.domain.quoting import quoted
from assess.domain.rules.loaded import LoadedCase, Spot, placed_check, shape_check
from assess.errors import Finding


@shape_check
def asked(loaded: LoadedCase) -> Iterator[Finding]:
    """Check every entry of `ask`.

    E312 question asked of the wrong kind
        Finds:   A question asked of a subject of a kind other than its per.
        Matters: Its hypotheses and numbers were judged for that kind.
        Example: ask: {georgia: [origin]}        # per: body
        Instead: ask: {union: [origin]}

    E313 asked twice
        Finds:   A question asked twice of the same subject at the same period.
        Matters: It has one answer.
        Example: ask: {union: [origin, origin]}
        Instead: ask: {union: [origin]}

    E314 with and without a period
        Finds:   A question asked of one subject both with and without a period.
        Matters: It is unclear whether the one without a period comes before or after.
        Example: ask: {union: [control, control@2017]}
        Instead: ask: {union: [control@2001, control@2017]}
    """
    for subject, asks in loaded.case.ask.items():
        if subject not in loaded.case.subjects:
            yield Spot("case", ("ask",)).key(subject).unknown("E301", subject, loaded.case.subjects)
        mixed: set[str] = set()
        seen: dict[tuple[str, Span | None], str] = {}
        for n, written in enumerate(asks):
            spot = Spot("case", ("ask", subject, n))
            question, period = split_ask(written)
            yield from _question(loaded, subject, question, spot)
            if question not in loaded.rubric.questions or subject not in loaded.case.subjects:
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


def _question(loaded: LoadedCase, subject: str, question: str, spot: Spot) -> Iterator[Finding]:
    known = loaded.rubric.questions.get(question)
    if known is None:
        yield spot.unknown("E302", question, loaded.rubric.questions)
        return
    if subject in loaded.case.subjects:
        kind = loaded.case.subjects[subject].kind
        if kind != known.per:
            fitting = [name for name, q in loaded.rubric.questions.items() if q.per == kind]
            hint = f"of a {kind} one may ask: {', '.join(fitting)}" if fitting else f"no question is asked of a {kind}"
            message = f"{question} is asked of a {known.per}, and {subject} is a {kind}"
            yield spot.find("E312", message, hint)


@placed_check
def whole_steps(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that the periods of a question whose rows stand for one step are whole steps apart.

    E330 periods not a whole number of steps apart
        Finds:   Two periods, of a question with `step: year` or `step: month`, that are not whole steps apart.
        Matters: It would be unclear how often the rows of over_time apply between them.
        Example: control: {step: year, over_time: …}
                 ask: {union: [control@2001, control@2017-06]}
        Instead: ask: {union: [control@2001, control@2017]}
    """
    for instance in loaded.layout.instances.values():
        step = loaded.rubric.questions[instance.question].step
        earlier = loaded.layout.previous(instance)
        if step is None or earlier is None or instance.id in loaded.case.priors:
            continue
        assert earlier.period is not None
        assert instance.period is not None
        if steps_between(earlier.period, instance.period, step) is None:
            place = loaded.case.ask[instance.subject].index(instance.id.partition("/")[2])
            message = f"{instance.id} is no whole number of {step}s after {earlier.id}"
            hint = f"ask both at a year, a month or a day alike; or give {instance.id} rows of its own under priors"
            yield Spot("case", ("ask", instance.subject, place)).find("E330", message, hint)


@placed_check
def parents(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that every instance has the parents that its question names."""
    for subject, asks in loaded.case.ask.items():
        for n, asked in enumerate(asks):
            try:
                loaded.layout.parents(loaded.layout.instances[f"{subject}/{asked}"])
            except UnplacedError as error:
                yield Spot("case", ("ask", subject, n)).find(error.code, error.message, error.hint)


@placed_check
def items(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that every item bears on one instance."""
    for n, item in enumerate(loaded.case.evidence):
        yield from _bears_on_one(loaded, item, Spot("case", ("evidence", n)))


@placed_check
def codes(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that the matrix row of an item codes only hypotheses of the question that the item bears on."""
    for n, item in enumerate(loaded.case.evidence):
        if item.ach is None or any(_bears_on_one(loaded, item, Spot("case", ()))) or not _is_placed(loaded, item):
            continue
        spot = Spot("case", ("evidence", n, "ach", "codes"))
        known = loaded.hypotheses(loaded.layout.bears_on(item).id)
        yield from (spot.key(name).unknown("E310", name, known) for name in item.ach.codes if name not in known)


@placed_check
def gaps(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that a gap with a period names one of its question's; a gap without one stands for all of them."""
    for n, gap in enumerate(loaded.case.gaps):
        if gap.period is not None:
            yield from _bears_on_one(loaded, gap, Spot("case", ("gaps", n)))


def _is_placed(loaded: LoadedCase, report: Evidence | Gap) -> bool:
    return report.about in loaded.case.subjects and _ends_in_a_question(loaded, report.indicator)


def _bears_on_one(loaded: LoadedCase, report: Evidence | Gap, spot: Spot) -> Iterator[Finding]:
    if not _is_placed(loaded, report):
        return
    try:
        loaded.layout.observables(report) if isinstance(report, Evidence) else loaded.layout.bears_on(report)
    except UnplacedError as error:
        where = "about" if error.code == "E309" else "period"
        yield (spot / where).find(error.code, error.message, error.hint)


def _ends_in_a_question(loaded: LoadedCase, indicator: str) -> bool:
    seen: set[str] = set()
    while indicator in loaded.rubric.indicators and indicator not in seen:
        seen.add(indicator)
        indicator = loaded.rubric.indicators[indicator].of
    return indicator in loaded.rubric.questions and bool(seen)
