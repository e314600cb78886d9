"""Work that takes long says so on standard error, on a terminal and without one."""

from __future__ import annotations

import importlib
import sys
import threading
from types import ModuleType
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from assess.cli import at_work
from assess.cli.app import app
from assess.cli.prompts import confirmed

LONG = 30.0
"""Seconds after which a test gives up waiting."""


class Written:
    """What was written, and a wait for it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._said = threading.Event()

    def write(self, text: str) -> None:
        self.lines.append(text)
        self._said.set()

    def wait(self) -> None:
        self._said.clear()
        assert self._said.wait(LONG)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    written = Written()
    monkeypatch.setattr(at_work, "_write", written.write)
    for name in ("PATIENCE", "BETWEEN_LINES", "PATIENCE_ON_TERMINAL", "BETWEEN_BARS"):
        monkeypatch.setattr(at_work, name, 0.001)
    return written


COMMANDS = typer.main.get_command(app).list_commands(None)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_that_it_is_at_work(command: str, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(name: str) -> ModuleType:
        written.wait()
        return importlib.import_module(name)

    monkeypatch.setattr("assess.cli.app.import_module", slow)
    done = CliRunner().invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert f"assess {command}: at work for 0 s\n" in written.lines


def test_a_part_that_counts_is_said_with_its_count_and_then_no_more(written: Written) -> None:
    with at_work.at_work("assess score"):
        with at_work.progress("drawing") as report_progress:
            report_progress(1_500, 4_000)
            written.wait()
            written.wait()
        written.wait()
        written.wait()
    assert "drawing: 1,500 of 4,000\n" in written.lines
    assert written.lines[-1] == "assess score: at work for 0 s\n"


def test_on_a_terminal_there_is_a_bar_that_goes(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with at_work.at_work("assess score"), at_work.progress("drawing") as report_progress:
        report_progress(1, 2)
        written.wait()
        written.wait()
    bar = f"drawing {'█' * 15}{'·' * 15} 1 of 2"
    assert f"\r{bar}" in written.lines
    assert written.lines[-1] == f"\r{' ' * len(bar)}\r"


def test_nothing_is_said_while_an_answer_is_waited_for(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []

    def answer(*_: Any, **__: Any) -> bool:
        counts.append(len(written.lines))
        threading.Event().wait(0.05)
        counts.append(len(written.lines))
        return True

    monkeypatch.setattr(typer, "confirm", answer)
    with at_work.at_work("assess add"):
        written.wait()
        assert confirmed("write this?")
    assert counts[0] == counts[1]
    assert counts[0] > 0


def test_what_is_quick_says_nothing() -> None:
    done = CliRunner().invoke(app, ["check", "--explain", "E413"])
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "timeline too long" in done.stdout
