"""Changes of a case, and shares in them by the definition: over every order in which they could have been made."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.claim import Proposition
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from assess.network.logs import DB
from assess.scoring.claims import Claims, stated_in
from tests.exactly import score


@dataclass(frozen=True)
class Edit:
    """One change: its kind and id, and what makes it."""

    kind: str
    id: str
    make: Callable[[Case], Case]


def withdrawn(ident: str) -> Edit:
    return Edit("items withdrawn", ident, lambda case: case.without(ident))


def added(case: Case, ident: str) -> Edit:
    item = next(item for item in case.evidence if item.id == ident)
    return Edit("items added", ident, lambda now: now.with_evidence(item))


def edited(ident: str, says: str) -> Edit:
    def make(case: Case) -> Case:
        items = (i.model_copy(update={"says": says}) if i.id == ident else i for i in case.evidence)
        return case.model_copy(update={"evidence": tuple(items)})

    return Edit("items edited", ident, make)


def regraded(source: str, reliability: float) -> Edit:
    def make(case: Case) -> Case:
        chance = Chance(value=reliability)
        sources = {**case.sources, source: case.sources[source].model_copy(update={"reliability": chance})}
        return case.model_copy(update={"sources": sources})

    return Edit("sources regraded", source, make)


def rows(indicator: str, values: Sequence[float]) -> Edit:
    def make(case: Case) -> Case:
        assert isinstance(case.rubric, Rubric)
        old = case.rubric.indicators[indicator]
        new = dict(zip(old.present_if, (Chance(value=v) for v in values), strict=False))
        indicators = {**case.rubric.indicators, indicator: old.model_copy(update={"present_if": old.present_if | new})}
        return case.model_copy(update={"rubric": case.rubric.model_copy(update={"indicators": indicators})})

    return Edit("rows", indicator, make)


def weight(indicator: str, value: float) -> Edit:
    def make(case: Case) -> Case:
        assert isinstance(case.rubric, Rubric)
        new = case.rubric.indicators[indicator].model_copy(update={"weight": value})
        indicators = {**case.rubric.indicators, indicator: new}
        return case.model_copy(update={"rubric": case.rubric.model_copy(update={"indicators": indicators})})

    return Edit("weights", indicator, make)


def uniform_prior(question: str) -> Edit:
    def make(case: Case) -> Case:
        assert isinstance(case.rubric, Rubric)
        new = case.rubric.questions[question].model_copy(update={"prior": "uniform"})
        questions = {**case.rubric.questions, question: new}
        return case.model_copy(update={"rubric": case.rubric.model_copy(update={"questions": questions})})

    return Edit("priors", question, make)


def random_edits(case: Case, rng: random.Random, most: int = 5) -> tuple[Case, list[Edit]]:
    """Return a case to start from, and changes of it that can be made in any order."""
    assert isinstance(case.rubric, Rubric)
    counted = [item for item in case.evidence if item.withdrawn is None and item.says != "unclear"]
    rng.shuffle(counted)
    edits: list[Edit] = []
    start = case
    for item in counted[:3]:
        match rng.randrange(3):
            case 0:
                edits.append(withdrawn(item.id))
            case 1:
                edits.append(added(case, item.id))
                start = start.without(item.id)
            case _ if item.says in ("present", "absent") and item.statement is None:
                edits.append(edited(item.id, "absent" if item.says == "present" else "present"))
    source_names = sorted({source for item in counted for source in (item.source, *item.via)})
    if source_names and rng.random() < 0.7:
        edits.append(regraded(rng.choice(source_names), rng.choice([0.15, 0.55, 0.8])))
    indicators = sorted({item.indicator for item in counted})
    if indicators and rng.random() < 0.6:
        edits.append(rows(rng.choice(indicators), [rng.uniform(0.1, 0.9) for _ in range(3)]))
    if indicators and rng.random() < 0.4:
        edits.append(weight(rng.choice(indicators), rng.choice([0.35, 0.85])))
    if rng.random() < 0.4:
        edits.append(uniform_prior(rng.choice(sorted(case.rubric.questions))))
    rng.shuffle(edits)
    return start, edits[:most]


def with_edits(case: Case, edits: Sequence[Edit]) -> Case:
    for edit in edits:
        case = edit.make(case)
    return case


def worth(case: Case, claims: Sequence[str]) -> list[float]:
    """Return the log odds of claims (dB); NaN where the evidence cannot be."""
    try:
        result = score(case)
    except AssessError:
        return [float("nan")] * len(claims)
    every = stated_in(case)
    stated: dict[str, Proposition] = {ident: every[ident] for ident in claims}
    odds = Claims(stated, result.model).log_odds(result.model.after.solution)
    return [float(DB * odds[ident][0]) for ident in claims]


def shares_by_orders(start: Case, edits: Sequence[Edit], claims: Sequence[str]) -> dict[tuple[str, str], list[float]]:
    """Return what each change adds (dB) in the mean over all orders in which those of one kind stand together."""
    known: dict[frozenset[int], list[float]] = {}

    def value(made: Sequence[int]) -> list[float]:
        key = frozenset(made)
        if key not in known:
            known[key] = worth(with_edits(start, [edits[k] for k in sorted(key)]), claims)
        return known[key]

    kinds: dict[str, list[int]] = {}
    for number, edit in enumerate(edits):
        kinds.setdefault(edit.kind, []).append(number)
    orders = [
        [k for part in parts for k in part]
        for groups in itertools.permutations(kinds.values())
        for parts in itertools.product(*(list(itertools.permutations(group)) for group in groups))
    ]
    total = {(edit.kind, edit.id): [0.0] * len(claims) for edit in edits}
    for order in orders:
        for place, number in enumerate(order):
            with_it, without = value(order[: place + 1]), value(order[:place])
            sums = total[edits[number].kind, edits[number].id]
            for n in range(len(claims)):
                sums[n] += (with_it[n] - without[n]) / len(orders)
    return total
