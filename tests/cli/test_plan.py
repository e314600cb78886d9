import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app
from tests.files.choir_files import write

BAD = Path(__file__).parents[1] / "bad"
CASE = "russia-diasporas-2017"
CHOIR = str(Path(__file__).parents[2] / "docs" / "figures" / "choir")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["plan", *arguments])


def test_without_an_id_the_key_claims_have_their_foremost_prospects() -> None:
    done = run(CASE)
    assert done.exit_code == 0
    key = [ident for ident, claim in assess.load_case(CASE).claims.items() if claim.key]
    assert [ident for ident in key if ident[:22] not in done.stdout] == []
    assert "like-breaches-spared" not in done.stdout
    assert "Other bodies with the same breaches as" in done.stdout
    assert "assess plan russia-diasporas-2017 ID" in done.stderr


@pytest.mark.parametrize(
    ("ident", "shown"),
    [
        (
            "arac-closed-control-lost",
            ["unlikely (30 %)", "word changes", "[arac/breaches-proven]", "tell more together"],
        ),
        ("arac/origin", ["leader changes", "Worth verifying, by a source graded A1", "e002", "Marintha Miles"]),
    ],
)
def test_an_id_has_its_whole_plan(ident: str, shown: list[str]) -> None:
    done = run(CASE, ident)
    assert (done.exit_code, done.stderr) == (0, "")
    assert [text for text in shown if text not in done.stdout] == []


def test_a_better_source_tells_more() -> None:
    gains = []
    for grade in ("F6", "B2", "A1"):
        done = run(CHOIR, "choir/origin", "--grade", grade, "--json")
        document = json.loads(done.stdout)
        assert document["grade"] == grade
        gains.append(document["targets"]["choir/origin"]["prospects"][0]["gain"])
    assert gains == sorted(gains)


def test_json_is_the_plan_and_nothing_else() -> None:
    done = run(CHOIR, "choir/origin", "--json")
    assert done.stdout == assess.plan(assess.score(assess.load_case(CHOIR)), "choir/origin").to_json() + "\n"
    assert done.stderr == f"20 warnings: see assess check {CHOIR}\n"


def test_what_cannot_be_planned_is_refused() -> None:
    unknown = run(CASE, "arac-closd")
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "there is nothing called 'arac-closd': did you mean arac" in unknown.stderr
    assert run(CASE, "--grade", "Z9").exit_code == 2
    assert "nothing planned" in run(str(BAD / "E203.yaml")).stderr


RUBRIC = """
rubric: coins
questions:
  side: {per: coin, hypotheses: {head: Head, tail: Tail}, prior: {head: 0.5, tail: 0.5}}
indicators:
  seen: {of: side, text: "{subject} is seen", present_if: {head: 0.9, tail: 0.1}, cost: 2}
  glint: {of: side, text: "{subject} glints", present_if: {head: 0.6, tail: 0.1}, cost: 0.25}
"""
COINS = """
case: coins
rubric: coins
subjects: {one: {kind: coin}}
ask: {one: side}
sources: {}
claims: {head: {text: It shows head, holds_if: {one/side: head}}}
"""


def test_costs_are_shown_where_all_have_one(tmp_path: Path) -> None:
    (tmp_path / "coins.yaml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(COINS, encoding="utf-8")
    done = run(str(tmp_path / "case.yaml"), "head")
    assert done.exit_code == 0, done.stderr
    assert "bits per cost" in done.stdout
    assert done.stdout.index("One glints") < done.stdout.index("One is seen")


def test_a_cost_is_above_0(tmp_path: Path) -> None:
    (tmp_path / "coins.yaml").write_text(RUBRIC.replace("cost: 2", "cost: 0"), encoding="utf-8")
    (tmp_path / "case.yaml").write_text(COINS, encoding="utf-8")
    done = run(str(tmp_path / "case.yaml"))
    assert done.exit_code == 1
    assert "E208 0 is not a cost; a cost is from 1e-6 to 1e15" in done.stderr


def test_a_case_with_nothing_left_to_look_for_has_a_table_without_rows(tmp_path: Path) -> None:
    done = run(str(write(tmp_path / "choir")))
    assert done.exit_code == 0
    assert "look for" in done.stdout
