"""What the fields of a result are called; from this come its JSON, and the columns of every table that it stands in."""

from __future__ import annotations

import collections.abc
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import EllipsisType, NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from assess.domain.quoting import quoted
from assess.scoring.frames import Kind

R = TypeVar("R")

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Count = Annotated[int, Field(ge=0)]
Range = tuple[Probability, Probability]
"""Lower and upper end of an interval of a probability."""

UNSTORED = Field(exclude=True)
"""Marks a field that the JSON leaves out."""
STORED_AS = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

View = Literal["frame", "csv", "shell", "report", "notebook", "ledger"]
EVERYWHERE: frozenset[View] = frozenset(get_args(View))
Unit = Literal["text", "count", "probability", "probability beside its word", "word", "dB"]


@dataclass(frozen=True, slots=True)
class Column:
    """How a field stands in tables.

    Parameters
    ----------
    header : str
        Its heading in English.
    name : str, optional
        Its key in frames and CSV; that of the field if left out.
    unit : str
        What is said of it, as `reporting` writes it; an interval is of probabilities.
    shown : frozenset of str
        The tables in which it stands.
    """

    header: str
    name: str | None = None
    unit: Unit = "text"
    shown: frozenset[View] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class ResultField:
    """A field of a record, or a property of it that has a column.

    Parameters
    ----------
    name : str
    hint : type
        With its annotations.
    column : Column or None
    stored : bool
        Whether it stands in the JSON.
    """

    name: str
    hint: Any
    column: Column | None
    stored: bool


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table of records.

    Parameters
    ----------
    name : str
    header : str
        In English.
    unit : str
    kind : Kind
    path : tuple of str
        Where the value stands in a record, or in its JSON.
    by_key : bool
        Whether it is a mapping, with a value for each row of a record.
    """

    name: str
    header: str
    unit: Unit
    kind: Kind
    path: tuple[str, ...]
    by_key: bool

    @property
    def is_figure(self) -> bool:
        """Whether it holds numbers."""
        return self.kind == "interval" or self.unit not in ("text", "word")

    def value(self, record: Any, key: str | None = None) -> Any:
        """Return what stands in the row of a record, or of one hypothesis of it."""
        whole = self._whole(record)
        value = whole[key] if self.by_key and whole is not None else whole
        return list(value) if isinstance(value, tuple) else value

    def keys(self, record: Any) -> list[str]:
        """Return the hypotheses of a record."""
        return list(self._whole(record) or ())

    def _whole(self, record: Any) -> Any:
        for part in self.path:
            record = record.get(part) if isinstance(record, Mapping) else getattr(record, part)
            if record is None:
                return None
        return record


@cache
def fields_of(record: type) -> tuple[ResultField, ...]:
    """Return the fields of a record, then its properties that have a column."""
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
            every.append(ResultField(name, hint, column, is_field and not excluded))
    return tuple(every)


def plain(value: Any) -> Any:
    """Return a record as plain values: what it stores, by the name of the field, in its order."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    record: type = type(value)
    return {name: plain(getattr(value, name)) for name in _stored_names(record)}


@cache
def _stored_names(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields_of(record) if field.stored)


def restored(record: type, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a record as it stored them; what it did not store yet is left out.

    Raises
    ------
    ValueError
        If a value is none that the field can have.
    """
    values = {}
    for name in _stored_names(record):
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
    return TypeAdapter(next(field.hint for field in fields_of(record) if field.name == name))


def rows_of(records: Iterable[Any], shown: Iterable[TableColumn]) -> Iterator[dict[str, Any]]:
    """Yield the rows of records by the names of columns: one each, or one for each hypothesis where any is by that."""
    shown = tuple(shown)
    by_key = next((column for column in shown if column.by_key), None)
    for record in records:
        for key in [None] if by_key is None else by_key.keys(record):
            yield {column.name: column.value(record, key) for column in shown}


@cache
def columns(record: type, view: View, order: tuple[str | EllipsisType, ...] = (...,)) -> tuple[TableColumn, ...]:
    """Return the columns of a record that a table shows.

    Parameters
    ----------
    record : type
    view : View
    order : tuple of str or ...
        Names of columns; ``...`` stands for all that it does not name, in the order of the fields. What is shown
        nowhere in the view is left out.
    """
    every = {column.name: column for column in _columns(record, view, ())}
    return tuple(every[name] for name in in_order(every, order) if name in every)


def in_order(names: Iterable[str], order: Iterable[str | EllipsisType]) -> list[str]:
    """Return names in a given order, where ``...`` stands for those that it does not give."""
    order = tuple(order)
    rest = [name for name in names if name not in order]
    return [name for each in order for name in (rest if isinstance(each, EllipsisType) else [each])]


def _columns(record: type, view: View, path: tuple[str, ...]) -> Iterable[TableColumn]:
    for field in fields_of(record):
        hint, by_key = _bare(field.hint), False
        if get_origin(hint) is collections.abc.Mapping:
            hint, by_key = _bare(get_args(hint)[1]), True
        if field.column is not None and view not in field.column.shown:
            continue
        if is_dataclass(hint) and isinstance(hint, type) and not by_key:
            yield from _columns(hint, view, (*path, field.name))
        elif field.column is not None:
            column = field.column
            name = column.name or field.name
            yield TableColumn(name, column.header, column.unit, _kind(hint), (*path, field.name), by_key)


def _bare(hint: Any) -> Any:
    """Return a type without its annotations, and without None as another value."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return _bare(next(each for each in get_args(hint) if each is not NoneType))
    return hint


def _kind(hint: Any) -> Kind:
    kinds: dict[Any, Kind] = {str: "text", float: "number", int: "count", bool: "truth"}
    if get_origin(hint) is Literal:
        return "text"
    if get_origin(hint) is tuple:
        return "texts" if _bare(get_args(hint)[0]) is str else "interval"
    return kinds.get(hint, "any")
