"""The page on what it takes to add something names the files that it takes, and a walk of functions that there are."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
COST = re.compile(r"^\| (?P<what>an? [^|]+) \| (?P<files>[^|]+) \| `(?P<example>[^|`]+)`(?: [^|]*)? \|$", re.MULTILINE)
STATION = re.compile(r"^\| \d+ \| `(?P<function>assess\.[\w.]+)` \|", re.MULTILINE)
KINDS = {"scale", "indicator", "check", "figure", "format", "command", "language", "column"}
MOST_STATIONS = 12


def files_with(word: str) -> set[str]:
    """Return the files that hold a word and are neither tests nor pages, but for the broken files of checks."""
    tops = [*ROOT.glob("assess/**/*"), *ROOT.glob("rubrics/**/*"), *ROOT.glob("tests/bad/*"), ROOT / "pyproject.toml"]
    paths = [path for path in tops if path.suffix in {".py", ".yaml", ".po", ".toml"} and path.is_file()]
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    return {
        str(path.relative_to(ROOT))
        for path in paths
        if pattern.search(str(path.relative_to(ROOT))) or pattern.search(path.read_text(encoding="utf-8", errors="replace"))
    }


def test_what_a_row_names_are_the_files_that_hold_its_example() -> None:
    rows = [match.groupdict() for match in COST.finditer(PAGE)]
    assert {row["what"].split()[1] for row in rows} == KINDS
    named = {row["example"]: set(re.findall(r"`([\w./@-]+)`", row["files"])) for row in rows}
    assert named == {example: files_with(example) for example in named}


def test_every_station_of_the_walk_is_a_function() -> None:
    stations = STATION.findall(PAGE)
    assert 0 < len(stations) <= MOST_STATIONS
    for station in stations:
        module, _, function = station.rpartition(".")
        try:
            holder: object = importlib.import_module(module)
        except ModuleNotFoundError:
            module, _, owner = module.rpartition(".")
            holder = getattr(importlib.import_module(module), owner)
        assert callable(getattr(holder, function)), station
