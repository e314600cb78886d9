"""The page on what it takes to add something names the files that it takes, and a walk of functions that there are."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHOIR = ROOT / "docs" / "figures" / "choir"
PAGE = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
COST = re.compile(r"^\| (?P<what>an? [^|]+) \| (?P<files>[^|]+) \| (?:`(?P<example>[^|`]+)`|tried) \|$", re.MULTILINE)
STATION = re.compile(r"^\| \d+ \| `(?P<function>assess\.[\w.]+)` \|", re.MULTILINE)
KINDS = {"scale", "indicator", "check", "figure", "format", "command", "language", "column"}
MOST_STATIONS = 12


def files_with(word: str) -> set[str]:
    """Return the files that hold a word and are neither tests nor pages, but for the broken files of checks."""
    tops = [*ROOT.glob("assess/**/*"), *ROOT.glob("rubrics/**/*"), *ROOT.glob("tests/bad/*"), ROOT / "pyproject.toml"]
    paths = [path for path in tops if path.suffix in {".py", ".yaml", ".po", ".toml"} and path.is_file()]
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    return {name for name, text in ((str(p.relative_to(ROOT)), said(p)) for p in paths) if pattern.search(name + text)}


def said(path: Path) -> str:
    """Return what a file says; of a program, what it does, without its docstrings."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return re.sub(r'r?""".*?"""', "", text, flags=re.DOTALL) if path.suffix == ".py" else text


def test_what_a_row_names_are_the_files_that_hold_its_example() -> None:
    rows = [match.groupdict() for match in COST.finditer(PAGE)]
    assert {row["what"].split()[1] for row in rows} == KINDS
    named = {row["example"]: set(re.findall(r"`([\w./@-]+)`", row["files"])) for row in rows if row["example"]}
    assert len(named) == len(KINDS) - len({"command", "column"})
    assert named == {example: files_with(example) for example in named}


def test_every_station_of_the_walk_is_a_function() -> None:
    stations = STATION.findall(PAGE)
    assert 0 < len(stations) <= MOST_STATIONS
    for station in stations:
        module, _, function = station.rpartition(".")
        try:
            holder: object = importlib.import_module(module)
        except ModuleNotFoundError:
            module, _, owner = module.rpartition(".")
            holder = getattr(importlib.import_module(module), owner)
        assert callable(getattr(holder, function)), station


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what ships, to which something is added."""
    for folder in ("assess", "rubrics", "cases"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


COMMANDS = """
import json, sys
from typer.testing import CliRunner
from assess.cli.app import app
print(json.dumps([CliRunner().invoke(app, line.split()).output for line in sys.argv[1:]]))
"""


def printed(copy: Path, program: str, *commands: str) -> list[str]:
    """Return what each command prints after a program has run, all in one process in which the copy is imported."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "COLUMNS": "200"}
    arguments = [sys.executable, "-c", program + COMMANDS, *commands]
    done = subprocess.run(arguments, cwd=copy, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_command_is_one_file(copy: Path) -> None:
    command = '''def hello() -> None:\n    """Greet."""\n    import typer\n\n    typer.echo("hello")\n'''
    (copy / "assess" / "cli" / "commands" / "hello.py").write_text(command, encoding="utf-8")
    greeting, listing = printed(copy, "", "hello", "--help")
    assert greeting == "hello\n"
    assert re.search(r"hello +Greet\.", listing)


def add_field(file: Path, record: str, before: str) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    start = lines.index(f"class {record}:")
    at = next(n for n in range(start, len(lines)) if lines[n].startswith(f"    {before}:"))
    lines.insert(at, '    surprise: Annotated[int, Column("surprise", unit="count")] = 7')
    file.write_text("\n".join(lines), encoding="utf-8")


def test_a_column_of_a_plan_or_an_explanation_is_one_field(copy: Path) -> None:
    """It stands in the JSON, in frames, notebooks and the tables of the shell."""
    for name, record, last in (
        ("collection/prospects.py", "Prospect", "gain_per_cost"),
        ("explaining/explain.py", "ExplanationStep", "alone_db"),
    ):
        file = copy / "assess" / "analysis" / name
        text = file.read_text(encoding="utf-8")
        start = text.index(f"class {record}:")
        end = text.index("\n", text.index(f"    {last}:", start)) + 1
        field = '    surprise: Annotated[int, Column("surprise", unit="count")] = 7\n'
        file.write_text(text[:end] + field + text[end:], encoding="utf-8")
    program = """
import assess
result = assess.score(assess.load_case("heuer-iraq-1993"), draws=0)
plan, explanation = assess.plan(result, "H1"), assess.explain(result, "H1")
assert {step["surprise"] for step in explanation.to_dict()["told"][0]["steps"]} == {7}
assert {prospect["surprise"] for prospect in plan.to_dict()["targets"]["H1"]["prospects"]} <= {7}
for shown in (plan, explanation):
    assert "surprise" in shown.table().columns
assert "surprise" in explanation._repr_html_()
"""
    commands = ("explain heuer-iraq-1993 H1", f"plan {CHOIR} choir-steered")
    assert [said.count("surprise") > 0 for said in printed(copy, program, *commands)] == [True, True]


def test_a_column_is_one_field(copy: Path) -> None:
    """It stands in the JSON and its schema, in frames, CSV, notebooks and the tables of shell and report."""
    add_field(copy / "assess" / "scoring" / "result_records.py", "ClaimResult", before="prior")
    program = """
import assess, json
from assess.reporting.report.written_report import markdown
from assess.scoring.csv_tables import csv_tables
from assess.scoring.result_schema import assessment_schema
result = assess.score(assess.load_case("heuer-iraq-1993"), draws=0)
assert all(claim["surprise"] == 7 for claim in json.loads(result.to_json())["claims"].values())
assert "surprise" in json.dumps(assessment_schema())
assert {row["surprise"] for row in result.table("claims")} == {7}
for shown in (csv_tables(result)["claims"], markdown(result, with_annexes=True), result.table("claims")._repr_html_()):
    assert "surprise" in shown
"""
    (said,) = printed(copy, program, "score heuer-iraq-1993 --draws 0")
    assert "surprise" in said
