"""What would have to be judged otherwise for a claim to have another probability."""

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
"""Of the 40 dB that a number may be moved by."""

_NEAR = 1e-9
_TRIED = 10.0 / FURTHEST
"""How far numbers are moved to see which of them lead most of the way: by 10 dB."""

_MOST_TOGETHER, _MOST_TRIED = 6, 40
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class RequiredChange:
    """A judged number, and the value that would make the claim as probable as was expected.

    Parameters
    ----------
    kind : str
        ``row``, ``prior``, ``over time``, ``link``, ``weight``, ``reliability`` or ``accuracy``.
    of : tuple of str
        Where it stands, by ids.
    now : float
    needed : float
        That alone, with all else as it is.
    distance : float, dB
        How far that is: the change of its odds (Chan and Darwiche 2005).
    then : float
        The probability of the claim with it.
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
        """Where the number stands, in ids."""
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
    """What would have to be judged otherwise for a claim, or hypothesis, to be as probable as was expected.

    Parameters
    ----------
    id : str
    now, expected : float
    changes : tuple of RequiredChange
        Those that lead there alone, the nearest first.
    together : tuple of RequiredChange
        Where none does: the fewest that lead there with the odds of each moved as far as those of the others.
    short : tuple of RequiredChange
        Where none does: how near each comes, moved by 40 dB; the nearest first.
    """

    id: str
    now: float
    expected: float
    changes: tuple[RequiredChange, ...]
    together: tuple[RequiredChange, ...]
    short: tuple[RequiredChange, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        content = plain(self)
        assert isinstance(content, dict)
        return content


def required_changes(result: Assessment, ident: str, expected: float | None = None) -> RequiredChanges:
    """Return which single judgements would have to be other for a claim to have another probability.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, prediction, instance (its most probable hypothesis is followed) or ``instance:hypothesis``.
    expected : float, optional
        Between 0 and 1; even chances where left out.

    Raises
    ------
    KeyError
        If there is no such thing.
    ValueError
        If `expected` is no probability between 0 and 1, or what it is already.

    Notes
    -----
    In one number of a network used once a posterior is the ratio of two straight lines, so that it rises or falls all
    the way (Castillo, Gutiérrez and Hadi 1997); the value is found by halving. All numbers are moved side by side.
    Where a number serves several uses and the probability turns back, a value beyond the turn may be missed.
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
    """A number that is moved to one side: down (-1) or up (1)."""

    number: JudgedNumber
    side: int

    def to(self, part: float) -> Move:
        """Return it moved a part of the way, from none (0) to all of it (1): of a chance, of 40 dB of its odds."""
        number = self.number
        if not number.is_weight:
            return number, number.at(self.side * part * FURTHEST)
        least, greatest = number.range
        return number, number.now + part * ((greatest if self.side > 0 else least) - number.now)


class _Search:
    """The values at which a target is as probable as is wanted, of many numbers side by side."""

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
        """Return the numbers that can make it so, and those others that lead nearer, each with how near."""
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
        """Return how far the numbers of each set must be moved, all of a set as far."""
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
        """Return the fewest numbers that make it so when moved as far as each other; none where no few do.

        Taken are those that lead most of the way when moved alone, one of each table.
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
