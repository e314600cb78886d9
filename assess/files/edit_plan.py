"""What each file of a case is to hold, so that together they say another case."""

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
    """The contents of a case's files, to be changed where the case changes.

    Parameters
    ----------
    joined : Joined
        The files as read.
    before : Case
        What they say.
    raw : dict of str to dict
        By id: new items, as they are to be written.

    Attributes
    ----------
    values : dict of str to (ParsedFile, dict)
        By file that changes: what it holds, and what it is to hold.
    """

    def __init__(self, joined: Joined, before: Case, raw: Mapping[str, dict[str, Any]]) -> None:
        self._joined, self._before, self._raw = joined, before, raw
        self.values: dict[str, tuple[ParsedFile, dict[str, Any]]] = {}

    def change_to(self, after: Case) -> None:
        """Change what has to change for the files to say `after`; the rubric itself is no part of them."""
        for name in Case.model_fields:
            was, now = getattr(self._before, name), getattr(after, name)
            if name == "rubric":
                was, now = (one.rubric if isinstance(one, Rubric) else one for one in (was, now))
            if was == now:
                continue
            if name in OF_CASE.maps:
                self._map(name, was, now)
            elif name in OF_CASE.lists:
                self._list(name, was, now)
            else:
                self._set(self._value(self._joined.main), name, _GONE if now is None else now)

    def _value(self, parsed: ParsedFile) -> dict[str, Any]:
        """Return what the file is to hold, its own lists and maps copied so that they may change."""
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
        left = {_name(one): one for one in now}
        touched = []
        for n, one in enumerate(was):
            other = left.pop(_name(one), None)
            if other is one or other == one:
                continue
            parsed, own = self._owner(key, n)
            held = self._value(parsed)[key]
            held[own] = _GONE if other is None else _entry(held[own], one, other)
            touched.append(held)
        for held in touched:
            held[:] = [one for one in held if one is not _GONE]
        if left:
            home = self._value(self._home(key, was, next(iter(left.values()))))
            new = [self._raw.get(getattr(one, "id", ""), None) or plain_of(one) for one in left.values()]
            home[key] = [*(home.get(key) or []), *new]

    def _home(self, key: str, was: tuple[Any, ...], new: Any) -> ParsedFile:
        """Return the file for a new member: that of the last one about the same subject, or of the last."""
        about = getattr(new, "about", None)
        alike = [n for n, one in enumerate(was) if getattr(one, "about", None) == about]
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
    """Return what is written for `value`: what stands at its default is left out."""
    if isinstance(value, Written):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, Mapping):
        return {key: plain_of(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_of(one) for one in value]
    return value


def _entry(written: Any, was: Any, now: Any) -> Any:
    """Return what is written, with the keys changed that say something else now."""
    said = plain_of(now)
    if not (isinstance(was, Written) and type(was) is type(now) and isinstance(written, dict)):
        return said
    held = dict(written)
    for name, field in type(was).model_fields.items():
        if getattr(was, name) != getattr(now, name):
            key = field.alias or name
            if key in said:
                held[key] = said[key]
            else:
                held.pop(key, None)
    return held


def _name(one: Any) -> Any:
    return getattr(one, "id", None) or repr(one)
