"""A recording that returned is kept, whatever happens to the process, to its rivals, or to the disk."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.errors import AssessError
from assess.ledger import Ledger, database, store
from tests.ledger.small import ledger_of, scoring

ROOT = Path(__file__).parents[2]


def start(*arguments: str, prepare: Callable[[], None] | None = None, user: int | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=prepare,
        user=user,
    )


def test_killed_at_random_moments(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.touch()
    Ledger(path).record(scoring())
    done = start("-m", "tests.ledger.kill", str(path), "25")
    lines = done.communicate()[0].splitlines()
    assert done.returncode == 0, lines
    assert len(lines) == 25
    assert {line.split()[1] for line in lines} == {"True"}
    ledger = Ledger(path)
    most = max(int(line.split()[0]) for line in lines)
    assert most > 25
    assert len(ledger.entries()) >= most
    assert ledger.record(scoring()).n == len(ledger.entries())
    assert ledger.verify().sound
    assert ledger.verify().behind == 0


RECORD = """
import sys
from assess.ledger import Ledger
from tests.ledger.small import scoring
for k in range(10):
    Ledger(sys.argv[1]).record(scoring(), note=f"{sys.argv[2]}.{k}")
"""


def test_several_processes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    running = [start("-c", RECORD, str(path), str(k)) for k in range(8)]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * 8, said
    notes = [entry.note for entry in Ledger(path).entries()]
    assert sorted(notes) == sorted(f"{process}.{k}" for process in range(8) for k in range(10))
    for process in range(8):
        own = [note for note in notes if note.startswith(f"{process}.")]
        assert own == sorted(own)
    found = Ledger(path).verify()
    assert (found.sound, found.entries, found.behind) == (True, 80, 0)


def test_a_full_disk_loses_nothing_and_says_so(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 2)
    before = ledger.to_dict()
    room = ledger.path.stat().st_size + 2000
    program = "import sys; from tests.ledger.small import *; Ledger(sys.argv[1]).record(scoring(9))"
    full = start(
        "-c",
        program,
        str(ledger.path),
        prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room // 8, room // 8)),
    )
    said = full.communicate()[0]
    assert full.returncode == 1
    assert "E701 the ledger" in said
    assert "cannot be written" in said
    assert ledger.to_dict() == before
    assert ledger.verify().sound
    assert ledger.record(scoring()).n == 3


def test_a_full_disk_at_the_head_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry is kept, the error says so, and the next recording brings the head file up."""
    ledger = ledger_of(tmp_path / "ledger.db", 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(AssessError, match="entry 2 is recorded, but the head file"):
        patch.setattr(store, "write_head", full)
        ledger.record(scoring())
    found = ledger.verify()
    assert (found.sound, found.entries, found.behind) == (True, 2, 1)
    assert ledger.record(scoring()).n == 3
    assert ledger.verify().behind == 0


def test_another_who_never_finishes_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 1)
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with database.writing(ledger.path) as db:
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(AssessError, match="cannot be written: database is locked"):
            ledger.record(scoring())
        assert len(ledger.entries()) == 1
    assert ledger.verify().sound


READ_ONLY = """
import os, sys
os.chdir(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)
from assess.ledger import database
"""


def test_a_folder_that_nobody_may_write_to_is_read_and_not_written(tmp_path: Path) -> None:
    """In a process that is nobody's, for one that is root's may write anywhere."""
    ledger = ledger_of(tmp_path / "ledger.db", 2)
    program = (
        "import os, sys; from tests.ledger.small import *; r = scoring(); os.chdir(sys.argv[1])\n"
        "os.setuid(65534) if os.getuid() == 0 else None\n"
        "ledger = Ledger('ledger.db'); print(ledger.verify().sound, len(ledger.entries()), ledger.entry(2).entry.note)\n"
        "ledger.record(r)"
    )
    try:
        tmp_path.chmod(0o555)
        done = start("-c", program, str(tmp_path))
        said = done.communicate()[0]
    finally:
        tmp_path.chmod(0o755)
    assert said.startswith("True 2 note 2\n")
    assert "E701 the ledger 'ledger.db' cannot be written: " in said
    assert done.returncode == 1
    assert sorted(os.listdir(tmp_path)) == ["ledger.db", "ledger.db.head"]
    assert ledger.verify().sound
