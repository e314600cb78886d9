"""What charts are written to: files that are whole, still and quiet."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

import assess
from assess import AssessError, plots
from assess.cli.app import app
from assess.reporting.figures import svg_elements
from assess.reporting.figures.chart import TALLEST, Chart
from assess.reporting.figures.label_widths import width_of, wrapped
from assess.reporting.figures.palette import BLUE, INK, TINTS, VERMILION
from assess.reporting.figures.rendering import Picture
from tests.reporting.drawn import CHOIR, ROOT, SHIPPED, SPACE, beside, figures, hostile, scored, shown, written

HEUER = ROOT / "cases" / "heuer-iraq-1993"
ODD = (
    '<script>alert(1)</script> & "q" $x^2$ =1+1 \u202egnp.\u2066 \x07 \ufffe 🜚 漢字 العربية '
    "\u0488 \U0001f468\u200d\U0001f469 {subject} %s " + "averylongword" * 12
)
PLAIN = {"svg", "g", "path", "line", "rect", "text", "tspan"}
A4 = 230.0 / 170.0
"""Height to width of the tallest figure on a page."""


@pytest.fixture(params=[CHOIR, HEUER], ids=["small", "heuer"], scope="module")
def all_figures(request: pytest.FixtureRequest) -> dict[str, tuple[Chart, str]]:
    """Return charts with their pictures."""
    charts = figures(scored(request.param)) | beside(scored(request.param))
    return {name: (chart, plots.svg(chart)) for name, chart in charts.items()}


def check(name: str, chart: Chart) -> str:
    """Check that a chart is drawn plainly, and return its picture."""
    return check_picture(name, chart, plots.svg(chart))


def check_picture(name: str, chart: Chart, text: str) -> str:
    root = ET.fromstring(text)
    assert {node.tag.removeprefix(SPACE) for node in root.iter()} <= PLAIN, name
    assert not {key for node in root.iter() for key in node.attrib} & {"id", "style", "class", "href", "onload"}
    assert "url(" not in text
    assert re.findall('https?://[^"]+', text.replace("http://www.w3.org/2000/svg", "")) == []
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', text))
    assert colours <= {INK, "none", "transparent", BLUE, VERMILION, *TINTS}, name
    assert root.get("role") == "img"
    assert root.get("aria-label") == plots.texts_of(chart)["alt"]
    assert "undefined" not in text
    assert "NaN" not in text
    return text


def test_every_figure_is_plain_and_light(all_figures: dict[str, tuple[Chart, str]]) -> None:
    assert {"answers", "chains", "forest", "grid", "matrix", "sources", "tornado", "waterfall"} <= all_figures.keys()
    for name, (chart, picture) in all_figures.items():
        assert len(check_picture(name, chart, picture).encode()) < 40_000, name


def test_a_report_draws_without_measuring_its_texts(
    all_figures: dict[str, tuple[Chart, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Short texts stand in for them on the way, unless one of the chart looks like such a text."""

    def both_ways() -> dict[str, str]:
        """Each figure as a report shows it, and some with a title in them."""
        as_shown = {name: Picture.of(chart).svg() for name, (chart, _) in all_figures.items()}
        return as_shown | {f"{name} alone": plots.svg(all_figures[name][0]) for name in ("forest", "grid")}

    drawn = both_ways()
    assert "`" not in "".join(drawn.values())
    monkeypatch.setattr(svg_elements, "_shortened", lambda spec, *_: spec)
    assert both_ways() == drawn
    monkeypatch.undo()
    chart = all_figures["forest"][0].copy()
    chart.title.subtitle = ["`7", "`a"]
    assert re.findall("`.", Picture.of(chart).svg()) == ["`7", "`a"]


def test_letters_stay_in_the_picture(all_figures: dict[str, tuple[Chart, str]]) -> None:
    """None begins left of it or above, and the width that is kept for figures is not exceeded."""
    for name, (chart, picture) in all_figures.items():
        root = ET.fromstring(picture)
        assert float(root.get("width", "0")) < 740, name
        for rows in shown(chart):
            for place in ("y", "name_y", "note_y", "head_y"):
                assert not isinstance(rows.get(place), int | float) or rows[place] >= 0.0, name


def test_a_new_case_has_figures_too(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["new", str(tmp_path / "fresh")]).exit_code == 0
    made = figures(assess.score(assess.load_case(tmp_path / "fresh"), draws=50))
    assert {"answers", "grid"} <= made.keys()
    for name, chart in made.items():
        check(name, chart)


def test_a_title_stands_in_the_picture_or_beside_it() -> None:
    chart = plots.sources(scored(CHOIR))
    picture = Picture.of(chart)
    words = picture.title.split()
    assert words[0] in " ".join(written(chart))
    assert picture.title not in re.sub("<[^>]+>", " ", picture.svg())
    assert picture.alt.startswith(picture.title)
    assert picture.png(1.0).startswith(b"\x89PNG")


def test_tall_figures_are_cut_to_the_page() -> None:
    chart = plots.coverage(scored(SHIPPED))
    parts = plots.pages(chart)
    assert len(parts) > 1
    assert [panel for part in parts for panel in part.vconcat] == list(chart.vconcat)
    for part in (parts[0], plots.chains(scored(SHIPPED)), *plots.pages(plots.forest(scored(SHIPPED)))[:1]):
        root = ET.fromstring(plots.svg(part))
        assert float(root.get("height", "0")) <= A4 * float(root.get("width", "0"))
    assert max(panel.height for panel in chart.vconcat) <= TALLEST
    assert plots.pages(plots.sources(scored(CHOIR))) == [plots.sources(scored(CHOIR))]


def test_files_have_the_caption_and_no_date(tmp_path: Path) -> None:
    chart = plots.sources(scored(CHOIR))
    plots.save(chart, tmp_path / "a.pdf")
    for kind in ("svg", "png", "json"):
        plots.save(chart, tmp_path / f"a.{kind}")
        plots.save(chart, tmp_path / f"b.{kind}")
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    said = " ".join("".join(node.itertext()) for node in ET.fromstring(text).iter(f"{SPACE}text"))
    assert "Those through whom most items come stand first." in said
    assert "prefers-color-scheme:dark" in text
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert b"CreationDate" not in (tmp_path / "a.pdf").read_bytes()
    assert "vega-lite" in json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["$schema"]


def test_another_process_draws_the_same_bytes() -> None:
    """Of any two processes the seeds of the hashes differ."""
    program = (
        "import hashlib, sys, assess\n"
        f"chart = assess.plots.chains(assess.score(assess.load_case({str(CHOIR)!r}), draws=0))\n"
        "for made in (assess.plots.svg(chart).encode(), assess.plots.png(chart, 1.0)):\n"
        "    print(hashlib.sha256(made).hexdigest())"
    )
    chart = plots.chains(assess.score(assess.load_case(CHOIR), draws=0))
    here = [hashlib.sha256(made).hexdigest() for made in (plots.svg(chart).encode(), plots.png(chart, 1.0))]
    assert run(program).split() == here


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_altair_is_loaded_only_to_draw() -> None:
    program = (
        "import sys, assess\n"
        f"rows = assess.plots.forest_rows(assess.score(assess.load_case({str(CHOIR)!r}), draws=0))\n"
        "print(bool(rows), 'altair' in sys.modules, 'vl_convert' in sys.modules)"
    )
    assert run(program).split() == ["True", "False", "False"]


@pytest.mark.parametrize("name", ["forest", "chains", "matrix", "coverage", "waterfall", "answers", "grid", "timeline"])
def test_what_a_case_says_is_shown_as_text(name: str, tmp_path: Path) -> None:
    chart = plots.figures(hostile(ODD), name)[0]()
    text = check(name, chart)
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ufffe]", text)
    assert plots.png(chart, 1.0)
    if name == "forest":
        plots.save(chart, tmp_path / "a.html")
        page = (tmp_path / "a.html").read_text(encoding="utf-8")
        assert "<script>alert" not in page
        assert not re.search(r"<(script|link)[^>]+(src|href)=", page)


def test_what_is_certain_is_drawn_too() -> None:
    case = assess.load_case(CHOIR)
    assert isinstance(case.rubric, assess.Rubric)
    sure = case.rubric.questions["origin"].model_copy(update={"prior": {"grown": 1.0, "taken": 0.0, "made": 0.0}})
    rubric = case.rubric.model_copy(update={"questions": {"origin": sure}})
    result = assess.score(case.model_copy(update={"rubric": rubric}), draws=50)
    for name in ("answers", "forest", "waterfall", "matrix", "grid"):
        check(name, plots.figures(result, name)[0]())
    first, *_, last = plots.waterfall_rows(result, "choir-steered")
    assert (first.to_db, last.to_db, last.probability) == (None, None, 0.0)


def test_a_target_that_cannot_be_is_refused(tmp_path: Path) -> None:
    chart = plots.sources(scored(CHOIR))
    for wrong in ("a.jpg", "no/where.svg"):
        with pytest.raises(AssessError, match=r"E822 (a figure ends in|there is no folder)"):
            plots.save(chart, tmp_path / wrong)


def test_lines_are_no_wider_than_asked() -> None:
    text = "a-very-long-name-without-any-space-in-it and a few words more, 漢字漢字漢字漢字漢字漢字漢字漢字漢字"
    for wide in (60.0, 90.0, 200.0):
        lines = wrapped(text, wide)
        assert max(map(width_of, lines)) <= wide
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert len(wrapped(text, wide, most=2)) == 2
    assert wrapped("it was 46 % then", 42.0) == ["it was", "46\N{NO-BREAK SPACE}%", "then"]
