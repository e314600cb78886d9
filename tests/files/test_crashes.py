"""Programs that write at once, and programs that are killed: nothing that was told as made is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import assess
from tests.files.choir_files import CASE, EVIDENCE, write

ROOT = Path(__file__).parents[2]
WRITERS = 8

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signal there, and no fork")


def lines_of(folder: Path, what: str, count: str) -> list[str]:
    command = [sys.executable, "-m", "tests.files.edit_processes", str(folder), what, count]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def check_kept(text: str, before: str) -> None:
    """Check that all lines of the text before are still there, in their order."""
    lines = iter(text.splitlines())
    assert [line for line in before.splitlines() if line not in lines] == []


def test_of_eight_writers_at_once_none_loses_anything(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Each adds six items; with ``--thorough`` fifty, which takes some twenty seconds."""
    items = 50 if pytestconfig.getoption("--thorough") else 6
    folder = write(tmp_path)
    assert lines_of(folder, "rivals", f"{WRITERS}x{items}") == ["0"] * WRITERS
    written = [item.id for item in assess.load_case(folder).evidence]
    assert written[:2] == ["e1", "e2"]
    assert len(written) == 2 + WRITERS * items
    for n in range(WRITERS):
        assert [ident for ident in written if ident.startswith(f"w{n}-")] == [f"w{n}-{k}" for k in range(items)]
    check_kept((folder / "evidence.yaml").read_text(encoding="utf-8"), EVIDENCE)
    assert (folder / "case.yaml").read_text(encoding="utf-8") == CASE


def test_a_writer_killed_at_random_moments_loses_nothing_that_it_told(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """After each kill the files say what the edits told made of the case, or those and the next, and nothing else."""
    edits = 200 if pytestconfig.getoption("--thorough") else 30
    folder = write(tmp_path)
    kills = [tuple(map(int, line.split())) for line in lines_of(folder, "killed", str(edits))]
    assert [stands for acknowledged, stands in kills if stands not in (acknowledged, acknowledged + 1)] == []
    assert kills[-1][1] >= edits
    assert len(kills) >= edits / 8
    check_kept((folder / "evidence.yaml").read_text(encoding="utf-8"), EVIDENCE)
    comments = [line for line in CASE.splitlines() if line.lstrip().startswith("#")]
    check_kept((folder / "case.yaml").read_text(encoding="utf-8"), "\n".join(comments))
    left = {path.name for path in folder.iterdir() if path.suffix not in (".yaml", ".lock", ".new")}
    assert left == {"rubrics"}
