"""The gallery: every figure has its page, and the files are what is drawn now.

``ASSESS_REWRITE=1 pytest tests/reporting/test_gallery.py`` draws them anew; look at them before you keep them.
"""

from __future__ import annotations

import importlib.util
import os
import re
from types import ModuleType

import pytest

from assess import plots
from tests.reporting.drawn import ROOT

DOCS = ROOT / "docs"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PX = 0.3


def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("figures", DOCS / "figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_files_are_what_is_drawn() -> None:
    """The same texts and marks, with places to a third of a px: sums may round otherwise on another machine."""
    drawn = program().files()
    folder = DOCS / "figures"
    for name, text in drawn.items():
        if os.environ.get("ASSESS_REWRITE"):
            (folder / name).write_text(text, encoding="utf-8")
        kept = (folder / name).read_text(encoding="utf-8")
        assert NUMBER.sub("0", text) == NUMBER.sub("0", kept), name
        now, then = ([float(number) for number in NUMBER.findall(svg)] for svg in (text, kept))
        assert now == pytest.approx(then, abs=PX), name
        assert len(text.encode()) < 24_000
    others = {"rows-and-n"}  # of docs/likelihoods.py
    assert {path.stem for path in folder.glob("*.svg")} - others == set(plots.FIGURES) == {name[:-4] for name in drawn}


def test_each_figure_has_a_page_with_the_same_heads() -> None:
    text = (DOCS / "figures.md").read_text(encoding="utf-8")
    parts = dict(zip(*[iter(re.split(r"^## (.+)\n", text, flags=re.MULTILINE)[1:])] * 2, strict=True))
    pages = {name: page for name, page in parts.items() if name in plots.FIGURES}
    assert list(pages) == list(plots.FIGURES)
    for name, page in pages.items():
        assert re.findall(r"^### (.+)$", page, re.MULTILINE) == ["At a glance", "How to read it", "What to do about it"]
        assert f"](figures/{name}.svg)" in page
        assert f"assess plot CASE {name}" in page
        assert f"plots.{name}(" in page
