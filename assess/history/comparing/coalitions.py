"""The log odds of claims for many sets of changes, those of one network side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from assess.compile.model import Compiled, compile_case
from assess.compile.perturbations import Perturbations
from assess.compile.world import World
from assess.domain.case import Case
from assess.domain.claim import HoldsIf
from assess.domain.instances import Layout
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from assess.history.comparing.mixed_inputs import MixedInputs, edited
from assess.network.logs import Floats, log
from assess.scoring.claims import log_odds, stated_in

Coalition = frozenset[int]
"""The players whose changes were made."""


class CoalitionValues:
    """Works out what claims would be had only some of the changes been made.

    Parameters
    ----------
    mixing : MixedInputs
    claims : sequence of str
        Claims and predictions that both sides have.
    """

    def __init__(self, mixing: MixedInputs, claims: Sequence[str]) -> None:
        self._mixing, self._claims = mixing, list(claims)
        self.apart = frozenset(n for n, player in enumerate(mixing.players) if not player.only_numbers)
        """Players for each set of which there is a network of its own."""

    def log_odds(self, sets: Iterable[Coalition]) -> dict[Coalition, Floats]:
        """Return the log odds of each claim (nats) for each set of changes; NaN where the evidence cannot be."""
        by_network: dict[Coalition, list[Coalition]] = defaultdict(list)
        for taken in dict.fromkeys(sets):
            by_network[taken & self.apart].append(taken)
        found: dict[Coalition, Floats] = {}
        for apart, several in by_network.items():
            try:
                values = self._side_by_side(apart, several)
            except AssessError:
                values = [self._alone(taken) for taken in several]
            found.update(zip(several, values, strict=True))
        return found

    def _alone(self, taken: Coalition) -> Floats:
        try:
            model = _compiled(self._mixing.case(taken))
            return self._read(model, Perturbations(1))[:, 0]
        except AssessError:
            return np.full(len(self._claims), np.nan)

    def _side_by_side(self, apart: Coalition, several: Sequence[Coalition]) -> Iterable[Floats]:
        model = _compiled(self._mixing.case(apart, also=True))
        versions = Perturbations(
            len(several),
            nodes=self._nodes(model, apart, several),
            sources=self._sources(model, several),
            dropped=self._dropped(model, several),
        )
        return self._read(model, versions).T

    def _read(self, model: Compiled, versions: Perturbations) -> Floats:
        every = stated_in(model.layout.case)
        stated: dict[str, HoldsIf] = {ident: every[ident] for ident in self._claims}
        with np.errstate(invalid="ignore"):
            values = log_odds(model, stated, versions)
        return np.array([values[ident] for ident in self._claims]).reshape(len(self._claims), versions.count)

    def _dropped(self, model: Compiled, several: Sequence[Coalition]) -> Mapping[int, np.ndarray]:
        reports = {report.item: number for number, report in enumerate(model.testimony.reports)}
        dropped = {}
        for number, player in enumerate(self._mixing.players):
            made = np.array([number in taken for taken in several])
            gone = {"items added": [(player.id, ~made)], "items withdrawn": [(player.id, made)]}
            gone["items edited"] = [(player.id, made), (edited(player.id), ~made)]
            for item, when in gone.get(player.kind, ()) if player.only_numbers else ():
                if item in reports:
                    dropped[reports[item]] = when
        return dropped

    def _sources(self, model: Compiled, several: Sequence[Coalition]) -> Mapping[str, Floats]:
        found = {}
        for number, player in enumerate(self._mixing.players):
            if player.kind != "sources regraded" or not player.only_numbers:
                continue
            sides = (self._mixing.a, self._mixing.b)
            means = [model.world.numbers.reliability(side.case.sources[player.id].reliability)[0] for side in sides]
            chosen = np.array([means[number in taken] for taken in several])
            found[player.id] = log([chosen, 1.0 - chosen])
        return found

    def _nodes(self, model: Compiled, apart: Coalition, several: Sequence[Coalition]) -> Mapping[str, Floats]:
        """Return the tables of the nodes of the world that are not the same in every set."""
        kinds = ("priors", "rows", "weights")
        numbers = {n for n, player in enumerate(self._mixing.players) if player.only_numbers and player.kind in kinds}
        columns: dict[Coalition, list[int]] = defaultdict(list)
        for column, taken in enumerate(several):
            columns[taken & numbers].append(column)
        found: dict[str, Floats] = {}
        for taken, places in columns.items():
            world = self._world(model, apart | taken) if taken else model.world
            for name, node in world.nodes.items():
                base = model.world.nodes[name].table
                if node.table is base or np.array_equal(node.table, base):
                    continue
                if name not in found:
                    found[name] = np.repeat(base[..., np.newaxis], len(several), axis=-1)
                found[name][..., places] = node.table[..., np.newaxis]
        return found

    def _world(self, model: Compiled, taken: Coalition) -> World:
        case = self._mixing.case(taken, also=True)
        assert isinstance(case.rubric, Rubric)
        layout = Layout(case, case.rubric)
        seen = (observable for item in case.evidence for observable in layout.observables(item))
        return World(layout, model.world.numbers, seen)


def _compiled(case: Case) -> Compiled:
    assert isinstance(case.rubric, Rubric)
    return compile_case(case, case.rubric)
