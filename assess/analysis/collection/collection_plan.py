"""A collection plan, as data: what to look for, what to verify, and where a second witness would help."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.scoring.columns import FRAME, SPOKEN, UNSTORED, Column, frame_of, plain
from assess.scoring.frames import Table
from assess.scoring.results import Assessment

FORMAT = "assess.plan/1"
LEAST = 0.001
"""Bits from which something is worth looking for."""


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
    """A source, and what an independent one of the stated grade would tell on what it made or passed on.

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


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """The collection plan of one claim or question.

    Parameters
    ----------
    id : str
    kind : {"claim", "question"}
    judged : str
        ``true`` of a claim; of a question the hypothesis that leads now.
    posterior : dict of str to float
        Now; by hypothesis, or by ``true`` and ``false``.
    term : str or None
        The scale's word for what is judged.
    uncertainty : float, bits
        Entropy of the posterior: the most that anything could be expected to tell.
    ordered_by : {"gain", "gain_per_cost"}
        The latter where every prospect has a cost.
    prospects : tuple of Prospect
    together : tuple of IndicatorPair
        Pairs of the foremost prospects, the most synergy first.
    verify : tuple of VerificationValue
        The most gain first.
    witnesses : tuple of SecondWitness
        The greatest total first.
    """

    id: Annotated[str, Column("judgement", name="of")]
    kind: Literal["claim", "question"]
    judged: str
    posterior: Mapping[str, float]
    term: str | None
    uncertainty: float
    ordered_by: Literal["gain", "gain_per_cost"]
    prospects: tuple[Prospect, ...]
    together: tuple[IndicatorPair, ...]
    verify: tuple[VerificationValue, ...]
    witnesses: tuple[SecondWitness, ...]

    @property
    def now(self) -> Annotated[float, Column("now", unit="probability beside its word")]:
        """The probability of what is judged."""
        return self.posterior[self.judged]

    def rows(self, most: int | None = None) -> list[ProspectRow]:
        """Return the prospects, each with what it is a prospect for.

        Parameters
        ----------
        most : int, optional
            How many of those that tell something.
        """
        telling = [prospect for prospect in self.prospects if most is None or prospect.gain >= LEAST]
        return [ProspectRow(self, prospect) for prospect in telling[:most]]

    def pairs(self, most: int) -> list[IndicatorPair]:
        """Return so many of the pairs that tell more together."""
        return [pair for pair in self.together if pair.synergy >= LEAST][:most]

    def verifications(self, most: int) -> list[VerificationRow]:
        """Return so many of the items that are worth verifying."""
        worth = [value for value in self.verify if value.gain >= LEAST]
        return [VerificationRow(self, value) for value in worth[:most]]

    def second_witnesses(self, most: int) -> list[SecondWitness]:
        """Return so many of the sources of which a second one would tell something."""
        return [witness for witness in self.witnesses if witness.total >= LEAST][:most]


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """A prospect of one claim or question."""

    target: TargetPlan
    prospect: Prospect

    @property
    def word_changes(self) -> Annotated[float | None, Column("word changes", unit="probability", shown=SPOKEN)]:
        """The chance that a claim has another word then."""
        return self.prospect.change if self.target.kind == "claim" else None

    @property
    def leader_changes(self) -> Annotated[float | None, Column("leader changes", unit="probability", shown=SPOKEN)]:
        """The chance that another hypothesis leads then."""
        return self.prospect.change if self.target.kind == "question" else None

    @property
    def chance_present(self) -> Annotated[float, Column("chance of present", unit="probability", shown=FRAME)]:
        """The chance that the report says that the indicator is present."""
        return self.prospect.present.chance

    @property
    def if_present(self) -> Annotated[float | None, Column("if present", unit="probability beside its word")]:
        """The probability of what is judged if it does."""
        return self.then(self.prospect.present)

    @property
    def if_absent(self) -> Annotated[float | None, Column("if absent", unit="probability beside its word")]:
        """The probability of what is judged if the report says that it is absent."""
        return self.then(self.prospect.absent)

    @property
    def look_for(self) -> Annotated[str, Column("look for", shown=SPOKEN)]:
        """The indicator, of which a table gives the words."""
        return self.prospect.id

    def then(self, outcome: Outcome) -> float | None:
        """Return the probability of what is judged after a report; None where it cannot say so."""
        return None if outcome.posterior is None else outcome.posterior[self.target.judged]


@dataclass(frozen=True, slots=True)
class VerificationRow:
    """An item to verify, of one claim or question."""

    target: TargetPlan
    value: VerificationValue

    @property
    def then(self) -> Annotated[float | None, Column("then", unit="probability beside its word")]:
        """The probability of what is judged if it is verified."""
        return None if self.value.posterior is None else self.value.posterior[self.target.judged]

    @property
    def what(self) -> Annotated[str, Column("reports")]:
        """What it reports, of which a table gives the words."""
        return self.value.indicator


@dataclass(frozen=True, slots=True, repr=False)
class CollectionPlan(Displayed):
    """The collection plans of a case.

    Parameters
    ----------
    case : str
    grade : str
        Of the source that is supposed to report: its reliability, then the credibility of what it says.
    best : str
        The best grades of the grading, for what is verified.
    targets : dict of str to TargetPlan
        By claim, prediction or instance.
    result : Assessment
        What was planned for.
    """

    case: str
    grade: str
    best: str
    targets: Mapping[str, TargetPlan]
    result: Annotated[Assessment, UNSTORED] = field(compare=False)

    def _in_short(self) -> str:
        return f"Collection plan of {self.case} for {count(len(self.targets), 'judgement')}"

    def table(self) -> Table:
        """Return the prospects of each target: what a report on each would tell, and what would be believed then."""
        order = ("of", ..., "now", "chance_present", "if_present", "if_absent", "cost", "gain_per_cost")
        return frame_of(ProspectRow, (row for target in self.targets.values() for row in target.rows()), order)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, in the published format (``assess.plan/1``)."""
        return {"format": FORMAT, **plain(self)}

    def to_json(self) -> str:
        """Return `to_dict` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)
