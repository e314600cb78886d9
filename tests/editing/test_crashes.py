"""Programs that write at once, and programs that are killed: nothing that was told as made is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import assess
from tests.editing.small import write

ROOT = Path(__file__).parents[2]
WRITERS, ITEMS = 8, 4
KILLS = 5


def start(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.editing.writer", str(folder), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_of_several_writers_at_once_none_loses_anything(tmp_path: Path) -> None:
    folder = write(tmp_path)
    writers = [start(folder, f"w{n}", ITEMS) for n in range(WRITERS)]
    told = [writer.communicate()[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    written = {item.id for item in assess.load_case(folder).evidence}
    assert written == {"e1", "e2"} | {f"w{n}-{k}" for n in range(WRITERS) for k in range(ITEMS)}
    assert {ident for idents in told for ident in idents} == written - {"e1", "e2"}


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_a_writer_that_is_killed_loses_nothing_that_it_told(tmp_path: Path) -> None:
    folder = write(tmp_path)
    rng = random.Random(0)
    told = {"e1", "e2"}
    for kill in range(KILLS):
        writer = start(folder, f"k{kill}", 200)
        assert writer.stdout is not None
        told.add(writer.stdout.readline().strip())
        time.sleep(rng.uniform(0.0, 0.1))
        writer.send_signal(signal.SIGKILL)
        told |= set(writer.communicate()[0].split())
        written = [item.id for item in assess.load_case(folder).evidence]
        assert len(written) == len(set(written))
        assert told <= set(written)
        assert len(set(written) - told) <= kill + 1
