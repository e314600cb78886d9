"""``assess plot``."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assess.cli.app import app
from tests.files.choir_files import write

CHOIR = str(Path(__file__).parents[2] / "docs" / "figures" / "choir")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["plot", *map(str, arguments)], env={"COLUMNS": "160"})


def test_it_lists_the_figures() -> None:
    said = run("--list")
    assert said.exit_code == 0
    assert [name for name in ("forest", "waterfall", "chains") if name not in said.stdout] == []


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "html", "json"])
def test_it_draws_one_into_a_file(kind: str, tmp_path: Path) -> None:
    target = tmp_path / f"a.{kind}"
    said = run(CHOIR, "waterfall", "choir-made", "--by", "item", "--draws", 0, "-o", target)
    assert (said.exit_code, said.stdout) == (0, "")
    assert f"wrote {target}" in said.stderr
    assert target.stat().st_size > 1000


def test_it_draws_in_another_language(tmp_path: Path) -> None:
    done = run(CHOIR, "sources", "-o", tmp_path / "a.svg", "--draws", 0, "--language", "ru")
    assert done.exit_code == 0, done.stderr
    assert "по оценке" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    refused = run(CHOIR, "sources", "-o", tmp_path / "b.svg", "--draws", 0, "--language", "xx")
    assert refused.exit_code == 2
    assert "there is no report in 'xx'; a language is one of en, ru" in refused.stderr
    assert not (tmp_path / "b.svg").exists()


def test_it_draws_all_into_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    said = run(write(tmp_path / "choir"), "--draws", 50, "-o", folder)
    assert said.exit_code == 0
    names = {path.name for path in folder.iterdir()}
    assert {"forest.svg", "coverage.svg", "matrix-choir-origin.svg", "tornado-made.svg"} <= names
    assert (
        "left out: there is nothing to draw in the figure calibration: no prediction of the case is settled"
        in said.stderr
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("forest",), 2, "with -o a file or folder"),
        (("forest", "-o", "a.jpg"), 2, "a figure ends in .svg, .png, .pdf, .html or .json"),
        (("forest", "-o", "no/where.svg"), 2, "there is no folder"),
        (("waterfall", "-o", "a.svg"), 2, "2 figures do not go into one file"),
        (("forrest", "-o", "a.svg"), 1, "forest"),
        (("waterfall", "choir-maid", "-o", "a.svg"), 1, "choir-made"),
        (("calibration", "-o", "a.svg"), 1, "E823"),
        (("forest", "-o", "a.png", "--scale", "0"), 2, "0.5"),
    ],
)
def test_what_cannot_be_is_refused(
    arguments: tuple[str, ...], code: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(CHOIR, *arguments, "--draws", 0)
    assert said.exit_code == code
    assert message in said.stderr
    assert list(tmp_path.iterdir()) == []
