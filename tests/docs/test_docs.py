"""The pages: tables are made anew, and what is shown is what is printed."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAIR = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
SHOWN = [(path, k) for path in sorted(DOCS.glob("*.md")) for k, _ in enumerate(PAIR.findall(path.read_text("utf-8")))]


@pytest.mark.parametrize(("path", "number"), SHOWN, ids=lambda value: getattr(value, "stem", str(value)))
def test_what_a_page_shows_is_what_its_program_prints(path: Path, number: int) -> None:
    text = path.read_text(encoding="utf-8")
    program, shown = PAIR.findall(text)[number]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(program, str(path), "exec"), {})
    if os.environ.get("ASSESS_REWRITE"):
        path.write_text(
            text.replace(f"{program}```\n\n```text\n{shown}```", f"{program}```\n\n```text\n{printed.getvalue()}```")
        )
        shown = printed.getvalue()
    assert printed.getvalue() == shown


def test_the_counts_of_the_case_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("case_diasporas", DOCS / "case_diasporas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text = (DOCS / "case-diasporas.md").read_text(encoding="utf-8")
    assert module.page(text) == text
