"""A judgement under other prior odds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from assess.analysis.what_if.verdicts import Verdict, VerdictReader, Verdicts
from assess.scoring.columns import Column

FACTORS = (0.1, 0.2, 1.0 / 3.0, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
"""The factors by which the prior odds are multiplied."""


@dataclass(frozen=True, slots=True)
class PriorOddsPoint:
    """The verdict if the prior odds are multiplied by a factor."""

    factor: Annotated[float, Column("odds", unit="factor")]
    prior: Annotated[float, Column("prior", unit="probability")]
    then: Annotated[Verdict, Column("then", unit="likelihood", width=30)]

    @property
    def leads(self) -> Annotated[str, Column("leads")]:
        """What leads then."""
        return self.then.leader


@dataclass(frozen=True, slots=True)
class PriorOdds:
    """How a judgement depends on the prior odds of a claim or hypothesis.

    Parameters
    ----------
    curve : tuple of PriorOddsPoint
        Over a range of factors.
    leader_factor : float or None
        The factor at which the leader changes; above 1 if that takes more favourable odds. None if no factor does.
    term_down, term_up : float or None
        The factors at which the probability leaves its word downward (1 or less) and upward (1 or more); None if its
        word extends to 0 or 1, or no factor moves the probability.
    """

    curve: tuple[PriorOddsPoint, ...]
    leader_factor: float | None
    term_down: float | None
    term_up: float | None


def prior_odds(reader: VerdictReader, ident: str, factors: Sequence[float] = FACTORS) -> PriorOdds:
    """Return the verdicts on a target under other prior odds.

    Notes
    -----
    In closed form: changing the prior odds is like evidence on the claim itself, which multiplies the odds whatever
    else is known (Pearl 1988). The stories of unreliable sources stay the same, as do the odds among the hypotheses
    that the claim leaves open.
    """
    before, after = reader.before[ident], reader.now[ident]
    p = float(after.probability[0])
    down, up = after.word
    if not 0.0 < p < 1.0:
        return PriorOdds(_curve(reader, before, after, factors), None, None, None)
    others = np.delete(after.values[:, 0], after.place)
    rival = float(others.max()) if after.leads == after.place else float(after.values[after.leads, 0])
    return PriorOdds(
        curve=_curve(reader, before, after, factors),
        leader_factor=_factor(rival / p),
        term_down=_factor(_odds(down) / _odds(p)) if down > 0.0 else None,
        term_up=_factor(_odds(up) / _odds(p)) if up < 1.0 else None,
    )


def _curve(
    reader: VerdictReader, before: Verdicts, after: Verdicts, factors: Sequence[float]
) -> tuple[PriorOddsPoint, ...]:
    then = _multiplied(after, factors)
    priors = _multiplied(before, factors).probability.tolist()
    return tuple(
        PriorOddsPoint(factor, prior, reader.verdict(then, k))
        for k, (factor, prior) in enumerate(zip(factors, priors, strict=True))
    )


def _multiplied(verdicts: Verdicts, factors: Sequence[float]) -> Verdicts:
    """Return the verdicts with the odds of the target multiplied."""
    weights = np.ones((len(verdicts.sides), len(factors)))
    weights[verdicts.place] = factors
    values = verdicts.values[:, :1] * weights
    return Verdicts(
        verdicts.sides, verdicts.place, values / values.sum(axis=0), verdicts.leads, verdicts.term, verdicts.word
    )


def _odds(probability: float) -> float:
    return probability / (1.0 - probability)


def _factor(value: float) -> float | None:
    return value if math.isfinite(value) and value > 0.0 else None
