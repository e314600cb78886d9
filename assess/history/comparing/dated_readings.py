"""Probabilities as they would have been given on each of many days.

E413 timeline too long
    Finds:   A timeline that would draw or sum more than 2**34 numbers, which takes some ten minutes, or show more than
             2**22 probabilities.
    Matters: Each date is a scoring of its own, and with draws all numbers of the case are drawn again for each.
    Example: assess timeline CASE               # 5,000 items, each of a date of its own
    Instead: assess timeline CASE --draws 0
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from typing import Annotated, NoReturn

import numpy as np

from assess.compile.case_by_date import by_date, days_of
from assess.compile.model import Compiled
from assess.compile.perturbations import Perturbations
from assess.compile.story_batch import StoryBatch
from assess.domain.case import Case
from assess.domain.loaded_cases import case_scale
from assess.domain.rubric import Rubric
from assess.errors import AssessError, Finding
from assess.files.lookup import located
from assess.scoring.claims import Claims, stated_in
from assess.scoring.columns import Column, Range
from assess.scoring.draws import Draws, Progress, draw
from assess.scoring.score import compiled, score
from assess.scoring.targets import Target

MOST_NUMBERS = 2**34
"""Numbers that may be drawn or summed."""

MOST_READINGS = 2**22
"""Probabilities that may be shown."""


@dataclass(frozen=True, slots=True)
class DatedProbability:
    """A probability as it would have been given on a day.

    Parameters
    ----------
    probability : float
    interval : (float, float) or None
        The 90 % interval; None if none was drawn.
    term : str or None
        The scale's word.
    """

    probability: Annotated[float, Column("probability", unit="probability beside its word")]
    interval: Annotated[Range | None, Column("90 %", unit="probability")]
    term: Annotated[str | None, Column("word", unit="word", width=20)]


@dataclass(frozen=True, slots=True)
class DatedReadings:
    """The probabilities read off the scorings of a case as of many days.

    Parameters
    ----------
    case : Case
        Resolved.
    days : sequence of date
        Earliest first; empty for one scoring of everything known.
    targets : sequence of Target
    draws, seed : int
        As for `score`.
    progress : callable, optional
        Called with how many days are scored, of how many.
    """

    case: Case
    days: Sequence[dt.date]
    targets: Sequence[Target]
    draws: int
    seed: int
    progress: Progress | None = None

    def read(self) -> list[dict[str, DatedProbability]]:
        """Return the readings of each day, by target.

        Raises
        ------
        AssessError
            E413 if there are too many; else as `score` for the first day that cannot be scored.
        """
        self._check_readings()
        if self.draws:
            self._check_drawn()
        elif self.days:
            rubric = self.case.rubric
            assert isinstance(rubric, Rubric)
            try:
                model, versions = by_date(self.case, rubric, self.days)
            except AssessError:
                # Together, all days may hold more than any single one.
                return list(self._day_by_day())
            if model.method == "cutset":
                return list(self._day_by_day())
            batch = model.story_batch.about(model.world.instances, versions)
            self._check_summed(batch.cells())
            return self._side_by_side(model, batch, versions)
        return list(self._day_by_day())

    def _side_by_side(
        self, model: Compiled, batch: StoryBatch, versions: Perturbations
    ) -> list[dict[str, DatedProbability]]:
        """Return the readings of all days, solved as perturbations of one network."""
        claims = Claims({target.id: target.proposition for target in self.targets}, model)
        readings: list[dict[str, DatedProbability]] = []
        for chosen, solution in batch.solutions(versions):
            size = chosen.stop - chosen.start
            impossible = np.flatnonzero(np.broadcast_to(np.isneginf(solution.log_total), (size,)))
            if len(impossible):
                score(self.case, str(self.days[chosen.start + impossible[0]]), 0)
            by_target = claims.probabilities(solution, batch.nodes)
            columns = [np.broadcast_to(by_target[target.id], (size,)).tolist() for target in self.targets]
            readings.extend(self._readings(row) for row in zip(*columns, strict=True))
            self._tell(chosen.stop)
        return readings

    def _day_by_day(self) -> Iterator[dict[str, DatedProbability]]:
        """Yield the readings of each day, compiled and drawn separately."""
        stated = {target.id: target.proposition for target in self.targets}
        for done, date in enumerate([str(day) for day in self.days] or [None], start=1):
            model = compiled(self.case, date)
            if not model.after.is_possible:
                score(self.case, date, 0)
            read = Claims(stated, model).probabilities(model.after.solution)
            drawn = draw(model, stated_in(self.case), self.draws, self.seed) if self.draws else None
            intervals = [None if drawn is None else _interval(drawn, target, model) for target in self.targets]
            yield self._readings([float(read[target.id][0]) for target in self.targets], intervals)
            self._tell(done)

    def _readings(
        self, probabilities: Sequence[float], intervals: Sequence[Range | None] = ()
    ) -> dict[str, DatedProbability]:
        scale = case_scale(self.case)
        readings = {}
        for target, probability, interval in zip_longest(self.targets, probabilities, intervals):
            term = scale.term_of(probability)
            readings[target.id] = DatedProbability(probability, interval, None if term is None else term.term)
        return readings

    def _tell(self, done: int) -> None:
        if self.progress is not None:
            self.progress(done, max(1, len(self.days)))

    def _check_readings(self) -> None:
        count = len(self.targets) * len(self.days)
        if count > MOST_READINGS:
            most = MOST_READINGS // len(self.days)
            self._refuse(f"{count:,} probabilities", MOST_READINGS, f"name {most:,} claims or hypotheses at most")

    def _check_drawn(self) -> None:
        """Refuse to draw too much: three rows for each item that counts, and the priors, on all days."""
        switches = [0] * (len(self.days) + 1)
        for item in self.case.evidence:
            came, went = (bisect_left(self.days, day) for day in days_of(item, self.case))
            switches[came] += 1
            switches[went] -= 1
        rows = 3 * sum(accumulate(switches[:-1])) + len(self.days) * sum(map(len, self.case.ask.values()))
        if rows * self.draws > MOST_NUMBERS:
            most = MOST_NUMBERS // rows
            ways = "use --draws 0" + (f", or {most:,} at most" if most else "")
            self._refuse(f"{rows * self.draws:,} numbers drawn", MOST_NUMBERS, ways)

    def _check_summed(self, cells: int) -> None:
        if cells * len(self.days) > MOST_NUMBERS:
            hint = "date the items by the month or year, or split the case"
            self._refuse(f"{cells * len(self.days):,} numbers summed", MOST_NUMBERS, hint)

    def _refuse(self, what: str, bound: int, hint: str) -> NoReturn:
        message = f"a timeline of {len(self.days):,} dates would be {what}; the bound is {bound:,}"
        raise AssessError(located(self.case, [Finding("E413", message, ("evidence",), hint, "case")]))


def _interval(drawn: Draws, target: Target, model: Compiled) -> Range:
    if target.instance is None or target.hypothesis is None:
        return drawn.intervals["claim", target.id][0][0]
    state = model.world.nodes[target.instance].states.index(target.hypothesis)
    return drawn.intervals["question", target.instance][state][0]
