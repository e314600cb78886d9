"""The inputs of a scoring with only some of the changes between two scorings made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assess.compile.numbers import Numbers
from assess.domain.case import Case, Prior, Source
from assess.domain.claim import Claim, Prediction
from assess.domain.evidence import Evidence
from assess.domain.grading import Grading
from assess.domain.instances import Layout, UnplacedError
from assess.domain.rubric import Indicator, Question
from assess.domain.scale import Scale
from assess.history.comparing.differences import (
    InputChange,
    Kind,
    Side,
    asked_as,
)

_ONE_UTTERANCE = (
    *("about", "indicator", "says", "source", "period", "event"),
    *("credibility", "accuracy", "hit", "false_alarm", "search", "tells"),
)
_ITEMS: tuple[Kind, ...] = ("items added", "items withdrawn", "items edited")


@dataclass(frozen=True, slots=True)
class ChangeUnit:
    """A change, or several that only make sense together, made or left as one and given one share.

    Parameters
    ----------
    kind, id : str
    only_numbers : bool
        Whether it changes only numbers in the network.
    """

    kind: Kind
    id: str
    only_numbers: bool


class MixedInputs:
    """Makes the inputs in which some of the changes between two sides are made.

    Parameters
    ----------
    a, b : Side
    changes : sequence of InputChange

    Attributes
    ----------
    units : tuple of ChangeUnit
        The changes that a score can depend on, by kind.
    """

    def __init__(self, a: Side, b: Side, changes: Sequence[InputChange]) -> None:
        self.a, self.b = a, b
        bearing = [change for change in changes if change.bears]
        asked = any(change.kind == "questions" for change in bearing)
        self._bound = {
            (change.kind, change.id)
            for change in bearing
            if change.kind == "questions"
            or (asked and change.kind in ("favours", "copies", "claims"))
            or (change.kind in ("priors", "rows", "weights") and not self._is_loose(change.kind, change.id))
        }
        self.units = tuple(self._units(bearing))
        self._place = {(unit.kind, unit.id): number for number, unit in enumerate(self.units)}

    def _units(self, bearing: Iterable[InputChange]) -> Iterable[ChangeUnit]:
        bound = sorted({kind for kind, _ in self._bound})
        together: Kind | None = None if not bound else "questions" if "questions" in bound else bound[0]
        self._together = together and (together, "together")
        units = [
            ChangeUnit(change.kind, change.id, self._is_numbers(change))
            for change in bearing
            if (change.kind, change.id) not in self._bound and change.kind != "grading"
        ]
        if any(change.kind == "grading" for change in bearing):
            units.append(ChangeUnit("grading", "grades and terms", only_numbers=False))
        if together:
            units.append(ChangeUnit(together, "together", only_numbers=False))
        kinds = list(dict.fromkeys([change.kind for change in bearing]))
        return sorted(units, key=lambda unit: kinds.index(unit.kind))

    def _is_numbers(self, change: InputChange) -> bool:
        if change.kind in _ITEMS:
            versions = (side.items.get(change.id) for side in (self.a, self.b))
            return not any(
                item is not None and (item.statement in self._at_odds or item.source in self._copied)
                for item in versions
            )
        if change.kind == "sources regraded":
            before, after = (side.case.sources[change.id] for side in (self.a, self.b))
            if before.accuracy != after.accuracy:
                return False
            chances = [before.reliability, after.reliability]
            numbers = [self.numbers(later) for later in (False, True)]
            return all(side.reliability(chance)[0] < 1.0 for side in numbers for chance in chances)
        return change.kind in ("priors", "rows", "weights")

    @cached_property
    def _copied(self) -> set[str]:
        """The sources that others may copy: their items affect the items of the others."""
        sources = (source for side in (self.a, self.b) for source in side.case.sources.values())
        return {original for source in sources for original in source.copies}

    @cached_property
    def _at_odds(self) -> set[str]:
        """The statements whose items, on both sides together, do not all say the same."""
        utterances: dict[str, tuple[object, ...]] = {}
        at_odds = set()
        for item in (*self.a.items.values(), *self.b.items.values()):
            if item.statement is not None:
                utterance = tuple(getattr(item, name) for name in _ONE_UTTERANCE)
                if utterances.setdefault(item.statement, utterance) != utterance:
                    at_odds.add(item.statement)
        return at_odds

    def _is_loose(self, kind: Kind, ident: str) -> bool:
        """Return whether numbers can be replaced where they stand."""
        if "/" in ident:
            layouts = self.a.layout, self.b.layout
            if any(ident not in layout.instances for layout in layouts):
                return False
            parents = [layout.parents(layout.instances[ident]) for layout in layouts]
            return parents[0] == parents[1] and all(self._same_states(i) for i in (ident, *parents[0]))
        if kind == "rows" or ident in self.a.rubric.indicators:
            old, new = self.a.rubric.indicators[ident], self.b.rubric.indicators[ident]
            return (old.of, old.same) == (new.of, new.same) and old.present_if.keys() == new.present_if.keys()
        first, second = self.a.rubric.questions[ident], self.b.rubric.questions[ident]
        return (
            asked_as(first) == asked_as(second)
            and (first.over_time is None) == (second.over_time is None)
            and (first.step, first.same) == (second.step, second.same)
            and all(self._same_hypotheses(given) for given in first.given)
        )

    def _same_states(self, instance: str) -> bool:
        question = self.a.layout.instances[instance].question
        return question == self.b.layout.instances[instance].question and self._same_hypotheses(question)

    def _same_hypotheses(self, question: str) -> bool:
        return list(self.a.rubric.questions[question].hypotheses) == list(self.b.rubric.questions[question].hypotheses)

    def numbers(self, later: bool) -> Numbers:
        """Return the numbers of one side; words that only the other side has are read as there."""
        side, other = (self.b, self.a) if later else (self.a, self.b)
        scale, more = side.rubric.scale, other.rubric.scale
        grading, grades = side.rubric.grading, other.rubric.grading
        assert isinstance(scale, Scale)
        assert isinstance(more, Scale)
        assert isinstance(grading, Grading)
        assert isinstance(grades, Grading)
        unknown = tuple(t for t in more.terms if any(scale.find(words) is None for words in t.names))
        return Numbers(
            scale.model_copy(update={"terms": (*scale.terms, *unknown)}),
            grading.model_copy(
                update={
                    "reliability": {**grades.reliability, **grading.reliability},
                    "credibility": {**grades.credibility, **grading.credibility},
                }
            ),
        )

    def case(self, made: Collection[int], also: bool = False) -> Case:
        """Return the inputs with the given units made.

        Parameters
        ----------
        made : collection of int
            The positions of the units.
        also : bool
            Whether to include every item that a change of numbers adds or removes; an edited item is included both as
            it was and as it is, the latter under the id that `edited` gives.
        """
        numbers = self.numbers(self._has("grading", "grades and terms", made))
        later = self._together is not None and self._has(*self._together, made)
        base = self.b if later else self.a
        questions = {name: self._question(name, base, made) for name in base.rubric.questions}
        indicators = {name: self._indicator(name, base, made) for name in base.rubric.indicators}
        rubric = base.rubric.model_copy(
            update={
                "questions": questions,
                "indicators": indicators,
                "scale": numbers.scale,
                "grading": numbers.grading,
            }
        )
        content = {
            "rubric": rubric,
            "priors": dict(self._priors(base, made)),
            "sources": {
                **self.b.case.sources,
                **{name: self._source(name, base, made) for name in self.a.case.sources},
            },
            "claims": {name: self._stated("claims", name, base, made) for name in base.case.claims},
            "predictions": {name: self._stated("predictions", name, base, made) for name in base.case.predictions},
        }
        whole = base.case.model_copy(update=content)
        layout = Layout(whole, rubric)
        items = (item for item in self._evidence(made, also) if _has_place(item, layout))
        return whole.model_copy(update={"evidence": tuple(items)})

    def _has(self, kind: Kind, ident: str, made: Collection[int]) -> bool:
        return self._place.get((kind, ident), -1) in made

    def _choice(self, kind: Kind, ident: str, base: Side, made: Collection[int]) -> Side:
        """Return the side from which something is taken."""
        if (kind, ident) in self._bound:
            return base
        return self.b if self._has(kind, ident, made) else self.a

    def _question(self, name: str, base: Side, made: Collection[int]) -> Question:
        if name not in self.a.rubric.questions or name not in self.b.rubric.questions:
            return base.rubric.questions[name]
        prior, weight = (self._choice(kind, name, base, made).rubric.questions[name] for kind in ("priors", "weights"))
        update = {n: getattr(prior, n) for n in ("prior", "over_time", "prior_n", "over_time_n", "same")}
        return base.rubric.questions[name].model_copy(update={**update, "given_weight": weight.given_weight})

    def _indicator(self, name: str, base: Side, made: Collection[int]) -> Indicator:
        if name not in self.a.rubric.indicators or name not in self.b.rubric.indicators:
            return base.rubric.indicators[name]
        rows, weight = (self._choice(kind, name, base, made).rubric.indicators[name] for kind in ("rows", "weights"))
        update = {"present_if": rows.present_if, "same": rows.same, "weight": weight.weight}
        return base.rubric.indicators[name].model_copy(update=update)

    def _priors(self, base: Side, made: Collection[int]) -> Iterable[tuple[str, Prior]]:
        for ident in dict.fromkeys([*self.a.case.priors, *self.b.case.priors]):
            prior = self._choice("priors", ident, base, made).case.priors.get(ident)
            if prior is not None:
                yield ident, prior

    def _source(self, name: str, base: Side, made: Collection[int]) -> Source:
        if name not in self.b.case.sources:
            return self.a.case.sources[name]
        graded = self._choice("sources regraded", name, base, made).case.sources[name]
        stories = self._choice("favours", name, base, made).case.sources[name]
        copies = self._choice("copies", name, base, made).case.sources[name].copies
        update = {"favours": stories.favours, "favours_weight": stories.favours_weight, "copies": copies}
        return graded.model_copy(update=update)

    def _stated(self, part: str, name: str, base: Side, made: Collection[int]) -> Claim | Prediction:
        stated = getattr(self._choice("claims", name, base, made).case, part)
        claim: Claim | Prediction = stated.get(name) or getattr(base.case, part)[name]
        return claim

    def _evidence(self, made: Collection[int], also: bool) -> Iterable[Evidence]:
        for ident in dict.fromkeys([*self.a.items, *self.b.items]):
            old, new = self.a.items.get(ident), self.b.items.get(ident)
            place = next((self._place[kind, ident] for kind in _ITEMS if (kind, ident) in self._place), None)
            if place is None or not (also and self.units[place].only_numbers):
                chosen = old if place is None or place not in made else new
                yield from () if chosen is None else (chosen,)
                continue
            if old is not None:
                yield old
            if new is not None:
                yield new if old is None else new.model_copy(update={"id": edited(ident)})


def edited(ident: str) -> str:
    """Return the id that tells an edited item from its earlier version; no written id has a slash."""
    return f"{ident}/edited"


def _has_place(item: Evidence, layout: Layout) -> bool:
    """Return whether the questions that an item bears on exist."""
    if item.about not in layout.case.subjects or item.indicator not in layout.rubric.indicators:
        return False
    try:
        layout.observables(item)
    except UnplacedError:
        return False
    return True
