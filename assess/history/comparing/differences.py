"""The differences between the inputs of two scorings, by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args

from assess.compile.testimony import standing
from assess.domain.case import Case
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.dates import Span
from assess.domain.evidence import Evidence
from assess.domain.field_types import Written
from assess.domain.instances import Layout
from assess.domain.rubric import Indicator, Question, Rubric
from assess.domain.source import Source
from assess.scoring.columns import Column
from assess.scoring.results import Assessment

Kind = Literal[
    "items added",
    "items withdrawn",
    "items edited",
    "sources regraded",
    "favours",
    "copies",
    "priors",
    "rows",
    "weights",
    "grading",
    "claims",
    "questions",
    "engine",
]
"""Groups of changes, in the order in which they are listed.

``grading`` includes the scale and the policy of confidence, ``questions`` what is asked of whom, and ``engine`` stands
for other numbers from the same inputs, or another version.
"""

BEARING = (
    *("about", "indicator", "says", "source", "via", "period", "event"),
    *("credibility", "accuracy", "hit", "false_alarm", "search", "tells", "statement"),
)
"""The fields of an item that a score depends on."""


@dataclass(frozen=True, slots=True)
class InputChange:
    """One thing that differs.

    Parameters
    ----------
    kind : str
    id : str
        The id of the item, source, instance, question, indicator, subject or claim; for the engine, today's version.
    before, after : plain values
        What was written in the fields that differ; None where there was nothing.
    why : str or None
        The reason for a withdrawal, a regrading, a source or a number, from the later of the two; for an item, if it is
        new.
    bears : bool
        Whether a score can depend on it; on the summary of an item, for example, none does.
    """

    kind: Annotated[Kind, Column("what changed", width=30)]
    id: Annotated[str, Column("which", width=36)]
    before: Any
    after: Any
    why: str | None = None
    bears: bool = True

    @property
    def how(self) -> Annotated[tuple[Any, Any], Column("how")]:
        """What was written and what is now; tables put it into words."""
        return self.before, self.after


@dataclass(frozen=True)
class Side:
    """One of the two scorings.

    Parameters
    ----------
    case : Case
    rubric : Rubric
    items : dict of str to Evidence
        The items that count, with their withdrawals removed.
    layout : Layout
    """

    case: Case
    rubric: Rubric
    items: Mapping[str, Evidence] = field(repr=False)
    layout: Layout = field(repr=False)


def side_of(result: Assessment) -> Side:
    """Return the inputs of a scoring: only the items that counted, and sources with the grades they had then."""
    case = result.case
    day = None if result.as_of is None else Span(result.as_of).last
    graded = {name: _as_on(source, day) for name, source in case.sources.items()}
    counted = {
        item.id: item.model_copy(update={"withdrawn": None})
        for item in case.evidence
        if standing(item, case, result.as_of) is None
    }
    case = case.model_copy(update={"sources": graded})
    return Side(case, result.rubric, counted, Layout(case, result.rubric))


def _as_on(source: Source, day: dt.date | None) -> Source:
    """Return a source with its grade as of the end of a day."""
    changes = tuple(change for change in source.changes if day is None or Span(change.recorded).last <= day)
    return source.model_copy(update={"reliability": source.reliability_on(day), "changes": changes})


def differences(a: Side, b: Side) -> tuple[InputChange, ...]:
    """Return every change from `a` to `b`, by kind."""
    changes = [*_items(a, b), *_sources(a, b), *_numbers(a, b), *_grading(a, b), *_claims(a, b), *_asked(a, b)]
    order = {kind: place for place, kind in enumerate(get_args(Kind))}
    return tuple(sorted(changes, key=lambda change: order[change.kind]))


def _items(a: Side, b: Side) -> Iterator[InputChange]:
    earlier, later = ({item.id: item for item in side.case.evidence} for side in (a, b))
    for ident in dict.fromkeys([*earlier, *later]):
        old, new = earlier.get(ident), later.get(ident)
        counted, counts = ident in a.items, ident in b.items
        why = None if old is None or new is None or old.why == new.why else new.why
        if new is not None and new.withdrawn is not None:
            why = new.withdrawn.why
        if old is None or (counts and not counted):
            assert new is not None
            yield InputChange("items added", ident, None, _plain(new), why, bears=counts)
        elif new is None or (counted and not counts):
            yield InputChange("items withdrawn", ident, _plain(old), None, why, bears=counted)
        elif old != new:
            fields = _fields(old, new)
            yield InputChange(
                "items edited", ident, *_both(old, new, fields), why, counts and bool(fields & {*BEARING})
            )


def _sources(a: Side, b: Side) -> Iterator[InputChange]:
    for name, old in a.case.sources.items():
        new = b.case.sources.get(name)
        changed = set() if new is None else _fields(old, new) & {"reliability", "accuracy"}
        if new is not None and changed:
            why = new.changes[-1].why if len(new.changes) > len(old.changes) else None
            yield InputChange("sources regraded", name, *_both(old, new, changed), why or new.why)
        if new is not None:
            yield from _field_changes("favours", name, old, new, {"favours", "favours_weight"})
            yield from _field_changes("copies", name, old, new, {"copies"})


def _numbers(a: Side, b: Side) -> Iterator[InputChange]:
    """Yield priors, rows and weights that differ in questions that are otherwise the same."""
    for name, old in a.rubric.questions.items():
        new = b.rubric.questions.get(name)
        if new is not None:
            yield from _field_changes(
                "priors", name, old, new, {"prior", "over_time", "prior_n", "over_time_n", "step", "same"}
            )
            yield from _field_changes("weights", name, old, new, {"given_weight"})
    for name, was in a.rubric.indicators.items():
        now = b.rubric.indicators.get(name)
        if now is not None:
            yield from _field_changes("rows", name, was, now, {"present_if", "same"})
            yield from _field_changes("weights", name, was, now, {"weight"})
    for ident in dict.fromkeys([*a.case.priors, *b.case.priors]):
        first, second = a.case.priors.get(ident), b.case.priors.get(ident)
        if first is None or second is None:
            why = None if second is None else second.why
            yield InputChange("priors", ident, first and _plain(first), second and _plain(second), why)
        else:
            yield from _field_changes("priors", ident, first, second, {"prior", "given", "given_weight", "prior_n"})


def _grading(a: Side, b: Side) -> Iterator[InputChange]:
    for name in ("grading", "scale"):
        old, new = getattr(a.rubric, name), getattr(b.rubric, name)
        fields = {"grading": {"reliability", "credibility", "search"}, "scale": {"terms", "ends", "outside", "gaps"}}
        yield from _field_changes("grading", name, old, new, fields[name])
    first, second = a.rubric.confidence, b.rubric.confidence
    assert isinstance(first, ConfidencePolicy)
    assert isinstance(second, ConfidencePolicy)
    if first.caps != second.caps:
        yield InputChange("grading", "confidence", *_both(first, second, {"caps"}), second.why, bears=False)


_SAYS = frozenset({"holds_if", "at_least", "given"})


def _claims(a: Side, b: Side) -> Iterator[InputChange]:
    earlier, later = ({**side.case.claims, **side.case.predictions} for side in (a, b))
    yield from _entries("claims", "", earlier, later, {*_SAYS, "text"}, lambda fields: not _SAYS.isdisjoint(fields))


def _asked(a: Side, b: Side) -> Iterator[InputChange]:
    shared = any(asked.same == "country" for side in (a, b) for asked in _rubric_entries(side))
    fields = {"kind", "within", "country"} if shared else {"kind", "within"}
    yield from _entries("questions", "subject ", a.case.subjects, b.case.subjects, fields)
    for subject in dict.fromkeys([*a.case.ask, *b.case.ask]):
        old, new = a.case.ask.get(subject), b.case.ask.get(subject)
        if old != new:
            yield InputChange("questions", f"asked of {subject}", old and list(old), new and list(new))
    for name in dict.fromkeys([*a.rubric.questions, *b.rubric.questions]):
        first, second = a.rubric.questions.get(name), b.rubric.questions.get(name)
        if first is None or second is None or asked_as(first) != asked_as(second):
            yield InputChange("questions", f"question {name}", _asked_plainly(first), _asked_plainly(second))
    yield from _entries("questions", "indicator ", a.rubric.indicators, b.rubric.indicators, {"of"})


def _rubric_entries(side: Side) -> Iterable[Question | Indicator]:
    return (*side.rubric.questions.values(), *side.rubric.indicators.values())


def asked_as(question: Question) -> tuple[str, list[str], list[str]]:
    """Return a question's scope, parents and hypotheses, without descriptions."""
    return question.per, list(question.given), list(question.hypotheses)


def _asked_plainly(question: Question | None) -> dict[str, Any] | None:
    return None if question is None else dict(zip(("per", "given", "hypotheses"), asked_as(question), strict=True))


def _entries(
    kind: Kind,
    called: str,
    earlier: Mapping[str, Written],
    later: Mapping[str, Written],
    fields: set[str],
    bears: Callable[[set[str]], bool] = bool,
) -> Iterator[InputChange]:
    for name in dict.fromkeys([*earlier, *later]):
        old, new = earlier.get(name), later.get(name)
        if old is None or new is None:
            yield InputChange(kind, f"{called}{name}", old and _plain(old), new and _plain(new), bears=kind != "claims")
            continue
        differ = _fields(old, new) & fields
        if differ:
            yield InputChange(kind, f"{called}{name}", *_both(old, new, differ), bears=bears(differ))


def _field_changes(kind: Kind, ident: str, old: Written, new: Written, fields: set[str]) -> Iterator[InputChange]:
    differ = _fields(old, new) & fields
    if differ:
        yield InputChange(kind, ident, *_both(old, new, differ), getattr(new, "why", None))


def _fields(old: Written, new: Written) -> set[str]:
    names = type(old).model_fields
    return {name for name in names if type(old) is not type(new) or getattr(old, name) != getattr(new, name)}


def _both(old: Written, new: Written, fields: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    chosen = set(fields)
    return old.model_dump(mode="json", include=chosen), new.model_dump(mode="json", include=chosen)


def _plain(written: Written | None) -> dict[str, Any] | None:
    return None if written is None else written.model_dump(mode="json", exclude_defaults=True)
