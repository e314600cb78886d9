"""What is recorded comes back, is never changed, and scores the same again."""

import dataclasses
import datetime as dt
import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assess
from assess.domain.content_digest import content_digest
from assess.errors import AssessError
from assess.history import Ledger, ledger_file
from assess.history.ledger import database, replaying
from assess.history.ledger.entry import packed
from assess.history.ledger.replaying import differences
from assess.history.ledger.stored_entry import unpacked
from tests.history.ledgers import ledger_of, scoring
from tests.random_cases import AS_OF, random_case


def code_of(refused: pytest.ExceptionInfo[AssessError]) -> str:
    return refused.value.findings[0].code


def test_what_is_recorded_comes_back(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    before = dt.datetime.now(dt.UTC)
    result = scoring(draws=40)
    entry = ledger.record(result, note="ünï\n“code”")
    assert before <= dt.datetime.fromisoformat(entry.at) <= dt.datetime.now(dt.UTC)
    assert ledger.entries() == (entry,)
    stored = ledger.entry(1)
    assert stored.entry == entry
    assert stored.result == result.to_dict()
    assert stored.case == result.case
    assert (entry.n, entry.note, entry.engine, entry.draws) == (1, "ünï\n“code”", assess.__version__, 40)
    assert entry.case_digest == result.case.digest()
    parts: tuple[Any, ...] = (result.rubric, result.rubric.scale, result.rubric.grading, result.rubric.confidence)
    digests = (entry.rubric_digest, entry.scale_digest, entry.grading_digest, entry.confidence_digest)
    assert digests == tuple(content_digest(part) for part in parts)
    json.dumps([stored.to_dict(), ledger.to_dict(), ledger.verify().to_dict()], allow_nan=False)
    assert ledger.to_dict()["entries"] == [stored.to_dict()]


@given(st.randoms(use_true_random=False), st.sampled_from(AS_OF), st.sampled_from([0, 0, 20]), st.integers(0, 9))
def test_a_replay_is_the_same_to_the_last_digit(
    tmp_path_factory: pytest.TempPathFactory, rng: random.Random, as_of: str | None, draws: int, seed: int
) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("replay") / "ledger.db")
    result = assess.score(random_case(rng), as_of, draws, seed)
    ledger.record(result)
    replay = ledger.replay(1)
    assert replay.identical
    assert replay.same
    assert replay.largest == 0.0
    assert ledger.entry(1).case.digest() == result.inputs
    assert assess.score(ledger.entry(1).case, as_of, draws, seed).to_json() == result.to_json()


def test_the_shipped_case_scores_the_same_again(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    ledger.record(assess.score(assess.load_case("russia-diasporas-2017"), draws=0))
    assert ledger.replay(1).identical


def test_a_replay_says_where_and_how_far_it_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 1)
    then = ledger.entry(1).result["claims"]["plain"]["probability"]

    class Other:
        def to_json(self) -> str:
            now = dict(ledger.entry(1).result)
            claim = now["claims"]["plain"] | {"probability": then + 0.125, "term": "other"}
            return json.dumps({**now, "engine": "9", "claims": now["claims"] | {"plain": claim}, "new": None})

    monkeypatch.setattr(replaying, "score", lambda *_: Other())
    replay = ledger.replay(1)
    assert not replay.same
    assert replay.largest == 0.125
    assert {d.path for d in replay.differences} == {"claims > plain > probability", "claims > plain > term", "new"}
    assert [d.size for d in replay.differences] == [float("inf"), float("inf"), 0.125]
    json.dumps(replay.to_dict(), allow_nan=False)
    then += 1e-14 - 0.125
    assert {d.path: d.is_rounding for d in ledger.replay(1).differences}["claims > plain > probability"]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=4,
)


@given(PLAIN, PLAIN)
def test_differences_are_none_exactly_where_two_values_are_the_same(left: object, right: object) -> None:
    assert list(differences(left, left)) == []
    assert unpacked(packed(left), "inputs") == left
    if not list(differences(left, right)):
        assert left == right


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET note = 'x' WHERE n = 1",
        "UPDATE entries SET n = 9",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE n = 2",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE n = 1",
        "REPLACE INTO entries SELECT * FROM entries WHERE n = 2",
        "UPDATE OR IGNORE entries SET note = 'x'",
    ],
)
def test_nothing_is_changed(tmp_path: Path, statement: str) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 2)
    before = ledger.to_dict()
    with closing(sqlite3.connect(ledger.path)) as db, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        db.execute(statement)
    assert ledger.to_dict() == before
    assert ledger.verify().sound


def test_the_database_writes_ahead_and_is_one_file_afterwards(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 2)
    with database.writing(ledger.path) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA user_version").fetchone() == (len(database.STEPS),)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".ledger.db.lock", "ledger.db", "ledger.db.head"]


def test_an_older_ledger_is_brought_forward_and_a_newer_one_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 2)
    before, bytes_before = ledger.entries(), ledger.path.read_bytes()
    older = database.STEPS
    monkeypatch.setattr(database, "STEPS", (*older, ("ALTER TABLE entries ADD COLUMN weather TEXT",)))
    assert ledger.entries() == before
    assert ledger.path.read_bytes() != bytes_before
    assert ledger.verify().sound
    assert [ledger.entry(n).entry for n in (1, 2)] == list(before)
    assert ledger.replay(1).identical
    assert ledger.record(scoring()).n == 3
    assert ledger.verify().sound
    monkeypatch.setattr(database, "STEPS", older)
    newer = ledger.path.read_bytes()
    for use in (ledger.entries, ledger.verify, lambda: ledger.entry(1), lambda: ledger.record(scoring())):
        with pytest.raises(AssessError, match="has schema 2; this program knows those up to 1") as refused:
            use()
        assert code_of(refused) == "E703"
    assert ledger.path.read_bytes() == newer


def test_what_is_no_ledger_is_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("Notes of a meeting, long enough to be looked at.\n" * 40, encoding="utf-8")
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE entries (n INTEGER PRIMARY KEY)")
    for path in (text, other):
        before = path.read_bytes()
        for use in (Ledger(path).entries, Ledger(path).verify, lambda path=path: Ledger(path).record(scoring())):
            with pytest.raises(AssessError, match="is not a ledger") as refused:
                use()
            assert code_of(refused) == "E702"
        assert path.read_bytes() == before


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AssessError, match="there is no ledger") as refused:
        Ledger(tmp_path / "ledger.db").entries()
    assert code_of(refused) == "E701"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(AssessError, match="cannot be written") as refused:
        Ledger(tmp_path / "no" / "ledger.db").record(scoring())
    assert code_of(refused) == "E701"
    ledger = ledger_of(tmp_path / "ledger.db", 1)
    for n in (0, 2, -1):
        with pytest.raises(AssessError, match=f"no entry {n}") as refused:
            ledger.entry(n)
        assert code_of(refused) == "E705"


def test_what_cannot_be_stored_is_refused(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 1)
    large = dataclasses.replace(scoring(), seed=2**63)
    for result, note in ((scoring(), "half a \ud800 character"), (large, None)):
        with pytest.raises(AssessError, match="cannot be written") as refused:
            ledger.record(result, note)
        assert code_of(refused) == "E701"
    assert ledger.verify().entries == 1
    assert ledger.record(scoring(), "a\0b").n == 2
    assert ledger.entry(2).entry.note == "a\0b"


def test_nothing_but_the_ledger_is_needed_to_score_again(tmp_path: Path) -> None:
    rubric = ledger_of(tmp_path / "ledger.db", 1).entry(1).inputs["rubric"]
    assert {type(rubric[part]) for part in ("scale", "grading", "confidence")} == {dict}


def test_a_ledger_is_beside_its_case(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("case: a\n", encoding="utf-8")
    assert ledger_file(tmp_path) == ledger_file(tmp_path / "case.yaml") == tmp_path / "ledger.db"
    with pytest.raises(AssessError, match="ships with the program"):
        ledger_file("russia-diasporas-2017")
