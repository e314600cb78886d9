"""Records as rows of text, each value written in the unit of its column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assess.domain.language import translated
from assess.domain.number_text import bits, decibans, percent, percent_range, plain, spoken, times
from assess.domain.scale import Scale
from assess.reporting.words.judgements import likelihood
from assess.scoring.columns import ColumnHead, TableColumn

Texts = Mapping[str, Callable[[Any], str | None]]
"""What is said of a record in words, by the name of the column; None where the value stands for itself."""


def heading(column: ColumnHead) -> str:
    """Return the heading of a column in the reader's language."""
    return translated("column", column.header)


def figures(shown: Iterable[ColumnHead]) -> tuple[int, ...]:
    """Return the columns that hold numbers, to be set flush right."""
    return tuple(place for place, column in enumerate(shown) if column.is_figure)


def cell(column: TableColumn, value: Any, scale: Scale | None = None) -> str:
    """Return a value of a result as a table shows it, in the unit of its column."""
    if column.kind == "interval":
        return percent_range(value)
    if column.unit == "dB":
        return decibans(value)
    if value is None:
        return "-"
    match column.unit:
        case "probability":
            return percent(value)
        case "probability beside its word":
            return percent(value, scale)
        case "likelihood":
            return percent(value.probability) if scale is None else likelihood(value.probability, scale)
        case "word":
            return value if scale is None else spoken(value, scale)
        case "bits":
            return bits(value)
        case "share":
            return f"{value:.2f}"
        case "factor":
            return times(value)
        case "number":
            return plain(value)
        case _:
            return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True)
class RecordTable:
    """The cells of a table, in groups of rows that belong together."""

    columns: tuple[ColumnHead, ...]
    groups: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows of all groups."""
        return tuple(row for group in self.groups for row in group)


def record_table(
    groups: Iterable[Iterable[Any]],
    shown: Iterable[TableColumn],
    scale: Scale | None = None,
    texts: Texts | None = None,
    once: int = 0,
) -> RecordTable:
    """Return the cells of records.

    Parameters
    ----------
    groups : iterable of iterable
        The records.
    shown : iterable of TableColumn
    scale : Scale, optional
        The scale, by which probabilities are rounded and worded.
    texts : dict of str to callable, optional
        By column, the function of the record whose text replaces the value.
    once : int
        How many of the first cells appear only in the first row of a group.
    """
    shown, texts = tuple(shown), texts or {}

    def text(column: TableColumn, record: Any) -> str:
        said = texts[column.name](record) if column.name in texts else None
        return cell(column, column.value(record), scale) if said is None else said

    rows = (tuple(tuple(text(column, record) for column in shown) for record in group) for group in groups)
    return RecordTable(shown, tuple(once_each(group, once) for group in rows))


def filled(shown: Iterable[TableColumn], records: Iterable[Any]) -> tuple[TableColumn, ...]:
    """Return the columns in which any record has a value; all of them if there is no record."""
    kept = list(records)
    return tuple(column for column in shown if not kept or any(column.value(record) is not None for record in kept))


def once_each(rows: Iterable[tuple[str, ...]], said: int) -> tuple[tuple[str, ...], ...]:
    """Return rows with a number of first cells left blank after the first row."""
    return tuple((*("" for _ in row[:said]), *row[said:]) if n else row for n, row in enumerate(rows))
