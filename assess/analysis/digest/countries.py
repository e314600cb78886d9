"""Questions by country: a grid of them all, and for each country what bears on it and what nobody looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assess.analysis.digest.lead_answer import moved_by
from assess.analysis.digest.question_basis import QuestionBasis, question_basis
from assess.analysis.rankings import by_strength
from assess.domain.context import Gap
from assess.scoring.results import Assessment, ItemResult, QuestionResult

STRONGEST = 5
"""The most items of a country that are shown."""
_MOST_BODIES = 4
MUCH = 0.15
"""The probability that evidence must shift between answers for a question to be in the grid in any case."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A question in a country.

    Parameters
    ----------
    country : str or None
    question : str
    shown : QuestionResult
        The one of its instances there that moved furthest.
    instances : int
        The number of its instances there.
    """

    country: str | None
    question: str
    shown: QuestionResult
    instances: int

    @property
    def move(self) -> float | None:
        """How far the leading answer is from its prior, in probability; None if no evidence bears on it."""
        best = self.shown.leading
        return self.shown.posterior[best] - self.shown.prior[best] if self.shown.moved else None


@dataclass(frozen=True, slots=True)
class CountryDigest:
    """What a report says first about a country.

    Parameters
    ----------
    country : str or None
        None for what has no country.
    first : QuestionResult
        The first question asked of the country itself, else of anything there.
    bodies : tuple of QuestionResult
        The bodies on which most items bear, and that moved furthest.
    bases : tuple of QuestionBasis
        What each of those rests on, the one that moved furthest first.
    strongest : tuple of ItemResult
        The weightiest items, strongest first.
    basis : QuestionBasis
        What the first question rests on.
    items, origins : int
        Scored items that bear on its questions, and the different origins among them.
    through : str
        The source that all of them come through; empty if there is none.
    own : int
        The number of those that this source says itself.
    asked, bare : int
        The number of its questions, and of those on which no item bears.
    gaps : tuple of Gap
        The gaps that the case lists there.
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
    """Return the countries of questions in order of first appearance, None last."""
    every = list(dict.fromkeys(question.country for question in questions))
    return [country for country in every if country is not None] + ([None] if None in every else [])


def tiles(result: Assessment) -> tuple[tuple[str, tuple[Tile | None, ...]], ...]:
    """Return the grid of questions by countries: the tiles of each question, None where it is not asked.

    With several countries, a question asked in only one of them is left out unless evidence moved it by `MUCH`. The
    columns are the countries of `grid_countries`. Questions asked in most countries come first.
    """
    chosen = _in_grid(result)
    places = countries_of(question for asked in chosen.values() for question in asked)
    rows = [
        (question, tuple(_tile(question, country, asked) for country in places)) for question, asked in chosen.items()
    ]
    rows.sort(key=lambda row: -sum(tile is not None for tile in row[1]))
    return tuple(rows)


def grid_countries(result: Assessment) -> list[str | None]:
    """Return the countries of the grid that `tiles` gives."""
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
    """Return a digest of each country that a question is asked about, or of all countries if there is no such question.

    A question is asked about a country as such if its subject is of the kind ``country``.
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
