"""Where in a file each key and value stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from assess.errors import Finding, KeyPath

_COLUMN_BITS = 32


def pack(line: int, column: int) -> int:
    """Return one number for a place; a file of 100,000 items has millions of places."""
    return line << _COLUMN_BITS | column


class Place(NamedTuple):
    """A line and a column, counted from 1."""

    line: int
    column: int

    @classmethod
    def of(cls, packed: int) -> Place:
        """Return the place that `pack` packed."""
        return cls(packed >> _COLUMN_BITS, packed & ((1 << _COLUMN_BITS) - 1))


@dataclass(slots=True)
class Marks:
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
    keys: dict[str, int] = field(default_factory=dict)
    values: list[Marks | int] | dict[str, Marks | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file as read: its name as the user knows it, its content, and the places in it."""

    file: str
    value: Any
    marks: Marks | int

    def place(self, path: KeyPath, *, key: bool = False) -> Place:
        """Return where `path` stands, or the nearest container of it that is there.

        Parameters
        ----------
        path : KeyPath
            From the top of the file.
        key : bool
            Whether the last key is wanted rather than its value.
        """
        at, marks = pack(1, 1), self.marks
        for depth, part in enumerate(path):
            at = marks if isinstance(marks, int) else marks.at
            if isinstance(marks, int):
                return Place.of(at)
            is_last = depth == len(path) - 1
            if isinstance(marks.values, list):
                if not isinstance(part, int) or not 0 <= part < len(marks.values):
                    return Place.of(at)
                marks = marks.values[part]
            else:
                name = str(part)
                if name not in marks.values:
                    return Place.of(at)
                if key and is_last:
                    return Place.of(marks.keys[name])
                marks = marks.values[name]
        return Place.of(marks if isinstance(marks, int) else marks.at)

    def locate(self, finding: Finding, *, key: bool = False) -> Finding:
        """Return `finding` with its place in this file."""
        place = self.place(finding.path, key=key)
        return finding.at(self.file, place.line, place.column)


@dataclass(frozen=True, slots=True)
class Joined:
    """A file with the pieces that it includes, as one content.

    Parameters
    ----------
    value : Any
        The content of all.
    main : Sheet
        The file that includes the others.
    owners : dict
        Top key and, within it, key or list position to the sheet that holds it and, for a list,
        the position there; whatever is missing here is in `main`.
    """

    value: Any
    main: Sheet
    owners: dict[tuple[str | int, str | int], tuple[Sheet, str | int]] = field(default_factory=dict)

    def locate(self, finding: Finding, *, key: bool = False) -> Finding:
        """Return `finding` with its place, its path as it is in the file that holds it."""
        path = finding.path
        if len(path) > 1:
            owner = self.owners.get((path[0], path[1]))
            if owner is not None:
                sheet, own = owner
                moved = Finding(finding.code, finding.message, (path[0], own, *path[2:]), finding.hint, finding.about)
                return sheet.locate(moved, key=key)
        return self.main.locate(finding, key=key)
