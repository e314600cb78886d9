"""The worth of coalitions of changes: the log odds of claims had only these been made, in one batch per network."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from assess.compile.claim_counts import spoken_of
from assess.compile.dropped import Dropped
from assess.compile.model import Compiled, compile_case
from assess.compile.perturbations import Perturbations
from assess.compile.rates import free_shares
from assess.compile.regraded import Regraded
from assess.compile.world import World
from assess.domain.case import Case
from assess.domain.claim import Proposition
from assess.domain.instances import Layout
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from assess.history.comparing.mixed_inputs import MixedInputs, edited
from assess.network.logs import Floats, log
from assess.scoring.claims import log_odds, stated_in

Coalition = frozenset[int]
"""The positions of the changes that are made."""


class CoalitionValues:
    """Scores claims as if only some of the changes had been made.

    Parameters
    ----------
    inputs : MixedInputs
    claims : sequence of str
        Claims and predictions that both sides have.
    """

    def __init__(self, inputs: MixedInputs, claims: Sequence[str]) -> None:
        self._inputs, self._claims = inputs, list(claims)
        changed = {n: unit for n, unit in enumerate(inputs.units) if not unit.only_numbers}
        stated = {unit.id: n for n, unit in changed.items() if unit.kind == "claims"}
        self._own, self._reworded = [stated.get(claim) for claim in claims], frozenset(stated.values())
        self.apart = frozenset(changed) - self._reworded
        """The changes each set of which needs a network of its own."""

    def log_odds(self, coalitions: Iterable[Coalition]) -> dict[Coalition, Floats]:
        """Return the log odds of each claim (nats) for each coalition; NaN if the evidence is impossible.

        What one claim says makes no difference to another, so that all of them say what they said, or what they say.
        """
        wanted, reworded = list(coalitions), self._reworded
        sides = [made - reworded for made in wanted if not made >= reworded]
        sides += [made | reworded for made in wanted if made >= reworded or made & reworded]
        worth = self._scored(dict.fromkeys(sides))

        def of_each(made: Coalition) -> Floats:
            earlier, later = made - reworded, made | reworded
            chosen = [later if (made >= reworded if own is None else own in made) else earlier for own in self._own]
            return np.array([worth[side][place] for place, side in enumerate(chosen)])

        return {made: of_each(made) for made in wanted}

    def _scored(self, coalitions: Iterable[Coalition]) -> dict[Coalition, Floats]:
        by_network: dict[Coalition, list[Coalition]] = defaultdict(list)
        for made in coalitions:
            by_network[made & (self.apart | self._reworded)].append(made)
        worth: dict[Coalition, Floats] = {}
        for apart, several in by_network.items():
            try:
                values = self._in_a_batch(apart, several)
            except (AssessError, _OtherNetworkError):
                values = [self._alone(made) for made in several]
            worth.update(zip(several, values, strict=True))
        return worth

    def _alone(self, made: Coalition) -> Floats:
        try:
            return self._read(_compiled(self._inputs.case(made)), Perturbations(1))[:, 0]
        except AssessError:
            return np.full(len(self._claims), np.nan)

    def _in_a_batch(self, apart: Coalition, several: Sequence[Coalition]) -> Iterable[Floats]:
        """Return the log odds of coalitions that differ only in numbers, as perturbations of one network."""
        model = _compiled(self._inputs.case(apart, also=True))
        tables, sizes = self._nodes(model, apart, several)
        perturbations = Perturbations(
            len(several),
            nodes=tables,
            sizes=sizes,
            sources=Regraded.of(self._sources(model, several)),
            dropped=Dropped.of(self._dropped(model, several)),
        )
        return self._read(model, perturbations).T

    def _read(self, model: Compiled, perturbations: Perturbations) -> Floats:
        every = stated_in(model.layout.case)
        stated: dict[str, Proposition] = {ident: every[ident] for ident in self._claims}
        with np.errstate(invalid="ignore"):
            values = log_odds(model, stated, perturbations)
        return np.array([values[ident] for ident in self._claims]).reshape(len(self._claims), perturbations.count)

    def _dropped(self, model: Compiled, several: Sequence[Coalition]) -> Mapping[int, np.ndarray]:
        """Return the reports left out in each coalition."""
        reports = {report.item: number for number, report in enumerate(model.testimony.reports)}
        dropped = {}
        for number, unit in enumerate(self._inputs.units):
            made = np.array([number in coalition for coalition in several])
            gone = {"items added": [(unit.id, ~made)], "items withdrawn": [(unit.id, made)]}
            gone["items edited"] = [(unit.id, made), (edited(unit.id), ~made)]
            for item, when in gone.get(unit.kind, ()) if unit.only_numbers else ():
                if item in reports:
                    dropped[reports[item]] = when
        return dropped

    def _sources(self, model: Compiled, several: Sequence[Coalition]) -> Mapping[str, Floats]:
        """Return the log reliabilities of the regraded sources, shape (2, coalitions)."""
        tables = {}
        for number, unit in enumerate(self._inputs.units):
            if unit.kind != "sources regraded" or not unit.only_numbers:
                continue
            sides = (self._inputs.a, self._inputs.b)
            means = [model.world.numbers.reliability(side.case.sources[unit.id].reliability)[0] for side in sides]
            chosen = np.array([means[number in coalition] for coalition in several])
            tables[unit.id] = log([chosen, 1.0 - chosen])
        return tables

    def _nodes(
        self, model: Compiled, apart: Coalition, several: Sequence[Coalition]
    ) -> tuple[Mapping[str, Floats], Mapping[str, Floats]]:
        """Return the rows, with their sizes, of the nodes that differ between coalitions."""
        kinds = ("priors", "rows", "weights")
        numbers = {n for n, unit in enumerate(self._inputs.units) if unit.only_numbers and unit.kind in kinds}
        columns: dict[Coalition, list[int]] = defaultdict(list)
        for column, made in enumerate(several):
            columns[made & numbers].append(column)
        tables: dict[str, Floats] = {}
        sizes: dict[str, Floats] = {}
        for made, places in columns.items():
            world = self._world(model, apart | made) if made else model.world
            for name, node in world.nodes.items():
                base = model.world.nodes[name]
                for changed, now, before in ((tables, node.table, base.table), (sizes, node.sizes, base.sizes)):
                    if now is before or np.array_equal(now, before):
                        continue
                    if node.shares is not None and not np.array_equal(free_shares(node), free_shares(base)):
                        raise _OtherNetworkError
                    if name not in changed:
                        changed[name] = np.repeat(before[..., np.newaxis], len(several), axis=-1)
                    changed[name][..., places] = now[..., np.newaxis]
        return tables, sizes

    def _world(self, model: Compiled, made: Coalition) -> World:
        case = self._inputs.case(made, also=True)
        assert isinstance(case.rubric, Rubric)
        layout = Layout(case, case.rubric)
        seen = (observable for item in case.evidence for observable in layout.observables(item))
        return World(layout, model.world.numbers, itertools.chain(seen, spoken_of(layout)))


class _OtherNetworkError(Exception):
    """A shared row is exactly known in one coalition but not in another."""


def _compiled(case: Case) -> Compiled:
    assert isinstance(case.rubric, Rubric)
    return compile_case(case, case.rubric)
