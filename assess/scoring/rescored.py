"""What is read of a case that is scored again: anew where it was touched, as it was elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assess.compile.model import Compiled
from assess.domain.claim import Claim, Prediction
from assess.network.logs import DB, Floats, log_odds
from assess.scoring.blocks import Block, Kept
from assess.scoring.claims import Claims, stated_in
from assess.scoring.read_off import (
    read_claim,
    read_indicators,
    read_items,
    read_questions,
    read_sources,
)
from assess.scoring.results import (
    Assessment,
    IndicatorResult,
    ItemResult,
    QuestionResult,
    SourceResult,
    Unscored,
)
from assess.version import VERSION

if TYPE_CHECKING:
    from assess.scoring.rescore import Again


class Reader:
    """Reads the result of a case off what is touched, and what is kept of the rest."""

    def __init__(self, again: Again, model: Compiled, others: Mapping[str, Block], kept: Kept) -> None:
        self._again, self._model, self._others, self._kept = again, model, others, kept
        nodes = model.after.part.nodes
        self._logs = {instance: model.after.marginal(nodes[instance]) for instance in others}

    def result(self, log_evidence: float) -> Assessment:
        """Return it."""
        whole, model = self._again.case, self._model
        claims = Claims(stated_in(whole), model)
        before = claims.probabilities(model.before.solution, model.before.part.nodes)
        after = claims.probabilities(model.after.solution)
        stated: dict[str, Claim | Prediction] = {**whole.claims, **whole.predictions}
        read = {i: read_claim(i, stated[i], model, float(before[i][0]), float(after[i][0])) for i in before}
        return Assessment(
            case=whole,
            as_of=self._again.result.as_of,
            engine=VERSION,
            method="exact",
            log_evidence=log_evidence,
            questions=self._questions(),
            claims={ident: claim for ident, claim in read.items() if ident in whole.claims},
            predictions={ident: claim for ident, claim in read.items() if ident not in whole.claims},
            sources=self._sources(),
            indicators=self._indicators(),
            evidence=self._items(),
            unscored=tuple(self._unscored()),
            kept=self._kept,
        )

    def _questions(self) -> dict[str, QuestionResult]:
        was = self._again.result.questions
        counted = ("items", "origins", "independent_origins", "coverage", "looked_for", "unsearched")
        return {
            ident: question
            if ident in self._again.touched
            else replace(question, **{name: getattr(was[ident], name) for name in counted})
            for ident, question in read_questions(self._model).items()
        }

    def _sources(self) -> dict[str, SourceResult]:
        items = self._again.items.values()
        origins, relays = Counter(i.source for i in items), Counter(relay for i in items for relay in i.via)
        fresh, was = read_sources(self._model), self._again.result.sources
        changed = dict(_pairs((b.sources, np.exp(self._logs[i]) @ b.reliable.T) for i, b in self._others.items()))
        found = {}
        for name in self._again.case.sources:
            source = fresh.get(name) or was[name]
            posterior = changed.get(name, source.posterior if name in fresh else source.prior)
            found[name] = SourceResult(name, source.prior, posterior, origins[name], relays[name])
        return found

    def _indicators(self) -> dict[str, IndicatorResult]:
        fresh, was = read_indicators(self._model), self._again.result.indicators
        changed = dict(_pairs((b.indicators, np.exp(self._logs[i]) @ b.present.T) for i, b in self._others.items()))
        order = dict.fromkeys(node for ident in self._again.items for node in self._kept.hangs[ident])
        return {
            node: fresh[node]
            if node in fresh
            else IndicatorResult(node, was[node].instance, was[node].prior, changed[node])
            for node in order
        }

    def _items(self) -> dict[str, ItemResult]:
        found = read_items(self._model)
        for instance, block in self._others.items():
            logs, states = self._logs[instance], self._model.world.nodes[instance].states
            weights = DB * (log_odds(logs[np.newaxis]) - log_odds(logs + block.without))
            for item, values in zip(block.items, weights.tolist(), strict=True):
                found[item] = ItemResult(item, instance, dict(zip(states, values, strict=True)))
        return {ident: found[ident] for ident in self._again.items}

    def _unscored(self) -> Iterator[Unscored]:
        fresh = {item.id for item in self._model.layout.case.evidence}
        was = {one.id: one for one in self._again.result.unscored}
        for item in self._again.case.evidence:
            if item.id in fresh and item.id not in self._again.items:
                reason = self._model.standings[item.id]
                assert reason != "scored"
                yield Unscored(item.id, self._model.layout.bears_on(item).id, reason)
            elif item.id not in self._again.items:
                yield was[item.id]


def _pairs(several: Iterable[tuple[tuple[str, ...], Floats]]) -> Iterator[tuple[str, float]]:
    for names, values in several:
        yield from zip(names, values.tolist(), strict=True)
