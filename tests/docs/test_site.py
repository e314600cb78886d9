"""The site of the documentation: every page is in its navigation, once."""

from __future__ import annotations

import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def pages(entries: list[Any]) -> Iterator[str]:
    for entry in entries:
        for below in entry.values():
            if isinstance(below, str):
                yield below
            else:
                yield from pages(below)


def test_every_page_is_in_the_navigation_once() -> None:
    settings = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    listed = sorted(pages(settings["nav"]))
    assert listed == sorted(path.name for path in (ROOT / "docs").glob("*.md"))


def test_the_page_of_the_rules_is_up_to_date() -> None:
    """``python docs/rules.py`` makes it."""
    made = runpy.run_path(str(ROOT / "docs" / "rules.py"))["page"]()
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == made
