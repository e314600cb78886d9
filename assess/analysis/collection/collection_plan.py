"""A collection plan, as data: what to look for, what to verify, and where a second witness would help."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from assess.domain.notebook_display import Displayed
from assess.scoring.frames import Kind, Table, columns_of

FORMAT = "assess.plan/1"


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

    id: str
    instance: str
    about: str
    indicator: str
    period: str | None
    why: str | None
    gain: float
    change: float
    shift: float
    present: Outcome
    absent: Outcome
    cost: float | None
    gain_per_cost: float | None


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
    gain: float
    synergy: float


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

    item: str
    instance: str
    indicator: str
    posterior: Mapping[str, float] | None
    weight_db: float | None
    gain: float


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

    source: str
    indicators: int
    best: str
    gain: float
    total: float


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

    id: str
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


@dataclass(frozen=True, slots=True)
class CollectionPlan(Displayed):
    """The collection plans of a case.

    Parameters
    ----------
    case : str
    grade : str
        Of the source that is supposed to report: its reliability, then the credibility of what it says.
    best : str
        The best grades of the grading, for what is verified.
    targets : dict of str to Collection
        By claim, prediction or instance.
    """

    case: str
    grade: str
    best: str
    targets: Mapping[str, TargetPlan]

    def _in_short(self) -> str:
        return f"What to look for next in {self.case}"

    def table(self) -> Table:
        """Return the prospects of each target: what a report on each would tell, and what would be believed then."""
        rows = (_row(target, prospect) for target in self.targets.values() for prospect in target.prospects)
        return Table(rows, _COLUMNS)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, in the published format (``assess.plan/1``)."""
        return {"format": FORMAT, **asdict(self)}

    def to_json(self) -> str:
        """Return `to_dict` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)


_FIELDS = {name: kind for name, kind in columns_of(Prospect).items() if kind != "any"}
_COSTS = ("cost", "gain_per_cost")
_COLUMNS: dict[str, Kind] = {
    "of": "text",
    **{name: kind for name, kind in _FIELDS.items() if name not in _COSTS},
    **dict.fromkeys(("now", "chance_present", "if_present", "if_absent", *_COSTS), "number"),
}


def _row(target: TargetPlan, prospect: Prospect) -> dict[str, Any]:
    present, absent = (
        outcome.posterior and outcome.posterior[target.judged] for outcome in (prospect.present, prospect.absent)
    )
    values = {name: getattr(prospect, name) for name in _FIELDS} | {
        "of": target.id,
        "now": target.posterior[target.judged],
        "chance_present": prospect.present.chance,
        "if_present": present,
        "if_absent": absent,
    }
    return {name: values[name] for name in _COLUMNS}
