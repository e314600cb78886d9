"""Warnings about a rubric as written: answers that nothing tells apart, and one event under two names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assess.domain.rubric import Indicator
from assess.domain.rules.loaded import LoadedRubric, Spot, rubric_habit
from assess.errors import Finding

_ALIKE = 0.7
"""The share of the words of two texts that both contain, from which they may describe one thing."""

_WORD = re.compile(r"[^\W\d_]{3,}")


@rubric_habit
def hypotheses_told_apart(loaded: LoadedRubric) -> Iterator[Finding]:
    """Warn of two hypotheses between which no evidence can decide.

    W131 hypotheses that nothing tells apart
        Finds:   Two hypotheses of a question under which each of its indicators is equally likely, where nothing else
                 depends on the question, and what it depends on does not move their odds either.
        Matters: Their odds stay at the prior, whatever is reported: they are one hypothesis, or an indicator is
                 missing.
        Example: present_if: {coopted: 0.6, created: 0.6, grassroots: 0.1}      # and so with every other indicator
        Instead: present_if: {coopted: 0.3, created: 0.6, grassroots: 0.1}
        References: R. J. Heuer Jr., Psychology of Intelligence Analysis, CIA 1999, chapter 8, on diagnosticity
    """
    rubric = loaded.rubric
    for name, question in rubric.questions.items():
        rows: list[Mapping[str, Any]] = [i.present_if for i in rubric.indicators.values() if i.of == name]
        if not rows or any(name in other.given for other in rubric.questions.values()):
            continue
        for first, second in itertools.combinations(question.hypotheses, 2):
            odds = {(row[first], row[second]) for row in _rows(question.prior)}
            if all(row.get(first) == row.get(second) for row in rows) and len(odds) < 2:
                message = f"no indicator tells {first} and {second} apart"
                hint = "make them one hypothesis, or add an indicator that is likelier under one of them"
                yield Spot("rubric", ("questions", name, "hypotheses")).find("W131", message, hint)


@rubric_habit
def one_event_two_names(loaded: LoadedRubric) -> Iterator[Finding]:
    """Warn of two indicators that may be one thing.

    W132 one event under two names
        Finds:   Two indicators of one question with the same rows, whose texts share most of their words.
        Matters: What shows one shows the other. As two indicators it counts twice.
        Example: church-money: {of: control, text: "Church money pays for the work of {subject}", …}
                 church-pays: {of: control, text: "The church pays money for the work of {subject}", …}
        Instead: Make them one; or nest the second under the first (of: church-money); or, if both follow from a third
                 thing, make that an indicator of the question and nest both under it.
    """
    texts = {name: _words(indicator) for name, indicator in loaded.rubric.indicators.items()}
    by_parent: dict[str, list[str]] = {}
    for name, indicator in loaded.rubric.indicators.items():
        by_parent.setdefault(indicator.of, []).append(name)
    for names in by_parent.values():
        for first, second in itertools.combinations(names, 2):
            rows = [loaded.rubric.indicators[name].present_if for name in (first, second)]
            both, either = texts[first] & texts[second], texts[first] | texts[second]
            if rows[0] == rows[1] and len(both) >= _ALIKE * max(1, len(either)) and both:
                message = (
                    f"{first} and {second} have the same rows and nearly the same text: one event under two names?"
                )
                hint = f"make them one, or nest the second (of: {first}), or hang both under an event of their own"
                yield Spot("rubric", ("indicators", second)).find("W132", message, hint)


def _rows(prior: Any) -> Iterator[Mapping[str, float]]:
    """Yield the rows of a prior; none for a uniform one, whose rows are all the same."""
    if isinstance(prior, Mapping):
        if all(isinstance(value, float | int) for value in prior.values()):
            yield prior
        else:
            for value in prior.values():
                yield from _rows(value)


def _words(indicator: Indicator) -> frozenset[str]:
    return frozenset(_WORD.findall((indicator.text or "").replace("{subject}", "").lower()))
