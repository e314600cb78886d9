"""The parts of a collection plan: what a report, a verification or a second witness would tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from assess.domain.instances import Observable
from assess.scoring.columns import FRAME, Column


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator on which nothing reports, its parent, and what the case says about looking for it."""

    observable: Observable
    under: tuple[Observable, ...]
    period: str | None
    is_gap: bool
    why: str | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer that a report may give, and the probabilities after it.

    Parameters
    ----------
    chance : float
        P(the report says so | all the evidence).
    posterior : dict of str to float, or None
        By hypothesis, or by ``true`` and ``false`` for a claim; None if that answer is impossible.
    term : str or None
        The scale's word for what is judged: the claim, or the hypothesis that leads now.
    """

    chance: float
    posterior: Mapping[str, float] | None
    term: str | None


@dataclass(frozen=True, slots=True)
class Prospect:
    """An unreported indicator, and what one report on it would tell.

    Parameters
    ----------
    id, instance : str
        The ids of the indicator of a subject and of the question instance that it bears on.
    why : str or None
        What the case says about it, if it is listed as a gap.
    gain : float, bits
        What the report is expected to tell about the claim or question: from 0 to its `uncertainty`.
    change : float
        The chance that the report changes the claim's word or the question's leading hypothesis.
    shift : float
        The expected absolute change in the probability of what is judged.
    present, absent : Outcome
        If the report says that the indicator is present, and that it is absent.
    cost, gain_per_cost : float or None
        In the unit of the rubric's costs.
    """

    id: Annotated[str, Column("id", shown=FRAME)]
    instance: Annotated[str, Column("instance", shown=FRAME)]
    about: Annotated[str, Column("about", shown=FRAME)]
    indicator: Annotated[str, Column("indicator", shown=FRAME)]
    period: Annotated[str | None, Column("period", shown=FRAME)]
    why: Annotated[str | None, Column("why", shown=FRAME)]
    gain: Annotated[float, Column("bits", unit="bits")]
    change: Annotated[float, Column("changes", unit="probability", shown=FRAME)]
    shift: Annotated[float, Column("shift", unit="probability", shown=FRAME)]
    present: Outcome
    absent: Outcome
    cost: Annotated[float | None, Column("cost", unit="number")]
    gain_per_cost: Annotated[float | None, Column("bits per cost", unit="bits")]


@dataclass(frozen=True, slots=True)
class IndicatorPair:
    """Two indicators whose reports tell more together than the sum of what each tells alone.

    Parameters
    ----------
    gain : float, bits
        What both reports are expected to tell.
    synergy : float, bits
        The gain, less what each tells alone; above 0.
    """

    first: str
    second: str
    gain: Annotated[float, Column("bits", unit="bits")]
    synergy: Annotated[float, Column("bits more", unit="bits")]

    @property
    def both(self) -> Annotated[tuple[str, str], Column("look for both")]:
        """The two of them."""
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class VerificationValue:
    """An item, and the value of verifying it.

    Parameters
    ----------
    item, instance, indicator : str
    posterior : dict of str to float, or None
        If a source with the grading's best grades said the same, directly and once, in place of all items of that
        statement; None if that could not be said.
    weight_db : float or None, dB
        10·log10 of the odds then over the odds now, of what is judged; None if infinite.
    gain : float, bits
        What such a source is expected to tell, beyond all the evidence, when asked whether the indicator is present.
    """

    item: Annotated[str, Column("item")]
    instance: str
    indicator: str
    posterior: Mapping[str, float] | None
    weight_db: Annotated[float | None, Column("dB", unit="dB")]
    gain: Annotated[float, Column("bits", unit="bits")]


@dataclass(frozen=True, slots=True)
class SecondWitness:
    """A source, and what an independent one of the assumed grade would tell about what it said or passed on.

    Parameters
    ----------
    indicators : int
        The number of indicators on which it reports.
    best : str
        The indicator on which an independent report would tell most.
    gain : float, bits
        The gain of that report.
    total : float, bits
        The sum over all indicators; reports that overlap tell less together.
    """

    source: Annotated[str, Column("source")]
    indicators: int
    best: Annotated[str, Column("best on")]
    gain: Annotated[float, Column("best bits", unit="bits")]
    total: Annotated[float, Column("all bits", unit="bits")]
