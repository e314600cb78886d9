"""The notebook is run by a kernel, and shows what its cells make.

``ASSESS_REWRITE=1 pytest tests/docs/test_notebook.py`` writes what they make into the notebook; read the difference.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.docs.test_docs import DOCS, ROOT

NOTEBOOK = DOCS / "notebook.ipynb"
KEPT = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
LARGEST = 120_000
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=600, kernel_name="python3", record_timing=False).execute()
nbformat.write(notebook, "run.ipynb")
"""
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PX = 0.3


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the notebook as a kernel leaves it that runs in an empty folder and knows of no other settings."""
    folder = tmp_path_factory.mktemp("notebook")
    own = {name: str(folder / name) for name in ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    env = os.environ | own | {"PYTHONPATH": str(ROOT), "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    place = folder / "place"
    place.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(NOTEBOOK)], cwd=place, env=env, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in place.iterdir()] == ["run.ipynb"]
    made = read(place / "run.ipynb")
    made["metadata"] = KEPT
    if os.environ.get("ASSESS_REWRITE"):
        NOTEBOOK.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return made


def told(outputs: Any) -> Any:
    """Return outputs without the numbers of their drawings."""
    return json.loads(DRAWING.sub(lambda drawing: NUMBER.sub("0", drawing[0]), json.dumps(outputs, ensure_ascii=False)))


def places(outputs: Any) -> list[float]:
    return [float(number) for drawing in DRAWING.findall(json.dumps(outputs)) for number in NUMBER.findall(drawing)]


def test_the_notebook_shows_what_its_cells_make(run: dict[str, Any]) -> None:
    """Places in drawings may differ by a third of a px: sums may round otherwise on another machine."""
    kept = read(NOTEBOOK)
    for made, shown in zip(run["cells"], kept["cells"], strict=True):
        assert told(made) == told(shown), shown["source"]
        assert places(made) == pytest.approx(places(shown), abs=PX)
    assert {name: value for name, value in run.items() if name != "cells"} == {
        name: value for name, value in kept.items() if name != "cells"
    }


def test_the_notebook_is_sound_small_and_tells_nothing_of_where_it_was_made() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert len(text.encode()) < LARGEST
    assert not re.search(r"/tmp|/home|/root|/usr|\"iopub|execution\"", text)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(cell.metadata == {} for cell in notebook.cells)
    kinds = {kind for cell in code for output in cell.outputs for kind in output.get("data", {})}
    assert kinds == {"text/plain", "text/html"}
    assert "<script" not in text


def test_what_is_invented_says_so_before_it_is_made_up() -> None:
    cells = nbformat.reads(NOTEBOOK.read_text(encoding="utf-8"), as_version=4).cells
    (place,) = (n for n, cell in enumerate(cells) if "assess.Evidence(" in cell.source)
    assert "**The document below does not exist. It is invented for this example" in cells[place - 1].source
    made_up = re.findall(r'(?:name|title|note|why|summary)="([^"]*)"', cells[place].source)
    made_up += re.findall(r'"([^"]*)",\n\)\)', cells[place].source)
    assert len(made_up) >= 4
    assert all("nvented" in text for text in made_up)
