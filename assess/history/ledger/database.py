"""The file of a ledger: a SQLite database, its schema, and what can be wrong with the file.

E701 ledger that cannot be read or written
    Finds:   A ledger that does not exist, is on a full disk, or is in a folder without permission to write.
    Matters: A scoring counts as recorded only once it is on the disk; otherwise nothing of it is kept.
    Example: assess ledger list --ledger no/such/ledger.db
    Instead: assess score CASE --record, which makes the ledger; then assess ledger list CASE

E702 file that is not a ledger
    Finds:   A file named as a ledger that is something else.
    Matters: Its content would be lost if a ledger were written over it.
    Example: assess score CASE --record --ledger notes.txt
    Instead: assess score CASE --record --ledger ledger.db

E703 ledger of a newer version
    Finds:   A ledger whose schema is newer than this program.
    Matters: It may hold what this program does not know; an older ledger is upgraded, a newer one left alone.
    Example: a ledger of schema 3, read by a program that knows those up to 1
    Instead: the version of assess that wrote it, or a newer one
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.files.atomic_write import held
from assess.files.reading import is_file, is_there, size_of

APPLICATION = 0x41535345
"""Marks the file as a ledger (``ASSE``), in the header that SQLite keeps for this."""

PATIENCE = 60.0
"""Seconds to wait for another process that records."""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE entries (
            n INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            case_id TEXT NOT NULL,
            case_digest TEXT NOT NULL,
            rubric_id TEXT NOT NULL,
            rubric_version TEXT,
            rubric_digest TEXT NOT NULL,
            scale_digest TEXT NOT NULL,
            grading_digest TEXT NOT NULL,
            confidence_digest TEXT NOT NULL,
            engine TEXT NOT NULL,
            as_of TEXT,
            draws INTEGER NOT NULL,
            seed INTEGER NOT NULL,
            note TEXT,
            inputs BLOB NOT NULL,
            result BLOB NOT NULL,
            previous TEXT NOT NULL,
            seals TEXT NOT NULL,
            hash TEXT NOT NULL
        )""",
        """CREATE TRIGGER no_update BEFORE UPDATE ON entries
            BEGIN SELECT RAISE(ABORT, 'a ledger is never changed: record a new entry'); END""",
        """CREATE TRIGGER no_delete BEFORE DELETE ON entries
            BEGIN SELECT RAISE(ABORT, 'a ledger is never changed: nothing is deleted'); END""",
        """CREATE TRIGGER in_turn BEFORE INSERT ON entries
            WHEN NEW.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM entries)
            BEGIN SELECT RAISE(ABORT, 'a ledger is never changed: a new entry comes after the last'); END""",
    ),
)
"""The statements that bring the schema from each version to the next; the first makes it."""


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that may write, under the ledger's lock; the ledger is created or upgraded if necessary.

    Raises
    ------
    AssessError
        E701 if it cannot be written, E702 if the file is something else, E703 if a newer program wrote it.
    """
    if is_there(path) and not is_file(path):
        raise AssessError([_foreign(path)])
    _check_beside(path, "written")
    with ledger_errors(path, "written"), held(path, PATIENCE), closing(_connect(path, "rwc")) as db:
        _refuse_foreign(db, path, new=True)
        _as_soon_as_free(db, "PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        _bring_forward(db, path)
        yield db


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a read-only connection, which also works in a folder without permission to write.

    Raises
    ------
    AssessError
        As `writing`; E701 if there is no ledger.
    """
    with ledger_errors(path, "read"):
        if not is_file(path):
            hint = "record a scoring with assess score CASE --record, or name the file of another"
            raise AssessError([Finding("E701", f"there is no ledger {quoted(str(path))}", hint=hint)])
        _check_beside(path, "read")
        with closing(_readable(path)) as db:
            _refuse_foreign(db, path)
            if _version(db) < len(STEPS):
                _bring_forward(db, path)
            db.execute("PRAGMA query_only = ON")
            db.execute("BEGIN")
            yield db


@contextmanager
def ledger_errors(path: Path, done: str) -> Iterator[None]:
    """Turn errors of SQLite and the file system, and values they refuse, into an `AssessError` (E701, E702)."""
    try:
        yield
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        # A damaged name in the schema appears in SQLite's own message, which then is not valid text.
        what = str(error)
        if "not a database" in what:
            raise AssessError([_foreign(path)]) from error
        raise AssessError([_cannot(path, done, what)]) from error
    except OSError as error:
        raise AssessError([_cannot(path, done, error.strerror or str(error))]) from error


def schema(db: sqlite3.Connection) -> dict[str, str]:
    """Return the statement behind each table and trigger of a ledger, by name."""
    return dict(db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())


def expected_schema() -> dict[str, str]:
    """Return what `schema` gives for an unaltered ledger."""
    with closing(sqlite3.connect(":memory:")) as db:
        for step in STEPS:
            for statement in step:
                db.execute(statement)
        return schema(db)


def _check_beside(path: Path, done: str) -> None:
    """Refuse what SQLite would open beside a ledger unless it is a plain file: SQLite would wait for a pipe."""
    for ending in ("-journal", "-wal", "-shm"):
        beside = path.with_name(f"{path.name}{ending}")
        if is_there(beside) and not is_file(beside):
            raise AssessError([_cannot(path, done, f"{quoted(beside.name)} is not a plain file")])


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, timeout=PATIENCE, isolation_level=None, uri=True)
    # Bytes that are not valid text are kept, so that the rest of the ledger can be read; checks of entries refuse them.
    db.text_factory = lambda raw: raw.decode("utf-8", errors="surrogateescape")
    return db


def _readable(path: Path) -> sqlite3.Connection:
    """Return a connection to an existing ledger, opened as immutable if nothing can be written next to it."""
    log = path.with_name(f"{path.name}-wal")
    refusal: Exception | None = None
    for mode in ("rw", "ro", *(() if size_of(log) else ("ro&immutable=1",))):
        db = None
        try:
            db = _connect(path, mode)
            db.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except sqlite3.OperationalError as error:
            refusal = error
            if db is not None:
                db.close()
        except (sqlite3.Error, UnicodeDecodeError):
            if db is not None:
                db.close()
            raise
        else:
            return db
    assert refusal is not None
    raise refusal


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _refuse_foreign(db: sqlite3.Connection, path: Path, new: bool = False) -> None:
    """Refuse a database that is not a ledger or has a newer schema; if `new`, an empty one is accepted."""
    with _at_once(db):
        version = _version(db)
        application = int(db.execute("PRAGMA application_id").fetchone()[0])
        is_empty = (version, application, schema(db)) == (0, 0, {})
    if new and is_empty:
        return
    if application != APPLICATION or version < 1:
        raise AssessError([_foreign(path)])
    if version > len(STEPS):
        message = f"the ledger {quoted(str(path))} has schema {version}; this program knows those up to {len(STEPS)}"
        hint = "use the newer version of assess that wrote it; nothing in it was changed"
        raise AssessError([Finding("E703", message, hint=hint)])


@contextmanager
def _at_once(db: sqlite3.Connection) -> Iterator[None]:
    """Read everything in the block as of one moment, since another process may be creating the ledger."""
    is_own = not db.in_transaction
    if is_own:
        db.execute("BEGIN")
    try:
        yield
    finally:
        if is_own and db.in_transaction:
            db.execute("ROLLBACK")


def _bring_forward(db: sqlite3.Connection, path: Path) -> None:
    if _version(db) == len(STEPS):
        return
    db.execute("BEGIN IMMEDIATE")
    _refuse_foreign(db, path, new=True)
    for step in STEPS[_version(db) :]:
        for statement in step:
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {len(STEPS)}")
    db.execute("COMMIT")


def _as_soon_as_free(db: sqlite3.Connection, statement: str) -> None:
    """Run a statement as soon as no other process reads, which SQLite itself does not wait for."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            db.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _cannot(path: Path, done: str, what: str) -> Finding:
    hint = "check the disk, the folder and who may write there, or keep the ledger in another place"
    return Finding("E701", f"the ledger {quoted(str(path))} cannot be {done}: {what}", hint=hint)


def _foreign(path: Path) -> Finding:
    hint = "name a ledger, or a file that is not there yet"
    return Finding("E702", f"{quoted(str(path))} is not a ledger", hint=hint)
