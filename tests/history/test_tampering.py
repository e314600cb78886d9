"""Whatever is altered behind a ledger's back is found, and what it was is said."""

import os
import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.errors import AssessError
from assess.history import Ledger, LedgerFault
from assess.history.ledger.entry import (
    FIRST,
    Head,
    entry_hash,
    head_file,
    read_head,
    seals_of,
    write_head,
)
from tests.history.ledgers import behind_its_back, column_names, ledger_of, scoring


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger of four entries, never altered itself."""
    return ledger_of(tmp_path_factory.mktemp("whole") / "ledger.db", 4)


def copied(ledger: Ledger, folder: Path) -> Ledger:
    for path in (ledger.path, head_file(ledger.path)):
        shutil.copy(path, folder / path.name)
    return Ledger(folder / ledger.path.name)


def faults_of(ledger: Ledger) -> list[LedgerFault]:
    return list(ledger.verify().faults)


@pytest.fixture
def ledger(whole: Ledger, tmp_path: Path) -> Ledger:
    return copied(whole, tmp_path)


def test_what_nobody_altered_is_sound(whole: Ledger) -> None:
    verification = whole.verify()
    assert verification.sound
    assert (verification.entries, verification.behind) == (4, 0)
    assert verification.head == whole.entries()[-1].hash
    assert read_head(whole.path) == Head(4, verification.head)
    assert all(whole.verify(entry.hash).sound for entry in whole.entries())
    assert whole.verify(*(entry.hash for entry in whole.entries())).sound
    unknown = tuple(LedgerFault("unknown hash", what=digit * 64) for digit in "01")
    assert whole.verify("0" * 64, verification.head, "1" * 64, "0" * 64).faults == unknown


@given(st.integers(1, 4), st.sampled_from(["inputs", "result"]), st.integers(0), st.integers(1, 255))
def test_any_byte_of_inputs_or_result(
    whole: Ledger, tmp_path_factory: pytest.TempPathFactory, n: int, field: str, at: int, flip: int
) -> None:
    ledger = copied(whole, tmp_path_factory.mktemp("byte"))
    with behind_its_back(ledger.path) as db:
        stored = bytearray(db.execute(f"SELECT {field} FROM entries WHERE n = ?", (n,)).fetchone()[0])
        stored[at % len(stored)] ^= flip
        db.execute(f"UPDATE entries SET {field} = ? WHERE n = ?", (bytes(stored), n))
    assert faults_of(ledger) == [LedgerFault("altered", n, field)]
    with pytest.raises(AssessError, match=f"entry {n} was altered"):
        ledger.entry(n)
    with pytest.raises(AssessError, match=f"entry {n} was altered"):
        ledger.replay(n)
    assert ledger.entry(n % 4 + 1) == whole.entry(n % 4 + 1)


@pytest.mark.parametrize("n", [1, 3, 4])
@pytest.mark.parametrize("value", ["other", None, 7, b"note 1", ""])
def test_any_field(whole: Ledger, tmp_path: Path, n: int, value: Any) -> None:
    for field in column_names(whole.path):
        ledger = copied(whole, tmp_path)
        with behind_its_back(ledger.path) as db:
            before = db.execute(f"SELECT {field} FROM entries WHERE n = ?", (n,)).fetchone()[0]
            try:
                db.execute(f"UPDATE entries SET {field} = ? WHERE n = ?", (value, n))
            except sqlite3.IntegrityError:
                continue
            now = value if field == "n" else n
            after = db.execute(f"SELECT {field} FROM entries WHERE n = ?", (now,)).fetchone()[0]
        faults = faults_of(ledger)
        if after == before and type(after) is type(before):
            assert faults == []
        elif field in ("previous", "seals", "hash"):
            assert LedgerFault("resealed", n) in faults
        else:
            assert LedgerFault("altered", now, field) in faults
            assert field == "n" or len(faults) == 1


def test_an_entry_removed(ledger: Ledger) -> None:
    with behind_its_back(ledger.path) as db:
        db.execute("DELETE FROM entries WHERE n = 2")
    assert LedgerFault("missing", 3) in faults_of(ledger)


def test_an_entry_removed_and_those_after_it_renumbered(ledger: Ledger) -> None:
    with behind_its_back(ledger.path) as db:
        db.execute("DELETE FROM entries WHERE n = 2")
        for n in (3, 4):
            db.execute("UPDATE entries SET n = ? WHERE n = ?", (n - 1, n))
    assert {LedgerFault("missing", 2), LedgerFault("altered", 2, "n"), LedgerFault("altered", 3, "n")} <= set(
        faults_of(ledger)
    )


def test_the_first_entry_removed(ledger: Ledger) -> None:
    with behind_its_back(ledger.path) as db:
        db.execute("DELETE FROM entries WHERE n = 1")
    assert LedgerFault("missing", 2) in faults_of(ledger)


@given(st.permutations([1, 2, 3, 4]))
def test_entries_reordered(whole: Ledger, tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    ledger = copied(whole, tmp_path_factory.mktemp("order"))
    with behind_its_back(ledger.path) as db:
        db.execute("UPDATE entries SET n = n + 100")
        for n, place in enumerate(order, 1):
            db.execute("UPDATE entries SET n = ? WHERE n = ?", (place, n + 100))
    faults = faults_of(ledger)
    moved = {place for n, place in enumerate(order, 1) if place != n}
    assert {fault.entry for fault in faults if fault.kind == "altered"} == moved
    assert any(fault.kind in ("moved", "inserted") for fault in faults) == bool(moved)


def resealed(ledger: Ledger, start: int) -> None:
    """Seal and chain anew from entry `start` on, as somebody would who wants to leave no trace."""
    with behind_its_back(ledger.path) as db:
        cursor = db.execute("SELECT * FROM entries ORDER BY n")
        names = [column[0] for column in cursor.description]
        before = FIRST
        for row in cursor.fetchall():
            stored = dict(zip(names, row, strict=True))
            if stored["n"] >= start:
                own = {k: v for k, v in stored.items() if k not in ("previous", "seals", "hash")}
                seals = seals_of(own)
                values = (before, seals, entry_hash(before, seals), stored["n"])
                db.execute("UPDATE entries SET previous = ?, seals = ?, hash = ? WHERE n = ?", values)
                stored["hash"] = values[2]
            before = stored["hash"]


def insert_after(ledger: Ledger, n: int, new: int) -> None:
    """Put a well-sealed copy of entry `n`, under the number `new`, after it."""
    with behind_its_back(ledger.path) as db:
        cursor = db.execute("SELECT * FROM entries WHERE n = ?", (n,))
        stored = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
        previous = stored["hash"]
        own = {k: v for k, v in stored.items() if k not in ("previous", "seals", "hash")} | {"n": new, "note": "false"}
        seals = seals_of(own)
        row = own | {"previous": previous, "seals": seals, "hash": entry_hash(previous, seals)}
        for later in range(4, n, -1):
            db.execute("UPDATE entries SET n = n + 1 WHERE n = ?", (later,))
        db.execute(f"INSERT INTO entries ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


def test_an_entry_put_in_between(ledger: Ledger) -> None:
    insert_after(ledger, 2, 3)
    faults = faults_of(ledger)
    assert LedgerFault("inserted", 3) in faults
    assert LedgerFault("replaced", 4) in faults


def test_an_entry_put_at_the_end_by_its_own_rules_is_one_more_entry(ledger: Ledger) -> None:
    """Whoever may record can record; the head file lags, which is said."""
    insert_after(ledger, 4, 5)
    assert ledger.verify().behind == 1


@pytest.mark.parametrize("n", [1, 2, 4])
def test_an_entry_altered_and_all_sealed_anew_is_found_by_the_head_or_a_known_hash(ledger: Ledger, n: int) -> None:
    noted = ledger.entries()[-1].hash
    with behind_its_back(ledger.path) as db:
        db.execute("UPDATE entries SET note = 'never said' WHERE n = ?", (n,))
    resealed(ledger, n)
    assert faults_of(ledger) == [LedgerFault("replaced", 4)]
    with pytest.raises(AssessError, match="is not the one that"):
        ledger.record(scoring())
    write_head(ledger.path, Head(4, ledger.entries()[-1].hash))
    assert ledger.verify().sound
    assert ledger.verify(noted).faults == (LedgerFault("unknown hash", what=noted),)


@pytest.mark.parametrize("left", [0, 1, 3])
def test_the_end_cut_off(ledger: Ledger, left: int) -> None:
    with behind_its_back(ledger.path) as db:
        db.execute("DELETE FROM entries WHERE n > ?", (left,))
    assert faults_of(ledger) == [LedgerFault("cut off", 4)]
    with pytest.raises(AssessError, match="entry 4 of the ledger is not the one that"):
        ledger.record(scoring())


def test_the_whole_ledger_taken_away(ledger: Ledger) -> None:
    ledger.path.unlink()
    with pytest.raises(AssessError, match="entry 4 of the ledger is not the one that"):
        ledger.record(scoring())


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"format": "assess.history-head/1", "entries": "4", "hash": ""}'])
def test_the_head_file_gone_or_broken(ledger: Ledger, text: str) -> None:
    head_file(ledger.path).write_text(text, encoding="utf-8")
    assert faults_of(ledger) == [LedgerFault("head unreadable")]
    with pytest.raises(AssessError, match="cannot be understood"):
        ledger.record(scoring())
    head_file(ledger.path).unlink()
    assert faults_of(ledger) == [LedgerFault("head gone")]
    with pytest.raises(AssessError, match="is gone"):
        ledger.record(scoring())


def test_a_trigger_taken_away_or_added(ledger: Ledger) -> None:
    db = sqlite3.connect(ledger.path)
    db.execute("DROP TRIGGER no_delete")
    db.execute("CREATE TRIGGER false AFTER INSERT ON entries BEGIN SELECT 1; END")
    db.commit()
    db.close()
    assert faults_of(ledger) == [LedgerFault("schema", what="false"), LedgerFault("schema", what="no_delete")]


def test_any_byte_of_the_file(whole: Ledger, tmp_path: Path) -> None:
    """Where an alteration of the file is not found, every entry reads as it did: the byte is of no page in use."""
    rng = random.Random(5)
    before, raw = whole.to_dict(), whole.path.read_bytes()
    ledger = copied(whole, tmp_path)
    noticed = 0
    for at in [*range(0, 100, 7), *(rng.randrange(len(raw)) for _ in range(75))]:
        altered = bytearray(raw)
        altered[at] ^= rng.randrange(1, 256)
        ledger.path.write_bytes(bytes(altered))
        try:
            sound = ledger.verify().sound
        except AssessError:
            sound = False
        if sound:
            assert ledger.to_dict() == before
        noticed += not sound
    assert noticed > 25


def test_a_head_that_is_no_file_is_said_and_not_waited_for(ledger: Ledger) -> None:
    head_file(ledger.path).unlink()
    os.mkfifo(head_file(ledger.path))
    assert faults_of(ledger) == [LedgerFault("head unreadable")]


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
def test_what_is_no_file_beside_a_ledger_is_said_and_not_waited_for(ledger: Ledger, ending: str) -> None:
    os.mkfifo(f"{ledger.path}{ending}")
    for use in (ledger.verify, ledger.entries, lambda: ledger.record(scoring())):
        with pytest.raises(AssessError, match=f"E701 .*'ledger.db{ending}' is not a plain file"):
            use()


def test_a_head_of_brackets_is_unreadable(ledger: Ledger) -> None:
    head_file(ledger.path).write_text("[" * 4000, encoding="utf-8")
    assert faults_of(ledger) == [LedgerFault("head unreadable")]
    head_file(ledger.path).write_text("[" * 100_000, encoding="utf-8")
    assert faults_of(ledger) == [LedgerFault("head unreadable")]
