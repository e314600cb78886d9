"""The pages that are sessions: files are written, commands and programs run, in their order, each on its day.

``ASSESS_REWRITE=1 pytest tests/docs/test_session.py`` writes what is printed into the page; read the difference.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import io
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from assess.cli.app import app
from tests.docs.test_docs import BLOCK, FILE, SESSIONS, write_files

PART = re.compile(f"{FILE.pattern}|```console\n(?P<typed>.*?)```|{BLOCK.pattern}", re.DOTALL)
TYPED = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
LEFT_OUT = "…"
HASH = re.compile(r"\b[0-9a-f]{64}\b")
CLOCKS = ("assess.cli.editing.dt", "assess.cli.commands.calibration.dt", "assess.history.ledger.store.dt")


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """Have the program take noon of a day for now."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    clock = SimpleNamespace(
        UTC=dt.UTC, date=SimpleNamespace(today=lambda: day), datetime=SimpleNamespace(now=lambda _: noon)
    )
    with contextlib.ExitStack() as stack:
        for name in CLOCKS:
            stack.enter_context(patch(name, clock))
        yield


class Session:
    """What has been typed so far, and the day on which it is typed."""

    def __init__(self) -> None:
        self.day = dt.date.min
        self.names: dict[str, Any] = {}

    def part(self, match: re.Match[str]) -> str:
        """Do what a part of the page says, and return the part with what that prints."""
        if match["typed"] is not None:
            return f"```console\n{TYPED.sub(self.command, match['typed'])}```"
        if match[0].startswith("```yaml"):
            write_files(match[0], Path())
            return match[0]
        block = BLOCK.fullmatch(match[0])
        assert block is not None
        printed = io.StringIO()
        with on(self.day), contextlib.redirect_stdout(printed):
            exec(compile(block[1], "session", "exec"), self.names)
        return f"```python\n{block[1]}```\n\n```text\n{printed.getvalue()}```" if block[2] is not None else block[0]

    def command(self, typed: re.Match[str]) -> str:
        program, *arguments = shlex.split(typed[1])
        if program == "date":
            self.day = dt.date.fromisoformat(typed[2].strip())
            return typed[0]
        assert program == "assess", typed[1]
        with on(self.day):
            done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, done.output
        lines = HASH.sub(LEFT_OUT, done.output.strip()).splitlines()
        shown = typed[2].splitlines()
        if LEFT_OUT in shown:
            first, last = shown.index(LEFT_OUT), len(shown) - shown.index(LEFT_OUT) - 1
            lines = [*lines[:first], LEFT_OUT, *lines[len(lines) - last :]]
        return "".join(f"{line.rstrip()}\n" for line in (f"$ {typed[1]}", *lines))


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.stem)
def test_a_session_prints_what_its_page_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("LOGNAME", "ana")
    text = page.read_text(encoding="utf-8")
    made = PART.sub(Session().part, text)
    if os.environ.get("ASSESS_REWRITE"):
        page.write_text(made, encoding="utf-8")
        text = made
    assert made == text, "\n".join(difflib.unified_diff(text.splitlines(), made.splitlines(), lineterm=""))
