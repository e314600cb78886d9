from __future__ import annotations

import datetime as dt
import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app
from assess.domain.number_text import percent
from tests.files.choir_files import item, write
from tests.reporting.sentence_lint import faults

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "choir")


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def test_withdraw_shows_what_moved(folder: Path) -> None:
    before = assess.score(assess.load_case(folder), draws=0).claims["made"]
    done = run("withdraw", "choir", "e1", "--why", "Retracted", "--by", "ana", "--on", "2019-05")
    assert done.exit_code == 0
    case = assess.load_case(folder)
    after = assess.score(case, draws=0)
    assert case.evidence[0].withdrawn is not None
    assert (case.evidence[0].withdrawn.on, case.evidence[0].withdrawn.by) == ("2019-05", "ana")
    row = done.stdout.splitlines()[-2]
    scale = after.rubric.scale
    assert not isinstance(scale, str)
    for probability in (before.probability, after.claims["made"].probability):
        assert percent(probability, scale) in row
    assert done.stderr == "wrote choir/evidence.yaml\n1 of 1 claims and predictions moved; 1 has another word\n"
    assert faults(done.stderr, scale) == []
    assert "confidence" not in done.output  # there is none without draws


def test_regrade_as_json(folder: Path) -> None:
    before = assess.score(assess.load_case(folder), draws=0).claims["made"]
    done = run("regrade", "choir", "clerk", "--reliability", "0.3", "--why", "Caught out", "--by", "ana", "--json")
    assert done.exit_code == 0
    content = json.loads(done.stdout)
    assert {
        key: content[key] for key in ("format", "case", "files", "regraded", "was", "reliability", "by", "why")
    } == {
        "format": "assess.edit/1",
        "case": "choir",
        "files": ["choir/case.yaml"],
        "regraded": "clerk",
        "was": "B",
        "reliability": "0.3",
        "by": "ana",
        "why": "Caught out",
    }
    after = assess.score(assess.load_case(folder), draws=0).claims["made"]
    moved = content["moved"]["made"]
    assert (moved["before"], moved["after"]) == (before.probability, after.probability)
    odds = [probability.probability / (1.0 - probability.probability) for probability in (before, after)]
    assert 10.0 ** (moved["change_db"] / 10.0) == pytest.approx(odds[1] / odds[0])
    assert moved["word_changed"] is (before.term != after.term)


def test_a_former_reliability_in_figures_reads_as_it_was_written(folder: Path) -> None:
    case = folder / "case.yaml"
    text = case.read_text(encoding="utf-8").replace("reliability: B", "reliability: {low: 0.5, high: 0.9}")
    case.write_text(text, encoding="utf-8")
    done = run("regrade", "choir", "clerk", "--reliability", "A", "--why", "Sworn", "--json")
    assert json.loads(done.stdout)["was"] == "{low: 0.5, high: 0.9}"


def test_add_from_standard_input_or_a_file(folder: Path) -> None:
    done = run("add", "choir", "-", "--by", "ana", "--json", stdin=item("e3"))
    assert done.exit_code == 0
    assert json.loads(done.stdout)["added"] == ["e3"]
    Path("new.yaml").write_text(f"- {item('e4')}\n- {item('e5').replace(', why: Heard', '')}\n", encoding="utf-8")
    done = run("add", "choir", "new.yaml", "--why", "Told by phone", "--json")
    assert json.loads(done.stdout)["added"] == ["e4", "e5"]
    assert [item.why for item in assess.load_case(folder).evidence[-2:]] == ["Heard", "Told by phone"]
    done = run("add", "choir", "new.yaml", "--why", "Told by phone")
    assert done.exit_code == 1
    assert "E321 'e4' is the id of an earlier item too" in done.stderr
    assert done.stderr.endswith("2 errors, nothing written\n")
    assert run("add", "choir", "none.yaml").exit_code == 1


ITEM = {"about": "", "indicator": "money", "says": "present", "source": "clerk", "via": "", "credibility": "3"}
REST = {"document": "", "event": "", "reported": "", "statement": "", "summary": "", "why": "Heard", "write": "y"}


def answers(**other: str) -> str:
    """Return what is entered, field by field; several lines where one is asked for again, or asks for more."""
    return "".join(f"{line}\n" for line in ({"id": ""} | ITEM | REST | other).values())


def test_add_asks_for_what_is_not_given_and_asks_again(folder: Path) -> None:
    entered = answers(
        id="e1\n",
        about="choral\nchoir",
        credibility="9\n3",
        event="May\n2019-05",
        statement="no key\nfair",
        summary="Seen",
        why="It was in the paper",
    )
    done = run("add", "choir", "--by", "ana", "--json", stdin=entered)
    assert done.exit_code == 0
    content = json.loads(done.stdout[done.stdout.index("{") :])  # the runner shows what was typed
    assert (content["added"], content["sources"], content["documents"]) == (["e3"], [], [])
    new = assess.load_case(folder).evidence[-1]
    assert (new.credibility, new.event_date, new.statement, new.summary) == ("3", "2019-05", "fair", "Seen")
    assert (new.why, new.by, new.recorded) == ("It was in the paper", "ana", dt.date.today().isoformat())
    wanted = [
        "this id is taken",
        "did you mean choir?",
        "write a year",
        "an id holds letters",
    ]
    assert [text for text in wanted if text not in done.stderr] == []
    assert "says: present\n" in done.stderr[: done.stderr.index("write this?")]


def test_add_makes_the_source_and_the_document_that_are_new(folder: Path) -> None:
    entered = answers(
        source="clark\nn\nporter\ny\nThe porter\n\nZ\n0.6\nSees who comes",
        via="clerk, chair",
        document="diary\ny\nA diary\n\nsoon\n2019\n\np. 3",
    )
    done = run("add", "choir", "--by", "ana", "--json", stdin=entered)
    assert done.exit_code == 0, done.output
    content = json.loads(done.stdout[done.stdout.index("{") :])
    assert (content["added"], content["sources"], content["documents"]) == (["e3"], ["porter"], ["diary"])
    case = assess.load_case(folder)
    assert case.sources["porter"] == assess.Source.model_validate(
        {"name": "The porter", "reliability": 0.6, "why": "Sees who comes"}
    )
    assert case.documents["diary"] == assess.Document(title="A diary", published="2019")
    new = case.evidence[-1]
    assert (new.source, new.via, new.cites) == (
        "porter",
        ("clerk", "chair"),
        (assess.Cite(document="diary", at="p. 3"),),
    )
    assert "there is no source clark; did you mean clerk?" in done.stderr
    assert "or write a probability from 0 to 1" in done.stderr


def test_what_is_offered_reads_as_an_analyst_would_write_it_and_no_reason_is_needed(folder: Path) -> None:
    entered = answers(source="porter\ny\nThe porter\n\nB\n", why="")
    done = run("add", "choir", "--by", "ana", stdin=entered)
    assert done.exit_code == 0, done.output
    assert "Chance(" not in done.output
    assert "=None" not in done.output
    assert "    clerk  B\n" in done.stderr
    assert "    A  {low: 0.9, high: 0.99}\n" in done.stderr
    assert "    1  {low: 0.95, high: 0.995}\n" in done.stderr
    case = assess.load_case(folder)
    assert (case.evidence[-1].why, case.sources["porter"].why) == (None, None)


@pytest.mark.parametrize("last", ["n", None])
def test_add_shows_what_it_would_write_and_writes_it_only_if_told_to(last: str | None, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    entered = answers(write="n") if last else answers().removesuffix("y\n")
    done = run("add", "choir", "--by", "ana", stdin=entered)
    assert done.exit_code == (0 if last else 1)
    assert "- id: e3" in done.stderr
    assert f"recorded {dt.date.today()} by ana" in done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminal there")
def test_add_asks_on_a_terminal(folder: Path) -> None:
    main, other = pty.openpty()
    command = [sys.executable, "-m", "assess", "add", str(folder), "--by", "ana"]
    with subprocess.Popen(command, stdin=other, stdout=other, stderr=other, cwd=ROOT, start_new_session=True) as done:
        os.close(other)
        shown = ""
        for line in answers(about="choral\nchoir").splitlines():
            while not shown.endswith((": ", "]: ")):
                shown += os.read(main, 1024).decode()
            asked, shown = shown, ""
            os.write(main, f"{line}\n".encode())
        with suppress(OSError):  # so a terminal says that the program has ended
            while chunk := os.read(main, 1024):
                shown += chunk.decode()
    os.close(main)
    assert done.returncode == 0
    assert asked.endswith("write this? [y/N]: ")
    assert "wrote " in shown
    assert "of 1 claims and predictions moved" in shown
    assert [item.id for item in assess.load_case(folder).evidence] == ["e1", "e2", "e3"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["withdraw", "choir", "e9", "--why", "x"], 1, "E612 no evidence called e9"),
        (["withdraw", "choir", "e11", "--why", "x"], 1, "did you mean e1?"),
        (
            ["regrade", "choir", "clek", "--reliability", "A", "--why", "x"],
            1,
            "clek; did you mean clerk?",
        ),
        (["regrade", "choir", "chair", "--reliability", "a", "--why", "x"], 1, "did you mean A? grades are A, B"),
        (["withdraw", "choir", "e1", "--why", " "], 2, "--why is empty"),
        (["withdraw", "choir", "e1"], 2, "--why"),
        (["withdraw", "choir", "e1", "--why", "x", "--on", "May"], 2, "is not a date"),
        (["regrade", "choir", "clerk", "--reliability", "Q", "--why", "x"], 1, "E219"),
        (["regrade", "choir", "clerk", "--reliability", "1.5", "--why", "x"], 1, "E203"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    arguments: list[str], code: int, said: str, folder: Path
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    done = run(*arguments)
    assert done.exit_code == code
    assert said in done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_evidence_that_cannot_be_is_written_and_told(folder: Path) -> None:
    rubric = folder / "rubrics" / "clubs.yaml"
    rubric.write_text(
        rubric.read_text(encoding="utf-8").replace("made: 0.7", "made: 0").replace("grown: 0.2", "grown: 0")
    )
    sure = item("e3").replace("credibility: 3", "hit: 1, false_alarm: 0")
    case = folder / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("reliability: B", "reliability: 1.0"), encoding="utf-8")
    done = run("add", "choir", "-", stdin=sure)
    assert done.exit_code == 1
    assert re.search(r"^choir/evidence.yaml:\d+:\d+: E401 the evidence cannot be: e3 has", done.stderr, re.M)
    assert "the change is written, and nothing re-scored" in done.stderr
    done = run("withdraw", "choir", "e3", "--why", "It cannot be")
    assert done.exit_code == 0
    assert "the evidence could not be before, and can be now" in done.stderr
    assert assess.score(assess.load_case(folder), draws=0).claims
