"""Results as CSV: claims, hypotheses, items, weights, sources, indicators, rates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import EllipsisType
from typing import Any, NamedTuple

from assess.compile.testimony import reported_on
from assess.domain.chance import Chance
from assess.domain.evidence import Evidence
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
    "items": (...,),
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
    """Return the tables of a result as CSV, by name.

    Parameters
    ----------
    result : Assessment

    Returns
    -------
    dict of str to str
        ``claims`` (with predictions), ``hypotheses``, ``items``, ``weights``, ``sources``, ``indicators``, ``rates``; a
        table without rows still has its header.
    """
    return {name: csv_table(result, name) for name in TABLES}


def csv_table(result: Assessment, name: str) -> str:
    """Return one of the tables as CSV."""
    if name == "items":
        standing: dict[str, tuple[str | None, str]] = {
            **{item.id: (item.instance, item.reason) for item in result.unscored},
            **{item.id: (item.instance, "scored") for item in result.evidence.values()},
        }
        items = [_Item(item, *standing[item.id], reported_on(item, result.case)) for item in result.case.evidence]
        header = [*_ITEM_CELLS]
        rows = [{column: value(item) for column, value in _ITEM_CELLS.items()} for item in items]
    else:
        shown = columns(RECORDS[name][0], "csv")
        header = in_order([column.name for column in shown], TABLES[name])
        add = {"hypotheses": _with_meaning, "sources": _with_grade}.get(name)
        rows = [*rows_of(result.records(name), shown)]
        rows = rows if add is None else [*add(rows, result)]
    called = _CALLED | ({"confidence": ("confidence_in_leading",)} if name == "hypotheses" else {})
    cells = ([cell for column in header for cell in _cells(row[column], len(called.get(column, "1")))] for row in rows)
    return as_csv([title for column in header for title in called.get(column, (column,))], cells)


def _cells(value: Any, width: int) -> list[Any]:
    """Return the cells of a value: two for an interval, one for a list of names, an empty one for None."""
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


class _Item(NamedTuple):
    """An item as written, and how it was treated."""

    written: Evidence
    instance: str | None
    standing: str
    reported: str | None


def _judged(written: Chance | None) -> str | None:
    return None if written is None else chance(written)


_ITEM_CELLS: Mapping[str, Callable[[_Item], Any]] = {
    "id": lambda item: item.written.id,
    "standing": lambda item: item.standing,
    "instance": lambda item: item.instance,
    "about": lambda item: item.written.about,
    "indicator": lambda item: item.written.indicator,
    "event": lambda item: item.written.event,
    "says": lambda item: item.written.says,
    "source": lambda item: item.written.source,
    "via": lambda item: item.written.via,
    "credibility": lambda item: item.written.credibility,
    "accuracy": lambda item: _judged(item.written.accuracy),
    "hit": lambda item: _judged(item.written.hit),
    "false_alarm": lambda item: _judged(item.written.false_alarm),
    "search": lambda item: _judged(item.written.search),
    "statement": lambda item: item.written.statement,
    "reported": lambda item: item.reported,
    "cites": lambda item: places(item.written.cites),
    "summary": lambda item: item.written.summary,
}
"""The columns of the items, in order."""
