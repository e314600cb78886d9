"""Rankings and counts: sources by their items, items by weight, claims by country, rung and move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from assess.domain.case import Case
from assess.domain.instances import Layout
from assess.domain.quoting import UnknownTargetError
from assess.domain.scale import Place
from assess.scoring.columns import Column
from assess.scoring.results import (
    Assessment,
    ClaimResult,
    ItemResult,
    QuestionResult,
    Rung,
    SourceResult,
    UndefinedClaim,
)

C = TypeVar("C", ClaimResult, ClaimResult | UndefinedClaim)


def sources_by_items(result: Assessment) -> list[SourceResult]:
    """Return the sources by the number of scored items that came through them, most first."""
    return sorted(result.sources.values(), key=lambda source: (-source.items_through, source.id))


@dataclass(frozen=True)
class WrittenItems:
    """The numbers of items of a case, scored or not, that a source made and passed on."""

    source: str
    as_origin: int
    as_relay: int
    items: int


def written_items_by_source(case: Case) -> list[WrittenItems]:
    """Return the sources that made or passed on an item, most items first."""
    made = Counter(item.source for item in case.evidence)
    passed = Counter(relay for item in case.evidence for relay in item.via)
    counts = [WrittenItems(ident, made[ident], passed[ident], made[ident] + passed[ident]) for ident in case.sources]
    return sorted((each for each in counts if each.items), key=lambda each: -each.items)


def items_by_strength(result: Assessment, instance: str) -> list[ItemResult]:
    """Return the scored items on an instance, strongest first."""
    return by_strength(item for item in result.evidence.values() if item.instance == instance)


def by_strength(items: Iterable[ItemResult]) -> list[ItemResult]:
    """Return scored items, strongest first."""
    return sorted(items, key=lambda item: (-round(item.strength_db, 9), item.id))


def question_countries(result: Assessment) -> list[str]:
    """Return the countries asked about, in order of their first questions, if there are several."""
    every = list(dict.fromkeys(q.country for q in result.questions.values() if q.country))
    return every if len(every) > 1 else []


def countries_of_sources(result: Assessment) -> dict[str, tuple[str, ...]]:
    """Return, by source, the countries of the scored items that it said or passed on."""
    countries: dict[str, dict[str, None]] = {}
    for item in result.case.evidence:
        country = result.questions[result.evidence[item.id].instance].country if item.id in result.evidence else None
        for source in (item.source, *item.via) if country else ():
            countries.setdefault(source, {})[str(country)] = None
    return {source: tuple(sorted(named)) for source, named in countries.items()}


def instances_by_items(result: Assessment) -> list[str]:
    """Return the instances by the number of items that bear on them, most first."""
    return sorted(result.questions, key=lambda ident: (-result.questions[ident].items, ident))


def claims_by_move(result: Assessment, then: Mapping[str, float]) -> list[ClaimResult]:
    """Return the claims by the distance from other given probabilities, furthest first."""
    return sorted(
        result.claims.values(), key=lambda claim: (-round(abs(claim.probability - then[claim.id]), 9), claim.id)
    )


def claims_by_country(claims: Iterable[C]) -> list[C]:
    """Return claims by country, otherwise in the order given; those of several countries last."""
    kept = list(claims)
    order: dict[tuple[str, ...], int] = {}
    for claim in kept:
        order.setdefault(claim.countries, len(order))
    return sorted(kept, key=lambda claim: (len(claim.countries) > 1, order[claim.countries]))


def rungs(result: Assessment, ladder: str | None = None) -> list[Rung]:
    """Return the rungs of every ladder of claims, or of one, lowest first.

    Raises
    ------
    UnknownTargetError
        If there is no such ladder; it is a `KeyError`.
    """
    stated = result.case.claims
    order = list(dict.fromkeys(claim.ladder for claim in stated.values() if claim.ladder is not None))
    if ladder is not None and ladder not in order:
        raise UnknownTargetError(ladder, order, "ladders")
    every = [
        Rung(claim.ladder, claim.rung, result.claims[ident])
        for ident, claim in stated.items()
        if claim.ladder is not None and claim.rung is not None and ladder in (None, claim.ladder)
    ]
    return sorted(every, key=lambda rung: (order.index(rung.ladder), rung.rung, rung.claim.id))


def claims_against_bands(claims: Iterable[ClaimResult]) -> Counter[Place | Literal["no evidence"] | None]:
    """Return the numbers of claims within, above and below their author's term, and of those without evidence."""
    return Counter(claim.against_band for claim in claims)


def direct_items(questions: Iterable[QuestionResult]) -> tuple[int, list[str]]:
    """Return the number of items that bear directly on instances, and the instances without one."""
    asked = list(questions)
    return sum(question.items for question in asked), [question.id for question in asked if not question.items]


@dataclass(frozen=True)
class IndicatorReports:
    """The number of instances of its question on which an indicator has an item."""

    question: Annotated[str, Column("question")]
    reported: Annotated[int, Column("reported on", unit="count")]
    asked: int
    indicator: Annotated[str, Column("indicator")]


def reports_by_indicator(result: Assessment, country: str | None = None) -> list[IndicatorReports]:
    """Return the item counts of the indicators of the questions asked, for one country or all, question by question."""
    layout, order = Layout(result.case, result.rubric), list(result.rubric.questions)
    top = {indicator: layout.top_question(indicator) for indicator in result.rubric.indicators}
    reports = []
    for indicator in sorted(top, key=lambda name: order.index(top[name])):
        asked = [
            question
            for question in result.questions.values()
            if question.question == top[indicator] and country in (None, question.country)
        ]
        reported = sum(indicator not in question.unsearched for question in asked)
        if asked:
            reports.append(IndicatorReports(top[indicator], reported, len(asked), indicator))
    return reports
