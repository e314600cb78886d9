"""Scorings over time: the ledger that records them, comparisons, and what came of predictions."""

from assess.history.ledger.entry import Entry, RecordedEntry
from assess.history.ledger.replaying import Difference, Replay
from assess.history.ledger.store import Ledger, ledger_file
from assess.history.ledger.tampering import LedgerFault, Verification

__all__ = ["Difference", "Entry", "Ledger", "LedgerFault", "RecordedEntry", "Replay", "Verification", "ledger_file"]
