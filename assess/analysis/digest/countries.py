"""The questions by country: a grid of them all, and for each country what bears on it and what was not looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assess.analysis.digest.lead_answer import moved_by
from assess.analysis.digest.question_basis import QuestionBasis, question_basis
from assess.analysis.rankings import by_strength
from assess.domain.context import Gap
from assess.scoring.results import Assessment, ItemResult, QuestionResult

STRONGEST = 5
"""Items of a country that are shown."""
_MOST_BODIES = 4
MUCH = 0.15
"""Probability that evidence moved from some answers to others: from here a question stands in the grid in any case."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A question in a country.

    Parameters
    ----------
    country : str or None
    question : str
    shown : QuestionResult
        Of all its instances there, the one that moved farthest.
    instances : int
        How many there are.
    """

    country: str | None
    question: str
    shown: QuestionResult
    instances: int

    @property
    def move(self) -> float | None:
        """How far the answer that leads is from its prior, in probability; None where no evidence bears on it."""
        best = self.shown.leading
        return self.shown.posterior[best] - self.shown.prior[best] if self.shown.moved else None


@dataclass(frozen=True, slots=True)
class CountryDigest:
    """A country, as a report tells of it first.

    Parameters
    ----------
    country : str or None
        None for what has no country.
    first : QuestionResult
        The first question that is asked of the country itself, else of whatever is asked of there.
    bodies : tuple of QuestionResult
        Those on which most items bear, and that moved farthest.
    bases : tuple of QuestionBasis
        What each of those rests on, the one that moved farthest first.
    strongest : tuple of ItemResult
        The items of most weight, the strongest first.
    basis : QuestionBasis
        What the first question rests on.
    items, origins : int
        Scored items that bear on its questions, and the different origins among them.
    through : str
        The source that all of them come through; empty where there is none.
    own : int
        Those that this source says itself.
    asked, bare : int
        Its questions, and those on which no item bears.
    gaps : tuple of Gap
        What the case says that nobody looked for there.
    """

    country: str | None
    first: QuestionResult
    bodies: tuple[QuestionResult, ...]
    bases: tuple[QuestionBasis, ...]
    strongest: tuple[ItemResult, ...]
    basis: QuestionBasis
    items: int
    origins: int
    through: str
    own: int
    asked: int
    bare: int
    gaps: tuple[Gap, ...]


def countries_of(questions: Iterable[QuestionResult]) -> list[str | None]:
    """Return the countries of questions in order of their first, what has none last."""
    every = list(dict.fromkeys(question.country for question in questions))
    return [country for country in every if country is not None] + ([None] if None in every else [])


def tiles(result: Assessment) -> tuple[tuple[str, tuple[Tile | None, ...]], ...]:
    """Return the grid of questions by countries: for each question its tiles, None where it is not asked there.

    Where there are several countries, a question that is asked in one alone is left out, unless evidence moved it by
    `MUCH`. The columns are the countries of `grid_countries`. Questions asked in most countries stand first.
    """
    chosen = _in_grid(result)
    places = countries_of(question for asked in chosen.values() for question in asked)
    rows = [
        (question, tuple(_tile(question, country, asked) for country in places)) for question, asked in chosen.items()
    ]
    rows.sort(key=lambda row: -sum(tile is not None for tile in row[1]))
    return tuple(rows)


def grid_countries(result: Assessment) -> list[str | None]:
    """Return the countries of the grid of `tiles`."""
    return countries_of(question for asked in _in_grid(result).values() for question in asked)


def _in_grid(result: Assessment) -> dict[str, list[QuestionResult]]:
    every = {
        name: [question for question in result.questions.values() if question.question == name]
        for name in result.rubric.questions
    }
    if len(countries_of(result.questions.values())) < 2:
        return {name: asked for name, asked in every.items() if asked}
    return {
        name: asked
        for name, asked in every.items()
        if len({question.country for question in asked}) > 1 or any(moved_by(question) >= MUCH for question in asked)
    }


def _tile(question: str, country: str | None, asked: list[QuestionResult]) -> Tile | None:
    there = [each for each in asked if each.country == country]
    if not there:
        return None
    return Tile(country, question, max(there, key=lambda each: round(moved_by(each), 9)), len(there))


def country_digests(result: Assessment) -> tuple[CountryDigest, ...]:
    """Return the countries that a question is asked about; where there is none, all that anything is known about.

    A country is asked of as such where a question is asked of a subject of the kind ``country``.
    """
    subjects = result.case.subjects
    questions = list(result.questions.values())
    own = [question for question in questions if subjects[question.subject].kind == "country"]
    chosen = countries_of(own) or [c for c in countries_of(questions) if any(_items(result, c))]
    return tuple(_digest(result, country) for country in chosen)


def _items(result: Assessment, country: str | None) -> Iterator[ItemResult]:
    for item in result.evidence.values():
        if result.questions[item.instance].country == country:
            yield item


def _digest(result: Assessment, country: str | None) -> CountryDigest:
    subjects = result.case.subjects
    there = [question for question in result.questions.values() if question.country == country]
    first = next((question for question in there if subjects[question.subject].kind == "country"), there[0])
    items = by_strength(_items(result, country))
    shown = {first.id, *(item.instance for item in items[:STRONGEST])}
    rest = [question for question in there if question is not first and (question.items or question.moved)]
    rest.sort(key=lambda question: (question.id not in shown, -question.items, -round(moved_by(question), 9)))
    bodies = rest[:_MOST_BODIES]
    scored = {item.id for item in items}
    written = [item for item in result.case.evidence if item.id in scored]
    chains = [{item.source, *item.via} for item in written]
    through = min(set.intersection(*chains), key=list(result.case.sources).index, default="") if chains else ""
    return CountryDigest(
        country=country,
        first=first,
        bodies=tuple(bodies),
        bases=tuple(
            question_basis(question, result)
            for question in sorted(bodies, key=lambda each: (-round(moved_by(each), 9), each.id))
        ),
        strongest=tuple(items[:STRONGEST]),
        basis=question_basis(first, result),
        items=len(items),
        origins=len({item.source for item in written}),
        through=through,
        own=sum(item.source == through for item in written),
        asked=len(there),
        bare=sum(not question.items for question in there),
        gaps=tuple(gap for gap in result.case.gaps if gap.about in _of_country(result, country)),
    )


def _of_country(result: Assessment, country: str | None) -> set[str]:
    return {question.subject for question in result.questions.values() if question.country == country}
