"""How time and memory grow with the items: ``python -m benchmarks.growth [SIZE]...``.

Each kind of work is done in a process of its own. Beside each time stands that for an
item, its ratio to the same for the size before (1 where growth is linear), and the most memory that the process held.
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
from functools import partial
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


STAGES: dict[str, Callable[[Path], Callable[[], Any]]] = {
    "load": lambda path: lambda: load_case(path),
    "check": lambda path: lambda: check(path),
    "score": lambda path: partial(score, load_case(path), draws=0),
    "explain": lambda path: partial(explain, score(load_case(path), draws=0), "o0/q"),
    "timeline": lambda path: partial(timeline, load_case(path), ["o0/q"], draws=0),
}
"""What is made ready for each kind of work, and the work."""


def measured(stage: str, path: Path) -> tuple[float, float]:
    """Return the seconds of one kind of work on a case, and the most memory (MB) that the process held."""
    work = STAGES[stage](path)
    start = time.perf_counter()
    work()
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def in_a_process(*arguments: str) -> Any:
    child = [sys.executable, "-m", "benchmarks.growth", *arguments]
    return json.loads(subprocess.run(child, check=True, capture_output=True, text=True).stdout)


def table(shape: str, sizes: tuple[int, ...]) -> None:
    """Print the seconds and the memory of each kind of work; of the seconds, those for an item, and how these grew."""
    print(f"\n{shape}, {DATES:,} dates\n")
    print("| items |", " | ".join(STAGES), "|")
    print("| --: |", " | ".join("--:" for _ in STAGES), "|", flush=True)
    before: dict[str, float] = {}
    for items in sizes:
        cells = []
        with tempfile.TemporaryDirectory(prefix="growth") as folder:
            path = in_a_process("write", shape, str(items), folder)
            for stage in STAGES:
                seconds, memory = in_a_process("work", stage, path)
                each = seconds / items * 1e6
                ratio = f", ratio {each / before[stage]:.2f}" if stage in before else ""
                before[stage] = each
                cells.append(f"{seconds:.3g} s ({each:.0f} µs{ratio}), {memory:.0f} MB")
        print(f"| {items:,} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", shape, items, folder]:
            print(json.dumps(str(written(shape, int(items), Path(folder)))))
        case ["work", stage, path]:
            gc.disable()  # as the program does
            print(json.dumps(measured(stage, Path(path))))
        case sizes:
            for shape in SHAPES:
                table(shape, tuple(map(int, sizes)) or SIZES)
