"""What the README shows is what the program prints.

``ASSESS_REWRITE=1 pytest tests/cli/test_readme.py`` pastes it anew; read the difference before you keep it.
"""

import contextlib
import io
import os
import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from assess.cli.app import app
from assess.domain.case import Case
from assess.domain.coding import Coding
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.grading import Grading
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale

ROOT = Path(__file__).parents[2]
PASTED = re.compile(r"<!-- output: (.*?) -->\n```text\n(.*?)```", re.DOTALL)


def printed(what: str, readme: str) -> str:
    if what == "the Python above":
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(re.search(r"```python\n(.*?)```", readme, re.DOTALL).group(1), {})
        return said.getvalue()
    command, _, part = what.partition(", ")
    env = {"COLUMNS": "120"}
    text = CliRunner().invoke(app, command.split(), env=env).stdout
    kind, _, wanted = part.partition(": ")
    if kind == "lines":
        return "".join(line.rstrip() + "\n" for line in text.splitlines()[: int(wanted)]) + "…\n"
    title = text.partition("\n")[0]
    section = re.search(rf"^## {wanted}\n.*?(?=^## )", text, re.DOTALL | re.MULTILINE).group()
    return f"{title}\n…\n{section.rstrip()}\n…\n"


def test_the_readme_shows_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = ROOT / "README.md"
    readme = path.read_text(encoding="utf-8")
    fresh = PASTED.sub(lambda m: f"<!-- output: {m[1]} -->\n```text\n{printed(m[1], readme)}```", readme)
    assert len(PASTED.findall(readme)) == 2
    assert len(readme.split()) < 900
    if os.environ.get("ASSESS_REWRITE"):
        path.write_text(fresh, encoding="utf-8")
        readme = fresh
    assert readme == fresh


def test_the_python_of_the_readme_is_twenty_lines() -> None:
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
    assert len([line for line in code.splitlines() if line.strip()]) <= 20


@pytest.mark.parametrize("model", [Case, Rubric, Scale, Grading, ConfidencePolicy, Coding])
def test_the_pages_of_the_files_name_every_key(model: type[BaseModel]) -> None:
    parts = [model.model_json_schema(), *model.model_json_schema().get("$defs", {}).values()]
    keys = {key for part in parts for key in part.get("properties", {})}
    pages = "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("format*.md")))
    prose = re.sub(r"^```.*?^```$", "", pages, flags=re.DOTALL | re.MULTILINE)
    page = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`[^`]+`", prose))))
    assert sorted(keys - page - {"value", "mean", "n"}) == []


def test_what_the_docs_link_to_is_there() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target
    ]
    assert len(links) > 5
    assert [(page.name, target) for page, target in links if not (page.parent / target).exists()] == []
