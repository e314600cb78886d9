"""Planning an edit: the content that each file of a case needs for the files to hold another case."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from assess.domain.case import Case
from assess.domain.field_types import Written
from assess.domain.rubric import Rubric
from assess.files.including import OF_CASE
from assess.files.places import Joined, ParsedFile

_GONE = object()


class EditPlan:
    """The new contents of a case's files, changed only where the case changes.

    Parameters
    ----------
    joined : Joined
        The files as read.
    before : Case
        The case that they hold.
    raw : dict of str to dict
        By id: new items, as they should be written.

    Attributes
    ----------
    values : dict of str to (ParsedFile, dict)
        By changed file: its content as read, and its new content.
    """

    def __init__(self, joined: Joined, before: Case, raw: Mapping[str, dict[str, Any]]) -> None:
        self._joined, self._before, self._raw = joined, before, raw
        self.values: dict[str, tuple[ParsedFile, dict[str, Any]]] = {}

    def change_to(self, after: Case) -> None:
        """Change the contents so that the files hold `after`, leaving the rubric out."""
        for name in Case.model_fields:
            was, now = getattr(self._before, name), getattr(after, name)
            if name == "rubric":
                was, now = (rubric.rubric if isinstance(rubric, Rubric) else rubric for rubric in (was, now))
            if was == now:
                continue
            if name in OF_CASE.maps:
                self._map(name, was, now)
            elif name in OF_CASE.lists:
                self._list(name, was, now)
            else:
                self._set(self._value(self._joined.main), name, _GONE if now is None else now)

    def _value(self, parsed: ParsedFile) -> dict[str, Any]:
        """Return the new content of a file, with lists and maps copied so that they can be changed."""
        if parsed.file not in self.values:
            self.values[parsed.file] = parsed, {k: copy(v) for k, v in parsed.value.items()}
        return self.values[parsed.file][1]

    def _owner(self, key: str, at: str | int) -> tuple[ParsedFile, str | int]:
        return self._joined.owners.get((key, at), (self._joined.main, at))

    def _map(self, key: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        for name in was:
            if was[name] != now.get(name):
                parsed, own = self._owner(key, name)
                held = self._value(parsed)[key]
                self._set(held, own, _entry(held[own], was[name], now[name]) if name in now else _GONE)
        new = {name: plain_of(value) for name, value in now.items() if name not in was}
        if new:
            last = next(reversed(list(was)), None)
            home = self._value(self._joined.main if last is None else self._owner(key, last)[0])
            home[key] = {**(home.get(key) or {}), **new}

    def _list(self, key: str, was: tuple[Any, ...], now: tuple[Any, ...]) -> None:
        left = {name_of(member): member for member in now}
        touched = []
        for n, member in enumerate(was):
            other = left.pop(name_of(member), None)
            if other is member or other == member:
                continue
            parsed, own = self._owner(key, n)
            held = self._value(parsed)[key]
            held[own] = _GONE if other is None else _entry(held[own], member, other)
            touched.append(held)
        for held in touched:
            held[:] = [member for member in held if member is not _GONE]
        if left:
            home = self._value(self._home(key, was, next(iter(left.values()))))
            new = [self._raw.get(name, None) or plain_of(member) for name, member in left.items()]
            home[key] = [*(home.get(key) or []), *new]

    def _home(self, key: str, was: tuple[Any, ...], new: Any) -> ParsedFile:
        """Return the file for a new member: that of the last member about its subject, else of the last member."""
        about = getattr(new, "about", None)
        alike = [n for n, member in enumerate(was) if getattr(member, "about", None) == about]
        if not was:
            return self._joined.main
        return self._owner(key, alike[-1] if alike else len(was) - 1)[0]

    @staticmethod
    def _set(held: dict[Any, Any], key: str | int, value: Any) -> None:
        if value is _GONE:
            held.pop(key, None)
        else:
            held[key] = plain_of(value)


def plain_of(value: Any) -> Any:
    """Return the plain value to write for `value`, without fields that have their default value."""
    if isinstance(value, Written):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, Mapping):
        return {key: plain_of(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [plain_of(member) for member in value]
    return value


def _entry(written: Any, was: Any, now: Any) -> Any:
    """Return the entry as written, changing only keys whose value has changed."""
    plain = plain_of(now)
    if not (isinstance(was, Written) and type(was) is type(now) and isinstance(written, dict)):
        return plain
    held = dict(written)
    for name, field in type(was).model_fields.items():
        if getattr(was, name) != getattr(now, name):
            key = field.alias or name
            if key in plain:
                held[key] = plain[key]
            else:
                held.pop(key, None)
    return held


def name_of(member: Any) -> str:
    """Return the id of a member of a list, or its whole content if it has none."""
    return getattr(member, "id", None) or repr(member)
