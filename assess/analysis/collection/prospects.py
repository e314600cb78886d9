"""What a collection plan consists of: what a report, a second look or a second witness would tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from assess.domain.instances import Observable
from assess.scoring.columns import FRAME, Column


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator on which nothing reports, what it hangs under, and what the case says of looking for it."""

    observable: Observable
    under: tuple[Observable, ...]
    period: str | None
    is_gap: bool
    why: str | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer that a report may give, and what would be believed then.

    Parameters
    ----------
    chance : float
        P(the report says so | all the evidence).
    posterior : dict of str to float, or None
        By hypothesis, or by ``true`` and ``false`` of a claim; None where the report cannot say so.
    term : str or None
        The scale's word for what is judged: the claim, or the hypothesis that leads now.
    """

    chance: float
    posterior: Mapping[str, float] | None
    term: str | None


@dataclass(frozen=True, slots=True)
class Prospect:
    """An indicator on which no scored item reports, and what one report on it would tell.

    Parameters
    ----------
    id, instance : str
        Of the indicator of a subject, and of the question that it bears on.
    why : str or None
        What the case says of the gap, where it is listed as one.
    gain : float, bits
        What the report is expected to tell of the claim or question: from 0 to its `uncertainty`.
    change : float
        The chance that the claim's word, or the question's leading hypothesis, is another after the report.
    shift : float
        By how much the probability of what is judged is expected to move, up or down.
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
        Of both reports.
    synergy : float, bits
        That, less what each tells alone; above 0.
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
    """An item, and what it would be worth to verify it.

    Parameters
    ----------
    item, instance, indicator : str
    posterior : dict of str to float, or None
        If a source of the grading's best grades said the same, heard directly and once, in the place of all items of
        that statement; None where that could not be said.
    weight_db : float or None, dB
        10·log10 of the odds then over the odds now, of what is judged; None where it is infinite.
    gain : float, bits
        What such a source is expected to tell, beside all the evidence, if it is asked whether the indicator is
        present.
    """

    item: Annotated[str, Column("item")]
    instance: str
    indicator: str
    posterior: Mapping[str, float] | None
    weight_db: Annotated[float | None, Column("dB", unit="dB")]
    gain: Annotated[float, Column("bits", unit="bits")]


@dataclass(frozen=True, slots=True)
class SecondWitness:
    """A source, and what an independent one of the stated grade would tell about what it said or passed on.

    Parameters
    ----------
    indicators : int
        On how many it reports.
    best : str
        That on which an independent report would tell most.
    gain : float, bits
        Of that report.
    total : float, bits
        The sum over all of them; reports that overlap tell less together.
    """

    source: Annotated[str, Column("source")]
    indicators: int
    best: Annotated[str, Column("best on")]
    gain: Annotated[float, Column("best bits", unit="bits")]
    total: Annotated[float, Column("all bits", unit="bits")]
