"""The columns of result records, from which come their JSON and every table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from types import EllipsisType, NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from assess.domain.quoting import quoted
from assess.scoring.frames import Kind, Table

R = TypeVar("R")

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Count = Annotated[int, Field(ge=0)]
Range = tuple[Probability, Probability]
"""The lower and upper ends of an interval of a probability."""

UNSTORED = Field(exclude=True)
"""Marks a field that the JSON leaves out."""
STORED_AS = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

View = Literal["frame", "csv", "shell", "report", "notebook", "ledger", "ladder"]
EVERYWHERE: frozenset[View] = frozenset(get_args(View))
FRAME: frozenset[View] = frozenset({"frame"})
SPOKEN: frozenset[View] = frozenset({"shell", "notebook"})
"""The tables for words and names; a frame has numbers and ids."""

Words = Literal["text", "short text", "word", "likelihood"]
_OF_WORDS = frozenset(get_args(Words))
Unit = Words | Literal["count", "number", "probability", "probability beside its word", "dB", "bits", "share", "factor"]


@dataclass(frozen=True, kw_only=True)
class ColumnHead:
    """The head of a column of a table.

    Parameters
    ----------
    header : str
        In English.
    unit : str
        The kind of values, which decides how `reporting` writes them; an interval is of probabilities. A short text is
        not broken over two lines.
    width : int, optional
        The width to which words are wrapped if all columns together would be too wide.
    """

    header: str = field(kw_only=False)
    unit: Unit = "text"
    width: int | None = None

    @property
    def is_figure(self) -> bool:
        """Whether it holds numbers, which are set flush right."""
        return self.unit not in _OF_WORDS


@dataclass(frozen=True, kw_only=True)
class Column(ColumnHead):
    """How a field appears in tables.

    Parameters
    ----------
    name : str, optional
        Its key in frames and CSV; by default the name of the field.
    shown : frozenset of str
        The tables in which it appears.
    """

    name: str | None = None
    shown: frozenset[View] = EVERYWHERE


class ResultField(NamedTuple):
    """A field of a record, or a property with a column.

    Parameters
    ----------
    name : str
    hint : type
        With its annotations.
    column : Column or None
    stored : bool
        Whether it is part of the JSON.
    is_field : bool
        Whether it is a field, not a property.
    """

    name: str
    hint: Any
    column: Column | None
    stored: bool
    is_field: bool

    @property
    def by_key(self) -> bool:
        """Whether it is a mapping, with a value for each row of a record."""
        return get_origin(_bare(self.hint)) is Mapping


@dataclass(frozen=True, kw_only=True)
class TableColumn(ColumnHead):
    """A column of a table of records.

    Parameters
    ----------
    name : str
    kind : Kind
    path : tuple of str
        The place of the value in a record, or in its JSON.
    by_key : bool
        Whether it is a mapping, with a value for each row of a record.
    """

    name: str
    kind: Kind
    path: tuple[str, ...]
    by_key: bool

    def value(self, record: Any, key: str | None = None) -> Any:
        """Return the value in the row of a record, or of one of its hypotheses."""
        whole = self._whole(record)
        value = whole[key] if self.by_key and whole is not None else whole
        return list(value) if isinstance(value, tuple) else value

    def keys(self, record: Any) -> list[str]:
        """Return the hypotheses of a record."""
        return list(self._whole(record) or ())

    def _whole(self, record: Any) -> Any:
        for part in self.path:
            record = record.get(part) if isinstance(record, dict) else getattr(record, part)
            if record is None:
                return None
        return record


@cache
def fields_of(record: type) -> tuple[ResultField, ...]:
    """Return the fields of a record, then its properties with a column."""
    hints = get_type_hints(record, include_extras=True)
    own = [(field.name, hints[field.name], True) for field in fields(record)]
    own += [
        (name, get_type_hints(value.fget, include_extras=True)["return"], False)
        for base in record.__mro__
        for name, value in vars(base).items()
        if isinstance(value, property) and value.fget is not None
    ]
    every = []
    for name, hint, is_field in own:
        notes = hint.__metadata__ if get_origin(hint) is Annotated else ()
        column = next((note for note in notes if isinstance(note, Column)), None)
        excluded = any(isinstance(note, FieldInfo) and note.exclude for note in notes)
        if is_field or column is not None:
            every.append(ResultField(name, hint, column, is_field and not excluded, is_field))
    return tuple(every)


def plain(value: Any, whole: bool = False) -> Any:
    """Return a record as plain values: what it stores, or the `whole` of it, by the name of the field, in its order."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: plain(each, whole) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each, whole) for each in value]
    record: type = type(value)
    return {name: plain(getattr(value, name), whole) for name in stored_names(record, whole)}


@cache
def stored_names(record: type, whole: bool = False) -> tuple[str, ...]:
    """Return the fields that a record stores, or all its fields if `whole`."""
    return tuple(field.name for field in fields_of(record) if field.stored or (whole and field.is_field))


def restored(record: type, stored: Mapping[str, Any], whole: bool = False) -> dict[str, Any]:
    """Return the fields of a record from what `plain` gave, of its `whole` too; a field of a later version is left out.

    Raises
    ------
    ValueError
        If a field cannot have a value.
    """
    values = {}
    for name in stored_names(record, whole):
        if name in stored:
            try:
                # Strict JSON takes a list for a tuple, and no text for a number.
                values[name] = _adapter(record, name).validate_json(json.dumps(stored[name]), strict=True)
            except (ValidationError, TypeError, RecursionError):
                text = f"{name} is {quoted(stored[name])}"
                raise ValueError(text) from None
    return values


@cache
def _adapter(record: type, name: str) -> TypeAdapter[Any]:
    field = next(field for field in fields_of(record) if field.name == name)
    return TypeAdapter(field.hint if field.stored else get_args(field.hint)[0])


def rows_of(records: Iterable[Any], shown: Iterable[TableColumn]) -> Iterator[dict[str, Any]]:
    """Yield the rows of records, by column: one per record, or one per hypothesis if a column has values for each."""
    shown = tuple(shown)
    by_key = next((column for column in shown if column.by_key), None)
    for record in records:
        for key in [None] if by_key is None else by_key.keys(record):
            yield {column.name: column.value(record, key) for column in shown}


@cache
def columns(record: type, view: View, order: tuple[str | EllipsisType, ...] = (...,)) -> tuple[TableColumn, ...]:
    """Return the columns of a record shown in a table.

    Parameters
    ----------
    record : type
    view : View
    order : tuple of str or ...
        Names of columns; ``...`` stands for all others, in the order of the fields. Columns not shown in the view are
        left out.
    """
    every = {column.name: column for column in _columns(record, view, ())}
    return tuple(every[name] for name in in_order(every, order) if name in every)


def in_order(names: Iterable[str], order: Iterable[str | EllipsisType]) -> list[str]:
    """Return names in a given order, in which ``...`` stands for all others."""
    order = tuple(order)
    rest = [name for name in names if name not in order]
    return [name for each in order for name in (rest if isinstance(each, EllipsisType) else [each])]


def _columns(record: type, view: View, path: tuple[str, ...]) -> Iterable[TableColumn]:
    for each in fields_of(record):
        hint = _bare(each.hint)
        if each.by_key:
            hint = _bare(get_args(hint)[1])
        if each.column is not None and view not in each.column.shown:
            continue
        here = (*path, each.name)
        within = fields_of(hint) if isinstance(hint, type) and is_dataclass(hint) and not each.by_key else ()
        if any(inner.column is not None for inner in within):  # columns of its own; else it is one column
            yield from _columns(hint, view, here)
        elif each.column is not None:
            column = each.column
            yield TableColumn(
                header=column.header,
                unit=column.unit,
                width=column.width,
                name=column.name or each.name,
                kind=kind_of(hint),
                path=here,
                by_key=each.by_key,
            )


def _bare(hint: Any) -> Any:
    """Return a type without its annotations and without None."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return _bare(next(each for each in get_args(hint) if each is not NoneType))
    return hint


def kind_of(hint: Any) -> Kind:
    """Return the kind of a column for values of a type."""
    bare = _bare(hint)
    if get_origin(bare) is Literal:
        return "text"
    if get_origin(bare) is tuple:
        first = _bare(get_args(bare)[0])
        return "texts" if first is str else "numbers" if get_origin(first) is tuple else "interval"
    kinds: dict[Any, Kind] = {str: "text", float: "number", int: "count", bool: "truth"}
    return kinds.get(bare, "any")


def kinds_of(*records: type) -> dict[str, Kind]:
    """Return the kind of value that each field holds, for records whose fields are shown as they are."""
    return {each.name: kind_of(each.hint) for record in records for each in fields_of(record) if each.is_field}


def frame_of(record: type, records: Iterable[Any], order: tuple[str | EllipsisType, ...] = (...,)) -> Table:
    """Return records as plain rows, with the columns of a frame."""
    shown = columns(record, "frame", order)
    return Table(rows_of(records, shown), {column.name: column.kind for column in shown})
