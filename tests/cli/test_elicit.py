"""Rows that are asked of a person: how they are fitted, played back and written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assess.cli.app import app
from assess.errors import AssessError
from assess.files import load_rubric
from assess.files.rubric_edit import edit_indicator
from tests.broken import BAD


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    shutil.copytree(BAD / "rubrics" / "scales", tmp_path / "scales")
    return Path(shutil.copy(BAD / "rubrics" / "tiny.yaml", tmp_path / "tiny.yaml"))


def elicit(rubric: Path | str, answers: str, *more: str) -> Result:
    return CliRunner().invoke(app, ["elicit", str(rubric), *more, "--by", "Ann"], input=answers)


def test_rows_are_played_back_and_written_beside_the_rest(rubric: Path) -> None:
    before = rubric.read_text(encoding="utf-8")
    done = elicit(rubric, "nonsense\n10 (4-20)\n6:1 grassroots\nCounted twice\ny\n", "money")
    assert done.exit_code == 0, done.output
    assert "Of 100 cases in which it is “grassroots”, 10 would show this (4 to 19;" in done.output
    assert "Seen, it favours coopted over grassroots by" in done.output
    assert "6: a doubly decisive test." in done.output
    money = load_rubric(rubric).indicators["money"]
    assert money.present_if["coopted"].mean == pytest.approx(0.6)
    assert money.why is not None
    assert money.why.startswith("Counted twice (Ann, ")
    after = rubric.read_text(encoding="utf-8").splitlines()
    assert [
        line for line in before.splitlines() if "money" not in line and "0.6" not in line and "Few" not in line
    ] == [line for line in after if "money" not in line and "mean" not in line and "Counted" not in line]


def test_a_kept_row_stands_and_nothing_is_written_unless_confirmed(rubric: Path) -> None:
    before = rubric.read_bytes()
    assert "nothing changed" in elicit(rubric, "\n\n", "money").output
    assert "nothing written" in elicit(rubric, "\n60 (40-80)\nwhy not\nn\n", "money").output
    assert rubric.read_bytes() == before
    assert elicit(rubric, "\n60 (40-80)\nseen\ny\n", "money").exit_code == 0
    money = load_rubric(rubric).indicators["money"]
    assert (money.present_if["grassroots"].value, money.present_if["coopted"].mean) == (0.1, 0.6)


def test_a_shipped_rubric_and_an_unknown_indicator_are_refused() -> None:
    assert elicit("diaspora-control", "", "dance").exit_code == 2
    name = next(iter(load_rubric("diaspora-control").indicators))
    states = len(load_rubric("diaspora-control").indicators[name].present_if)
    done = elicit("diaspora-control", "50 (30-70)\n" * states + "seen\ny\n", name)
    assert done.exit_code == 1
    assert "a shipped rubric is not changed" in done.output


def test_what_could_not_be_read_again_is_not_written(rubric: Path) -> None:
    before = rubric.read_bytes()
    with pytest.raises(AssessError) as raised:
        edit_indicator(rubric, "money", {"present_if": {"grassroots": 1.5, "coopted": 0.6}})
    assert [finding.code for finding in raised.value.findings] == ["E203"]
    assert rubric.read_bytes() == before
    marked = b"\xef\xbb\xbf" + before
    rubric.write_bytes(marked)
    edit_indicator(rubric, "money", {"why": "Counted"})
    assert rubric.read_bytes().startswith(b"\xef\xbb\xbfrubric: tiny")
    assert load_rubric(rubric).indicators["money"].why == "Counted"
