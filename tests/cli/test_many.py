"""Several cases in one command."""

from __future__ import annotations

import json
import re
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli import many
from assess.cli.app import app
from assess.domain.language import language, say
from assess.files.case_folders import sources_beside
from assess.reporting.words import portfolio_sentences as words
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


def test_a_portfolio_is_shown_in_the_language_asked_for(folder: Path) -> None:
    Path("broken.yaml").unlink()
    shown = CliRunner().invoke(app, ["portfolio", ".", "--draws", "0", "--by", "2022", "--language", "ru"])
    assert shown.exit_code == 0
    title, _, heads, *_ = shown.stdout.splitlines()
    with language("ru"):
        assert title == words.CASES()
        no_record = say("No case was recorded before.")
    assert not re.search("[A-Za-z]", heads)
    assert no_record in shown.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 1, "nowhere: E101 the folder cannot be read: No such file or directory"),
        (["empty"], 1, "empty: E101 there is no case in the folder"),
        ([".", "-o", "page.pdf"], 2, "the page is a file of HTML, and 'page.pdf' does not end in .html"),
        ([".", "--note", "x"], 2, "--note goes with --record"),
        ([".", "--language", "xx"], 2, "'xx'"),
    ],
)
def test_a_portfolio_that_cannot_be(folder: Path, arguments: list[str], code: int, message: str) -> None:
    done = CliRunner().invoke(app, ["portfolio", *arguments], env={"COLUMNS": "200"})
    assert (done.exit_code, message in done.stderr) == (code, True), done.stderr


SOURCES = "portfolio: desk\nsources:\n  agency: {reliability: 0.6, same: %s, why: Known}\n"


@pytest.mark.parametrize("option", [["sources.yaml"], ["--sources", "sources.yaml"]])
def test_sources_known_across_cases_take_the_place_of_each_cases_own(folder: Path, option: list[str]) -> None:
    Path("sources.yaml").write_text(SOURCES % "case")
    done = CliRunner().invoke(app, ["score", "c000", "c001", *option, "--draws", "0", "--json"])
    shared = assess.load_sources("sources.yaml")
    cases = [shared.applied(assess.load_case(name)) for name in ("c000", "c001")]
    assert [case.sources["agency"].reliability.value for case in cases] == [0.6, 0.6]
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        assess.score(case, draws=0).to_dict() for case in cases
    ]
    assert done.stderr == "2 of 2 cases scored\n"


@pytest.mark.parametrize("arguments", [["score", "--draws", "0"], ["sensitivity"], ["plan"]])
def test_numbers_beside_one_case_that_are_not_used_are_told(folder: Path, arguments: list[str]) -> None:
    before = CliRunner().invoke(app, [*arguments, "c000"])
    Path("sources.yaml").write_text(SOURCES % "case")
    after = CliRunner().invoke(app, [*arguments, "c000"])
    told = "the case's own numbers are used of agency: assess score c000 --sources sources.yaml uses those there\n"
    assert (after.exit_code, after.stdout) == (before.exit_code, before.stdout)
    assert told in after.stderr
    assert told not in before.stderr
    Path("sources.yaml").write_text(SOURCES % "al")
    assert CliRunner().invoke(app, [*arguments, "c000"]).stderr == before.stderr


def test_the_sources_beside_a_case_are_in_the_folder_around_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sources_beside("c000") is None
    Path("sources.yaml").write_text(SOURCES % "case")
    for name in ("c000", "c000/case.yaml", "broken.yaml"):
        assert sources_beside(name) == Path("sources.yaml")
    monkeypatch.chdir("c000")
    assert sources_beside(".") == Path("../sources.yaml")


def test_cases_of_a_tied_source_are_scored_as_one_and_recorded_as_one(folder: Path) -> None:
    Path("broken.yaml").unlink()
    Path("sources.yaml").write_text(SOURCES % "all")
    arguments = ["portfolio", ".", "--draws", "0", "--by", "2022", "--json"]
    first = CliRunner().invoke(app, [*arguments, "--record", "--results", "kept"])
    assert first.exit_code == 0, first.stderr
    assert [entry.case_id for entry in assess.Ledger("ledger.db").entries()] == ["desk-agency"]
    assert [entry["id"] for entry in json.loads(first.stdout)["sources"]] == ["agency", "clerk"]
    assert [entry["cases"] for entry in json.loads(first.stdout)["sources"]] == [3, 3]
    CliRunner().invoke(app, ["withdraw", "c001", "e1", "--why", "retracted"])
    moved = json.loads(CliRunner().invoke(app, arguments).stdout)["moved"]
    assert {move["change"]["id"] for move in moved} == {f"c00{k}..of-the-state" for k in range(3)}
    tables = CliRunner().invoke(app, arguments[:-1]).stdout
    assert {line.split()[-5] for line in tables.splitlines() if line.endswith("The state made it")} >= {"c001"}
    again = CliRunner().invoke(app, ["score", "c000", "c002", "sources.yaml", "--draws", "0"])
    assert again.stdout.startswith("desk-agency: c000, c002: joined by agency\n")


def test_where_nothing_given_is_a_case_nothing_is_scored(folder: Path) -> None:
    done = CliRunner().invoke(app, ["score", "notes.txt", "empty"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "left out, as no cases: empty, notes.txt",
        "none of these is a case: nothing scored",
    ]


@pytest.mark.parametrize("same", ["case", "all"])
def test_a_source_across_cases_that_no_case_has_is_told(folder: Path, same: str) -> None:
    Path("broken.yaml").unlink()
    Path("sources.yaml").write_text(SOURCES % same + "  agenzy: {reliability: B}\n  clerk: {reliability: B}\n")
    done = CliRunner().invoke(app, ["portfolio", ".", "--draws", "0", "--by", "2022"])
    assert "sources known across cases that no case has: agenzy\n" in done.stderr
    Path("sources.yaml").write_text(SOURCES % same)
    assert "that no case has" not in CliRunner().invoke(app, ["portfolio", ".", "--draws", "0", "--by", "2022"]).stderr


def test_a_fault_in_the_sources_is_told_before_anything_is_scored(folder: Path) -> None:
    Path("sources.yaml").write_text(SOURCES % "al")
    done = CliRunner().invoke(app, ["score", "c000", "sources.yaml"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "sources.yaml:3:36: E125 same is 'al'; it is one of: case, all (sources.agency.same)\n"
        "  hint: did you mean all?\n1 error, nothing scored\n"
    )
    assert "portfolio" in CliRunner().invoke(app, ["schema", "portfolio"]).stdout


class Breaking(Executor):
    """Ends when it is given a certain case, as a pool of processes does, and takes no more."""

    def __init__(self, deadly: str) -> None:
        self.deadly, self.broken = deadly, False

    def submit(self, work: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        if self.broken:
            raise BrokenProcessPool
        future: Future[Any] = Future()
        ((given, _case),) = arguments[0]
        if given == self.deadly:
            self.broken = True
            future.set_exception(BrokenProcessPool("ended"))
        else:
            future.set_result(work(*arguments))
        return future


@pytest.mark.parametrize("deadly", ["c000", "c001", "c002"])
def test_only_a_case_that_ends_its_workers_again_and_again_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch, deadly: str
) -> None:
    monkeypatch.setattr(many, "workers", lambda _, singly: nullcontext(Breaking(deadly)))
    names = ["c000", "c001", "c002"]
    done = CliRunner().invoke(app, ["score", *names, "--draws", "0", "--json", "--jobs", "1", "--results", "kept"])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["case"] for line in lines] == names
    assert [line["format"] for line in lines if line["case"] == deadly] == ["assess.refused/1"]
    assert done.stderr.splitlines()[0] == f"{deadly}: E415 {deadly} was not scored: BrokenProcessPool: ended"
    assert done.stderr.splitlines()[-2:] == ["2 of 3 cases scored", f"not scored: {deadly}"]
