"""A small scoring to record, and ways to alter a ledger behind its back."""

from __future__ import annotations

import functools
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import assess
from assess.history import Ledger
from assess.history.ledger.database import STEPS
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
