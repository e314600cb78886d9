"""One change at a time: a row, a grade, or a source left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

import numpy as np

from assess.analysis.what_if.verdicts import Verdict, VerdictReader, Verdicts
from assess.compile.number_shifts import GradeShift, IndicatorRow, grade_shifts, regraded, rows_in_use
from assess.compile.perturbations import dropping
from assess.scoring.columns import Column, Range
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import Target


@dataclass(frozen=True, slots=True)
class RowSwing:
    """The verdicts with an indicator's row at the ends of its interval, wherever it is used.

    Parameters
    ----------
    indicator, state : str
        The row: P(present) of the indicator given a state of its parent.
    low, high : float
        The 5 % and 95 % quantiles of the row.
    at_low, at_high : Verdict
        The verdicts with the row there.
    """

    indicator: Annotated[str, Column("indicator")]
    state: Annotated[str, Column("given")]
    low: float
    high: float
    at_low: Annotated[Verdict, Column("at its low end", unit="likelihood", width=30)]
    at_high: Annotated[Verdict, Column("at its high end", unit="likelihood", width=30)]

    @property
    def ends(self) -> Annotated[Range, Column("row", unit="probability")]:
        """Both quantiles."""
        return self.low, self.high

    @property
    def swing(self) -> float:
        """The difference between the two probabilities."""
        return abs(self.at_high.probability - self.at_low.probability)


@dataclass(frozen=True, slots=True)
class RegradedSource:
    """The verdict with a source one grade better or worse."""

    source: Annotated[str, Column("source")]
    grade: Annotated[str, Column("grade")]
    to: str
    direction: Literal["up", "down"]
    then: Annotated[Verdict, Column("then", unit="likelihood", width=30)]

    @property
    def leads(self) -> Annotated[str, Column("leads")]:
        """What leads then."""
        return self.then.leader


class OneAtATime:
    """A case under one change at a time; each kind of change is solved when first needed.

    Parameters
    ----------
    result : Assessment
    targets : iterable of Target
        The targets of the verdicts.

    Notes
    -----
    Leaving out sources and shifting grades are one batch, in which the stories of unreliable sources are worked out
    again. Rows at the ends of their intervals are another, in which stories stay the same, because a story is told in a
    world with rates of its own.
    """

    def __init__(self, result: Assessment, targets: Iterable[Target]) -> None:
        self.model = model = scoring_of(result).model
        self.reader = VerdictReader(model, dict.fromkeys(targets))
        self.through = {
            name: model.reports_through[name] for name in model.layout.case.sources if name in model.reports_through
        }

    def prior(self, ident: str) -> float:
        """Return the probability of a target before any evidence."""
        return float(self.reader.before[ident].probability[0])

    def now(self, ident: str) -> Verdict:
        """Return the verdict on a target with all the evidence."""
        return self.reader.verdict(self.reader.now[ident])

    def rows(self, ident: str, most: int | None = None) -> tuple[RowSwing, ...]:
        """Return the verdicts at the ends of each row's interval, widest swing first, without exactly known rows.

        Parameters
        ----------
        ident : str
        most : int, optional
            The most rows; all by default.
        """
        rows, moved = self._moved[0], self._moved[1][ident]
        swings = np.abs(moved.probability[1::2] - moved.probability[::2]).tolist()
        order = sorted(range(len(rows)), key=lambda k: (-round(swings[k], 9), rows[k].indicator))

        def at(k: int) -> RowSwing:
            low, high = (self.reader.verdict(moved, 2 * k + end) for end in (0, 1))
            return RowSwing(rows[k].indicator, rows[k].state, rows[k].low, rows[k].high, low, high)

        return tuple(map(at, order[:most]))

    def without(self, ident: str) -> dict[str, Verdict]:
        """Return the verdict without each source."""
        verdicts = self._changed[1][ident]
        return {name: self.reader.verdict(verdicts, k) for k, name in enumerate(self.through)}

    def without_each(self, idents: Collection[str]) -> dict[str, dict[str, float]] | None:
        """Return the probability of each claim without each source, by source; None if one is not among the targets."""
        if not self.reader.now.keys() >= set(idents):
            return None
        moved = self._changed[1]
        columns = {ident: moved[ident].probability.tolist() for ident in idents}
        return {name: {ident: columns[ident][k] for ident in idents} for k, name in enumerate(self.through)}

    def grades(self, ident: str) -> tuple[RegradedSource, ...]:
        """Return the verdict with each source one grade better and worse."""
        return tuple(self._regraded(ident))

    def _regraded(self, ident: str) -> Iterator[RegradedSource]:
        shifts, changed = self._changed
        for column, shift in enumerate(shifts, len(self.through)):
            then = self.reader.verdict(changed[ident], column)
            yield RegradedSource(shift.source, shift.grade, shift.to, shift.direction, then)

    @cached_property
    def _moved(self) -> tuple[list[IndicatorRow], dict[str, Verdicts]]:
        rows = [row for row in rows_in_use(self.model) if row.low < row.high]
        return rows, self.reader.verdicts_at_ends(rows)

    @cached_property
    def _changed(self) -> tuple[list[GradeShift], dict[str, Verdicts]]:
        """The verdicts without each source, then with each grade shifted."""
        shifts = grade_shifts(self.model)
        return shifts, self.reader.verdicts_under(regraded(shifts, dropping(list(self.through.values()))))
