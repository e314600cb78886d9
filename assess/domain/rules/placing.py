"""Everything finds its place: parents of instances, and instances of items."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.context import Gap
from assess.domain.evidence import Evidence
from assess.domain.instances import UnplacedError
from assess.domain.rules.loaded import LoadedCase, Spot
from assess.errors import Finding


def parents(whole: LoadedCase) -> Iterator[Finding]:
    """Check that every instance finds the parents that its question is given."""
    for subject, asks in whole.case.ask.items():
        for n, asked in enumerate(asks):
            try:
                whole.layout.parents(whole.layout.instances[f"{subject}/{asked}"])
            except UnplacedError as error:
                yield Spot("case", ("ask", subject, n)).find(error.code, error.message, error.hint)


def items(whole: LoadedCase) -> Iterator[Finding]:
    """Check that every item bears on one instance."""
    for n, item in enumerate(whole.case.evidence):
        yield from _bears_on_one(whole, item, Spot("case", ("evidence", n)))


def codes(whole: LoadedCase) -> Iterator[Finding]:
    """Check that the row of a matrix that an item comes from codes hypotheses of the question that it bears on."""
    for n, item in enumerate(whole.case.evidence):
        if item.ach is None or any(_bears_on_one(whole, item, Spot("case", ()))) or not _is_placed(whole, item):
            continue
        spot = Spot("case", ("evidence", n, "ach", "codes"))
        known = whole.hypotheses(whole.layout.bears_on(item).id)
        yield from (spot.key(name).unknown("E310", name, known) for name in item.ach.codes if name not in known)


def gaps(whole: LoadedCase) -> Iterator[Finding]:
    """Check that every gap of a period is of an instance; one of no period is of all of them."""
    for n, gap in enumerate(whole.case.gaps):
        if gap.period is not None:
            yield from _bears_on_one(whole, gap, Spot("case", ("gaps", n)))


def _is_placed(whole: LoadedCase, one: Evidence | Gap) -> bool:
    return one.about in whole.case.subjects and _ends_in_a_question(whole, one.indicator)


def _bears_on_one(whole: LoadedCase, one: Evidence | Gap, spot: Spot) -> Iterator[Finding]:
    if not _is_placed(whole, one):
        return
    try:
        whole.layout.bears_on(one)
    except UnplacedError as error:
        where = "about" if error.code == "E309" else "period"
        yield (spot / where).find(error.code, error.message, error.hint)


def _ends_in_a_question(whole: LoadedCase, indicator: str) -> bool:
    seen: set[str] = set()
    while indicator in whole.rubric.indicators and indicator not in seen:
        seen.add(indicator)
        indicator = whole.rubric.indicators[indicator].of
    return indicator in whole.rubric.questions and bool(seen)
