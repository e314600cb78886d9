"""The inputs of rules (a loaded case or rubric), the places that they report, and the rules of each stage."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from assess.domain.case import Case
from assess.domain.claim import Proposition
from assess.domain.grading import Grading
from assess.domain.instances import Layout, split_ask
from assess.domain.quoting import closest, meant, quoted
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.errors import Finding, KeyPath


@dataclass(frozen=True, eq=False, repr=False)
class LoadedRubric:
    """A rubric with its scale and grading."""

    rubric: Rubric
    scale: Scale
    grading: Grading

    @classmethod
    def of(cls, rubric: Rubric | str) -> LoadedRubric:
        """Return a rubric with its scale and grading, which must be loaded.

        Raises
        ------
        TypeError
            Where the rubric, its scale or its grading is but a name.
        """
        if not isinstance(rubric, Rubric):
            text = f"rubric {rubric!r} is a name: load it first"
            raise TypeError(text)
        if not isinstance(rubric.scale, Scale) or not isinstance(rubric.grading, Grading):
            text = f"the scale or grading of {rubric.rubric!r} is a name: load it first"
            raise TypeError(text)
        return cls(rubric, rubric.scale, rubric.grading)

    def states_under(self, indicator_or_question: str) -> tuple[str, ...]:
        """Return the states of an indicator or question; none if there is no such thing."""
        if indicator_or_question in self.rubric.questions:
            return tuple(self.rubric.questions[indicator_or_question].hypotheses)
        return ("present", "absent") if indicator_or_question in self.rubric.indicators else ()


@dataclass(frozen=True, eq=False, repr=False)
class LoadedCase(LoadedRubric):
    """A case with its rubric, scale and grading."""

    case: Case

    @classmethod
    def of_case(cls, case: Case) -> LoadedCase:
        """Return a case with its rubric, scale and grading, which must be loaded; raises as `of`."""
        parts = LoadedRubric.of(case.rubric)
        return cls(parts.rubric, parts.scale, parts.grading, case)

    @cached_property
    def instances(self) -> frozenset[str]:
        """The ids of all instances, as listed in `ask`."""
        return frozenset(f"{subject}/{asked}" for subject, asks in self.case.ask.items() for asked in asks)

    def states(self, *propositions: Proposition) -> dict[str, tuple[str, ...]]:
        """Return the states of all that propositions name."""
        return {node: self.hypotheses(node) for proposition in propositions for node in proposition.nodes}

    def is_node(self, ident: str) -> bool:
        """Return whether an id is that of an instance of a question or of an indicator."""
        return ident in self.instances or bool(self.layout.named(ident))

    @cached_property
    def layout(self) -> Layout:
        """The lookups of instances; only for a case whose subjects and questions are sound."""
        return Layout(self.case, self.rubric)

    def nodes_like(self, ident: str) -> list[str]:
        """Return the instances of questions, or those of indicators if an id looks more like one of these."""
        subject, _, rest = ident.partition("/")
        name = rest.partition("#")[0].partition("@")[0]
        if name in self.rubric.questions or closest(name, self.rubric.indicators) is None:
            return sorted(self.instances)
        periods = {split_ask(asked)[1] for asks in self.case.ask.values() for asked in asks}
        ends = ("", *sorted(f"@{period}" for period in periods if period is not None))
        subjects = [subject] if subject in self.case.subjects else list(self.case.subjects)
        named = (f"{about}/{known}{end}" for about in subjects for known in self.rubric.indicators for end in ends)
        return [node for node in named if self.layout.named(node)] or sorted(self.instances)

    def hypotheses(self, instance: str) -> tuple[str, ...]:
        """Return the states of the question or indicator of `instance`; none where there is no such thing."""
        name, _ = split_ask(instance.partition("/")[2].partition("#")[0])
        return self.states_under(name)


Loaded = TypeVar("Loaded", bound=LoadedRubric)
Check = Callable[[Loaded], Iterator[Finding]]


class Checks(Generic[Loaded]):
    """The rules of one stage; as a decorator, it registers a function as one of them."""

    def __init__(self) -> None:
        self._checks: list[Check[Loaded]] = []

    def __call__(self, check: Check[Loaded]) -> Check[Loaded]:
        """Add a rule."""
        self._checks.append(check)
        return check

    def findings(self, loaded: Loaded) -> list[Finding]:
        """Return the findings of the rules of this stage."""
        return [finding for check in self._checks for finding in check(loaded)]


rubric_check = Checks[LoadedRubric]()
shape_check = Checks[LoadedCase]()
"""Rules on subjects and questions, on which all others depend."""
case_check = Checks[LoadedCase]()
placed_check = Checks[LoadedCase]()
"""Rules that look up instances; they run if subjects and questions are sound, so that no fault shows ten times."""
rubric_habit = Checks[LoadedRubric]()
case_habit = Checks[LoadedCase]()
"""Warnings, which run if there is no error."""

_KINDS = {
    "E301": ("subject", "subjects"),
    "E302": ("question", "questions"),
    "E303": ("source", "sources"),
    "E307": ("document", "documents"),
    "E308": ("indicator", "indicators"),
    "E310": ("hypothesis", "hypotheses"),
    "E311": ("instance", "instances"),
    "E324": ("actor", "actors"),
    "E325": ("quantity", "quantities"),
    "E331": ("claim", "claims"),
}


class Spot(NamedTuple):
    """The place that a rule looks at: an input and a path in it.

    Parameters
    ----------
    about : str
    path : KeyPath
    on_key : bool
        Whether the place is the last key itself.
    beside : KeyPath
        The place of the earlier entry that this one repeats.
    """

    about: str
    path: KeyPath
    on_key: bool = False
    beside: KeyPath = ()

    def __truediv__(self, part: str | int) -> Spot:
        return Spot(self.about, (*self.path, part))

    def key(self, name: str) -> Spot:
        """Return the spot of the key `name` here."""
        return Spot(self.about, (*self.path, name), on_key=True)

    def find(self, code: str, message: str, hint: str | None = None) -> Finding:
        """Return a finding at this spot."""
        return Finding(code, message, self.path, hint, self.about, on_key=self.on_key, beside=self.beside)

    def unknown(self, code: str, name: str, known: Collection[str]) -> Finding:
        """Return the finding that `name` does not exist.

        E301 unknown subject
            Finds:   A subject that the case does not have.
            Matters: What it names would be dropped, or counted elsewhere.
            Example: about: gorgia
            Instead: about: georgia

        E302 unknown question
            Finds:   A question (or, under of:, an indicator) that the rubric does not have.
            Matters: What it names would be dropped, or counted elsewhere.
            Example: ask: {union: [orgin]}
            Instead: ask: {union: [origin]}

        E303 unknown source
            Finds:   A source that the case does not have.
            Matters: What it names would be dropped, or counted elsewhere.
            Example: via: [mile]
            Instead: via: [miles]

        E307 unknown document
            Finds:   A cited document that does not exist.
            Matters: A reader could not check the item, and it would have no date.
            Example: cites: [{document: papper}]
            Instead: cites: [{document: paper}]

        E308 unknown indicator
            Finds:   An indicator that the rubric does not have.
            Matters: What it names would be dropped, or counted elsewhere.
            Example: indicator: monye
            Instead: indicator: money

        E310 unknown hypothesis
            Finds:   A hypothesis, or a state of a parent, that its question does not have.
            Matters: What it names would be dropped, or counted elsewhere.
            Example: prior: {grasroots: 0.7, coopted: 0.3}
            Instead: prior: {grassroots: 0.7, coopted: 0.3}

        E311 unknown instance
            Finds:   An instance that is not asked: subject/question, with @period where it is asked at one.
            Matters: What it names would be dropped, or counted elsewhere.
            Example: holds_if: {union/orgin: [coopted]}
            Instead: holds_if: {union/origin: [coopted]}

        E324 no such actor
            Finds:   A relation, a quantity or an item that names an actor that the case does not have.
            Matters: A reader could not look up who is meant.
            Example: from: kremlim
            Instead: from: kremlin

        E325 no such quantity
            Finds:   A quantity said to conflict with one that the case does not have.
            Matters: A conflict has two sides.
            Example: conflicts: [share-2008x]
            Instead: conflicts: [share-2008]

        E331 no such claim
            Finds:   A claim said to exclude itself, or one that the case does not have.
            Matters: What it names would never be checked.
            Example: excludes: [coopt]
            Instead: excludes: [coopted]
        """
        singular, plural = _KINDS[code]
        return self.find(code, f"there is no {singular} {quoted(name)}", meant(name, known, plural))
