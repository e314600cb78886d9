"""Checks of a rubric that need its numbers; like those at loading, they give warnings.

A check is a function decorated with `numbers_check` that yields findings; its docstring holds the page of its code.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from assess.compile.numbers import Numbers
from assess.domain.number_text import percent
from assess.domain.rubric import Rubric
from assess.domain.rules.loaded import Spot
from assess.errors import Finding
from assess.network.logs import Floats

NumbersCheck = Callable[[Rubric, Numbers], Iterator[Finding]]

_CHECKS: list[NumbersCheck] = []
_CARRIES = 0.95
_ROUNDING = 1e-9


def numbers_check(check: NumbersCheck) -> NumbersCheck:
    """Register a check that needs the numbers of a rubric."""
    _CHECKS.append(check)
    return check


def numbers_findings(rubric: Rubric) -> tuple[Finding, ...]:
    """Return the findings of these checks about a rubric whose scale and grading are loaded."""
    numbers = Numbers.of(rubric)
    return tuple(itertools.chain.from_iterable(check(rubric, numbers) for check in _CHECKS))


def _log_rows(rubric: Rubric, numbers: Numbers, question: str) -> dict[str, Floats]:
    """Return log P(present) of each indicator of a question, shape (hypotheses,), nats."""
    states = rubric.questions[question].hypotheses
    return {
        name: np.log([max(numbers.row(indicator.present_if[state])[0], _ROUNDING) for state in states])
        for name, indicator in rubric.indicators.items()
        if indicator.of == question
    }


@numbers_check
def one_answer_looked_for(rubric: Rubric, numbers: Numbers) -> Iterator[Finding]:
    """Warn of a question whose indicators are all likeliest under one hypothesis.

    W133 indicators that look for one answer
        Finds:   A question with three or more indicators, all likeliest under the same hypothesis, on which nothing
                 else depends.
        Matters: Looking for these indicators can find that answer or nothing. None of them asks what would be seen if
                 another answer were true, so no report of it can be recorded.
        Example: present_if: {plot: 0.6, accident: 0.1}      # and so with every other indicator
        Instead: maintenance-put-off: {of: cause, present_if: {plot: 0.2, accident: 0.6}}
        References: R. J. Heuer Jr., Psychology of Intelligence Analysis, CIA 1999, chapter 8
    """
    hung_on = {given for question in rubric.questions.values() for given in question.given}
    for name, question in rubric.questions.items():
        rows = {} if name in hung_on else _log_rows(rubric, numbers, name)
        likeliest = [set(np.flatnonzero(logs >= logs.max() - _ROUNDING).tolist()) for logs in rows.values()]
        shared = set.intersection(*likeliest) if len(likeliest) > 2 else set()
        if shared and any(np.ptp(logs) > _ROUNDING for logs in rows.values()):
            state = list(question.hypotheses)[min(shared)]
            message = f"all {len(rows)} indicators of {name} are likeliest under {state}"
            hint = "add what would be seen if another hypothesis were true"
            yield Spot("rubric", ("questions", name, "hypotheses")).find("W133", message, hint)


@numbers_check
def one_theme_carries(rubric: Rubric, numbers: Numbers) -> Iterator[Finding]:
    """Warn of a theme that can carry a verdict alone where no other can.

    W134 theme that carries a verdict alone
        Finds:   A theme whose indicators, all present and from even priors, make one hypothesis at least 95 % likely,
                 though the indicators of all other themes together could not.
        Matters: The verdict then depends on one kind of evidence, often from one kind of source, and on how often its
                 parts were recorded.
        Example: ten indicators with theme: media, and one with theme: funding
        Instead: Nest those that follow from one thing; lower their weight; or add indicators of other kinds.
    """
    for name in rubric.questions:
        by_theme: dict[str, Floats] = {}
        for indicator, logs in _log_rows(rubric, numbers, name).items():
            theme = rubric.indicators[indicator].theme or "no theme"
            by_theme[theme] = by_theme.get(theme, np.zeros_like(logs)) + logs
        carrying = {theme: p for theme, logs in by_theme.items() if (p := _greatest(logs)) >= _CARRIES}
        for theme, p in carrying.items() if len(by_theme) > 1 and len(carrying) == 1 else ():
            others: Floats = np.sum([logs for other, logs in by_theme.items() if other != theme], axis=0)
            if _greatest(others) < _CARRIES:
                message = f"{theme} alone can make {_likeliest(rubric, name, by_theme)[theme]} {percent(p)} likely"
                hint = "nest indicators that come of one thing, lower their weight, or add other kinds of evidence"
                yield Spot("rubric", ("questions", name)).find("W134", f"{name}: {message}, and no other can", hint)


def _greatest(logs: Floats) -> float:
    """Return the greatest probability that rows give a hypothesis, starting from even priors."""
    return float(np.exp(logs.max() - np.logaddexp.reduce(logs)))


def _likeliest(rubric: Rubric, question: str, by_theme: Mapping[str, Floats]) -> dict[str, str]:
    states = list(rubric.questions[question].hypotheses)
    return {theme: states[int(logs.argmax())] for theme, logs in by_theme.items()}
