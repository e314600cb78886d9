"""Entries that somebody sealed anew with what no recording writes: each command says which it is."""

import json
import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assess.cli.app import app
from assess.errors import AssessError
from assess.history import Ledger, LedgerFault
from assess.history.ledger.entry import head_file, packed
from tests.history.ledgers import behind_its_back, ledger_of, scoring, sealed_with

SAID = "entry 2 holds what no recording writes: "


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ledger_of(tmp_path_factory.mktemp("whole") / "ledger.db", 3).path


@pytest.fixture
def file(whole: Path, tmp_path: Path) -> Path:
    for path in (whole, head_file(whole)):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path / whole.name


def inputs_with(**changes: Any) -> bytes:
    return packed(json.loads(json.dumps(scoring(4).case.model_dump(mode="json", exclude_defaults=True))) | changes)


def result_with(**changes: Any) -> bytes:
    return packed(scoring(4).to_dict() | changes)


def part_with(part: str, **changes: Any) -> bytes:
    """Return the result with other values in each record of a part."""
    records = scoring(4).to_dict()[part]
    assert records
    return result_with(**{part: {ident: record | changes for ident, record in records.items()}})


def renamed(result: dict[str, Any]) -> dict[str, Any]:
    """Return the questions of a result with other hypotheses."""
    return {
        ident: question
        | {
            name: {f"{hypothesis}-x": value for hypothesis, value in question[name].items()}
            for name in ("prior", "posterior", "term")
        }
        for ident, question in result["questions"].items()
    }


def nested(levels: int) -> bytes:
    return zlib.compress(b'{"rubric": ' + b"[" * levels + b"]" * levels + b"}")


UNRECORDABLE: dict[str, dict[str, Any]] = {
    "no zlib": {"inputs": b"no zlib"},
    "cut off": {"inputs": packed({})[:-5]},
    "a list": {"inputs": packed([])},
    "null": {"inputs": packed(None)},
    "no scale": {"inputs": packed({"rubric": {}})},
    "no JSON": {"inputs": zlib.compress(b"{")},
    "brackets": {"inputs": zlib.compress(b"[" * 100_000)},
    "deep": {"inputs": nested(900)},
    "deeper": {"result": nested(50_000)},
    "no UTF-8": {"inputs": zlib.compress(b"\xff")},
    "half a pair": {"inputs": zlib.compress(b'{"a": "\\ud800"}')},
    "NaN": {"inputs": zlib.compress(b'{"a": NaN}')},
    "text": {"inputs": "text"},
    "another case": {"inputs": inputs_with(case="other")},
    "no claims": {"inputs": inputs_with(claims=None)},
    "an empty result": {"result": packed({})},
    "a number": {"result": packed(5)},
    "questions: 5": {"result": result_with(questions=5)},
    "a question: 5": {"result": result_with(questions={"x": 5})},
    "probability 7": {"result": result_with(questions={"x": {"posterior": {"a": 7}}})},
    "two sets of hypotheses": {"result": result_with(questions={"x": {"posterior": {"a": 0.5}, "prior": {"b": 0.5}}})},
    "other hypotheses": {"result": result_with(questions=renamed(scoring(4).to_dict()))},
    "a claim without": {"result": result_with(claims={"x": {}})},
    "a claim of nobody": {"result": result_with(claims={"x": next(iter(scoring(4).to_dict()["claims"].values()))})},
    "a probability as text": {"result": part_with("claims", probability="0.5")},
    "a probability as truth": {"result": part_with("claims", probability=True)},
    "an interval of three": {"result": part_with("claims", interval=[0.1, 0.2, 0.3])},
    "a level: 5": {"result": part_with("questions", confidence={"level": 5, "reasons": []})},
    "words of evidence": {"result": result_with(log_evidence="x")},
    "an engine: 5": {"result": result_with(engine=5)},
    "infinite": {"result": zlib.compress(b'{"log_evidence": 1e999}')},
    "a huge integer": {"result": result_with(draws=10**400)},
    "10⁹ draws": {"draws": 10**9},
    "fewer than no draws": {"draws": -1},
    "many draws": {"draws": "many"},
    "other draws": {"draws": 7},
    "fewer than no seed": {"seed": -1},
    "a seed of text": {"seed": "x"},
    "a note of bytes": {"note": b"bytes"},
    "a date of bytes": {"as_of": b"2017"},
    "no date": {"as_of": "2017-13"},
    "another engine": {"engine": b"x"},
    "no time": {"at": "6"},
    "a basic time": {"at": "20170501T100000+00:00"},
    "another digest": {"case_digest": "sha256:0"},
    "an id of bytes": {"case_id": b"\xff"},
}


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


@pytest.mark.parametrize("kind", UNRECORDABLE)
def test_every_command_names_the_entry(file: Path, kind: str) -> None:
    sealed_with(file, 2, **UNRECORDABLE[kind])
    at = ("--ledger", file)
    for arguments in (
        ("ledger", "show", "2", *at),
        ("ledger", "replay", "2", *at),
        ("compare", f"{file}#2", f"{file}#3"),
        ("compare", f"{file}#first", f"{file}#2"),
    ):
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (1, ""), arguments
        assert f"E704 {SAID}" in done.stderr
    verified = run("ledger", "verify", *at)
    assert verified.exit_code == 1
    assert verified.stdout.startswith("Entry 2 is well sealed, and holds what no recording writes: ")
    assert [(fault.kind, fault.entry) for fault in Ledger(file).verify().faults] == [("unrecordable", 2)]
    exported = run("ledger", "export", *at)
    assert (exported.exit_code, [entry["n"] for entry in json.loads(exported.stdout)["entries"]]) == (1, [1, 3])
    assert SAID in exported.stderr
    assert exported.stderr.endswith("1 error, all other entries stand above\n")
    listed = run("ledger", "list", *at, "--json")
    entries = [entry["n"] for entry in json.loads(listed.stdout)["entries"]]
    assert (listed.exit_code, entries) in ((0, [1, 2, 3]), (1, [1, 3]))
    assert (listed.exit_code, SAID in listed.stderr) in ((0, False), (1, True))


@pytest.mark.parametrize("kind", ["other draws", "NaN", "another case"])
def test_the_other_entries_are_spared(file: Path, kind: str) -> None:
    sealed_with(file, 2, **UNRECORDABLE[kind])
    at = ("--ledger", file)
    assert run("calibration", "--ledger", file, "--draws", "0").exit_code in (0, 1)
    for spared, named in (("1", "first"), ("3", "last")):
        assert run("ledger", "show", spared, *at).exit_code == 0
        assert run("ledger", "replay", spared, *at).exit_code == 0
        assert run("compare", f"{file}#{spared}", f"{file}#{named}", "--draws", "0").exit_code == 0


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("a basic time", "at is '20170501T100000+00:00', no time"),
        ("other draws", "draws is 7, and 0 in what it was scored from or gave"),
        ("NaN", "inputs cannot be unpacked: NaN stands for no number"),
        ("a seed of text", "seed is 'x'"),
        ("questions: 5", "result: questions: Input should be a valid dictionary"),
        ("a claim of nobody", "x has a probability, and is not among the claims of the inputs"),
    ],
)
def test_what_is_wrong_is_named(file: Path, kind: str, said: str) -> None:
    sealed_with(file, 2, **UNRECORDABLE[kind])
    assert Ledger(file).verify().faults == (LedgerFault("unrecordable", 2, said),)


@pytest.mark.parametrize("field", ["note", "previous", "seals", "hash"])
def test_letters_that_are_none_in_a_field_leave_the_others_listed(file: Path, field: str) -> None:
    with behind_its_back(file) as db:
        db.execute(f"UPDATE entries SET {field} = CAST(x'ff' AS TEXT) WHERE n = 2")
    done = run("ledger", "export", "--ledger", file)
    assert (done.exit_code, [entry["n"] for entry in json.loads(done.stdout)["entries"]]) == (1, [1, 3])
    fault = LedgerFault("altered", 2, "note") if field == "note" else LedgerFault("resealed", 2)
    assert fault in Ledger(file).verify().faults
    assert run("ledger", "verify", "--ledger", file).exit_code == 1


def test_letters_that_are_none_in_the_schema_are_escaped(file: Path) -> None:
    raw = file.read_bytes()
    file.write_bytes(raw.replace(b"no_delete", b"no_\xffelete"))
    faults = json.loads(run("ledger", "verify", "--ledger", file, "--json").stdout)["faults"]
    assert {fault["kind"] for fault in faults} <= {"schema", "unreadable"}
    assert any("no_\\udcff" in fault["what"] for fault in faults)


def test_a_bomb_is_not_unpacked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.history.ledger.stored_entry.LARGEST", 2**20)
    sealed_with(file, 2, result=zlib.compress(b" " * 2**22))
    with pytest.raises(AssessError, match=f"E704 {SAID}result is cut off, or more than 1 MB"):
        Ledger(file).entry(2)
    for module in ("stored_entry", "entry"):
        monkeypatch.setattr(f"assess.history.ledger.{module}.MOST_VALUES", 1000)
    sealed_with(file, 2, result=zlib.compress(b"[" + b"[]," * 1000 + b"[]]"))
    with pytest.raises(AssessError, match=f"E704 {SAID}result has more than 1,000 values"):
        Ledger(file).entry(2)


def test_what_could_not_be_read_back_is_not_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.history.ledger.entry.LARGEST", 100)
    with pytest.raises(AssessError, match="E701 inputs or result are too much for an entry: over 0 MB"):
        Ledger(tmp_path / "ledger.db").record(scoring())
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        assert db.execute("SELECT count(*) FROM entries").fetchone() == (0,)


def test_a_hash_that_is_none_is_wrong_usage(file: Path) -> None:
    hashes = [entry.hash for entry in Ledger(file).entries()]
    known = [part for each in hashes for part in ("--known", each)]
    assert run("ledger", "verify", "--ledger", file, *known).exit_code == 0
    done = run("ledger", "verify", "--ledger", file, *known, "--known", "0" * 64)
    assert (done.exit_code, done.stdout) == (1, f"No entry has the hash {'0' * 64}.\n")
    done = run("ledger", "verify", "--ledger", file, "--known", hashes[0][:-1])
    assert (done.exit_code, "is no hash of an entry" in done.stderr) == (2, True)
