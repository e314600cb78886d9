"""Scores of probabilities against outcomes: Brier, logarithmic, Cllr, and a reliability table."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from assess.domain.confidence_policy import LEVELS
from assess.domain.scale import Scale
from assess.network.logs import log_odds_of
from assess.network.scores import (
    Decomposition,
    brier,
    decomposition,
    jeffreys,
    log_ratio_cost,
    log_score,
)
from assess.scoring.columns import Column, kinds_of, plain
from assess.scoring.frames import Table

K = TypeVar("K", bound=Hashable)

BINS = 10
"""The number of bins of the reliability table: tenths, the last one including 1."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A probability as it stood before the outcome was known.

    Parameters
    ----------
    id : str
        ``case/prediction``.
    probability : float
    prior : float
        The probability before any evidence.
    term : str or None
        The scale's word for it at the time.
    level : str or None
        The level of confidence at the time; None if it was not computed.
    outcome : bool
    as_of : str or None
        The day as of which it was scored, or on which it was recorded.
    """

    id: Annotated[str, Column("prediction")]
    probability: Annotated[float, Column("probability", unit="probability beside its word")]
    prior: float
    term: Annotated[str | None, Column("word", unit="word")]
    level: str | None
    outcome: Annotated[bool, Column("outcome")]
    as_of: Annotated[str | None, Column("as of")] = None


@dataclass(frozen=True, slots=True)
class Group:
    """Forecasts that belong together.

    Parameters
    ----------
    label : str or None
        Bin, word or level; None for forecasts without.
    count, came_true : int
    probability : float
        Their mean probability.
    frequency : float
        The share that came true.
    interval : (float, float)
        90 % interval of that share, by the Jeffreys prior.
    brier : float
    """

    label: Annotated[str | None, Column("label")]
    count: Annotated[int, Column("forecasts", unit="count")]
    came_true: Annotated[int, Column("came true", unit="count")]
    probability: Annotated[float, Column("mean probability", unit="probability")]
    frequency: Annotated[float, Column("share", unit="probability")]
    interval: Annotated[tuple[float, float], Column("90 %", unit="probability")]
    brier: Annotated[float, Column("Brier", unit="share")]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scores of forecasts; except for the skill, smaller is better.

    Parameters
    ----------
    forecasts : tuple of Forecast
    base_rate : float
        Share that came true.
    brier : float
    parts : Decomposition
        Of the Brier score, over the bins of the table.
    skill : float or None
        1 - Brier / Brier of always saying the base rate; None if all outcomes are alike.
    log_score : float or None
        Mean of -ln P(the outcome), nats; None if infinite.
    refuted : tuple of str
        Forecasts of exactly 0 or 1 that were wrong, which make the log score infinite.
    cllr, cllr_discrimination, cllr_calibration : float or None
        Cost of the weights of evidence (posterior odds over prior odds), and its parts, bits; None if all outcomes are
        alike, or a forecast of exactly 0 or 1 was wrong.
    table, by_term, by_level : tuple of Group
    """

    forecasts: tuple[Forecast, ...]
    base_rate: float
    brier: float
    parts: Decomposition
    skill: float | None
    log_score: float | None
    refuted: tuple[str, ...]
    cllr: float | None
    cllr_discrimination: float | None
    cllr_calibration: float | None
    table: tuple[Group, ...]
    by_term: tuple[Group, ...]
    by_level: tuple[Group, ...]

    @property
    def came_true(self) -> int:
        """The number of forecasts that came true."""
        return sum(forecast.outcome for forecast in self.forecasts)

    def records(self) -> Table:
        """Return the groups as plain records, each ``by`` probability, term or level."""
        groups = {"probability": self.table, "term": self.by_term, "level": self.by_level}
        rows = ({"by": by, **plain(group)} for by, some in groups.items() for group in some)
        return Table(rows, {"by": "text", **kinds_of(Group)})

    def to_dict(self) -> dict[str, Any]:
        """Return the calibration as plain values (``assess.calibration/1``)."""
        return {"format": "assess.calibration/1", **plain(self)}


def calibration(forecasts: Iterable[Forecast], scale: Scale) -> Calibration:
    """Return the scores of forecasts, in any order.

    Parameters
    ----------
    forecasts : iterable of Forecast
        At least one.
    scale : Scale
        The scale whose terms order the groups by word.

    Raises
    ------
    ValueError
        If there are no forecasts.
    """
    known = tuple(sorted(forecasts, key=lambda forecast: (forecast.id, forecast.as_of or "")))
    if not known:
        text = "there is no forecast to score"
        raise ValueError(text)
    p, y = [forecast.probability for forecast in known], [forecast.outcome for forecast in known]
    whole, parts = brier(p, y), decomposition(p, y, [bin_of(value) for value in p])
    logs = log_score(p, y)
    refuted = tuple(forecast.id for forecast in known if forecast.probability == 1.0 - forecast.outcome)
    cost: tuple[float | None, ...] = (None, None, None)
    if len(set(y)) == 2 and not refuted:
        cllr = log_ratio_cost([weight_nats(forecast) for forecast in known], y)
        cost = cllr.cost, cllr.discrimination, cllr.calibration
    terms: list[str | None] = [*(term.term for term in scale.terms), None]
    levels: list[str | None] = [*LEVELS, None]
    return Calibration(
        forecasts=known,
        base_rate=sum(y) / len(y),
        brier=whole,
        parts=parts,
        skill=None if len(set(y)) == 1 else 1.0 - whole / parts.uncertainty,
        log_score=logs if math.isfinite(logs) else None,
        refuted=refuted,
        cllr=cost[0],
        cllr_discrimination=cost[1],
        cllr_calibration=cost[2],
        table=_groups(known, lambda forecast: bin_of(forecast.probability), range(BINS), _bin_label),
        by_term=_groups(known, lambda forecast: forecast.term, terms, _as_it_is),
        by_level=_groups(known, lambda forecast: forecast.level, levels, _as_it_is),
    )


def bin_of(probability: float) -> int:
    """Return the bin of the reliability table, from 0.

    Examples
    --------
    >>> bin_of(0.0), bin_of(0.3), bin_of(1.0)
    (0, 3, 9)
    """
    return min(int(probability * BINS), BINS - 1)


def weight_nats(forecast: Forecast) -> float:
    """Return the weight of evidence for a forecast: ln of posterior odds over prior odds; 0 for a prior of 0 or 1."""
    if forecast.prior in (0.0, 1.0):
        return 0.0
    return log_odds_of(forecast.probability) - log_odds_of(forecast.prior)


def _bin_label(number: int) -> str:
    return f"{100 * number // BINS} to {100 * (number + 1) // BINS} %"


def _as_it_is(label: str | None) -> str | None:
    return label


def _groups(
    known: Sequence[Forecast], key: Callable[[Forecast], K], order: Iterable[K], name: Callable[[K], str | None]
) -> tuple[Group, ...]:
    """Return the non-empty groups, in a given order with unknown keys last."""
    held: dict[K, list[Forecast]] = {k: [] for k in order}
    for forecast in known:
        held.setdefault(key(forecast), []).append(forecast)
    return tuple(_group(name(k), some) for k, some in held.items() if some)


def _group(label: str | None, some: Sequence[Forecast]) -> Group:
    p, y = [forecast.probability for forecast in some], [forecast.outcome for forecast in some]
    hits = sum(y)
    return Group(label, len(y), hits, math.fsum(p) / len(p), hits / len(y), jeffreys(hits, len(y)), brier(p, y))
