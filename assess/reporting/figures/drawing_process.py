"""Conversion of charts to SVG, in a separate process if one was started: vl-convert halts Python while it draws."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_PROGRAM = """
import json, sys
import vl_convert
def draw(chart):
    return vl_convert.vegalite_to_svg(chart, allowed_base_urls=[]).encode()
draw('{"mark": "text", "data": {"values": []}}')
for chart in sys.stdin.buffer:
    made = draw(chart.decode())
    sys.stdout.buffer.write(b"%d\\n%b" % (len(made), made))
    sys.stdout.buffer.flush()
"""
"""Draws an empty chart before there is one to draw, since the first takes longest."""


class _DrawingProcess:
    """A process that draws one chart after another; if it cannot draw one, this process does."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._queue = ThreadPoolExecutor(1)

    def begin(self, chart: str) -> Callable[[], str]:
        """Return a function that waits for a Vega-Lite chart to be drawn and returns it as SVG."""
        drawn = self._queue.submit(self._drawn, chart)

        def wait() -> str:
            made = drawn.result()
            return _drawn_here(chart) if made is None else made

        return wait

    def _drawn(self, chart: str) -> str | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(chart.encode() + b"\n")
            self._process.stdin.flush()
            size = int(self._process.stdout.readline())
        except (OSError, ValueError):
            return None
        made = self._process.stdout.read(size)
        return made.decode() if len(made) == size else None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._queue.shutdown(cancel_futures=True)
        self._process.communicate()


_BESIDE: ContextVar[_DrawingProcess | None] = ContextVar("_BESIDE", default=None)


@contextmanager
def drawing_beside() -> Iterator[None]:
    """Draw the charts made within the block in another process, while this one goes on computing."""
    try:
        process = _DrawingProcess()
    except OSError:  # no process can be started here
        yield
        return
    token = _BESIDE.set(process)
    try:
        yield
    finally:
        _BESIDE.reset(token)
        process.close()


def begin_drawing(spec: dict[str, Any]) -> Callable[[], str]:
    """Return a function that returns a chart as SVG; if another process draws, drawing begins at once.

    Parameters
    ----------
    spec : dict
        The chart in Vega-Lite.
    """
    chart, process = json.dumps(spec), _BESIDE.get()
    return (lambda: _drawn_here(chart)) if process is None else process.begin(chart)


def _drawn_here(chart: str) -> str:
    import vl_convert  # slow to load

    made: str = vl_convert.vegalite_to_svg(chart, allowed_base_urls=[])
    return made
