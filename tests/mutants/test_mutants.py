"""Altered files are scored or refused, in time and memory, and never anything else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.batch import LARGEST

ROOT = Path(__file__).parents[2]


def test_what_comes_of_mutants(pytestconfig: pytest.Config) -> None:
    """In a process of its own, whose memory is that of these runs."""
    count = 5_000 if pytestconfig.getoption("--thorough") else 20
    command = [sys.executable, "-m", "tests.mutants.batch", "0", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *wrong, memory = done.stdout.splitlines()
    assert wrong == []
    assert int(memory.removesuffix(" MB")) < LARGEST
