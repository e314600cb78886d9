"""Work in a process of its own that is killed at some moment: what it had told by then as done."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable


def told_before_the_kill(work: Iterable[str], first: int, seconds: float) -> list[str]:
    """Return what was told by the time of the kill.

    Parameters
    ----------
    work : iterable of str
        Goes on in a process of its own; each of its values is told once it is there. No end of it is reached.
    first : int
        So many are waited for.
    seconds : float
        How long after that the process is killed.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            for done in work:
                os.write(write, f"{done}\n".encode())
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read) as pipe:
        early = [pipe.readline() for _ in range(first)]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        _, ending = os.waitpid(child, 0)
        assert os.WIFSIGNALED(ending)
        return [line.strip() for line in (*early, *pipe)]


def in_a_process(work: Iterable[str]) -> int:
    """Have work done in a process of its own; return its number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            for _ in work:
                pass
            code = 0
        finally:
            os._exit(code)
    return child
