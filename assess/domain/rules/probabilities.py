"""Numbers: every state must have one, they lie in [0, 1], and rows sum to 1."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from assess.domain.field_types import is_finite
from assess.domain.quoting import closest, listed, quoted, share_hint
from assess.domain.rules.loaded import LoadedCase, LoadedRubric, Spot, case_check, placed_check, rubric_check
from assess.errors import Finding

TOLERANCE = 1e-6
MAX_ENTRIES = 2**20
"""Numbers that the prior of one question may have, over all states of its parents."""

_SHARE = "70 % is written 0.7"

Parents = tuple[tuple[str, tuple[str, ...]], ...]
"""Name and states of each parent, in the order in which the rows are nested."""


@rubric_check
def question_priors(loaded: LoadedRubric) -> Iterator[Finding]:
    """Check the prior rows of every question of a rubric, and its rows over time."""
    questions = loaded.rubric.questions
    for name, question in questions.items():
        spot = Spot("rubric", ("questions", name))
        states = tuple(question.hypotheses)
        if all(given in questions for given in question.given):
            parents = tuple((given, tuple(questions[given].hypotheses)) for given in question.given)
            yield from rows(question.prior, parents, states, spot / "prior")
            yield from _sizes(question.prior_n, parents, spot / "prior_n")
        if question.over_time is not None:
            before = ((f"{name} at the period before", states),)
            yield from rows(question.over_time, before, states, spot / "over_time")
            yield from _sizes(question.over_time_n, before, spot / "over_time_n")


@case_check
def override_priors(loaded: LoadedCase) -> Iterator[Finding]:
    """Check the prior rows that a case gives its instances."""
    for instance, override in loaded.case.priors.items():
        states = loaded.hypotheses(instance)
        parents = tuple((given, loaded.hypotheses(given)) for given in override.given)
        if states and all(of_parent for _, of_parent in parents):
            yield from rows(override.prior, parents, states, Spot("case", ("priors", instance, "prior")))


def rows(written: Any, parents: Parents, states: tuple[str, ...], spot: Spot) -> Iterator[Finding]:
    """Check prior rows nested by the states of `parents`; without parents there is one row.

    E214 hypothesis without a number
        Finds:   A prior row that leaves a hypothesis out.
        Matters: Left out does not mean impossible: write a zero.
        Example: prior: {grassroots: 1.0}
        Instead: prior: {grassroots: 0.7, coopted: 0.3}

    E215 row that does not sum to 1
        Finds:   A prior row whose sum differs from 1 by more than 0.000001.
        Matters: If the row were silently rescaled, no number would be the one that you wrote.
        Example: prior: {grassroots: 0.7, coopted: 0.2}
        Instead: prior: {grassroots: 0.7, coopted: 0.3}

    E216 rows that do not fit what is given
        Finds:   A prior without a row for each state of what it is given, or nested with nothing given.
        Matters: A missing row would be a judgement that nobody made.
        Example: given: posture
                 prior: {grassroots: 0.7, coopted: 0.3}
        Instead: given: posture
                 prior:
                   steers: {grassroots: 0.3, coopted: 0.7}
                   leaves: uniform

    E226 prior over too many states
        Finds:   A prior with more than about a million numbers, over all states of the questions that it is given.
        Matters: Its table would not fit into memory, and nobody can have judged all its numbers.
        Example: given: [a, b, c, d]           # of 40 hypotheses each
        Instead: given: [a]
    """
    entries = math.prod([len(states), *(len(of_parent) for _, of_parent in parents)])
    if entries > MAX_ENTRIES:
        over = " x ".join(f"{name} ({len(of_parent)} states)" for name, of_parent in parents)
        message = f"the prior has {entries:,} numbers, over the bound of {MAX_ENTRIES:,}: given {over}"
        yield spot.find("E226", message, "give it fewer questions, or questions with fewer hypotheses")
        return
    if written == "uniform":
        return
    if not isinstance(written, Mapping):
        hint = "write uniform, or a mapping of hypotheses to numbers"
        yield spot.find("E216", f"{quoted(written)} is not a row of numbers", hint)
    elif not parents:
        yield from _row(written, states, spot)
    else:
        yield from _nested(written, parents, states, spot)


def _sizes(written: Any, parents: Parents, spot: Spot) -> Iterator[Finding]:
    """Check that sample sizes are nested like their rows."""
    if not isinstance(written, Mapping):
        return
    if not parents:
        yield spot.find("E216", "sizes are nested here, and the rows are not", "write one number")
        return
    (parent, of_parent), deeper = parents[0], parents[1:]
    missing, strange = _unmatched(written, of_parent)
    yield from (spot.key(state).unknown("E310", state, of_parent) for state in strange)
    if missing:
        message = f"there is no size for {', '.join(missing)}, of {parent}"
        yield spot.find("E216", message, "write one number for all, or one for each row")
    for state, sizes in written.items():
        if state in of_parent:
            yield from _sizes(sizes, deeper, spot / state)


def _unmatched(written: Mapping[str, Any], states: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the missing states, and the keys that are not states; a misspelt state does not count as missing."""
    missing = [state for state in states if state not in written]
    strange = [key for key in written if key not in states]
    for key in strange:
        guess = closest(key, missing)
        if guess is not None:
            missing.remove(guess)
    return missing, strange


def _nested(written: Mapping[str, Any], parents: Parents, states: tuple[str, ...], spot: Spot) -> Iterator[Finding]:
    (parent, of_parent), deeper = parents[0], parents[1:]
    is_one_row = not any(isinstance(value, Mapping) or value == "uniform" for value in written.values())
    if is_one_row and not set(written) & set(of_parent):
        message = f"this is one row; it needs a row for each state of {parent}"
        yield spot.find("E216", message, f"write a row under each of: {', '.join(of_parent)}")
        return
    missing, strange = _unmatched(written, of_parent)
    yield from (spot.key(state).unknown("E310", state, of_parent) for state in strange)
    if missing:
        message = f"there is no row for {', '.join(missing)}, of {parent}"
        yield spot.find("E216", message, "write one, or uniform")
    for state, row in written.items():
        if state in of_parent:
            yield from rows(row, deeper, states, spot / state)


def _row(written: Mapping[str, Any], states: tuple[str, ...], spot: Spot) -> Iterator[Finding]:
    if written and all(isinstance(value, Mapping) for value in written.values()):
        message = f"rows are nested here by {listed(written)}, and nothing is given that they could belong to"
        yield spot.find("E216", message, "name what it is given, or write one row of numbers")
        return
    missing = [state for state in states if state not in written]
    is_sound = True
    for state, value in written.items():
        if state not in states:
            guess = closest(state, missing)
            if guess is not None:
                missing.remove(guess)
            is_sound = False
            yield spot.key(state).unknown("E310", state, states)
            continue
        wrong = _number(value, state, spot)
        if wrong is not None:
            is_sound = False
            yield wrong
    if missing:
        is_sound = False
        yield spot.find("E214", f"{', '.join(missing)} has no number", "give each hypothesis one; 0 is a number too")
    if is_sound:
        total = math.fsum(written.values())
        if abs(total - 1.0) > TOLERANCE:
            hint = "change the numbers; they are never rescaled behind your back"
            yield spot.find("E215", f"the row sums to {total:.9g}, not to 1", hint)


def _number(value: Any, state: str, spot: Spot) -> Finding | None:
    spot = spot / state
    if isinstance(value, bool) or not isinstance(value, int | float):
        return spot.find(
            "E122",
            f"{state} is {quoted(value)}, not a number",
            share_hint(value) or "write a plain number, such as 0.7",
        )
    if not is_finite(value):
        return spot.find("E201", f"{quoted(value)} is not a finite number", "write a plain number, such as 0.7")
    if not 0.0 <= value <= 1.0:
        return spot.find("E203", f"prior of {state} is {value!r}; a probability lies in [0, 1]", _SHARE)
    return None


@rubric_check
def present_if(loaded: LoadedRubric) -> Iterator[Finding]:
    """Check that every indicator has a number for each state of what it bears on.

    E217 state without P(present)
        Finds:   present_if without a number for each hypothesis (of an indicator: for present and absent).
        Matters: What an indicator tells is the ratio of these numbers.
        Example: present_if: {grassroots: 0.1}
        Instead: present_if: {grassroots: 0.1, coopted: 0.6}
    """
    for name, indicator in loaded.rubric.indicators.items():
        states = loaded.states_under(indicator.of)
        if not states:
            continue
        spot = Spot("rubric", ("indicators", name, "present_if"))
        missing, strange = _unmatched(indicator.present_if, states)
        yield from (spot.key(state).unknown("E310", state, states) for state in strange)
        if missing:
            message = f"{name} has no P(present) for {', '.join(missing)}, of {indicator.of}"
            yield spot.find("E217", message, "give each a number; the same for all says that it tells nothing")


@placed_check
def over_time(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that a question asked at several periods has rows over time.

    E221 several periods and no over_time
        Finds:   A question asked of one subject at several periods that does not say how it develops.
        Matters: Without over_time the later period would be a fresh start.
        Example: ask: {union: [control@2001, control@2017]}
        Instead: over_time:
                   directed: {directed: 0.8, free: 0.2}
                   free: {directed: 0.1, free: 0.9}
    """
    for subject, asks in loaded.case.ask.items():
        for n, asked in enumerate(asks):
            instance = loaded.layout.instances[f"{subject}/{asked}"]
            question = loaded.rubric.questions[instance.question]
            if (
                question.over_time is None
                and instance.id not in loaded.case.priors
                and loaded.layout.previous(instance)
            ):
                message = f"{instance.question} is asked of {subject} at several periods, and has no over_time"
                hint = f"give it rows under over_time in the rubric, or {instance.id} its own under priors"
                yield Spot("case", ("ask", subject, n)).find("E221", message, hint)
