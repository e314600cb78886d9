"""Records over and over in a process of its own, kills it at a random moment, and says what it had acknowledged.

Run as ``python -m tests.ledger.kill FILE TIMES``: prints the highest number acknowledged before each kill.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from assess.ledger import Ledger
from tests.ledger.small import scoring


def acknowledged(path: Path, seconds: float) -> int:
    """Record for so long, in a process that is killed then; return the last number that it acknowledged, or 0."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        while True:
            os.write(write, b"%d\n" % Ledger(path).record(scoring()).n)
    os.close(write)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read) as told:
        return max((int(line) for line in told), default=0)


if __name__ == "__main__":
    scoring()
    rng = random.Random(11)
    for _ in range(int(sys.argv[2])):
        print(acknowledged(Path(sys.argv[1]), rng.uniform(0.0, 0.06)), Ledger(sys.argv[1]).verify().sound)
