"""A small scoring to record, and ways to alter a ledger behind its back."""

from __future__ import annotations

import functools
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import assess
from assess.history import Ledger
from assess.history.ledger.database import STEPS
from assess.history.ledger.entry import FIRST, Head, entry_hash, seals_of, write_head
from tests.random_cases import random_case

TRIGGERS = [statement for statement in STEPS[0] if "TRIGGER" in statement]


@functools.cache
def scoring(seed: int = 3, draws: int = 0) -> assess.Assessment:
    return assess.score(random_case(random.Random(seed)), draws=draws)


def ledger_of(path: Path, entries: int) -> Ledger:
    """Return a ledger with entries of different cases, each with a note."""
    ledger = Ledger(path)
    for n in range(1, entries + 1):
        ledger.record(scoring(seed=2 + n), note=f"note {n}")
    return ledger


@contextmanager
def behind_its_back(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that may change anything; the triggers are put back afterwards."""
    with closing(sqlite3.connect(path)) as db:
        for name in ("no_update", "no_delete", "in_turn"):
            db.execute(f"DROP TRIGGER {name}")
        yield db
        for statement in TRIGGERS:
            db.execute(statement)
        db.commit()


def column_names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [column[0] for column in db.execute("SELECT * FROM entries").description]


def sealed_with(path: Path, n: int, **changes: Any) -> None:
    """Change fields of an entry, and seal it, all entries after it and the head anew."""
    with behind_its_back(path) as db:
        db.row_factory = sqlite3.Row
        previous = FIRST
        rows = [dict(row) for row in db.execute("SELECT * FROM entries ORDER BY n")]
        for row in rows:
            own = {name: value for name, value in row.items() if name not in ("previous", "seals", "hash")}
            own |= changes if row["n"] == n else {}
            seals = seals_of(own)
            whole = own | {"previous": previous, "seals": seals, "hash": entry_hash(previous, seals)}
            previous = whole["hash"]
            db.execute(f"UPDATE entries SET {', '.join(f'{k} = :{k}' for k in whole)} WHERE n = :n", whole)
    write_head(path, Head(len(rows), previous))
