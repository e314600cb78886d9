"""Runs the program many times, each in a fork of one process that has loaded it: a tenth of the cost of a start.

``python -m tests.cli.forking`` reads lines of JSON, ``[folder, arguments, stdout, stderr]``, where a stream is a file
to be opened or null for one that is closed, and answers each with the exit code.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import assess

ROOT = Path(__file__).parents[2]
Run = tuple[Sequence[str], str | None, str | None]


class Forks:
    """The process that has loaded the program and waits for runs."""

    def __init__(self, loaded: subprocess.Popen[str]) -> None:
        self._loaded = loaded

    def codes_of(self, runs: Sequence[Run], folder: Path) -> list[int]:
        """Return the exit code of each run, in a folder."""
        assert self._loaded.stdin is not None
        assert self._loaded.stdout is not None
        codes = []
        for run in runs:
            self._loaded.stdin.write(f"{json.dumps([str(folder), *run])}\n")
            self._loaded.stdin.flush()
            codes.append(int(self._loaded.stdout.readline()))
        return codes


@contextmanager
def loaded_once() -> Iterator[Forks]:
    """Yield what runs the program in forks, until the end of the block."""
    command = [sys.executable, "-m", "tests.cli.forking"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as loaded:
        yield Forks(loaded)


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
    for line in sys.stdin:
        folder, arguments, out, err = json.loads(line)
        child = os.fork()
        if child == 0:
            os.chdir(folder)
            replace_stream(2, err)
            replace_stream(1, out)
            if out is None:
                sys.stdout = None
            if err is None:
                sys.stderr = None
            sys.argv = ["assess", *arguments]
            main()
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201
