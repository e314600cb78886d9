"""The instances of a case: which questions are asked of which subjects, and where parents and items belong.

E304 period unclear
    Finds:   An item or gap without a period whose question has several, or with a period at which it is not asked.
    Matters: The same fact means something else in another year.
    Example: - {id: e1, about: union, indicator: audit, …}
    Instead: - {id: e1, about: union, indicator: audit, period: "2017", …}

E305 several parents possible
    Finds:   An instance whose parent question is asked of one subject at several periods, none of them its own.
    Matters: Which of them it depends on is a judgement that only you can make.
    Example: ask: {georgia: [posture@2001, posture@2017], union: [origin]}
    Instead: priors: {union/origin: {given: georgia/posture@2001, prior: …}}

E306 no parent
    Finds:   An instance whose parent question is not asked of any suitable subject around it.
    Matters: Its prior has a row for each state of that parent.
    Example: ask: {union: [origin]}          # origin is given posture
    Instead: ask: {georgia: [posture], union: [origin]}

E309 item that bears on nothing
    Finds:   An item whose indicator's question is asked neither of its subject nor of one around it.
    Matters: It would be in the file but never count.
    Example: about: georgia                  # origin is asked of union only
    Instead: about: union
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, NoReturn

from assess.domain.case import Case
from assess.domain.context import Gap
from assess.domain.dates import Span
from assess.domain.evidence import Evidence
from assess.domain.rubric import Rubric


class UnplacedError(ValueError):
    """A parent or item has no place in the network.

    Parameters
    ----------
    code, message, hint : str
        The code of the broken rule, what is wrong, and how to fix it.
    """

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def _unplaced(code: str, message: str, hint: str) -> NoReturn:
    raise UnplacedError(code, message, hint)


class Instance(NamedTuple):
    """A question asked of a subject, perhaps at a period."""

    id: str
    subject: str
    question: str
    period: str | None


class Observable(NamedTuple):
    """An indicator of one subject: ``subject/indicator[@period][#event]``."""

    id: str
    subject: str
    indicator: str
    parent: str
    """Id of its parent: an instance or another observable."""
    instance: str
    """Id of the question instance at the top of its chain."""


def split_ask(asked: str) -> tuple[str, str | None]:
    """Split ``control@2017`` into question and period.

    Examples
    --------
    >>> split_ask("control@2017"), split_ask("origin")
    (('control', '2017'), ('origin', None))
    """
    question, mark, period = asked.partition("@")
    return question, period if mark else None


class Layout:
    """The instances of a case, and the lookups that place parents and items.

    Parameters
    ----------
    case : Case
    rubric : Rubric
        Its rubric, loaded.
    """

    def __init__(self, case: Case, rubric: Rubric) -> None:
        self.case, self.rubric = case, rubric
        self.instances: dict[str, Instance] = {}
        self._asked: dict[tuple[str, str], list[Instance]] = {}
        self._chains: dict[tuple[str, str, str | None, str | None], list[Observable]] = {}
        for subject, asks in case.ask.items():
            for asked in asks:
                question, period = split_ask(asked)
                instance = Instance(f"{subject}/{asked}", subject, question, period)
                self.instances[instance.id] = instance
                self._asked.setdefault((subject, question), []).append(instance)
        for several in self._asked.values():
            if len(several) > 1:
                several.sort(key=lambda i: Span(i.period) if i.period else Span("0001"))

    @cached_property
    def items(self) -> dict[str, Evidence]:
        """The evidence of the case, by id."""
        return {item.id: item for item in self.case.evidence}

    def asked(self, subject: str, question: str) -> list[Instance]:
        """Return the instances of `question` on `subject`, earliest period first."""
        return self._asked.get((subject, question), [])

    def around(self, subject: str) -> Iterator[str]:
        """Yield `subject` and the subjects around it, nearest first, stopping if they run in a circle."""
        seen: set[str] = set()
        at: str | None = subject
        while at is not None and at not in seen and at in self.case.subjects:
            seen.add(at)
            yield at
            at = self.case.subjects[at].within

    def country(self, subject: str) -> str | None:
        """Return the country of `subject`, or of the nearest subject around it that has one."""
        return next((c for s in self.around(subject) if (c := self.case.subjects[s].country)), None)

    def previous(self, instance: Instance) -> Instance | None:
        """Return the instance of the same question and subject at the period before, or None."""
        several = self.asked(instance.subject, instance.question)
        at = several.index(instance)
        return several[at - 1] if at else None

    def parents(self, instance: Instance) -> tuple[str, ...]:
        """Return the ids of the parent instances, in the order in which the prior nests them.

        Raises
        ------
        UnplacedError
            If a parent question is not asked of a suitable subject, or is asked at several periods (E305, E306).
        """
        override = self.case.priors.get(instance.id)
        if override is not None:
            return override.given
        earlier = self.previous(instance)
        if earlier is not None:
            return (earlier.id,)
        return tuple(self._parent(instance, given).id for given in self.rubric.questions[instance.question].given)

    def _parent(self, instance: Instance, given: str) -> Instance:
        kind = self.rubric.questions[given].per
        subject = next((s for s in self.around(instance.subject) if self.case.subjects[s].kind == kind), None)
        way_out = f"ask {given} of it, or give {instance.id} its own row under priors"
        if subject is None:
            _unplaced(
                "E306",
                f"{instance.id} is given {given}, but {instance.subject} lies within no {kind}",
                f"set within, or give {instance.id} its own row under priors",
            )
        several = self.asked(subject, given)
        if not several:
            _unplaced("E306", f"{instance.id} is given {given}, which is not asked of {subject}", way_out)
        same = [i for i in several if i.period == instance.period]
        if same:
            return same[0]
        if len(several) == 1:
            return several[0]
        periods = ", ".join(str(i.period) for i in several)
        _unplaced(
            "E305",
            f"{instance.id} is given {given}, which is asked of {subject} at {periods}: which one is not clear",
            f"name one in given, under priors.{instance.id}",
        )

    def top_question(self, indicator: str) -> str:
        """Return the question at the top of an indicator's chain; chains must not run in a circle."""
        at = indicator
        while at in self.rubric.indicators:
            at = self.rubric.indicators[at].of
        return at

    def bears_on(self, item: Evidence | Gap) -> Instance:
        """Return the instance that an item or a gap bears on.

        Raises
        ------
        UnplacedError
            If its question is asked of no subject around it, or the period leaves open which instance (E304, E309).
        """
        question = self.top_question(item.indicator)
        name = item.id if isinstance(item, Evidence) else f"the gap {item.about}/{item.indicator}"
        several = next((s for at in self.around(item.about) if (s := self.asked(at, question))), None)
        if several is None:
            _unplaced(
                "E309",
                f"{name} bears on {question}, which is asked neither of {item.about} nor of a subject around it",
                f"ask {question} of {item.about}, or of a subject that it lies within",
            )
        periods = ", ".join(i.period for i in several if i.period is not None)
        if item.period is None:
            if len(several) == 1:
                return several[0]
            _unplaced(
                "E304",
                f"{name} names no period, and {question} is asked of {several[0].subject} at {periods}",
                f"set period to one of {periods}",
            )
        same = [i for i in several if i.period == item.period]
        if same:
            return same[0]
        _unplaced(
            "E304",
            f"{name} is of period {item.period!r}, at which {question} is not asked of {several[0].subject}",
            f"set period to one of {periods}" if periods else "leave period out: the question has none",
        )

    def observables(self, item: Evidence) -> list[Observable]:
        """Return the observable that `item` reports on, and its ancestors up to the question instance, not included.

        Raises
        ------
        UnplacedError
            As `bears_on`.
        """
        key = (item.about, item.indicator, item.period, item.event)
        if key not in self._chains:
            self._chains[key] = self._chain(item.about, item.indicator, self.bears_on(item), item.event)
        return self._chains[key]

    def named(self, ident: str) -> list[Observable]:
        """Return the observable with an id, and its ancestors; nothing if no observable can have that id."""
        subject, _, rest = ident.partition("/")
        rest, is_event, event = rest.partition("#")
        indicator, period = split_ask(rest)
        if indicator not in self.rubric.indicators or (is_event and not event):
            return []
        question = self.top_question(indicator)
        several = next((asked for at in self.around(subject) if (asked := self.asked(at, question))), [])
        same = [instance for instance in several if instance.period == period]
        return self._chain(subject, indicator, same[0], event or None) if same else []

    def _chain(self, about: str, lowest: str, instance: Instance, label: str | None) -> list[Observable]:
        at_period = f"@{instance.period}" if instance.period is not None else ""
        event = f"#{label}" if label is not None else ""
        chain: list[Observable] = []
        indicator = lowest
        while True:
            of = self.rubric.indicators[indicator].of
            is_top = of in self.rubric.questions
            parent = instance.id if is_top else f"{about}/{of}{at_period}"
            ident = f"{about}/{indicator}{at_period}{event}"
            chain.append(Observable(ident, about, indicator, parent, instance.id))
            if is_top:
                return chain
            indicator, event = of, ""
