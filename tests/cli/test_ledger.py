"""``assess score --record`` and ``assess ledger``."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app
from tests.history.ledgers import behind_its_back

BAD = Path(__file__).parents[1] / "bad"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case in a folder of its own, scored and recorded twice; the working directory is that folder."""
    shutil.copy(BAD / "good.yaml", tmp_path / "case.yaml")
    for name in ("rubrics", "pieces"):
        shutil.copytree(BAD / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert run("score", ".", "--record", "--draws", "0", "--note", "first look").exit_code == 0
    assert run("score", "case.yaml", "--record", "--draws", "20", "--seed", "4", "--as-of", "2017").exit_code == 0
    return str(tmp_path)


def test_recording_changes_no_output_and_says_what_to_note(case: str) -> None:
    plain = run("score", case, "--json", "--draws", "0")
    kept = run("score", case, "--json", "--draws", "0", "--record", "--ledger", "other.db")
    assert (kept.exit_code, kept.stdout) == (0, plain.stdout)
    entry = assess.Ledger("other.db").entries()[0]
    assert f"recorded as entry 1 of other.db, hash {entry.hash}\n" in kept.stderr
    assert len(assess.Ledger("ledger.db").entries()) == 2


@pytest.mark.parametrize("arguments", [["--note", "why"], ["--ledger", "x.db"]])
def test_what_goes_with_recording_alone_is_wrong_usage(case: str, arguments: list[str]) -> None:
    done = run("score", case, *arguments)
    assert done.exit_code == 2
    assert "--note and --ledger go with --record" in done.stderr


def test_list(case: str) -> None:
    done = run("ledger", "list")
    assert (done.exit_code, done.stderr) == (0, "")
    rows = done.stdout.splitlines()[4:6]
    assert [row.split()[0] for row in rows] == ["1", "2"]
    assert rows[0].endswith("first look")
    assert run("ledger", "list", case).stdout == run("ledger", "list", "--ledger", "ledger.db").stdout == done.stdout
    content = json.loads(run("ledger", "list", "--json").stdout)
    assert [entry["note"] for entry in content["entries"]] == ["first look", None]
    assert (content["format"], content["entries"][1]["as_of"], content["entries"][1]["seed"]) == (
        "assess.entries/1",
        "2017",
        4,
    )


def test_show(case: str) -> None:
    done = run("ledger", "show", "1")
    recorded = assess.Ledger("ledger.db").entry(1).result["questions"]
    rows = done.stdout.partition("Hypotheses\n")[2].partition("Claims\n")[0]
    assert all(instance in rows and hypothesis in rows for instance, q in recorded.items() for hypothesis in q["prior"])
    assert done.exit_code == 0
    assert "first look" in done.stdout
    assert "Claims" in done.stdout
    content = json.loads(run("ledger", "show", "2", case, "--json").stdout)
    scored = assess.score(assess.load_case(case), "2017", 20, 4)
    assert content["format"] == "assess.entry/1"
    assert content["result"] == scored.to_dict()
    assert assess.Case.model_validate(content["inputs"]) == scored.case


def test_export(case: str) -> None:
    done = run("ledger", "export")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == assess.Ledger("ledger.db").to_dict()


def test_verify(case: str) -> None:
    done = run("ledger", "verify")
    assert done.exit_code == 0
    assert done.stdout.startswith("No alteration found in 2 entries; the hash of the last is ")
    noted = assess.Ledger("ledger.db").entries()[0].hash
    assert run("ledger", "verify", "--known", noted).exit_code == 0
    assert json.loads(run("ledger", "verify", "--json").stdout)["sound"] is True
    with behind_its_back(Path("ledger.db")) as db:
        db.execute("UPDATE entries SET note = 'what was never noted' WHERE n = 1")
    done = run("ledger", "verify")
    assert done.exit_code == 1
    assert done.stdout == "Entry 1: the note was altered after it was recorded.\n"
    assert done.stderr == "altered in 1 place\n"
    done = run("ledger", "verify", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["faults"] == [{"kind": "altered", "entry": 1, "what": "note"}]
    for command in (["show", "1"], ["replay", "1"]):
        done = run("ledger", *command)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "E704 entry 1 was altered" in done.stderr
    done = run("ledger", "export")
    assert (done.exit_code, [entry["n"] for entry in json.loads(done.stdout)["entries"]]) == (1, [2])
    assert "E704 entry 1 was altered" in done.stderr


def test_replay(case: str) -> None:
    done = run("ledger", "replay", "2")
    assert done.exit_code == 0
    assert done.stdout.endswith("every value is the same to the last digit.\n")
    content = json.loads(run("ledger", "replay", "2", "--json").stdout)
    assert (content["format"], content["same"], content["identical"], content["largest"]) == (
        "assess.replay/1",
        True,
        True,
        0.0,
    )


def test_a_replay_that_differs_is_1_and_says_where(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the engine had changed since: the result of another day stands for that of today."""
    from assess.history.ledger import replaying

    monkeypatch.setattr(replaying, "score", lambda loaded, *_: assess.score(loaded, "1990", 0))
    done = run("ledger", "replay", "1")
    assert done.exit_code == 1
    assert "values are not the same; the largest difference of a number is " in done.stdout
    assert "Largest differences" in done.stdout
    assert json.loads(run("ledger", "replay", "1", "--json").stdout)["same"] is False


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["list", "--ledger", "no.db"], "E701"),
        (["verify", "no/such/case"], "E101"),
        (["list", "russia-diasporas-2017"], "E701"),
        (["list", "--ledger", "case.yaml"], "E702"),
        (["show", "3"], "E705"),
        (["replay", "3"], "E705"),
    ],
)
def test_what_is_not_there_is_1_with_its_rule(case: str, arguments: list[str], code: str) -> None:
    done = run("ledger", *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{code} ")


def test_a_ledger_that_cannot_be_written_is_1_and_nothing_is_shown(case: str) -> None:
    for place in ("no/such/ledger.db", "case.yaml"):
        done = run("score", ".", "--record", "--ledger", place, "--draws", "0")
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.endswith("1 error, nothing recorded\n")
    with sqlite3.connect("newer.db") as db:
        db.execute(f"PRAGMA application_id = {0x41535345}")
        db.execute("PRAGMA user_version = 99")
    db.close()
    done = run("score", ".", "--record", "--ledger", "newer.db", "--draws", "0")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "E703" in done.stderr


def test_wrong_usage_is_2(case: str) -> None:
    assert run("ledger", "show", "0").exit_code == 2
    assert run("ledger", "show").exit_code == 2
    assert run("ledger", "shew").exit_code == 2


def test_where_only_the_head_cannot_be_written_the_entry_is_not_said_to_be_lost(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    recorded = ["score", ".", "--record", "--draws", "0"]
    entries = len(json.loads(run("ledger", "list", "--json").stdout)["entries"])
    monkeypatch.setattr("assess.history.ledger.store.write_head", full)
    done = run(*recorded)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"entry {entries + 1} is recorded, but the head file could not be written" in done.stderr
    assert done.stderr.endswith("1 error, nothing shown\n")
    assert len(json.loads(run("ledger", "list", "--json").stdout)["entries"]) == entries + 1
