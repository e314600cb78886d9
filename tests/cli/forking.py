"""Runs the program many times, each in a fork of one process that has loaded it: a tenth of the cost of a start.

``python -m tests.cli.forking`` reads lines of JSON, ``[arguments, stdout, stderr]``, where a stream is a file to be
opened or null for one that is closed, and prints the exit codes.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import assess

ROOT = Path(__file__).parents[2]
Run = tuple[Sequence[str], str | None, str | None]


def codes_of(runs: Sequence[Run], folder: Path) -> list[int]:
    """Return the exit code of each run, in a folder."""
    lines = "".join(f"{json.dumps(run)}\n" for run in runs)
    command = [sys.executable, "-m", "tests.cli.forking"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=env, input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [int(line) for line in done.stdout.splitlines()]


def replace_stream(number: int, file: str | None) -> None:
    """Have the stream of this number go to a file, or be closed."""
    os.close(number)
    if file is not None:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(opened, number)
        if opened != number:
            os.close(opened)


if __name__ == "__main__":
    from assess.cli import main

    for module in pkgutil.walk_packages(assess.__path__, "assess."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for library in ("docx", "filelock", "jinja2", "ruamel.yaml", "scipy.special", "scipy.stats"):
        importlib.import_module(library)
    gc.freeze()  # an end that looks through all that is loaded takes four times as long as most commands
    for line in list(sys.stdin):
        arguments, out, err = json.loads(line)
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            replace_stream(2, err)
            replace_stream(1, out)
            if out is None:
                sys.stdout = None
            if err is None:
                sys.stderr = None
            sys.argv = ["assess", *arguments]
            main()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
