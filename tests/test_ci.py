"""`.ci/run` runs what the README says, and fails if any part of it does."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ["python3", "pip", "pytest", "ruff", "mypy", "zensical"]

STUB = """#!/bin/sh
echo "$(basename "$0") $*" >> log
[ "$(basename "$0")" = "{broken}" ] && exit 3
mkdir -p .venv/bin
for part in {parts}; do cp "$0" .venv/bin/$part; done
exit 0
"""


def ran(folder: Path, broken: str) -> tuple[int, list[str]]:
    """Run the script where every program only writes down that it was called, and one of them fails."""
    stubs = folder / "stubs"
    stubs.mkdir()
    python = stubs / "python3"
    python.write_text(STUB.format(broken=broken, parts=" ".join(PARTS)), encoding="utf-8")
    python.chmod(0o755)
    shutil.copy(python, stubs / "chromium")
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    done = subprocess.run(["bash", ".ci/run"], cwd=folder, env={"PATH": f"{stubs}:/usr/bin:/bin"}, check=False)
    return done.returncode, (folder / "log").read_text(encoding="utf-8").splitlines()


def test_it_runs_the_line_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in readme if line.endswith("/pytest")]
    assert f"\n{line} || exit\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_it_passes_where_all_parts_do(tmp_path: Path) -> None:
    code, log = ran(tmp_path, "none")
    assert code == 0
    assert [line.split()[0] for line in log] == ["python3", "pip", "pytest", "ruff", "ruff", "mypy", "zensical"]


@pytest.mark.parametrize("broken", PARTS)
def test_it_fails_where_a_part_does_and_stops_there(tmp_path: Path, broken: str) -> None:
    code, log = ran(tmp_path, broken)
    assert code == 3
    assert log[-1].split()[0] == broken
