"""A result as CSV: claims, hypotheses, items, weights, sources, indicators, rates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import EllipsisType
from typing import Any

from assess.compile.testimony import reported_on
from assess.domain.chance import Chance
from assess.domain.number_text import chance
from assess.scoring.columns import columns, in_order, rows_of
from assess.scoring.csv_text import as_csv
from assess.scoring.labels import Names, places
from assess.scoring.results import RECORDS, Assessment

Row = dict[str, Any]

TABLES: Mapping[str, tuple[str | EllipsisType, ...]] = {
    "claims": (
        *("id", "kind", "text", "countries", "instances", "prior", "probability", "interval", "interval_50", "term"),
        *("confidence", "asserted_by", "asserted_words", "asserted_term", "inside", ...),
    ),
    "hypotheses": (
        *("instance", "country", "subject", "question", "period", "hypothesis", "meaning", "prior", "posterior"),
        *("interval", "interval_50", "term", "items", "origins", "coverage", "leads", "confidence", ...),
    ),
    "items": (
        *("id", "standing", "instance", "about", "indicator", "event", "says", "source", "via", "credibility"),
        *("accuracy", "hit", "false_alarm", "search", "statement", "reported", "cites", "summary"),
    ),
    "weights": ("item", "instance", "hypothesis", ...),
    "sources": ("id", "name", "kind", "grade", ...),
    "indicators": ("id", ...),
    "rates": (
        "rate",
        "of",
        "given",
        "outcome",
        "country",
        "prior",
        "posterior",
        "interval",
        "interval_50",
        "uses",
        ...,
    ),
}
"""The order of the columns of each table."""

_CALLED = {
    "interval": ("low_90", "high_90"),
    "interval_50": ("low_50", "high_50"),
}


def csv_tables(result: Assessment) -> dict[str, str]:
    """Return a result as CSV, by the name of the table.

    Parameters
    ----------
    result : Assessment

    Returns
    -------
    dict of str to str
        ``claims`` (and predictions), ``hypotheses``, ``items``, ``weights``, ``sources``, ``indicators``, ``rates``; a
        table without rows has its header.
    """
    return {name: csv_table(result, name) for name in TABLES}


def csv_table(result: Assessment, name: str) -> str:
    """Return one of the tables."""
    if name == "items":
        header, rows = [str(column) for column in TABLES[name]], [*_items(result)]
    else:
        record, parts = RECORDS[name]
        shown = columns(record, "csv")
        header = in_order([column.name for column in shown], TABLES[name])
        records = [each for part in parts for each in getattr(result, part).values()]
        add = {"hypotheses": _with_meaning, "sources": _with_grade}.get(name)
        rows = [*rows_of(records, shown)]
        rows = rows if add is None else [*add(rows, result)]
    called = _CALLED | ({"confidence": ("confidence_in_leading",)} if name == "hypotheses" else {})
    cells = ([cell for column in header for cell in _cells(row[column], len(called.get(column, "1")))] for row in rows)
    return as_csv([title for column in header for title in called.get(column, (column,))], cells)


def _cells(value: Any, width: int) -> list[Any]:
    """Return the cells of a value: the two ends of an interval, the names of a list as one, None as nothing."""
    if width > 1:
        return [None] * width if value is None else list(value)
    return [" ".join(value) if isinstance(value, list | tuple) else value]


def _with_meaning(rows: Iterable[Row], result: Assessment) -> Iterator[Row]:
    names = Names(result)
    for row in rows:
        meaning = names.hypothesis(row["question"], row["hypothesis"])
        yield row | {"subject": names.subject(row["subject"]), "meaning": meaning}


def _with_grade(rows: Iterable[Row], result: Assessment) -> Iterator[Row]:
    names = Names(result)
    for row in rows:
        ident = row["id"]
        kind = result.case.sources[ident].kind
        yield row | {"name": names.source(ident), "kind": kind, "grade": names.grade(ident)}


def _items(result: Assessment) -> Iterator[Row]:
    unscored = {item.id: item for item in result.unscored}

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
            "via": item.via,
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
