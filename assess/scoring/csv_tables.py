"""A result as CSV: claims, hypotheses, items, weights, sources, indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assess.compile.testimony import reported_on
from assess.domain.chance import Chance
from assess.domain.number_text import chance
from assess.scoring.claim_statements import stated
from assess.scoring.csv_text import sheet
from assess.scoring.draws import Range
from assess.scoring.labels import Names, places
from assess.scoring.results import (
    Assessment,
    ClaimResult,
    QuestionResult,
    SourceResult,
)

Row = dict[str, object]


def csv_tables(result: Assessment) -> dict[str, str]:
    """Return a result as CSV, by the name of the table.

    Parameters
    ----------
    result : Assessment

    Returns
    -------
    dict of str to str
        ``claims`` (and predictions), ``hypotheses``, ``items``, ``weights``, ``sources``, ``indicators``; a table
        without rows has its header.
    """
    return {name: csv_table(result, name) for name in TABLES}


def csv_table(result: Assessment, name: str) -> str:
    """Return one of the tables."""
    columns, rows = TABLES[name]
    return sheet(columns, ([row[column] for column in columns] for row in rows(result)))


_RANGES = ("low_90", "high_90", "low_50", "high_50")


def _ranges(of_90: Range | None, of_50: Range | None) -> Row:
    ends = [*(of_90 or (None, None)), *(of_50 or (None, None))]
    return dict(zip(_RANGES, ends, strict=True))


def _of(ranges: Mapping[str, Range] | None, hypothesis: str) -> Range | None:
    return None if ranges is None else ranges[hypothesis]


def _level(one: ClaimResult | QuestionResult) -> str | None:
    return None if one.confidence is None else one.confidence.level


_CLAIMS = (
    "id",
    "kind",
    "text",
    "countries",
    "instances",
    "prior",
    "probability",
    *_RANGES,
    "term",
    "confidence",
    "asserted_by",
    "asserted_words",
    "asserted_term",
    "inside",
)


def _claims(result: Assessment) -> Iterator[Row]:
    for kind, one, written in stated(result):
        asserted = one.asserted
        yield {
            "id": one.id,
            "kind": kind,
            "text": written.text,
            "countries": " ".join(one.countries),
            "instances": " ".join(one.instances),
            "prior": one.prior,
            "probability": one.probability,
            **_ranges(one.interval, one.interval_50),
            "term": one.term,
            "confidence": _level(one),
            "asserted_by": asserted and asserted.by,
            "asserted_words": asserted and asserted.words,
            "asserted_term": asserted and asserted.term,
            "inside": asserted and asserted.inside,
        }


_HYPOTHESES = (
    "instance",
    "country",
    "subject",
    "question",
    "period",
    "hypothesis",
    "meaning",
    "prior",
    "posterior",
    *_RANGES,
    "term",
    "items",
    "origins",
    "coverage",
    "leads",
    "confidence_in_leading",
)


def _hypotheses(result: Assessment) -> Iterator[Row]:
    names = Names(result)
    for question in result.questions.values():
        leading = max(question.posterior, key=question.posterior.__getitem__)
        for hypothesis in question.posterior:
            yield {
                "instance": question.id,
                "country": question.country,
                "subject": names.subject(question.subject),
                "question": question.question,
                "period": question.period,
                "hypothesis": hypothesis,
                "meaning": names.hypothesis(question.question, hypothesis),
                "prior": question.prior[hypothesis],
                "posterior": question.posterior[hypothesis],
                **_ranges(_of(question.interval, hypothesis), _of(question.interval_50, hypothesis)),
                "term": question.term[hypothesis],
                "items": question.items,
                "origins": question.origins,
                "coverage": question.coverage,
                "leads": hypothesis == leading,
                "confidence_in_leading": _level(question),
            }


_ITEMS = (
    "id",
    "standing",
    "instance",
    "about",
    "indicator",
    "event",
    "says",
    "source",
    "via",
    "credibility",
    "accuracy",
    "hit",
    "false_alarm",
    "search",
    "statement",
    "reported",
    "cites",
    "summary",
)


def _items(result: Assessment) -> Iterator[Row]:
    unscored = {one.id: one for one in result.unscored}

    def judged(written: Chance | None) -> str | None:
        return None if written is None else chance(written)

    for item in result.case.evidence:
        scored = result.evidence.get(item.id)
        yield {
            "id": item.id,
            "standing": "scored" if scored else unscored[item.id].reason,
            "instance": scored.instance if scored else unscored[item.id].instance,
            "about": item.about,
            "indicator": item.indicator,
            "event": item.event,
            "says": item.says,
            "source": item.source,
            "via": " ".join(item.via),
            "credibility": item.credibility,
            "accuracy": judged(item.accuracy),
            "hit": judged(item.hit),
            "false_alarm": judged(item.false_alarm),
            "search": judged(item.search),
            "statement": item.statement,
            "reported": reported_on(item, result.case),
            "cites": places(item.cites),
            "summary": item.summary,
        }


_MOST_DB = 3000.0
"""Beyond it odds are no float."""

_WEIGHTS = ("item", "instance", "hypothesis", "weight_db", "odds_times")


def _weights(result: Assessment) -> Iterator[Row]:
    for item in result.evidence.values():
        for hypothesis, weight in item.weight_db.items():
            times = None if weight is None or weight > _MOST_DB else 10.0 ** (weight / 10.0)
            yield {
                "item": item.id,
                "instance": item.instance,
                "hypothesis": hypothesis,
                "weight_db": weight,
                "odds_times": times,
            }


_SOURCES = ("id", "name", "kind", "grade", "prior", "posterior", *_RANGES, "as_origin", "as_relay")


def _sources(result: Assessment) -> Iterator[Row]:
    names = Names(result)
    for one in result.sources.values():
        yield _source(one, names) | {"kind": result.case.sources[one.id].kind}


def _source(one: SourceResult, names: Names) -> Row:
    return {
        "id": one.id,
        "name": names.source(one.id),
        "grade": names.grade(one.id),
        "prior": one.prior,
        "posterior": one.posterior,
        **_ranges(one.interval, one.interval_50),
        "as_origin": one.as_origin,
        "as_relay": one.as_relay,
    }


_INDICATORS = ("id", "instance", "prior", "posterior")


def _indicators(result: Assessment) -> Iterator[Row]:
    for one in result.indicators.values():
        yield {"id": one.id, "instance": one.instance, "prior": one.prior, "posterior": one.posterior}


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Assessment], Iterator[Row]]]] = {
    "claims": (_CLAIMS, _claims),
    "hypotheses": (_HYPOTHESES, _hypotheses),
    "items": (_ITEMS, _items),
    "weights": (_WEIGHTS, _weights),
    "sources": (_SOURCES, _sources),
    "indicators": (_INDICATORS, _indicators),
}
"""Columns and rows of each, by name."""
