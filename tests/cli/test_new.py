"""``assess new``: a case to start from, which stands as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import assess
from assess.cli.app import app
from assess.files.reading import shipped_ids
from assess.files.starter.starter_case import Asked

RUBRICS = [None, *shipped_ids("rubric")]


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(autouse=True)
def _within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("rubric", RUBRICS)
def test_a_new_case_is_without_fault_and_scores(rubric: str | None) -> None:
    options = [] if rubric is None else ["--rubric", rubric]
    code, out, err = run("new", "harbour", *options, "--title", "The fire: at the harbour, #1")
    assert (code, out) == (0, "")
    written = [Path(line.removeprefix("wrote ")) for line in err.splitlines()[:-1]]
    assert {Path("harbour/case.yaml"), Path("harbour/evidence/example.yaml")} <= set(written)
    assert set(written) == {path for path in Path("harbour").rglob("*") if path.is_file()}
    assert err.splitlines()[-1] == (
        "put your own in the place of the examples, then: assess check harbour; assess score harbour"
    )
    assert assess.check("harbour") == ()
    case = assess.load_case("harbour")
    assert (case.case, case.title) == ("harbour", "The fire: at the harbour, #1")
    claim = assess.score(case, draws=0).claims["example-claim"]
    assert claim.moved
    assert run("check", "harbour")[0] == run("score", "harbour", "--draws", "0")[0] == 0


@pytest.mark.parametrize("rubric", RUBRICS)
def test_it_asks_what_its_rubric_knows_most_about_and_all_that_this_hangs_on(rubric: str | None) -> None:
    case = assess.load_case(assess.new_case("harbour", rubric).folder)
    assert isinstance(case.rubric, assess.Rubric)
    asked = Asked.of(case.rubric)
    of_main = [i for i in case.rubric.indicators.values() if i.of == asked.main]
    assert len(of_main) == max(
        sum(i.of == question for i in case.rubric.indicators.values()) for question in case.rubric.questions
    )
    assert {kind: tuple(some) for kind, some in case.ask.items()} == asked.by_kind
    assert {given for some in case.ask.values() for q in some for given in case.rubric.questions[q].given} <= {
        question for some in case.ask.values() for question in some
    }


def test_its_comments_tell_what_else_there_is() -> None:
    assess.new_case("harbour", "diaspora-control")
    text = Path("harbour/case.yaml").read_text(encoding="utf-8")
    assert "#   closure (per organisation): Why was {subject} shut or struck off" in text
    assert "`control@2019` asks `control` as of 2019" in text
    items = Path("harbour/evidence/example.yaml").read_text(encoding="utf-8")
    assert "#   published-accounts: " in items
    assert "more, in the rubric" in items
    assert max(map(len, (text + items).splitlines())) < 160


def test_the_rubric_of_its_own_is_named_after_the_case() -> None:
    made = assess.new_case("harbour")
    assert made.rubric == "harbour"
    assert assess.load_rubric("harbour/rubrics/harbour.yaml").rubric == "harbour"
    assert assess.new_case("other", "diaspora-control").rubric == "diaspora-control@1.2.0"


@pytest.mark.parametrize(
    ("folder", "ident"),
    [("Brand am Hafen", "brand-am-hafen"), ("пожар", "case"), ("x.1", "x.1"), ("no", "no"), ("1", "1")],
)
def test_a_folder_of_any_name_gives_an_id(folder: str, ident: str) -> None:
    case = assess.load_case(assess.new_case(folder).folder)
    assert case.case == case.title == ident


def test_what_is_there_is_never_overwritten() -> None:
    Path("harbour").mkdir()
    Path("harbour/case.yaml").write_text("mine", encoding="utf-8")
    code, out, err = run("new", "harbour")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "harbour: E917 there is something of that name already",
        "  hint: name another folder; what is there is never overwritten",
        "1 error, nothing written",
    ]
    assert [path.name for path in Path("harbour").iterdir()] == ["case.yaml"]
    assert Path("harbour/case.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["no/such/harbour"], "E917 the folder cannot be made"),
        (["harbour", "--rubric", "diaspora-contrl"], "did you mean diaspora-control?"),
        (["harbour", "--rubric", "../rubric.yaml"], "E116 no rubric '../rubric.yaml' ships"),
    ],
)
def test_what_cannot_be_leaves_nothing_behind(arguments: list[str], expected: str) -> None:
    code, _, err = run("new", *arguments)
    assert code == 1
    assert expected in err
    assert list(Path().iterdir()) == []


def test_wrong_usage_is_told_so() -> None:
    assert run("new")[0] == 2


def test_the_program_has_the_command() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "assess", "new", "harbour"],
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        check=True,
    )
    assert done.stdout == b""
