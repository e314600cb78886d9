"""The place of each key and value in a file."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from assess.errors import Finding, KeyPath

_COLUMN_BITS = 32


def pack(line: int, column: int) -> int:
    """Return a place packed into one number, because a file of 100,000 items has millions of places."""
    return line << _COLUMN_BITS | column


class Place(NamedTuple):
    """A line and a column, counted from 1."""

    line: int
    column: int

    @classmethod
    def of(cls, packed: int) -> Place:
        """Return the place that `pack` packed."""
        return cls(packed >> _COLUMN_BITS, packed & ((1 << _COLUMN_BITS) - 1))


class Marks(NamedTuple):
    """The places of a mapping's keys and values, or of a list's members.

    Parameters
    ----------
    at : int
        The packed place of the container itself.
    keys : dict of str to int
        Packed places of the keys of a mapping.
    values : list or dict
        By position or key: a packed place, or the marks of a container.
    """

    at: int
    keys: dict[str, int]
    values: list[Marks | int] | dict[str, Marks | int]

    @classmethod
    def of(cls, value: Any, places: Iterator[int]) -> Marks | int:
        """Return the places of `value`, taken from those of all keys and values in reading order."""
        at = next(places)
        if isinstance(value, list):
            return cls(at, {}, [cls.of(member, places) for member in value])
        if not isinstance(value, dict):
            return at
        keys: dict[str, int] = {}
        values: dict[str, Marks | int] = {}
        for key, inside in value.items():
            keys[key] = next(places)
            values[key] = cls.of(inside, places)
        return cls(at, keys, values)


@dataclass(frozen=True, eq=False, repr=False)
class ParsedFile:
    """One file as read.

    Parameters
    ----------
    file : str
        Its name, as the user knows it.
    value : Any
        Its content.
    places : array of int
        The packed places of all keys and values, in the order of reading.
    text : str
        What it was read from.
    """

    file: str
    value: Any
    places: array[int]
    text: str = field(default="", repr=False)

    @cached_property
    def marks(self) -> Marks | int:
        """The places by key and position, made on demand: a sound file needs none."""
        return Marks.of(self.value, iter(self.places))

    def place(self, path: KeyPath, *, on_key: bool = False) -> Place:
        """Return the place of `path`, or of its nearest existing container.

        Parameters
        ----------
        path : KeyPath
            From the top of the file.
        on_key : bool
            Return the place of the last key; a mapping or list under a key is found at its key anyway.
        """
        at: int = self.marks if isinstance(self.marks, int) else self.marks.at
        marks = self.marks
        for n, part in enumerate(path):
            if isinstance(marks, int):
                break
            inside = marks.values
            if isinstance(inside, list):
                if not isinstance(part, int) or not 0 <= part < len(inside):
                    break
                marks = inside[part]
                at = marks if isinstance(marks, int) else marks.at
            else:
                if part not in inside:
                    break
                key, marks = marks.keys[str(part)], inside[str(part)]
                is_last = n == len(path) - 1
                at = marks if isinstance(marks, int) and not (on_key and is_last) else key
        return Place.of(at)

    def locate(self, finding: Finding) -> Finding:
        """Return `finding` with its place in this file, and its path as written there."""
        path = self._written(finding.path)
        place = self.place(path, on_key=finding.on_key)
        return replace(finding, path=path, file=self.file, line=place.line, column=place.column)

    def _written(self, path: KeyPath) -> KeyPath:
        """Return a path without list positions where the file has a bare value in place of a list."""
        marks = self.marks
        written: list[str | int] = []
        for part in path:
            inside = marks.values if isinstance(marks, Marks) else None
            if isinstance(part, int) and not isinstance(inside, list):
                continue
            written.append(part)
            if isinstance(inside, list):
                marks = inside[part] if isinstance(part, int) and part < len(inside) else 0
            else:
                marks = inside.get(str(part), 0) if inside is not None else 0
        return tuple(written)


@dataclass(frozen=True, eq=False, repr=False)
class Joined:
    """A file joined with the pieces that it includes.

    Parameters
    ----------
    value : Any
        The content of all.
    main : ParsedFile
        The file that includes the others.
    owners : dict
        Top key and, within it, key or list position to the file that holds it and the key or position there;
        whatever is missing here is in `main`.
    """

    value: Any
    main: ParsedFile
    owners: dict[tuple[str | int, str | int], tuple[ParsedFile, str | int]] = field(default_factory=dict)

    def locate(self, finding: Finding) -> Finding:
        """Return `finding` with its place, and its path in the file that holds it."""
        if finding.beside:
            earlier = self.locate(replace(finding, path=finding.beside, beside=()))
            place = f"{earlier.file}:{earlier.line}:{earlier.column}"
            finding = replace(finding, message=f"{finding.message}, at {place}", beside=())
        path = finding.path
        owner = self.owners.get((path[0], path[1])) if len(path) > 1 else None
        if owner is None:
            return self.main.locate(finding)
        parsed, own = owner
        return parsed.locate(replace(finding, path=(path[0], own, *path[2:])))
