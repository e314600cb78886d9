"""What would be believed after reports that may come, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from assess.compile.model import Compiled
from assess.compile.prospect import (
    ABSENT,
    PRESENT,
    Grade,
    Scenario,
    Word,
    versions_of,
)
from assess.domain.claim import HoldsIf
from assess.network.logs import Floats
from assess.scoring.claims import Claims, hypotheses_of

TRUE, FALSE = "true", "false"
"""What a claim may be."""

NOW = Scenario(())

BLOCK = 512
"""Turns whose numbers are laid out at once."""


class Preposterior:
    """Claims and questions as they stand, and as they would stand after reports that may come.

    Parameters
    ----------
    compiled : Compiled
    claims : dict of str to holds_if
    instances : iterable of str
    """

    def __init__(self, compiled: Compiled, claims: Mapping[str, HoldsIf], instances: Iterable[str]) -> None:
        self._compiled = compiled
        self.states: dict[str, tuple[str, ...]] = dict.fromkeys(claims, (TRUE, FALSE))
        self._keys: dict[str, tuple[str, ...]] = {name: (name,) for name in claims}
        stated = dict(claims)
        for instance in instances:
            hypotheses = hypotheses_of(compiled, instance)
            self.states[instance] = tuple(hypotheses)
            # An id holds no mark of this kind, so that no two keys are the same.
            self._keys[instance] = tuple(f"{instance}#{state}" for state in hypotheses)
            stated |= zip(self._keys[instance], hypotheses.values(), strict=True)
        self._claims = Claims(stated, compiled)
        self._column: dict[Scenario, int] = {}
        self._chance = np.zeros(0)
        self._odds = {name: np.zeros((len(states), 0)) for name, states in self.states.items()}
        self.look([NOW])

    def look(self, turns: Iterable[Scenario]) -> None:
        """Solve the case for turns, those not looked at before."""
        new = [turn for turn in dict.fromkeys(turns) if turn not in self._column]
        for first in range(0, len(new), BLOCK):
            self._solve(new[first : first + BLOCK])

    def look_at(self, nodes: Iterable[str], grade: Grade) -> None:
        """Solve the case for either report on each of some indicators."""
        self.look(Scenario((Word(node, says, grade),)) for node in nodes for says in (PRESENT, ABSENT))

    def _solve(self, turns: Sequence[Scenario]) -> None:
        retold = any(turn.without for turn in turns)
        now = self._compiled.after.solution.log_total
        for chosen, solution in self._compiled.retelling.solutions(versions_of(self._compiled, turns), retold):
            size = chosen.stop - chosen.start
            with np.errstate(invalid="ignore"):
                odds = self._claims.log_odds(solution)
                chance = np.exp(np.broadcast_to(solution.log_total - now, (size,)))
            self._column |= {turn: len(self._chance) + n for n, turn in enumerate(turns[chosen])}
            self._chance = np.append(self._chance, chance)
            for name, keys in self._keys.items():
                rows = np.stack([np.broadcast_to(odds[key], (size,)) for key in keys])
                both = np.concatenate([rows, -rows]) if len(keys) == 1 else rows
                self._odds[name] = np.append(self._odds[name], both, axis=1)

    def chances(self, turns: Sequence[Scenario]) -> Floats:
        """Return the probability, given all the evidence, of the reports of turns that take nothing back."""
        chances: Floats = self._chance[self._columns(turns)]
        return chances

    def log_odds(self, target: str, turns: Sequence[Scenario]) -> Floats:
        """Return the log odds of each state of a target after turns, shape (states, turns), nats; NaN if impossible."""
        odds: Floats = self._odds[target][:, self._columns(turns)]
        return odds

    def posterior(self, target: str, turns: Sequence[Scenario]) -> Floats:
        """Return the probability of each state of a target after turns, shape (states, turns); NaN if impossible."""
        return np.exp(-np.logaddexp(0.0, -self.log_odds(target, turns)))

    def shares(self, target: str, turns: Sequence[Scenario]) -> Floats:
        """Return P(state, reports of the turn | all the evidence), shape (states, turns)."""
        chances = self.chances(turns)
        return np.where(chances > 0.0, self.posterior(target, turns) * chances, 0.0)

    def joint(self, target: str, nodes: Sequence[str], grade: Grade) -> Floats:
        """Return the joint of a target with what a report on each of some indicators says, shape (states, 2, n)."""
        told = [
            self.shares(target, [Scenario((Word(node, says, grade),)) for node in nodes]) for says in (PRESENT, ABSENT)
        ]
        return np.stack(told, axis=1)

    def _columns(self, turns: Sequence[Scenario]) -> list[int]:
        return [self._column[turn] for turn in turns]
