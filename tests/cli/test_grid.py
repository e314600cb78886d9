"""``assess new --grid`` and ``--ask``: from a table, or from answers, to a scored case."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app

PAGE = Path(__file__).parents[2] / "docs/grid.md"


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_grid_of_twelve_items_and_four_hypotheses_is_a_scored_case_in_one_command() -> None:
    text = PAGE.read_text(encoding="utf-8").split("```csv\n# quay.csv\n")[1].split("```")[0]
    Path("quay.csv").write_text(text, encoding="utf-8")
    done = run("new", "quay", "--grid", "quay.csv", "--title", "Quay", "--question", "Why?")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        "wrote quay/rubrics/quay.yaml",
        "wrote quay/case.yaml",
        "assumed: the hypotheses exclude each other, and one of them is true",
        "assumed: codes and words are the probabilities and ratios that the coding heuer reads them as",
        "assumed: 31 cells under hypotheses say nothing, for or against",
        "what is wrong or missing: assess check quay; what each item does: assess report quay",
    ]
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        "Hypotheses",
        "",
        "country  instance           items  hypothesis  probability  90 %  word                 prior",
        "─" * 92,
        "-        matter/hypothesis     12  H1                  1 %     -  almost no chance      60 %",
        "                                   H2                 53 %     -  roughly even chance   10 %",
        "                                   H3                 40 %     -  unlikely              15 %",
        "                                   H4                  6 %     -  very unlikely         15 %",
        "",
    ]
    assert run("score", "quay", "--draws", "0").stdout.endswith(done.stdout)
    assert assess.load_case("quay").rubric.questions["hypothesis"].text == "Why?"


def test_what_is_wrong_is_told_and_nothing_is_written() -> None:
    Path("bad.csv").write_text("Item,a,b\nx,much liklier,\ny,2:1,1:2\nz,=cmd(),C\n", encoding="utf-8")
    done = run("new", "bad", "--grid", "bad.csv")
    assert (done.exit_code, done.stdout) == (1, "")
    ways = (
        "Write CC, C, N, I, II or NA; a ratio, 2:1; much likelier, likelier, as likely, less likely, much less likely; "
        "a term of icd203; 0.3 or 30 %; or nothing"
    )
    assert done.stderr.splitlines() == [
        "bad.csv:2:3: E915 'much liklier' is no code, ratio or word",
        f"  hint: did you mean much likelier? {ways}",
        "bad.csv:3:3: E918 nothing in this row says what '2:1' is against",
        "  hint: leave blank, or write 1:1 under, the hypothesis that others are compared with",
        "bad.csv:4:3: E915 '=cmd()' is no code, ratio or word",
        f"  hint: {ways}",
        "3 errors, nothing written",
    ]
    assert not Path("bad").exists()


HEAD = ["Fire", "", "An accident", "Arson", "arson", "Something else", "", "half", "50 %", "", ""]
FIRST = ["Two seats of fire", "Brigade", "May", "2023-05", "B9", "B2", "2:1", "1:2", "1:3", "1:4", "CC", "", ""]
SECOND = ["Insured", "Brigade", "", "", "", "likelier", ""]


def asked(*options: str, answers: list[list[str]] | None = None) -> Result:
    entered = [line for part in answers or [HEAD, FIRST, SECOND, [""]] for line in part]
    return run("new", "fire", "--ask", *options, stdin="".join(f"{line}\n" for line in entered))


def test_a_grid_is_asked_for_and_asked_for_again() -> None:
    done = asked()
    assert done.exit_code == 0, done.output
    case = assess.load_case("fire")
    assert (case.title, case.rubric.questions["hypothesis"].text) == ("Fire", "What holds of Fire?")
    assert list(case.rubric.questions["hypothesis"].prior.values()) == [0.5, 0.25, 0.25]
    rows = assess.formats.rendered(assess.score(case, draws=0), "grid").splitlines()
    assert rows == [
        '"Item","Source","Date","Grade","An accident","Arson","Something else"',
        '"Prior","","","","50 %","",""',
        '"Two seats of fire","Brigade","2023-05","B2","1:4","",""',
        '"Insured","Brigade","","B2","","likelier",""',
    ]
    wanted = [
        "hypothesis 'arson' has a column already",
        "'half' is no probability",
        "'May' is not a date",
        "'B9' is no credibility",
        "nothing in this row says what '2:1' is against",
        "'CC' stands beside the ratio '1:4'",
        "assumed: the hypotheses exclude each other",
    ]
    assert [text for text in wanted if text not in done.stderr] == []
    assert done.stdout.count("Hypotheses") == 1


def test_the_score_is_shown_after_each_item_only_if_asked_for_and_never_to_the_blind() -> None:
    assert asked("--preview").stdout.count("Hypotheses") == 3
    assert [path.name for path in Path().iterdir()] == ["fire"]
    blind = run("new", "blind", "--ask", "--blind", stdin="".join(f"{x}\n" for x in [*HEAD, *FIRST, *SECOND, ""]))
    assert (blind.exit_code, "Hypotheses" in blind.stdout, "%" in blind.stdout.replace("50 %", "")) == (0, False, False)
    both = run("new", "other", "--ask", "--blind", "--preview")
    assert both.exit_code == 2
    assert "whoever codes blind sees no score" in " ".join(both.stderr.split())


def test_a_case_has_two_hypotheses_and_an_item() -> None:
    done = asked(answers=[["Fire", "", "a", "", "b", "", "", "", "", "x", "", "", "", "C", "I", ""]])
    assert done.exit_code == 0, done.output
    assert [text for text in ("two hypotheses are the least", "a case has an item") if text not in done.stderr] == []


def test_nothing_is_asked_for_a_folder_that_is_there_and_nothing_is_written_of_half_a_grid() -> None:
    assert asked(answers=[HEAD, ["x"]]).exit_code == 1
    assert list(Path().iterdir()) == []
    Path("fire").mkdir()
    done = asked()
    assert (done.exit_code, "E917" in done.stderr, "title" in done.stdout) == (1, True, False)


@pytest.mark.parametrize(
    "options",
    [
        ["--preview"],
        ["--blind"],
        ["--coding", "heuer2"],
        ["--question", "Why?"],
        ["--grid", "x.csv", "--ask"],
        ["--grid", "x.csv", "--rubric", "diaspora-control"],
        ["--grid", "x.csv", "--preview"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(options: list[str]) -> None:
    assert run("new", "fire", *options).exit_code == 2
    assert list(Path().iterdir()) == []
