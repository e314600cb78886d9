"""Edits where there is no room, or no leave to write: a clear error, nothing lost, nothing left behind."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app
from assess.errors import AssessError
from assess.files.atomic_write import locked
from tests.files.choir_files import item, write

ROOT = Path(__file__).parents[2]
WITHDRAW = ["withdraw", "{}", "e1", "--why", "Retracted", "--by", "ana"]
RECORD = ["score", "{}", "--draws", "0", "--record"]
ADD = ["add", "{}", "-", "--by", "ana"]
# Libraries are loaded while the process may still read where Python is installed.
AS_NOBODY = """
import os, sys
import filelock, logging
from assess.files.editing import edit
from assess.errors import AssessError
if os.geteuid() == 0:
    os.setuid(65534)
try:
    edit(sys.argv[1], lambda case: case.withdraw("e1", "2019", "x"))
except AssessError as error:
    sys.exit(str(error))
"""


def run(arguments: list[str], folder: Path) -> Result:
    return CliRunner().invoke(app, [part.replace("{}", str(folder)) for part in arguments], input=item("e3"))


def apart(
    arguments: list[str], folder: Path, prepare: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(part.replace("{}", str(folder)) for part in arguments)]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # bytecode cut short would stay in the tree
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, preexec_fn=prepare, check=False)


@contextmanager
def small_disk(at: Path) -> Iterator[None]:
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "none", str(at)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no leave to mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


def held(folder: Path) -> dict[str, bytes]:
    """Return what its files hold, but for what SQLite keeps beside a ledger until it is next closed."""
    beside = (".lock", ".db-wal", ".db-shm")
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix not in beside}


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as stream:
        for size in (4096, 1):
            try:
                while stream.write(b"x" * size):
                    pass
            except OSError:
                continue


def test_a_file_that_grows_over_what_is_allowed(tmp_path: Path) -> None:
    folder = write(tmp_path / "choir")
    before = held(folder)
    limit = (300, 300)
    done = apart(["-m", "assess", *WITHDRAW], folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    assert done.returncode == 1
    assert "evidence.yaml: E611 the file cannot be written: File too large; what stood there before" in done.stderr
    assert done.stderr.endswith("1 error, nothing written\n")
    assert held(folder) == before
    assert run(WITHDRAW, folder).exit_code == 0


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="takes leave to mount a disk")
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk):
        folder = write(disk / "choir")
        assert run(RECORD, folder).exit_code == 0
        before = held(folder)
        fill(disk / "filler")
        for arguments, code in ((WITHDRAW, "E611"), (ADD, "E611"), (RECORD, "E701")):
            done = run(arguments, folder)
            assert (done.exit_code, type(done.exception)) == (1, SystemExit)
            assert code in done.stderr
            assert "cannot be written" in done.stderr
        assert held(folder) == before
        (disk / "filler").unlink()
        for arguments in (WITHDRAW, ADD, RECORD):
            assert run(arguments, folder).exit_code == 0
        assert {path.suffix for path in folder.glob("ledger.db*")} == {".db", ".head"}
        ledger = assess.Ledger(folder / "ledger.db")
        assert (ledger.verify().sound, len(ledger.entries()), len(assess.load_case(folder).evidence)) == (True, 2, 3)


def test_a_folder_that_nobody_may_write_to() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name))
        folder.chmod(0o555)
        before = held(folder)
        done = apart(["-c", AS_NOBODY, "{}"], folder)
        assert (done.returncode, done.stderr.count("Traceback")) == (1, 0)
        assert "E611 the file cannot be written: Permission denied" in done.stderr
        assert held(folder) == before
        assert not list(folder.glob(".*"))
        folder.chmod(0o755)


def test_a_new_case_that_finds_no_room_is_the_rule_for_it_and_leaves_no_folder(tmp_path: Path) -> None:
    matrix = tmp_path / "matrix.csv"
    matrix.write_text("Evidence,H1,H2\nA thing,C,I\n", encoding="utf-8")
    with small_disk(tmp_path / "disk"):
        (tmp_path / "disk" / "filler").write_bytes(b"x" * 126_000)
        for arguments in (["new", "{}/mine"], ["import", "ach", str(matrix), "-o", "{}/mine"]):
            done = run(arguments, tmp_path / "disk")
            assert (done.exit_code, "E611" in done.stderr or "E917" in done.stderr) == (1, True), done.stderr
            assert not (tmp_path / "disk" / "mine").exists()


@pytest.mark.parametrize(
    "arguments", [["plot", "{}", "-o", "{}/out"], ["export", "{}", "--to", "csv", "-o", "{}/out"]], ids=lambda a: a[0]
)
def test_no_empty_folder_is_left_where_nothing_could_be_written(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assess.files.atomic_write._write", full)
    done = run([*arguments, "--draws", "0"], write(tmp_path / "choir"))
    assert done.exit_code in (1, 2)
    assert "No space left on device" in done.stderr
    assert not (tmp_path / "choir" / "out").exists()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs a folder in which nobody can make a file")
def test_a_lock_that_cannot_be_made_is_not_waited_for() -> None:
    with pytest.raises(AssessError) as caught, locked(Path("/proc/self/status"), patience=0.0):
        pass
    assert [finding.code for finding in caught.value.findings] == ["E611"]
    assert "another program" not in str(caught.value)


@pytest.mark.parametrize(
    "arguments", [["plot", "{}", "-o", "{}/out"], ["export", "{}", "--to", "csv", "-o", "{}/out"]], ids=lambda a: a[0]
)
def test_files_written_before_the_disk_was_full_are_told(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(10))

    def full(path: Path, content: bytes, _: object) -> None:
        if next(calls) == 2:
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    monkeypatch.setattr("assess.files.atomic_write._write", full)
    done = run([*arguments, "--draws", "0"], write(tmp_path / "choir"))
    assert done.exit_code == 1
    assert done.stderr.count("wrote ") == len([*(tmp_path / "choir" / "out").iterdir()]) == 2
    assert done.stderr.endswith("1 error, 2 files written before that\n")


def test_no_lock_is_left_beside_a_device_or_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (
        pytest.raises(AssessError, match="E611 the file cannot be written: it is not a plain file"),
        locked(tmp_path / "pipe"),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
