"""Several cases in one command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app
from tests.scoring.many_cases import write_cases


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_cases(tmp_path, 3)
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.yaml").write_text("case: broken\nrubric: tiny\nrelaibility: A\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_case_is_shown_in_the_order_given_and_what_failed_at_the_end(folder: Path) -> None:
    arguments = ["score", "c002", "broken.yaml", "notes.txt", "empty", "c000", "c002", "--draws", "0"]
    done = CliRunner().invoke(app, arguments)
    alone = [CliRunner().invoke(app, ["score", name, "--draws", "0"]).stdout for name in ("c002", "c000")]
    heads = ["c002: c002\n══════════\n\n", "c000: c000\n══════════\n\n"]
    assert done.stdout == "".join(head + tables for head, tables in zip(heads, alone, strict=True))
    told = done.stderr.splitlines()
    assert told[0] == "left out, as no cases: empty, notes.txt"
    assert told[1] == "broken.yaml:1:1: E121 ask is missing"
    assert told[-2:] == ["2 of 3 cases scored", "not scored: broken.yaml"]
    assert done.exit_code == 1


def test_results_are_lines_of_json_and_the_same_from_processes_and_from_a_folder(folder: Path) -> None:
    names = ["c000", "c001", "c002", "nobody"]
    arguments = ["score", *names, "--draws", "10", "--json", "--results", "kept"]
    first = CliRunner().invoke(app, [*arguments, "--jobs", "2"])
    second = CliRunner().invoke(app, arguments)
    assert (first.exit_code, first.stdout) == (1, second.stdout)
    assert "3 of 4 cases scored\n" in first.stderr
    assert "3 of 4 cases scored, 3 of them before\n" in second.stderr
    lines = [json.loads(line) for line in first.stdout.splitlines()]
    assert lines[:3] == [assess.score(assess.load_case(name), draws=10).to_dict() for name in names[:3]]
    refused = lines[3]
    assert (refused["format"], refused["case"]) == ("assess.refused/1", "nobody")
    assert [finding["code"] for finding in refused["findings"]] == ["E101"]


def test_each_is_recorded_beside_its_case_or_all_in_one_ledger(folder: Path) -> None:
    beside = CliRunner().invoke(app, ["score", "c000", "c001", "--draws", "0", "--record", "--note", "first"])
    assert beside.exit_code == 0
    assert [entry.note for name in ("c000", "c001") for entry in assess.Ledger(f"{name}/ledger.db").entries()] == [
        "first",
        "first",
    ]
    CliRunner().invoke(app, ["score", "c000", "c001", "--draws", "0", "--record", "--ledger", "all.db"])
    assert [entry.case_id for entry in assess.Ledger("all.db").entries()] == ["c000", "c001"]


def test_a_portfolio_is_recorded_in_one_ledger_and_told_what_moved(folder: Path) -> None:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["portfolio", ".", "--draws", "0", "--by", "2022", *arguments])

    first = run("--record", "--note", "first", "-o", "page.html")
    assert first.exit_code == 1
    assert "not scored: broken.yaml\n" in first.stderr
    entries = assess.Ledger("ledger.db").entries()
    assert [(entry.case_id, entry.note) for entry in entries] == [(f"c00{k}", "first") for k in range(3)]
    assert "<h1" in Path("page.html").read_text()
    Path("broken.yaml").unlink()
    CliRunner().invoke(app, ["withdraw", "c001", "e1", "--why", "retracted"])
    second = run("--json")
    assert second.exit_code == 0
    content = json.loads(second.stdout)
    assert content["format"] == "assess.portfolio/1"
    assert [(move["case"], move["change"]["id"]) for move in content["moved"]] == [("c001", "of-the-state")]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 1, "nowhere: E101 the folder cannot be read: No such file or directory"),
        (["empty"], 1, "empty: E101 there is no case in the folder"),
        ([".", "-o", "page.pdf"], 2, "the page is a file of HTML, and 'page.pdf' does not end in .html"),
        ([".", "--note", "x"], 2, "--note goes with --record"),
    ],
)
def test_a_portfolio_that_cannot_be(folder: Path, arguments: list[str], code: int, message: str) -> None:
    done = CliRunner().invoke(app, ["portfolio", *arguments], env={"COLUMNS": "200"})
    assert (done.exit_code, message in done.stderr) == (code, True), done.stderr
