"""Verdicts on claims and hypotheses under perturbations of a case: probability, word, and what leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assess.analysis.what_if.rows_at_ends import probabilities_at_ends
from assess.compile.model import Compiled
from assess.compile.number_shifts import IndicatorRow
from assess.compile.perturbations import Perturbations
from assess.domain.claim import Proposition
from assess.network.logs import Floats
from assess.scoring.claims import Claims, hypotheses_of, probabilities
from assess.scoring.results import ROUNDING, leading, leading_side
from assess.scoring.targets import Target

CLAIM_SIDES = ("holds", "fails")
"""The sides of a claim: it is likelier than not, or it is not."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probability of a claim or hypothesis, its word, and what leads.

    Parameters
    ----------
    probability : float
    term : str or None
        The scale's word; None if the scale has none.
    leader : str
        The most probable hypothesis of the instance; for a claim, ``holds`` if it is likelier than not, else ``fails``.
    """

    probability: float
    term: str | None
    leader: str


@dataclass(frozen=True)
class Verdicts:
    """The verdicts on a target under several perturbations.

    Parameters
    ----------
    sides : tuple of str
        The hypotheses of its instance, or ``holds`` and ``fails``.
    place : int
        The position of the target among them.
    values : float64, shape (sides, perturbations)
        Their probabilities.
    leads : int
        The side that leads with all the evidence; it keeps leading unless another is ahead by more than rounding error.
    term : str or None
        The target's word with all the evidence.
    word : (float, float)
        The interval of probability that has that word.
    """

    sides: tuple[str, ...]
    place: int
    values: Floats
    leads: int
    term: str | None
    word: tuple[float, float]

    @property
    def probability(self) -> Floats:
        """The probability of the target, shape (perturbations,)."""
        probability: Floats = self.values[self.place]
        return probability

    @cached_property
    def leaders(self) -> npt.NDArray[np.int64]:
        """The side that leads, shape (perturbations,)."""
        best = places_of_leading(self.values)
        return np.where(self.lead < -ROUNDING, best, self.leads)

    @cached_property
    def lead(self) -> Floats:
        """The lead of the leader over the next, shape (perturbations,); below 0 if another leads."""
        others = np.delete(self.values, self.leads, axis=0)
        ahead: Floats = self.values[self.leads] - others.max(axis=0)
        return ahead

    @cached_property
    def room(self) -> Floats:
        """The distance of the target from the nearest edge of its word, shape (perturbations,); below 0 outside."""
        low, high = self.word
        below = self.probability - low if low > 0.0 else np.full_like(self.probability, np.inf)
        above = high - self.probability if high < 1.0 else np.full_like(self.probability, np.inf)
        return np.minimum(below, above)

    @cached_property
    def each(self) -> list[tuple[float, float, int]]:
        """For each perturbation: the probability of the target, its room, and the side that leads."""
        return list(zip(self.probability.tolist(), self.room.tolist(), self.leaders.tolist(), strict=True))


def places_of_leading(values: Floats) -> npt.NDArray[np.int64]:
    """Return which side leads under each perturbation, as `leading` decides: on ties, the first.

    Parameters
    ----------
    values : float64, shape (sides, perturbations)
    """
    places: npt.NDArray[np.int64] = (values >= values.max(axis=0) - ROUNDING).argmax(axis=0)
    return places


class VerdictReader:
    """Reads verdicts on targets off perturbations of a case.

    Parameters
    ----------
    model : Compiled
    targets : iterable of Target
    """

    def __init__(self, model: Compiled, targets: Iterable[Target]) -> None:
        self.model, self.targets = model, tuple(targets)
        self._claims = Claims(self._stated(self.targets), model)
        self.now = self._read(self._claims.probabilities(model.after.solution), {})
        self.before = self._read(self._claims.probabilities(model.before.solution, model.before.part.nodes), self.now)

    def verdicts_under(
        self, perturbations: Perturbations, with_stories: bool = True, of: Sequence[Target] | None = None
    ) -> dict[str, Verdicts]:
        """Return the verdicts on each target, or on some of them, under each perturbation."""
        stated = self._stated(self.targets if of is None else of)
        return self._read(probabilities(self.model, stated, perturbations, with_stories), self.now, of)

    def verdicts_at_ends(self, rows: Sequence[IndicatorRow]) -> dict[str, Verdicts]:
        """Return the verdicts on each target with each row at its low and its high end, wherever it is used."""
        at_ends = probabilities_at_ends(self.model, self._stated(self.targets), self._claims, rows)
        return self._read(at_ends, self.now)

    def verdict(self, verdicts: Verdicts, column: int = 0) -> Verdict:
        """Return the verdict on a target under one perturbation, keeping the word for all the evidence if it fits."""
        probability, room, leader = verdicts.each[column]
        term = verdicts.term if room >= -ROUNDING else self.term(probability)
        return Verdict(probability, term, verdicts.sides[leader])

    def term(self, probability: float) -> str | None:
        """Return the scale's word."""
        term = self.model.world.numbers.scale.term_of(probability)
        return None if term is None else term.term

    def _stated(self, targets: Iterable[Target]) -> dict[str, Proposition]:
        stated: dict[str, Proposition] = {}
        for target in targets:
            if target.instance is None:
                stated[target.id] = target.proposition
            else:
                every = hypotheses_of(self.model, target.instance)
                stated |= {f"{target.instance}:{state}": proposition for state, proposition in every.items()}
        return stated

    def _read(
        self, probability_of: Mapping[str, Floats], base_of: Mapping[str, Verdicts], of: Sequence[Target] | None = None
    ) -> dict[str, Verdicts]:
        read: dict[str, Verdicts] = {}
        sides: tuple[str, ...]
        for target in self.targets if of is None else of:
            if target.instance is None or target.hypothesis is None:
                sides, place = CLAIM_SIDES, 0
                values = np.stack([probability_of[target.id], 1.0 - probability_of[target.id]])
            else:
                sides = self.model.world.nodes[target.instance].states
                place = sides.index(target.hypothesis)
                values = np.stack([probability_of[f"{target.instance}:{state}"] for state in sides])
            base = base_of.get(target.id)
            if base is None:
                now = dict(zip(sides, values[:, 0].tolist(), strict=True))
                leads = sides.index(leading_side(now["holds"]) if target.instance is None else leading(now))
                probability = float(values[place, 0])
                term, word = self.term(probability), self.model.world.numbers.scale.around(probability)
            else:
                leads, term, word = base.leads, base.term, base.word
            read[target.id] = Verdicts(sides, place, values, leads, term, word)
        return read
