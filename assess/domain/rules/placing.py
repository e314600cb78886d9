"""Everything finds its place: parents of instances, and instances of items."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.instances import UnplacedError
from assess.domain.rules.whole import Spot, Whole
from assess.errors import Finding


def parents(whole: Whole) -> Iterator[Finding]:
    """Check that every instance finds the parents that its question is given."""
    for subject, asks in whole.case.ask.items():
        for n, asked in enumerate(asks):
            try:
                whole.layout.parents(whole.layout.instances[f"{subject}/{asked}"])
            except UnplacedError as error:
                yield Spot("case", ("ask", subject, n)).find(error.code, error.message, error.hint)


def items(whole: Whole) -> Iterator[Finding]:
    """Check that every item bears on one instance."""
    for n, item in enumerate(whole.case.evidence):
        if item.about not in whole.case.subjects or not _ends_in_a_question(whole, item.indicator):
            continue
        try:
            whole.layout.bears_on(item)
        except UnplacedError as error:
            where = "about" if error.code == "E309" else "period"
            yield Spot("case", ("evidence", n, where)).find(error.code, error.message, error.hint)


def _ends_in_a_question(whole: Whole, indicator: str) -> bool:
    seen: set[str] = set()
    while indicator in whole.rubric.indicators and indicator not in seen:
        seen.add(indicator)
        indicator = whole.rubric.indicators[indicator].of
    return indicator in whole.rubric.questions and bool(seen)
