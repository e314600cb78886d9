"""The sentences about a ledger: one for each kind of fault, none that mixes likelihood and confidence."""

from pathlib import Path
from typing import get_args

import assess
from assess.history import (
    Difference,
    LedgerFault,
    Replay,
    Verification,
)
from assess.history.ledger.tampering import Kind
from assess.reporting.tables.ledger_tables import (
    entry_facts,
    entry_table,
    fault_text,
    recorded,
    replayed,
    verification,
)
from tests.history.ledgers import ledger_of, scoring
from tests.reporting.sentence_lint import faults

SCALE = assess.load_scale("icd203")


def test_every_kind_of_fault_is_said_in_a_sentence_of_its_own() -> None:
    said = {fault_text(LedgerFault(kind, 3, "result")) for kind in get_args(Kind)}
    assert len(said) == len(get_args(Kind))
    assert all(sentence.endswith(".") for sentence in said)
    assert fault_text(LedgerFault("altered", 3, "case_digest")) == (
        "Entry 3: the digest of the inputs was altered after it was recorded."
    )
    assert fault_text(LedgerFault("unreadable", what="malformed")) == "The ledger cannot be read: malformed."


def test_a_number_that_no_float_holds_has_no_size() -> None:
    difference = Difference("log_evidence", 10**400, 0.5)
    assert (difference.size, difference.is_rounding) == (float("inf"), False)


def test_what_is_said_of_a_replay(tmp_path: Path) -> None:
    entry = ledger_of(tmp_path / "ledger.db", 1).entries()[0]
    rounding = Difference("claims > a > probability", 0.5, 0.5 + 1e-14)
    moved, word = Difference("log_evidence", -2.0, -2.5), Difference("claims > a > term", "likely", "unlikely")
    said = [replayed(Replay(entry, "9", differences)) for differences in ((), (rounding,), (moved, rounding), (word,))]
    assert [text.partition("scored again by 9: ")[2] for text in said] == [
        "every value is the same to the last digit.\n",
        "the numbers are the same but for rounding; the largest difference of a number is 9.99e-15, "
        "at claims > a > probability.\n",
        "1 value is not the same; the largest difference of a number is 0.5, at log_evidence.\n",
        "1 value is not the same.\n",
    ]
    assert [faults(text, SCALE) for text in said] == [[]] * 4


def test_nothing_said_of_a_ledger_mixes_likelihood_and_confidence(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "ledger.db", 2)
    entry = ledger.record(scoring(), note="likely\x1b[31m with high confidence")
    behind = Verification(3, entry.hash, 2, ())
    texts = [verification(ledger.verify()), verification(behind), recorded(entry, "a\x1b.db")]
    texts += [fault_text(LedgerFault(kind, 1, "note")) for kind in get_args(Kind)]
    assert [faults(text, SCALE) for text in texts] == [[]] * len(texts)
    assert "The head file is 2 behind" in texts[1]
    assert "\x1b" not in texts[2]
    assert entry_table([entry]).rows[0][1].endswith("Z")
    assert ("engine's version", assess.__version__) in entry_facts(entry)
