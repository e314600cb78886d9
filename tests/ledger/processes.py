"""Records in processes of their own, started by one that has nothing else to do.

``python -m tests.ledger.processes FILE killed 12`` records over and over and is killed, so many times; prints the
highest number acknowledged before each kill, and whether the ledger was sound after it. ``… FILE rivals 8`` has so many
record ten times each, all at once; prints how each of them ended.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time

from assess.ledger import Ledger
from tests.ledger.small import scoring


def acknowledged(path: str, first: int, seconds: float) -> int:
    """Record in a process that is killed so long after it has acknowledged so many; return the last number it did."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        while True:
            os.write(write, b"%d\n" % Ledger(path).record(scoring()).n)
    os.close(write)
    with os.fdopen(read) as told:
        early = [told.readline() for _ in range(first)]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return max((int(line) for line in [*early, *told]), default=0)


def rival(path: str, name: int) -> int:
    """Record ten times, in a process of its own; return its number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            for k in range(10):
                Ledger(path).record(scoring(), note=f"{name}.{k}")
            code = 0
        finally:
            os._exit(code)
    return child


if __name__ == "__main__":
    scoring()
    file, what, times = sys.argv[1:]
    if what == "rivals":
        children = [rival(file, name) for name in range(int(times))]
        endings = [os.waitpid(child, 0)[1] for child in children]
        sys.stdout.write("".join(f"{code}\n" for code in endings))
    else:
        rng = random.Random(11)
        for _ in range(int(times)):
            number = acknowledged(file, rng.randrange(3), rng.uniform(0.0, 0.04))
            sys.stdout.write(f"{number} {Ledger(file).verify().sound}\n")
