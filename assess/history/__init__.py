"""What was scored when, with all that it was made from."""

from assess.history.ledger.entry import Entry, Recorded
from assess.history.ledger.replaying import Difference, Replay
from assess.history.ledger.store import Ledger, ledger_file
from assess.history.ledger.tampering import Fault, Verification

__all__ = ["Difference", "Entry", "Fault", "Ledger", "Recorded", "Replay", "Verification", "ledger_file"]
