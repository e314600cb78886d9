"""The limits that a page names stand where it says, and hold once they are set as it shows."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SET = """
import importlib
import sys

module, name, value, case = sys.argv[1:]
setattr(importlib.import_module(module), name, int(value))
import assess

try:
    assess.score(assess.load_case(case), draws=0)
except assess.AssessError as error:
    print(error)
"""


def test_each_limit_is_where_the_page_says() -> None:
    limits = re.findall(r"`(assess\.[\w.]+)\.([A-Z_]+)`", PAGE)
    assert len(limits) >= 8
    for module, name in limits:
        assert isinstance(getattr(importlib.import_module(module), name), int)


@pytest.mark.parametrize(
    ("module", "name", "value", "code"),
    [
        ("assess.files.reading", "LARGEST", "10", "E102"),
        ("assess.files.parsing", "DEEPEST", "2", "E108"),
        ("assess.network.elimination", "MAX_CELLS", "4", "E402"),
    ],
)
def test_a_limit_that_was_set_holds(module: str, name: str, value: str, code: str) -> None:
    case = ROOT / "cases" / "heuer-iraq-1993"
    done = subprocess.run(
        [sys.executable, "-c", SET, module, name, value, str(case)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert code in done.stdout
