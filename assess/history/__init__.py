"""What was scored when, with all that it was made from."""

from assess.history.ledger.entry import Entry, RecordedEntry
from assess.history.ledger.replaying import Difference, Replay
from assess.history.ledger.store import Ledger, ledger_file
from assess.history.ledger.tampering import LedgerFault, Verification

__all__ = ["Difference", "Entry", "Ledger", "LedgerFault", "RecordedEntry", "Replay", "Verification", "ledger_file"]
