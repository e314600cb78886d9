"""The pages: tables are made anew, and what is shown is what is printed.

``ASSESS_REWRITE=1 pytest tests/docs`` writes what the programs print into the pages; read the difference.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)
FILE = re.compile(r"```yaml\n# ([\w./-]+\.yaml)\n(.*?)```", re.DOTALL)
PAGES = [path for path in sorted(DOCS.glob("*.md")) if "```python" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_a_page_shows_is_what_its_programs_print(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The programs of a page run one after the other, as a reader would type them, among the files that it shows."""
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}
    text = path.read_text(encoding="utf-8")
    for name, content in FILE.findall(text):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, encoding="utf-8")

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
