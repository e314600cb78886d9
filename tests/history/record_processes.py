"""Records in processes of their own, started by one that has nothing else to do.

``python -m tests.history.record_processes FILE killed 200`` records until so many are acknowledged, and is killed over
and over; prints after each kill the highest number acknowledged, how many entries there are, and whether the ledger is
sound.
``… FILE rivals 8`` has so many record ten times each, all at once; prints how each of them ended.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator

from assess.history import Ledger
from tests.history.ledgers import scoring
from tests.killing import in_a_process, told_before_the_kill


def recordings(path: str) -> Iterator[str]:
    while True:
        yield str(Ledger(path).record(scoring()).n)


def ten_recordings(path: str, name: int) -> Iterator[str]:
    for k in range(10):
        yield str(Ledger(path).record(scoring(), note=f"{name}.{k}").n)


if __name__ == "__main__":
    scoring()
    file, what, times = sys.argv[1:]
    if what == "rivals":
        children = [in_a_process(ten_recordings(file, name)) for name in range(int(times))]
        endings = [os.waitpid(child, 0)[1] for child in children]
        sys.stdout.write("".join(f"{code}\n" for code in endings))
    else:
        rng = random.Random(11)
        last = done = 0
        while done < int(times):
            acknowledged = told_before_the_kill(recordings(file), rng.randrange(6), rng.uniform(0.0, 0.04))
            done += len(acknowledged)
            last = max([last, *map(int, acknowledged)])
            verification = Ledger(file).verify()
            sys.stdout.write(f"{last} {verification.entries} {verification.sound}\n")
            last = verification.entries
