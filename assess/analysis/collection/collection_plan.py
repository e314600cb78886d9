"""A collection plan, as data: what to look for, what to verify, and where a second witness would help."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from assess.analysis.collection.prospects import (
    IndicatorPair,
    Outcome,
    Prospect,
    SecondWitness,
    VerificationValue,
)
from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.scoring.columns import FRAME, SPOKEN, UNSTORED, Column, frame_of, plain
from assess.scoring.frames import Table
from assess.scoring.results import Assessment

FORMAT = "assess.plan/1"
LEAST = 0.001
"""The least gain in bits for which something is worth looking for."""


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """The collection plan of one claim or question.

    Parameters
    ----------
    id : str
    kind : {"claim", "question"}
    judged : str
        ``true`` for a claim; for a question, the hypothesis that leads now.
    posterior : dict of str to float
        At present; by hypothesis, or by ``true`` and ``false``.
    term : str or None
        The scale's word for what is judged.
    uncertainty : float, bits
        The entropy of the posterior: the most that anything could be expected to tell.
    ordered_by : {"gain", "gain_per_cost"}
        The latter if every prospect has a cost.
    prospects : tuple of Prospect
    together : tuple of IndicatorPair
        Pairs of the foremost prospects, most synergy first.
    verify : tuple of VerificationValue
        Most gain first.
    witnesses : tuple of SecondWitness
        Greatest total first.
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
        """The present probability of what is judged."""
        return self.posterior[self.judged]

    def rows(self, most: int | None = None) -> list[ProspectRow]:
        """Return the prospects, each with its claim or question.

        Parameters
        ----------
        most : int, optional
            The most of those that tell something.
        """
        telling = [prospect for prospect in self.prospects if most is None or prospect.gain >= LEAST]
        return [ProspectRow(self, prospect) for prospect in telling[:most]]

    def pairs(self, most: int) -> list[IndicatorPair]:
        """Return the foremost pairs that tell more together than apart, at most a given number."""
        return [pair for pair in self.together if pair.synergy >= LEAST][:most]

    def verifications(self, most: int) -> list[VerificationRow]:
        """Return the items most worth verifying, at most a given number."""
        worth = [value for value in self.verify if value.gain >= LEAST]
        return [VerificationRow(self, value) for value in worth[:most]]

    def second_witnesses(self, most: int) -> list[SecondWitness]:
        """Return the sources most worth a second witness, at most a given number."""
        return [witness for witness in self.witnesses if witness.total >= LEAST][:most]


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """A prospect of one claim or question."""

    target: TargetPlan
    prospect: Prospect

    @property
    def word_changes(self) -> Annotated[float | None, Column("word changes", unit="probability", shown=SPOKEN)]:
        """The chance that a claim's word would change."""
        return self.prospect.change if self.target.kind == "claim" else None

    @property
    def leader_changes(self) -> Annotated[float | None, Column("leader changes", unit="probability", shown=SPOKEN)]:
        """The chance that another hypothesis would lead."""
        return self.prospect.change if self.target.kind == "question" else None

    @property
    def chance_present(self) -> Annotated[float, Column("chance of present", unit="probability", shown=FRAME)]:
        """The chance that the report would say that the indicator is present."""
        return self.prospect.present.chance

    @property
    def if_present(self) -> Annotated[float | None, Column("if present", unit="probability beside its word")]:
        """The probability of what is judged if the report says that it is present."""
        return self.then(self.prospect.present)

    @property
    def if_absent(self) -> Annotated[float | None, Column("if absent", unit="probability beside its word")]:
        """The probability of what is judged if the report says that it is absent."""
        return self.then(self.prospect.absent)

    @property
    def look_for(self) -> Annotated[str, Column("look for", shown=SPOKEN)]:
        """The indicator; tables put it into words."""
        return self.prospect.id

    def then(self, outcome: Outcome) -> float | None:
        """Return the probability of what is judged after a report; None if that report is impossible."""
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
        """What it reports; tables put it into words."""
        return self.value.indicator


@dataclass(frozen=True, slots=True, repr=False)
class CollectionPlan(Displayed):
    """The collection plans of a case.

    Parameters
    ----------
    case : str
    grade : str
        The assumed grade of the source that would report: its reliability, then the credibility of what it says.
    best : str
        The best grades of the grading, assumed for verification.
    targets : dict of str to TargetPlan
        By claim, prediction or instance.
    result : Assessment
        The result that was planned for.
    """

    case: str
    grade: str
    best: str
    targets: Mapping[str, TargetPlan]
    result: Annotated[Assessment, UNSTORED] = field(compare=False)

    def _in_short(self) -> str:
        return f"Collection plan of {self.case} for {count(len(self.targets), 'judgement')}"

    def table(self) -> Table:
        """Return the prospects of each target: what a report on each would tell, and the probabilities after it."""
        order = ("of", ..., "now", "chance_present", "if_present", "if_absent", "cost", "gain_per_cost")
        return frame_of(ProspectRow, (row for target in self.targets.values() for row in target.rows()), order)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain values, in the published format (``assess.plan/1``)."""
        return {"format": FORMAT, **plain(self)}

    def to_json(self) -> str:
        """Return `to_dict` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)
