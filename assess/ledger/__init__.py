"""What was scored when, with all that it was made from."""

from assess.ledger.entry import Entry, Recorded
from assess.ledger.replaying import Difference, Replay
from assess.ledger.store import Ledger, ledger_file
from assess.ledger.verifying import Fault, Verification

__all__ = ["Difference", "Entry", "Fault", "Ledger", "Recorded", "Replay", "Verification", "ledger_file"]
