"""The sources of a folder of cases: learned over all of them, each answer once."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import assess
from assess.cli.app import app
from assess.domain.chance import Chance
from tests.scoring.many_cases import write_cases

SOURCES = """
portfolio: desk
sources:
  agency: {reliability: {mean: 0.6, n: 10}, why: Known}
  clerk: {reliability: {mean: 0.8, n: 10}, same: all, why: Known}
  stranger: {reliability: B, why: In no case}
"""
ANSWER = "resolved: {club/made: {hypothesis: state, on: 2023}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path in write_cases(tmp_path, 4):
        (path / "case.yaml").write_text((path / "case.yaml").read_text() + ANSWER)
    (tmp_path / "sources.yaml").write_text(SOURCES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_sources_are_learned_over_all_cases_and_read_back(folder: Path) -> None:
    shared = assess.load_sources("sources.yaml")
    names = [f"c00{k}" for k in range(4)]
    done = CliRunner().invoke(app, ["learn", "c000/tiny.yaml", *names, "--sources", "sources.yaml"])
    assert done.exit_code == 0, done.stderr
    assert "wrote sources.yaml\n" in done.stderr
    after = assess.load_sources("sources.yaml")
    learned = assess.learn(
        assess.load_rubric("c000/tiny.yaml"), [shared.applied(assess.load_case(name)) for name in names]
    )
    (row,) = (row for row in learned.rows if (row.kind, row.name) == ("reliability", "agency"))
    assert row.before["reliable"] == pytest.approx(0.6)
    assert row.cases == 4
    expected = Chance.model_validate({"mean": row.after["reliable"], "n": row.size_after})
    assert after.sources["agency"].reliability == expected
    assert after == learned.sources(shared)
    assert {name: source for name, source in after.sources.items() if name != "agency"} == {
        name: source for name, source in shared.sources.items() if name != "agency"
    }
    assert dict(after.learned_from) == dict.fromkeys(names, ("club/made",))
    case = after.applied(assess.load_case("c000"))
    assert assess.score(case, draws=0).sources["agency"].prior == pytest.approx(row.after["reliable"])


def test_an_answer_teaches_the_sources_once(folder: Path) -> None:
    arguments = ["learn", "c000/tiny.yaml", "--sources", "sources.yaml", "c000", "c001"]
    CliRunner().invoke(app, arguments)
    once = Path("sources.yaml").read_text()
    again = CliRunner().invoke(app, arguments)
    assert "c000: club/made went into version 0 already, and is left out." in again.stderr
    assert Path("sources.yaml").read_text() == once
    CliRunner().invoke(app, [*arguments, "c002"])
    assert list(assess.load_sources("sources.yaml").learned_from) == ["c000", "c001", "c002"]


def test_a_case_without_any_of_the_sources_stays_itself(folder: Path) -> None:
    shared = assess.load_sources("sources.yaml")
    only = shared.model_copy(update={"sources": {"stranger": shared.sources["stranger"]}})
    case = assess.load_case("c000")
    assert only.applied(case) is case


def test_the_number_across_cases_holds_at_any_date(folder: Path) -> None:
    case = assess.load_case("c000").regrade("agency", "A", why="Better", on="2023")
    known = assess.load_sources("sources.yaml").applied(case)
    assert [assess.score(known, as_of, draws=0).sources["agency"].prior for as_of in ("2022", None)] == [0.6, 0.6]
