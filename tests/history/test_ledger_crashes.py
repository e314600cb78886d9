"""A recording that returned is kept, whatever happens to the process, to its rivals, or to the disk."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.errors import AssessError
from assess.history import Ledger
from assess.history.ledger import database, store
from tests.history.ledgers import ledger_of, scoring

ROOT = Path(__file__).parents[2]


def start(*arguments: str, prepare: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=prepare,
    )


def test_killed_at_random_moments_of_many_recordings(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """After each kill there are the entries told, or one more, and they verify."""
    path = tmp_path / "ledger.db"
    count = 200 if pytestconfig.getoption("--thorough") else 40
    done = start("-m", "tests.history.record_processes", str(path), "killed", str(count))
    lines = [line.split() for line in done.communicate()[0].splitlines()]
    assert done.returncode == 0, lines
    assert {sound for *_, sound in lines} == {"True"}
    assert [line for line in lines if int(line[1]) - int(line[0]) not in (0, 1)] == []
    assert int(lines[-1][1]) >= count
    assert len(lines) >= count / 8
    ledger = Ledger(path)
    assert ledger.record(scoring()).n == len(ledger.entries()) == int(lines[-1][1]) + 1
    assert ledger.verify().sound
    assert ledger.verify().behind == 0


def test_several_processes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    said = start("-m", "tests.history.record_processes", str(path), "rivals", "8").communicate()[0]
    assert said == "0\n" * 8
    notes = [entry.note or "" for entry in Ledger(path).entries()]
    assert sorted(notes) == sorted(f"{process}.{k}" for process in range(8) for k in range(10))
    for process in range(8):
        own = [note for note in notes if note.startswith(f"{process}.")]
        assert own == sorted(own)
    verification = Ledger(path).verify()
    assert (verification.sound, verification.entries, verification.behind) == (True, 80, 0)


def test_a_full_disk_loses_nothing_and_says_so(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 2)
    before = ledger.to_dict()
    program = "import sys; from tests.history.ledgers import *; Ledger(sys.argv[1]).record(scoring(9))"
    small = (5000, 5000)
    full = start("-c", program, str(ledger.path), prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, small))
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

    monkeypatch.setattr(store, "write_head", full)
    with pytest.raises(AssessError, match="entry 2 is recorded, but the head file"):
        ledger.record(scoring())
    monkeypatch.undo()
    verification = ledger.verify()
    assert (verification.sound, verification.entries, verification.behind) == (True, 2, 1)
    assert ledger.record(scoring()).n == 3
    assert ledger.verify().behind == 0


def test_another_who_never_finishes_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 1)
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with database.writing(ledger.path):
        with pytest.raises(AssessError, match=r"E701 .*cannot be written: another program has held"):
            ledger.record(scoring())
        assert len(ledger.entries()) == 1
    assert ledger.verify().sound


def test_a_folder_that_nobody_may_write_to_is_read_and_not_written() -> None:
    """In a process that is nobody's, for one that is root's may write anywhere."""
    program = (
        "import os, sys, filelock, logging; from tests.history.ledgers import *; r = scoring()\n"
        "os.setuid(65534) if os.getuid() == 0 else None\n"
        "ledger = Ledger(sys.argv[1])\n"
        "print(ledger.verify().sound, len(ledger.entries()), ledger.entry(2).entry.note, flush=True)\n"
        "ledger.record(r)"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = ledger_of(folder / "ledger.db", 2)
        folder.chmod(0o555)
        done = start("-c", program, str(ledger.path))
        said = done.communicate()[0]
        folder.chmod(0o755)
        assert said.startswith("True 2 note 2\n")
        assert "E701 the ledger" in said
        assert "cannot be written: " in said
        assert done.returncode == 1
        assert sorted(os.listdir(folder)) == [".ledger.db.lock", "ledger.db", "ledger.db.head"]
        assert ledger.verify().sound
