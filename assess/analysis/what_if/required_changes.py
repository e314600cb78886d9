"""The judgements that would have to change for a claim to have another probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from assess.analysis.what_if.verdicts import VerdictReader
from assess.compile.judged_numbers import FURTHEST, JudgedKind, JudgedNumber, judged_numbers, moved_numbers
from assess.compile.model import Compiled
from assess.scoring.columns import Column, plain
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import Target, followed

_HALVINGS = 36
"""Bisections of the 40 dB by which a number may be moved."""

_NEAR = 1e-9
_TRIED = 10.0 / FURTHEST
"""How far numbers are moved to see which lead furthest: by 10 dB."""

_MOST_TOGETHER, _MOST_TRIED = 6, 40
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class RequiredChange:
    """A judged number, and the value that would give the claim the expected probability.

    Parameters
    ----------
    kind : str
        ``row``, ``prior``, ``over time``, ``link``, ``weight``, ``reliability`` or ``accuracy``.
    of : tuple of str
        Its place, as ids.
    now : float
    needed : float
        The value needed if this number alone changes.
    distance : float, dB
        The change in its odds (Chan and Darwiche 2005).
    then : float
        The probability of the claim with that value.
    why : str or None
        The reason that the case or rubric gives.
    """

    kind: JudgedKind
    of: tuple[str, ...]
    now: Annotated[float, Column("now", unit="probability")]
    needed: Annotated[float, Column("needed", unit="probability")]
    distance: Annotated[float, Column("away", unit="dB")]
    then: Annotated[float, Column("then", unit="probability")]
    why: Annotated[str | None, Column("why", width=60)]

    @property
    def place(self) -> Annotated[str, Column("number", width=40)]:
        """The place of the number, as ids."""
        first, *rest = self.of
        match self.kind:
            case "row":
                return f"{first}, given {rest[0]}"
            case "prior":
                given = f", given {' and '.join(rest[:-1])}" if rest[:-1] else ""
                return f"prior of {first}: {rest[-1]}{given}"
            case "over time":
                return f"{first} over time: {rest[1]} after {rest[0]}"
            case "link":
                return f"given_weight of {first}"
            case "accuracy":
                return f"{rest[0]} of {first}"
        return f"{self.kind} of {first}"


@dataclass(frozen=True, slots=True)
class RequiredChanges:
    """The judgements that would have to change for a claim or hypothesis to have the expected probability.

    Parameters
    ----------
    id : str
    now, expected : float
    changes : tuple of RequiredChange
        Changes that lead there alone, nearest first.
    together : tuple of RequiredChange
        If none does: the fewest that lead there together, with the odds of all moved equally far.
    short : tuple of RequiredChange
        If none does: how near each comes when moved by 40 dB, nearest first.
    """

    id: str
    now: float
    expected: float
    changes: tuple[RequiredChange, ...]
    together: tuple[RequiredChange, ...]
    short: tuple[RequiredChange, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as plain values."""
        content = plain(self)
        assert isinstance(content, dict)
        return content


def required_changes(result: Assessment, ident: str, expected: float | None = None) -> RequiredChanges:
    """Return the single judgements that would have to change for a claim to have another probability.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, prediction, instance (its most probable hypothesis is followed) or ``instance:hypothesis``.
    expected : float, optional
        Between 0 and 1; even chances by default.

    Raises
    ------
    KeyError
        If there is no such thing.
    ValueError
        If `expected` is not between 0 and 1, or is the present probability.

    Notes
    -----
    As a function of one number used once, a posterior is the ratio of two linear functions, and so monotonic (Castillo,
    Gutiérrez and Hadi 1997); the value is found by bisection, for all numbers at once. If a number has several
    uses and the probability turns back, a value beyond the turn may be missed.
    """
    target = followed(result, ident)
    model = scoring_of(result).model
    reader = VerdictReader(model, [target])
    now = float(reader.now[target.id].probability[0])
    wanted = 0.5 if expected is None else expected
    if not 0.0 < wanted < 1.0:
        message = f"{wanted} is no probability between 0 and 1: expect a number such as 0.9"
        raise ValueError(message)
    if abs(wanted - now) < _NEAR:
        message = f"{target.id} is {wanted:g} already: expect another probability"
        raise ValueError(message)
    search = _Search(reader, target, wanted, now)
    reaching, short = search.split(judged_numbers(model))
    parts = search.solve([[step] for step in reaching])
    sets = [[step.to(abs(part))] for step, part in zip(reaching, parts, strict=True)]
    thens = search.probabilities(sets)
    changes = [_change(model, some[0], then) for some, then in zip(sets, thens, strict=True)]
    changes.sort(key=lambda each: (round(each.distance, 9), each.kind, each.of))
    if changes:
        return RequiredChanges(target.id, now, wanted, tuple(changes), (), ())
    near = [_change(model, step.to(1.0), then) for step, then in short]
    near.sort(key=lambda each: (round(abs(each.then - wanted), 9), each.kind, each.of))
    nearest = sorted(short, key=lambda each: abs(each[1] - wanted))
    together = search.together([step for step, _ in nearest])
    (then,) = search.probabilities([together]) if together else (now,)
    return RequiredChanges(
        target.id, now, wanted, (), tuple(_change(model, move, then) for move in together), tuple(near)
    )


def _change(model: Compiled, move: Move, then: float) -> RequiredChange:
    number, value = move
    return RequiredChange(number.kind, number.of, number.now, value, number.distance(value), then, _why(model, number))


def _why(model: Compiled, number: JudgedNumber) -> str | None:
    case, rubric = model.layout.case, model.layout.rubric
    name = number.of[0]
    match number.kind:
        case "row" | "weight":
            return rubric.indicators[name].why
        case "reliability":
            return case.sources[name].why
        case "accuracy":
            return model.layout.items[name].why
    return case.priors[name].why if name in case.priors else rubric.questions[name].why


Move = tuple[JudgedNumber, float]
"""A number, and the value that it is moved to."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A number moved in one direction: down (-1) or up (1)."""

    number: JudgedNumber
    side: int

    def to(self, part: float) -> Move:
        """Return the number moved by a fraction (0 to 1) of the way: for a chance, of 40 dB of its odds."""
        number = self.number
        if not number.is_weight:
            return number, number.at(self.side * part * FURTHEST)
        least, greatest = number.range
        return number, number.now + part * ((greatest if self.side > 0 else least) - number.now)


class _Search:
    """A search, for many numbers at once, for the values at which a target has the wanted probability."""

    def __init__(self, reader: VerdictReader, target: Target, wanted: float, now: float) -> None:
        self._reader, self._target, self._wanted, self._now = reader, target, wanted, now

    def probabilities(self, sets: Sequence[Sequence[Move]]) -> list[float]:
        """Return the probability of the target with each set of numbers moved."""
        reached: list[float] = []
        for first in range(0, len(sets), _AT_ONCE):
            perturbations = moved_numbers(self._reader.model, sets[first : first + _AT_ONCE])
            reached += self._reader.verdicts_under(perturbations)[self._target.id].probability.tolist()
        return reached

    def split(self, numbers: Sequence[JudgedNumber]) -> tuple[list[_Step], list[tuple[_Step, float]]]:
        """Return the numbers that can reach the probability, and the others that lead nearer, with how near."""
        steps = [_Step(number, side) for number in numbers for side in (-1, 1)]
        then = self.probabilities([[step.to(1.0)] for step in steps])
        reaching, short = [], []
        for k in range(0, len(steps), 2):
            pair = list(zip(steps[k : k + 2], then[k : k + 2], strict=True))
            crossing = [step for step, p in pair if self._is_beyond(p)]
            if crossing:
                reaching.append(crossing[0])
                continue
            step, p = min(pair, key=lambda each: abs(each[1] - self._wanted))
            if abs(p - self._wanted) < abs(self._now - self._wanted) - _NEAR:
                short.append((step, p))
        return reaching, short

    def _is_beyond(self, p: float) -> bool:
        return (p - self._wanted) * (self._now - self._wanted) <= 0.0

    def solve(self, sets: Sequence[Sequence[_Step]]) -> list[float]:
        """Return how far the numbers of each set must be moved, all in a set by the same fraction."""
        near, far = [0.0] * len(sets), [1.0] * len(sets)
        for _ in range(_HALVINGS if sets else 0):
            middle = [(a + b) / 2.0 for a, b in zip(near, far, strict=True)]
            then = self.probabilities(
                [[step.to(part) for step in steps] for steps, part in zip(sets, middle, strict=True)]
            )
            for k, p in enumerate(then):
                (far if self._is_beyond(p) else near)[k] = middle[k]
        return far

    def together(self, steps: Sequence[_Step]) -> list[Move]:
        """Return the fewest numbers that reach the probability when moved equally far; none if no few do.

        They are those that lead furthest when moved alone, one from each table.
        """
        tried = steps[:_MOST_TRIED]
        then = self.probabilities([[step.to(_TRIED)] for step in tried])
        order = sorted(range(len(tried)), key=lambda k: (round(abs(then[k] - self._wanted), 9), k))
        best: dict[str, _Step] = {}
        for k in order:
            best.setdefault(tried[k].number.of[0], tried[k])
        chosen = [list(best.values())[:count] for count in range(2, min(_MOST_TOGETHER, len(best)) + 1)]
        reached = self.probabilities([[step.to(1.0) for step in some] for some in chosen])
        for some, p in zip(chosen, reached, strict=True):
            if self._is_beyond(p):
                (part,) = self.solve([some])
                return [step.to(part) for step in some]
        return []
