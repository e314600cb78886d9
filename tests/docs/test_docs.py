"""The pages: tables are made anew, and what is shown is what is printed.

``ASSESS_REWRITE=1 pytest tests/docs`` writes what the programs print into the pages; read the difference.
"""

from __future__ import annotations

import contextlib
import difflib
import functools
import importlib.util
import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assess.cli.app import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)
FILE = re.compile(r"```(?:yaml|csv)\n# ([\w./-]+\.(?:yaml|csv))\n(.*?)```", re.DOTALL)
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"^\$ assess (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
SESSIONS = (DOCS / "tutorial.md", DOCS / "rescoring.md")
"""The pages whose commands and programs depend on those before: see test_session.py."""
OTHERS = [path for path in sorted(DOCS.glob("*.md")) if path not in SESSIONS]
PAGES = [path for path in OTHERS if "```python" in path.read_text(encoding="utf-8")]
CONSOLES = [path for path in OTHERS if CONSOLE.search(path.read_text(encoding="utf-8"))]


def write_files(text: str, folder: Path) -> None:
    for name, content in FILE.findall(text):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """Return what runs a command among the files of all pages, and returns the lines that it prints."""
    folder = tmp_path_factory.mktemp("pages")
    for path in DOCS.glob("*.md"):
        write_files(path.read_text(encoding="utf-8"), folder)

    @functools.cache
    def run(command: str) -> list[str]:
        with contextlib.chdir(folder):
            done = CliRunner(env={"COLUMNS": None}).invoke(app, command.split())
        assert done.exit_code == 0, done.output
        return done.output.splitlines()

    return run


def even(text: str) -> list[str]:
    """Return the lines of a text without rules, each with its gaps evened out: the look of a table is no matter."""
    lines = (" ".join(line.replace("-" * 3, " ").split()) for line in text.splitlines())
    return [line for line in lines if line.strip("─| :-")]


@pytest.mark.parametrize("path", CONSOLES, ids=lambda path: path.stem)
def test_the_commands_of_a_page_print_what_it_shows(path: Path, printed: Callable[[str], list[str]]) -> None:
    """The lines shown are among those printed, in their order; others may be left out."""
    text = path.read_text(encoding="utf-8")
    if os.environ.get("ASSESS_REWRITE"):
        text = CONSOLE.sub(lambda block: COMMAND.sub(lambda pair: pasted(pair, printed), block[0]), text)
        path.write_text(text, encoding="utf-8")
    shown = [pair for block in CONSOLE.findall(text) for pair in COMMAND.findall(block)]
    assert shown
    for command, lines in shown:
        left = iter(even("\n".join(printed(command))))
        assert [line for line in even(lines) if line not in left] == [], command


def pasted(shown: re.Match[str], printed: Callable[[str], list[str]]) -> str:
    """Return a command with the lines that it prints now, each in place of the one shown that is most like it."""
    lines = [line for line in printed(shown[1]) if line.strip()]
    like = (
        difflib.get_close_matches(line, lines, 1, 0.0) if line.strip() else [line] for line in shown[2].splitlines()
    )
    return f"$ assess {shown[1]}\n" + "".join(f"{line}\n" for block in like for line in block)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_a_page_shows_is_what_its_programs_print(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The programs of a page run one after the other, as a reader would type them, among the files that it shows."""
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}
    text = path.read_text(encoding="utf-8")
    write_files(text, tmp_path)

    def run(match: re.Match[str]) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(match[1], str(path), "exec"), namespace)
        return match[0] if match[2] is None else f"```python\n{match[1]}```\n\n```text\n{printed.getvalue()}```"

    made = BLOCK.sub(run, text)
    if os.environ.get("ASSESS_REWRITE"):
        path.write_text(made, encoding="utf-8")
        text = made
    assert made == text


def test_the_counts_of_the_case_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("case_diasporas", DOCS / "case_diasporas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text = (DOCS / "case-diasporas.md").read_text(encoding="utf-8")
    assert module.page(text) == text
