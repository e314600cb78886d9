"""How time and memory grow with the items: ``python -m benchmarks.growth [SIZE]...``.

Every case is made, and worked at, in a process of its own. Beside each time stands that for an item, and its ratio to
the same for the size before: 1 where growth is linear.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assess.analysis.explaining.explain import explain
from assess.files import check, load_case
from assess.history.comparing.timeline import timeline
from assess.scoring.score import score
from benchmarks.speed import made_up_case

SIZES = (1_000, 10_000, 100_000)
SHAPES = {
    "one indicator": lambda items: made_up_case(items, indicators=1),
    "many indicators": lambda items: made_up_case(items, subjects=max(1, items // 100)),
}
DATES = 1_000
"""Dates among which the items are shared out."""


def written(shape: str, items: int, folder: Path) -> Path:
    """Write a case as an analyst would, with a date for every item, and return its file."""
    case = SHAPES[shape](items).model_dump(mode="json", exclude_defaults=True)
    rubric = case["rubric"] | {"rubric": "made-up", "title": "Made up", "scale": "icd203", "grading": "admiralty"}
    rubric.pop("confidence", None)
    for k, item in enumerate(case["evidence"]):
        item["reported"] = f"{1000 + k * DATES // items}"
    (folder / "rubrics").mkdir()
    (folder / "rubrics" / "made-up.yaml").write_text(json.dumps(rubric), encoding="utf-8")
    path = folder / "case.yaml"
    path.write_text(json.dumps(case | {"case": folder.name, "rubric": "made-up"}), encoding="utf-8")
    return path


def measured(shape: str, items: int) -> dict[str, float]:
    """Return the seconds of each kind of work on a case, and the most memory (MB) that the process held."""
    seconds: dict[str, float] = {}

    def timed(what: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = work()
        seconds[what] = time.perf_counter() - start
        return result

    with tempfile.TemporaryDirectory(prefix="growth") as folder:
        path = written(shape, items, Path(folder))
        case = timed("load", lambda: load_case(path))
        timed("check", lambda: check(path))
    result = timed("score", lambda: score(case, draws=0))
    timed("explain", lambda: explain(result, "o0/q"))
    timed("timeline", lambda: timeline(case, ["o0/q"], draws=0))
    return {**seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0}


def table(shape: str, sizes: tuple[int, ...]) -> None:
    """Print what each kind of work takes: in all, for an item, and that over the same for the size before."""
    print(f"\n{shape}, {DATES:,} dates\n")
    before: dict[str, float] = {}
    for items in sizes:
        child = [sys.executable, "-m", "benchmarks.growth", "child", shape, str(items)]
        values = json.loads(subprocess.run(child, check=True, capture_output=True, text=True).stdout)
        if not before:
            print("| items |", " | ".join(values), "|")
            print("| --: |", " | ".join("--:" for _ in values), "|", flush=True)
        cells = []
        for what, value in values.items():
            large, small, factor = ("MB", "kB", 1e3) if what == "memory" else ("s", "µs", 1e6)
            each = value / items * factor
            ratio = f", ratio {each / before[what]:.2f}" if what in before else ""
            before[what] = each
            cells.append(f"{value:.3g} {large} ({each:.0f} {small}{ratio})")
        print(f"| {items:,} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        gc.disable()  # as the program does
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]))))
    else:
        for name in SHAPES:
            table(name, tuple(map(int, sys.argv[1:])) or SIZES)
