"""Edits of a case in processes of their own, started by one that has nothing else to do.

``python -m tests.files.edit_processes FOLDER killed 200`` makes so many edits, one after the other, and is killed over
and over; prints after each kill how many were acknowledged, and after how many of them the files say what they say (-1:
after none). ``… FOLDER rivals 8x50`` has 8 of them add 50 items each, all at once; prints how each of them ended.
"""

from __future__ import annotations

import gc
import os
import random
import sys
from collections.abc import Iterator
from functools import partial

import assess
from assess.domain.case import Case
from assess.files.editing import add, edit
from assess.files.including import parse_items
from assess.files.places import ParsedFile
from tests.files.choir_files import item
from tests.killing import in_a_process, told_before_the_kill

DAY = "2019-06-01"


def new(ident: str) -> ParsedFile:
    parsed, _ = parse_items(item(ident), "new")
    assert parsed is not None
    return parsed


def changed(case: Case, n: int) -> Case:
    """Return what the n-th edit makes of a case: two items more, one of them withdrawn, a source regraded."""
    match n % 4:
        case 0:
            return case.regrade("chair", n / 1000, f"Reason {n}", by="k", on=DAY)
        case 3:
            return case.withdraw(f"k{n - 1}", DAY, f"Reason {n}", by="k", recorded=DAY)
        case _:
            (raw,) = new(f"k{n}").value["evidence"]
            return case.with_evidence(assess.Evidence.model_validate({**raw, "by": "k", "recorded": DAY}))


def edits(folder: str, done: int) -> Iterator[str]:
    n = done
    while True:
        n += 1
        if n % 4 in (1, 2):
            add(folder, new(f"k{n}"), "k", DAY)
        else:
            edit(folder, partial(changed, n=n))
        yield str(n)


def additions(folder: str, name: str, items: int) -> Iterator[str]:
    for k in range(items):
        add(folder, new(f"{name}-{k}"), name, DAY)
        yield name


def killed(folder: str, times: int) -> None:
    rng = random.Random(5)
    cases = [assess.load_case(folder)]
    done = 0
    while done < times:
        acknowledged = told_before_the_kill(edits(folder, done), rng.randrange(5), rng.uniform(0.0, 0.06))
        done += len(acknowledged)
        while len(cases) <= done + 1:
            cases.append(changed(cases[-1], len(cases)))
        on_disk = assess.load_case(folder)
        stands = next((n for n in (done, done + 1) if on_disk == cases[n]), -1)
        sys.stdout.write(f"{done} {stands}\n")
        done = stands


if __name__ == "__main__":
    where, what, count = sys.argv[1:]
    gc.disable()
    if what == "rivals":
        writers, items = map(int, count.split("x"))
        children = [in_a_process(additions(where, f"w{n}", items)) for n in range(writers)]
        sys.stdout.write("".join(f"{os.waitpid(child, 0)[1]}\n" for child in children))
    else:
        killed(where, int(count))
