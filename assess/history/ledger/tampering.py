"""Detecting alterations to a ledger: to fields, to the order of entries, to the end, or to the schema."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from assess.history.ledger.database import expected_schema, reading, schema
from assess.history.ledger.entry import (
    FIRST,
    Head,
    entry_hash,
    read_head,
    seal,
)
from assess.history.ledger.stored_entry import read_entry
from assess.scoring.columns import plain

Kind = Literal[
    "altered",
    "resealed",
    "missing",
    "inserted",
    "moved",
    "unreadable",
    "schema",
    "head gone",
    "head unreadable",
    "cut off",
    "replaced",
    "unknown hash",
    "unrecordable",
]

_CHAIN = ("previous", "seals", "hash")


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """A way in which a ledger differs from what was recorded.

    Parameters
    ----------
    kind : str
        ``altered``: a field of an entry. ``resealed``: the seals or the hash of an entry. ``missing``: the entry that
        it followed is gone, or was replaced. ``inserted``: it was put in between. ``moved``: it follows a different
        entry. ``unreadable``: SQLite cannot read it. ``schema``: a table or trigger. ``head gone``,
        ``head unreadable``: the head file. ``cut off``: there were more entries. ``replaced``: the entry at the head
        is a different one. ``unknown hash``: no entry has a hash that is known from elsewhere. ``unrecordable``: an
        entry is properly sealed, but no recording could have written it.
    entry : int or None
        The entry's number, if it concerns one.
    what : str or None
        The name of the field, table or trigger; the hash; SQLite's message; or what no recording could have written.
    """

    kind: Kind
    entry: int | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of verifying a ledger.

    Parameters
    ----------
    entries : int
        The number of entries.
    head : str
        Hash of the last entry; a copy kept elsewhere shows whether anything before it was replaced.
    behind : int
        How many entries the head file lags behind, because a recording was killed before it returned.
    faults : tuple of LedgerFault
    """

    entries: int
    head: str
    behind: int
    faults: tuple[LedgerFault, ...]

    @property
    def sound(self) -> bool:
        """Whether no alteration was found."""
        return not self.faults

    def to_dict(self) -> dict[str, Any]:
        """Return the verification as plain values (``assess.verification/1``)."""
        return {
            "format": "assess.verification/1",
            "sound": self.sound,
            "entries": self.entries,
            "head": self.head,
            "behind": self.behind,
            "faults": plain(self.faults),
        }


def verify_file(path: Path, known: Sequence[str] = ()) -> Verification:
    """Return the detectable alterations to a ledger, which must contain all known hashes."""
    faults: list[LedgerFault] = []
    links: list[tuple[int, str, str]] = []
    with reading(path) as db:
        # Recording writes the head after the entry; read before the entries, it is never ahead of them.
        head, of_head = _head(path)
        faults += of_head
        try:
            faults += _of_schema(db)
            for n in [row[0] for row in db.execute("SELECT n FROM entries ORDER BY n").fetchall()]:
                faults += _of_entry(db, n, links)
            wrong = [row[0] for row in db.execute("PRAGMA quick_check").fetchall()]
            faults += [LedgerFault("unreadable", what=what) for what in wrong if what != "ok"]
        except (sqlite3.Error, UnicodeDecodeError) as error:
            faults.append(LedgerFault("unreadable", what=str(error)))
    faults += _of_chain(links)
    last = Head(len(links), links[-1][2] if links else FIRST)
    behind = 0
    if head is not None:
        faults += _of_head(head, links)
        behind = max(0, last.entries - head.entries)
    elif last.entries and not of_head:
        faults.append(LedgerFault("head gone"))
    own_hashes = {own for _, _, own in links}
    faults += [LedgerFault("unknown hash", what=each) for each in dict.fromkeys(known) if each not in own_hashes]
    readable = tuple(replace(fault, what=None if fault.what is None else _as_text(fault.what)) for fault in faults)
    return Verification(last.entries, _as_text(last.hash), behind, readable)


def _as_text(stored: str) -> str:
    """Return a value from a ledger as text, with invalid bytes escaped."""
    return stored.encode("utf-8", errors="backslashreplace").decode()


def _head(path: Path) -> tuple[Head | None, list[LedgerFault]]:
    try:
        return read_head(path), []
    except (OSError, ValueError):
        return None, [LedgerFault("head unreadable")]


def _of_schema(db: sqlite3.Connection) -> Iterator[LedgerFault]:
    is_there, expected = schema(db), expected_schema()
    for name in sorted(is_there.keys() | expected.keys()):
        if is_there.get(name) != expected.get(name):
            yield LedgerFault("schema", what=name)


def _of_entry(db: sqlite3.Connection, n: int, links: list[tuple[int, str, str]]) -> Iterator[LedgerFault]:
    try:
        cursor = db.execute("SELECT * FROM entries WHERE n = ?", (n,))
        names = [column[0] for column in cursor.description]
        stored = dict(zip(names, cursor.fetchone() or (), strict=True))
    except (sqlite3.Error, ValueError) as error:
        links.append((n, "", ""))
        yield LedgerFault("unreadable", n, str(error))
        return
    links.append((n, str(stored["previous"]), str(stored["hash"])))
    if is_whole(stored):
        try:
            read_entry(stored)
        except ValueError as error:
            yield LedgerFault("unrecordable", n, str(error))
        return
    if not _is_chained(stored):
        yield LedgerFault("resealed", n)
    yield from (LedgerFault("altered", n, name) for name in _broken(stored))


def is_whole(stored: Mapping[str, Any]) -> bool:
    """Return whether the columns of an entry match its seals and its hash."""
    return _is_chained(stored) and not _broken(stored)


def _is_chained(stored: Mapping[str, Any]) -> bool:
    is_hash = stored["hash"] == entry_hash(str(stored["previous"]), str(stored["seals"]))
    return is_hash and _seals(stored["seals"]) is not None


def _broken(stored: Mapping[str, Any]) -> list[str]:
    """Return the fields that do not match their seals; columns of a later schema have no seals and are empty."""
    seals = _seals(stored["seals"]) or {}
    own = {name: value for name, value in stored.items() if name not in _CHAIN}
    is_whole = {name: seal(value) == seals[name] if name in seals else value is None for name, value in own.items()}
    return [name for name, whole in is_whole.items() if not whole] + [name for name in seals if name not in own]


def _seals(written: Any) -> Mapping[str, Any] | None:
    try:
        seals = json.loads(written)
    except (TypeError, ValueError, RecursionError):
        return None
    return seals if isinstance(seals, dict) else None


def _of_chain(links: Sequence[tuple[int, str, str]]) -> Iterator[LedgerFault]:
    """Yield a fault where an entry does not follow the previous one."""
    at = {own: place for place, (_, _, own) in enumerate(links)}
    before, expected = FIRST, 1
    for place, (n, previous, own) in enumerate(links):
        if previous and (previous != before or n != expected):
            follows = -1 if previous == FIRST else at.get(previous)
            if follows is None:
                yield LedgerFault("missing", n)
            elif follows < place - 1:
                yield from (LedgerFault("inserted", links[k][0]) for k in range(follows + 1, place))
            else:
                yield LedgerFault("moved", n)
        before, expected = own, n + 1


def _of_head(head: Head, links: Sequence[tuple[int, str, str]]) -> Iterator[LedgerFault]:
    if head.entries > len(links):
        yield LedgerFault("cut off", head.entries)
    elif (links[head.entries - 1][2] if head.entries > 0 else FIRST) != head.hash:
        yield LedgerFault("replaced", head.entries)
