"""The ledger: every recorded scoring, with all its inputs.

E704 altered ledger
    Finds:   An entry that is not as it was recorded, or a ledger that does not match its head file.
    Matters: An altered ledger proves nothing; nothing is added to it, so that the traces remain.
    Example: an entry whose result was edited; a missing head file
    Instead: an earlier copy of the ledger and its head file; assess ledger verify says what was altered

E705 no such entry
    Finds:   A number without an entry in the ledger, or an empty ledger.
    Matters: Entries are numbered from 1, in the order of recording.
    Example: assess ledger show 0 CASE
    Instead: assess ledger show 1 CASE
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.files.atomic_write import sync_folder
from assess.files.loading import LEDGER, case_file
from assess.files.reading import is_there, shipped_folder
from assess.history.ledger.database import ledger_errors, reading, writing
from assess.history.ledger.entry import (
    FIRST,
    MOST_ENTRIES,
    Entry,
    Head,
    RecordedEntry,
    entry_hash,
    fields_of,
    head_file,
    read_head,
    seals_of,
    write_head,
)
from assess.history.ledger.replaying import Replay, replay
from assess.history.ledger.stored_entry import listed_entry, read_entry
from assess.history.ledger.tampering import Verification, is_whole, verify_file
from assess.scoring.results import Assessment

_LISTED = tuple(field.name for field in fields(Entry))

Refused = Callable[[AssessError], None]
"""Called with an entry that is left out, and the reason."""


class HeadBehindError(AssessError):
    """An entry was recorded, and the head file could not be written."""


class Ledger:
    """A file to which scorings are added, and from which nothing is removed.

    Parameters
    ----------
    path : str or Path
        The file; `record` creates it if necessary.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def record(self, result: Assessment, note: str | None = None) -> Entry:
        """Add a scoring; on return, it is on the disk.

        Parameters
        ----------
        result : Assessment
        note : str, optional
            Why it was recorded.

        Raises
        ------
        AssessError
            E701 to E703 if the ledger cannot be written; E704 if it does not match its head file. Nothing was
            recorded then, except with a `HeadBehindError`.
        """
        with writing(self.path) as db:
            db.execute("BEGIN IMMEDIATE")
            last = _last(db)
            self._check_head(db, last)
            if last.entries == 0:
                write_head(self.path, last)
            now = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
            stored = fields_of(result, last.entries + 1, now, note)
            seals = seals_of(stored)
            stored |= {"previous": last.hash, "seals": seals, "hash": entry_hash(last.hash, seals)}
            names = ", ".join(stored)
            places = ", ".join(f":{name}" for name in stored)
            db.execute(f"INSERT INTO entries ({names}) VALUES ({places})", stored)
            db.execute("COMMIT")
            self._advance_head(Head(stored["n"], stored["hash"]))
        return Entry(**{name: stored[name] for name in _LISTED})

    def __len__(self) -> int:
        """Return the number of entries; raises like `entries`."""
        with reading(self.path) as db:
            return int(db.execute("SELECT count(*) FROM entries").fetchone()[0])

    def entries(self, refused: Refused | None = None) -> tuple[Entry, ...]:
        """Return all entries, first to last, without their inputs and results.

        Parameters
        ----------
        refused : callable, optional
            Called with the error of each entry whose content no recording could have written, which is then left out.

        Raises
        ------
        AssessError
            E701 to E703 if there is no ledger or it cannot be read; E704 for an entry, without `refused`.
        """
        with reading(self.path) as db:
            rows = db.execute(f"SELECT {', '.join(_LISTED)} FROM entries ORDER BY n").fetchall()
        entries = []
        for row in rows:
            try:
                entries.append(listed_entry(dict(zip(_LISTED, row, strict=True))))
            except ValueError as error:
                _leave_out(_unrecordable(row[0], error), refused)
        return tuple(entries)

    def entry(self, n: int) -> RecordedEntry:
        """Return an entry with its inputs and result.

        Raises
        ------
        AssessError
            E701 to E703 if there is no ledger or it cannot be read, E704 if the entry was altered, E705 if there is
            no such entry.
        """
        with reading(self.path) as db:
            db.row_factory = sqlite3.Row
            row = db.execute("SELECT * FROM entries WHERE n = ?", (min(n, MOST_ENTRIES),)).fetchone()
            if row is None:
                count = db.execute("SELECT count(*) FROM entries").fetchone()[0]
                hint = f"the entries are 1 to {count}" if count else "the ledger is empty"
                raise AssessError([Finding("E705", f"there is no entry {n}", hint=hint)])
        stored: dict[str, Any] = dict(row)
        if not is_whole(stored):
            _altered(f"entry {n} was altered since it was recorded", "see assess ledger verify for what was altered")
        try:
            return read_entry(stored)
        except ValueError as error:
            raise _unrecordable(n, error) from None

    def to_dict(self, refused: Refused | None = None) -> dict[str, Any]:
        """Return all entries, with their inputs and results, as plain values (``assess.history/1``).

        Parameters
        ----------
        refused : callable, optional
            Called with the error of each entry that was altered or that no recording could have written, which is then
            left out.

        Raises
        ------
        AssessError
            As `entry`; E704 only without `refused`.
        """
        whole = []
        for entry in self.entries(refused):
            try:
                whole.append(self.entry(entry.n).to_dict())
            except AssessError as error:
                _leave_out(error, refused)
        return {"format": "assess.history/1", "entries": whole}

    def verify(self, *known: str) -> Verification:
        """Return the alterations found: to entries, to their order, to the end, or to the schema.

        Parameters
        ----------
        *known : str
            Hashes of entries, noted elsewhere at their recording; the ledger must have an entry with each.

        Raises
        ------
        AssessError
            E701 to E703 if there is no ledger or it cannot be read.
        """
        return verify_file(self.path, known)

    def replay(self, n: int) -> Replay:
        """Score an entry again from its stored inputs, and compare every number.

        Raises
        ------
        AssessError
            As `entry`, or if today's rules refuse the inputs.
        """
        return replay(self.entry(n))

    def _check_head(self, db: sqlite3.Connection, last: Head) -> None:
        """Refuse to add to a ledger that does not match its head file.

        The head may lag behind if a process was killed between recording an entry and writing the head.
        """
        way_out = "see assess ledger verify; restore ledger and head file from a copy, or begin another with --ledger"
        name = head_file(self.path).name
        try:
            head = read_head(self.path)
        except ValueError:
            _altered(f"the head file {name} cannot be understood", way_out)
        if head is None:
            if last.entries:
                _altered(f"the ledger has entries, and its head file {name} is gone", way_out)
            return
        row = db.execute("SELECT hash FROM entries WHERE n = ?", (head.entries,)).fetchone()
        recorded = row[0] if row else FIRST if head.entries == 0 else None
        if recorded != head.hash:
            _altered(f"entry {head.entries} of the ledger is not the one that {name} says", way_out)

    def _advance_head(self, head: Head) -> None:
        """Write the head file after a recording, under the same lock."""
        try:
            with ledger_errors(self.path, "written"):
                if head.entries == 1:
                    sync_folder(self.path.absolute().parent)
                write_head(self.path, head)
        except AssessError as error:
            message = f"entry {head.entries} is recorded, but the head file could not be written: "
            hint = "free the disk; the next recording writes the head file"
            raise HeadBehindError([Finding("E701", message + error.findings[0].message, hint=hint)]) from error


def ledger_file(case: str | Path) -> Path:
    """Return the place of the ledger of a case: ``ledger.db`` beside its file.

    Raises
    ------
    AssessError
        E101 if there is no such case; E701 for a shipped one, beside which no ledger may be kept.
    """
    file = case_file(case)
    if file.is_relative_to(shipped_folder()) and not is_there(case):
        message = f"the case {quoted(str(case))} ships with the program, and has no ledger of its own"
        raise AssessError(
            [Finding("E701", message, hint="name the ledger's file: --ledger FILE, or FILE#N to compare")]
        )
    return file.parent / LEDGER


def last_recorded(case: str | Path, result: Assessment) -> RecordedEntry | None:
    """Return the latest entry in the ledger beside a case that was scored as of the same date as `result`.

    Returns
    -------
    RecordedEntry or None
        None if there is no ledger, or no such entry in it.

    Raises
    ------
    AssessError
        As `Ledger.entries` and `Ledger.entry`.
    """
    ledger = Ledger(case_file(case).parent / LEDGER)
    if not is_there(ledger.path):
        return None
    like = [e.n for e in ledger.entries() if (e.case_id, e.as_of) == (result.case.case, result.as_of)]
    return ledger.entry(like[-1]) if like else None


def _last(db: sqlite3.Connection) -> Head:
    row = db.execute("SELECT n, hash FROM entries ORDER BY n DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, FIRST)


def _unrecordable(n: int, error: ValueError) -> AssessError:
    message = f"entry {n} holds what no recording writes: {error}"
    return AssessError([Finding("E704", message, hint="restore the ledger from a copy")])


def _leave_out(error: AssessError, refused: Refused | None) -> None:
    if refused is None:
        raise error
    refused(error)


def _altered(message: str, hint: str) -> NoReturn:
    raise AssessError([Finding("E704", message, hint=hint)])


__all__ = ["HeadBehindError", "Ledger", "ledger_file"]
