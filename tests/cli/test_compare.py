import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app
from assess.domain.scale import Scale
from assess.files.reading import shipped_folder
from assess.history.comparing.compare import compare as change_between
from assess.history.comparing.differences import InputChange
from assess.history.comparing.operands import score_operand
from assess.history.ledger.database import writing
from assess.reporting.tables.comparison_tables import ComparisonTables
from tests.files.choir_files import write
from tests.history.edited_cases import regraded, with_edits, withdrawn
from tests.history.settled import lay_out
from tests.reporting.drawn import CHOIR, SHIPPED, scored
from tests.reporting.sentence_lint import faults

CASE = "russia-diasporas-2017"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case's folder in a repository, in which the grade of Miles was D at first."""
    folder = tmp_path_factory.mktemp("repository") / "cases" / CASE
    shutil.copytree(shipped_folder() / "cases" / CASE, folder)
    graded = re.compile(r"(?<=\n  miles:\n    name: Marintha Miles\n    kind: scholar\n    reliability: )\w")
    (file,) = (path for path in folder.rglob("*.yaml") if graded.search(path.read_text(encoding="utf-8")))
    now = file.read_text(encoding="utf-8")
    file.write_text(graded.sub("D", now), encoding="utf-8")
    git(folder.parents[1], "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "First")
    file.write_text(now, encoding="utf-8")
    return folder


def test_a_revision_and_the_folder(repository: Path) -> None:
    done = run("compare", f"{repository}@git:HEAD", str(repository), "--draws", "0", "--json")
    assert done.exit_code == 0, done.output
    change = json.loads(done.stdout)
    assert [(entry["kind"], entry["id"]) for entry in change["inputs"]] == [("sources regraded", "miles")]
    assert change["inputs"][0]["before"] == {"reliability": "D"}
    moved = {ident: claim["change_db"] for ident, claim in change["claims"].items()}
    assert {i: pytest.approx(v, abs=1e-9) for i, v in moved.items()} == {
        ident: shares["groups"].get("sources regraded", 0.0) for ident, shares in change["attribution"].items()
    }
    assert {path.name for path in repository.iterdir()} == {
        path.name for path in (shipped_folder() / "cases" / CASE).iterdir()
    }


@pytest.mark.parametrize(
    ("operand", "said"),
    [
        ("{}@git:nowhere", "has no revision 'nowhere'"),
        ("{}@git:--output=x", "has no revision '--output=x'"),
        ("{}/nothing@git:HEAD", "there is no such file"),
        ("{}@2017-13", "there is no such file"),
    ],
)
def test_what_is_not_there_is_told(repository: Path, operand: str, said: str) -> None:
    done = run("compare", operand.format(repository), str(repository), "--draws", "0")
    assert done.exit_code == 1
    assert said in done.stderr
    assert "nothing compared" in done.stderr
    assert not (repository / "x").exists()


def test_a_date_and_the_whole() -> None:
    done = run("compare", f"{CASE}@2016", CASE, "--draws", "0")
    assert done.exit_code == 0
    for text in ("2016 → -", "items added", "Sentences no longer licensed", "No longer:", "Claims and predictions"):
        assert text in done.stdout


def test_the_same_is_nothing() -> None:
    assert run("compare", CASE, CASE, "--draws", "0").stdout == "Nothing changed.\n"


def test_one_claim_has_every_share() -> None:
    done = run("compare", f"{CASE}@2016", CASE, "utr-directed", "--draws", "0")
    assert done.exit_code == 0
    assert "share dB" in done.stdout
    wrong = run("compare", f"{CASE}@2016", CASE, "utr-direct", "--draws", "0")
    assert (wrong.exit_code, "utr-directed" in wrong.stderr) == (1, True)


@pytest.fixture(scope="module")
def recorded(repository: Path) -> Path:
    """Return the case's folder with two entries in its ledger: of the grade D, drawn, and of today's."""
    ledger = assess.Ledger(repository / "ledger.db")
    for written, draws in ((f"{repository}@git:HEAD", 50), (str(repository), 0)):
        ledger.record(score_operand(written, draws))
    return repository


def test_an_entry_is_compared_as_it_was_recorded(recorded: Path) -> None:
    done = run("compare", f"{recorded}#1", str(recorded), "--draws", "0", "--json")
    assert done.exit_code == 0, done.output
    change = json.loads(done.stdout)
    assert [(entry["kind"], entry["id"]) for entry in change["inputs"]] == [("sources regraded", "miles")]
    for ident, claim in change["claims"].items():
        assert sum(change["attribution"][ident]["groups"].values()) == pytest.approx(claim["change_db"], abs=1e-9)
    stored = assess.Ledger(recorded / "ledger.db").entry(1)
    assert {i: claim["before"]["probability"] for i, claim in change["claims"].items()} == {
        i: claim["probability"] for kind in ("claims", "predictions") for i, claim in stored.result[kind].items()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small case with two entries in its ledger, drawn and not."""
    folder = write(tmp_path_factory.mktemp("small") / "choir")
    for draws in (50, 0):
        assess.Ledger(folder / "ledger.db").record(assess.score(assess.load_case(folder), draws=draws))
    return folder


@pytest.mark.parametrize("operand", ["{}#2", "{}#last", "{}/case.yaml#2", "{}/ledger.db#2", "{}/elsewhere#2"])
def test_the_same_entry_however_it_is_written(small: Path, operand: str) -> None:
    for name in ("ledger.db", "ledger.db.head"):
        shutil.copy(small / name, small / name.replace("ledger.db", "elsewhere"))
    done = run("compare", operand.format(small), str(small), "--draws", "0")
    assert (done.exit_code, done.stdout) == (0, "Nothing changed.\n"), done.output


@pytest.mark.parametrize(
    ("operand", "said"),
    [
        ("{}#3", "E705 there is no entry 3\n  hint: the entries are 1 to 2"),
        ("{}#0", "E705 there is no entry 0"),
        (f"{{}}#{10**30}", f"E705 there is no entry {10**30}"),
        ("{}#second", "E705 'second' is no entry of "),
        ("{}#", "hint: write the number of an entry, from 1 to 2, or first or last"),
        ("{}/none.db#1", "E701 there is no ledger "),
        ("{}/../nowhere#1", "E101 there is no such file"),
        (f"{CASE}#1", "E701 the case 'russia-diasporas-2017' ships with the program"),
        ("{}/other#1", " is not a ledger\n  hint: name a ledger"),
    ],
)
def test_an_entry_that_is_not_there_is_told(small: Path, operand: str, said: str) -> None:
    (small / "other").write_text("A text that is longer than the head of a database, and no database." * 3)
    done = run("compare", operand.format(small), str(small), "--draws", "0")
    assert done.exit_code == 1
    assert said in done.stderr
    assert "nothing compared" in done.stderr


def test_the_entries_of_an_empty_ledger_are_none(tmp_path: Path) -> None:
    with writing(tmp_path / "ledger.db"):
        pass
    for which in ("first", "last", "1"):
        done = run("compare", f"{tmp_path}/ledger.db#{which}", CASE, "--draws", "0")
        assert (done.exit_code, "hint: the ledger is empty" in done.stderr) == (1, True)


def test_no_sentence_mixes_likelihood_and_confidence() -> None:
    edits = {
        SHIPPED: [regraded("miles", 0.2), withdrawn("e057"), withdrawn("e001")],
        CHOIR: [regraded("newspaper", 0.99)],
    }
    said = []
    for path, changed in edits.items():
        case = assess.load_case(path)
        tables = ComparisonTables(change_between(scored(path), assess.score(with_edits(case, changed), draws=200)))
        assert not isinstance(case.rubric, str)
        assert isinstance(case.rubric.scale, Scale)
        said += [(sentence, case.rubric.scale) for pair in tables.unlicensed() for sentence in pair]
    assert any("confidence" in sentence for sentence, _ in said)
    assert any("assess that" in sentence for sentence, _ in said)
    assert [fault for sentence, scale in said for fault in faults(sentence, scale)] == []


def test_a_timeline_as_a_table_and_as_data() -> None:
    done = run("timeline", CASE, "utr-directed", "--draws", "0")
    assert done.exit_code == 0
    assert "2017-07-31" in done.stdout
    data = json.loads(run("timeline", CASE, "utr-directed", "--draws", "0", "--json").stdout)
    scored = assess.score(assess.load_case(CASE), "2017-07-31", draws=0)
    assert data["points"][-1]["readings"]["utr-directed"]["probability"] == scored.claims["utr-directed"].probability
    wrong = run("timeline", CASE, "utr-direct", "--draws", "0")
    assert (wrong.exit_code, "utr-directed" in wrong.stderr) == (1, True)


def test_no_number_and_no_id_is_cut_short() -> None:
    for arguments in (("compare", f"{CASE}@2016", CASE), ("timeline", CASE, "utr/control@2017")):
        done = run(*arguments, "--draws", "0")
        assert done.exit_code == 0, done.output
        assert "…" not in re.sub(r"“.*?”|^.*No longer: .*$|^  Now: .*$", "", done.stdout)


def test_what_moved_by_less_than_is_printed_is_only_counted(tmp_path: Path) -> None:
    lay_out(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    lay_out(other)
    path = other / "case.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("reliability: 0.9", "reliability: 0.9001"), "utf-8")
    done = run("compare", str(tmp_path), str(other), "--draws", "0")
    assert "sources regraded  clerk  reliability 0.9 → 0.9001\n" in done.stdout
    assert "4 more moved by less than 0.05 dB" in done.stdout
    assert "Claims and predictions that moved" not in done.stdout
    assert "Sources\n" not in done.stdout
    assert "Every sentence is still licensed." in done.stdout


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"accuracy": 0.8}, {"accuracy": 0.95}, "accuracy 0.8 → 0.95"),
        ({"reliability": "B"}, {"reliability": {"low": 0.1, "high": 0.4}}, 'reliability B → {"low": 0.1, "high": 0.4}'),
        ({"prior": {"a": 0.2, "b": 0.8}}, {"prior": {"a": 0.3, "b": 0.7}}, "prior a 0.2 → 0.3; prior b 0.8 → 0.7"),
        ({"terms": [{"low": 0.1}, {"low": 0.2}]}, {"terms": [{"low": 0.1}, {"low": 0.3}]}, "terms 2 low 0.2 → 0.3"),
        ({"via": ["s"]}, {"via": []}, 'via ["s"] → []'),
        ({"period": None}, {"period": "2017"}, "period - → 2017"),
        (None, {"why": "x"}, '{"why": "x"}'),
    ],
)
def test_a_change_is_told_by_what_differs(before: Any, after: Any, expected: str) -> None:
    result = scored(SHIPPED, 0)
    change = replace(change_between(result, result), inputs=(InputChange("items edited", "e", before, after),))
    assert list(ComparisonTables(change).inputs().rows) == [("items edited", "e", expected)]


def test_an_endless_step_has_a_sign_and_no_shares(tmp_path: Path) -> None:
    lay_out(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    lay_out(other)
    path = other / "small.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{grown: 0.6, made: 0.4}", "{grown: 1, made: 0}"), "utf-8")
    down = run("compare", str(tmp_path), str(other), "blessed", "--draws", "0").stdout
    up = run("compare", str(other), str(tmp_path), "blessed", "--draws", "0").stdout
    assert "  -∞  cannot be shared out" in down
    assert "  +∞  cannot be shared out" in up
    assert "Shares of the changes" not in down
