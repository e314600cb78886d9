"""``assess import ach``."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app
from assess.formats.ach.export_ach import ach_matrix


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fire night.csv").write_text("Evidence,a,b\nPetrol,I,CC\n", encoding="utf-8")


def test_a_matrix_becomes_a_case_that_scores() -> None:
    done = run("import", "ach", "fire night.csv", "--title", "Fire", "--question", "Why?", "--published", "2020")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "wrote fire-night/case.yaml" in done.stderr
    assert "1 item against 2 hypotheses" in done.stderr
    assert run("score", "fire-night", "--draws", "0").exit_code == 0
    assert "coded: a I, b CC" in run("show", "fire-night", "e01").stdout.replace("*", "")


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written() -> None:
    Path("bad.csv").write_text("Evidence,a,b\nPetrol,X,CC\n", encoding="utf-8")
    done = run("import", "ach", "bad.csv")
    assert done.exit_code == 1
    assert "bad.csv:2:8: E915 'X' is no code" in done.stderr
    assert "1 error, nothing written" in done.stderr
    assert not Path("bad").exists()
    assert run("import", "ach", "fire night.csv", "--published", "June").exit_code == 2


def test_what_is_exported_as_a_matrix_is_read_again(tmp_path: Path) -> None:
    result = assess.score(assess.load_case("heuer-iraq-1993"), draws=0)
    Path("out.csv").write_text(ach_matrix(result, "matter/hypothesis"), encoding="utf-8")
    assert run("import", "ach", "out.csv").exit_code == 0
    again = assess.score(assess.load_case(tmp_path / "out"), draws=0)
    order = sorted(result.posterior("matter/hypothesis"), key=result.posterior("matter/hypothesis").__getitem__)
    assert sorted(again.posterior("matter/hypothesis"), key=again.posterior("matter/hypothesis").__getitem__) == order
    assert [item.summary for item in again.case.evidence] == [f"{i.id}: {i.summary}" for i in result.case.evidence]
