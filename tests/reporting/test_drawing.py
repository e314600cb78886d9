"""What figures are drawn with: files that are whole, still and quiet, with nothing laid over anything else."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import assess
from assess import AssessError, plots
from assess.reporting.figures.canvas import Canvas, Letters
from assess.reporting.figures.lettering import LEADING, width_of, wrapped
from assess.reporting.figures.palette import BLUE, INK, VERMILION
from tests.reporting.drawn import CHOIR, ROOT, SHIPPED, beside, figures, hostile, scored

NAMES = sorted(plots.FIGURES)
ODD = (
    '<script>alert(1)</script> & "q" $x^2$ =1+1 \u202egnp.\u2066 \x07 \ufffe 🜚 漢字 العربية '
    "\u0488 \U0001f468\u200d\U0001f469 {subject} %s"
)
PLAIN = {"svg", "title", "desc", "style", "path", "text", "g"}
SPACE = "{http://www.w3.org/2000/svg}"


def boxes(sheet: Canvas) -> list[tuple[float, float, float, float, str]]:
    """Return how much room each line of text takes at the most: left, top, right, bottom."""
    taken = []
    for mark in sheet.marks:
        if isinstance(mark, Letters) and mark.text and not mark.turned:
            wide = width_of(mark.text, mark.size, mark.bold)
            left = mark.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor] * wide
            taken.append((left, mark.y - 0.72 * mark.size, left + wide, mark.y + 0.1 * mark.size, mark.text))
    return taken


def clashes(sheet: Canvas) -> list[tuple[str, str]]:
    texts = sorted(boxes(sheet))
    return [
        (first[4], second[4])
        for n, first in enumerate(texts)
        for second in texts[n + 1 :]
        if second[0] < first[2] - 1.0 and min(first[3], second[3]) - max(first[1], second[1]) > 1.0
    ]


@pytest.fixture(params=[CHOIR, SHIPPED], ids=["small", "shipped"], scope="module")
def all_figures(request: pytest.FixtureRequest) -> dict[str, plots.Plot]:
    return figures(scored(request.param)) | beside(scored(request.param))


@pytest.mark.parametrize("width", [340.0, 520.0, 680.0, 1000.0])
def test_letters_stay_on_the_sheet_and_clear_of_one_another(all_figures: dict[str, plots.Plot], width: float) -> None:
    for name, plot in all_figures.items():
        sheet = plot.sheet(width, alone=True)
        edge = sheet.margin
        outside = [
            box[4]
            for box in boxes(sheet)
            if not (-edge <= box[0] and box[2] <= sheet.width + edge and box[1] >= 0.0 and box[3] <= sheet.height)
        ]
        assert outside == [], name
        assert clashes(sheet) == [], name


def test_an_svg_is_plain_and_still(all_figures: dict[str, plots.Plot]) -> None:
    for name, plot in all_figures.items():
        text = plot.svg()
        assert text == plot.svg()
        root = ET.fromstring(text)
        assert {node.tag.removeprefix(SPACE) for node in root.iter()} <= PLAIN - {"style"}
        assert not {key for node in root.iter() for key in node.attrib} & {"id", "style", "class", "href", "onload"}
        assert "url(" not in text
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', text))
        assert colours <= {INK, "none", BLUE, VERMILION}
        assert root.get("role") == "img"
        assert root.findtext(f"{SPACE}title") == plot.title
        assert root.findtext(f"{SPACE}desc") == plot.alt
        assert len(text.encode()) < (75_000 if name == "coverage" else 40_000)


def test_a_file_has_its_caption_and_no_date(tmp_path: Path) -> None:
    plot = plots.forest(scored(CHOIR))
    for kind in ("svg", "png", "pdf"):
        plot.save(tmp_path / f"a.{kind}")
        plot.save(tmp_path / f"b.{kind}")
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    said = " ".join(node.text or "" for node in ET.fromstring(text).iter(f"{SPACE}text"))
    assert plot.caption in said
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    pdf = (tmp_path / "a.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"CreationDate" not in pdf


@pytest.mark.parametrize("name", [n for n in NAMES if n != "calibration"])
def test_what_a_case_says_is_shown_as_text(name: str) -> None:
    plot = plots.figures(hostile(ODD), name)[0]()
    root = ET.fromstring(plot.svg())
    shown = "".join("".join(node.itertext()) for node in root.iter())
    assert "script" not in {node.tag.removeprefix(SPACE) for node in root.iter()}
    assert "alert(1)" in shown or name == "matrix"
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ufffe]", plot.svg())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert plot.file("png")
        assert plot.file("pdf")
    assert clashes(plot.sheet()) == []


@pytest.mark.parametrize("scale", ["phia", "ipcc"])
def test_bands_of_other_scales_fit(scale: str) -> None:
    case = assess.load_case(CHOIR)
    assert isinstance(case.rubric, assess.Rubric)
    rubric = case.rubric.model_copy(update={"scale": assess.load_scale(scale)})
    plot = plots.forest(assess.score(case.model_copy(update={"rubric": rubric}), draws=0))
    for width in (340.0, 680.0):
        assert clashes(plot.sheet(width)) == []


def test_what_is_certain_is_drawn_too() -> None:
    case = assess.load_case(CHOIR)
    assert isinstance(case.rubric, assess.Rubric)
    sure = case.rubric.questions["origin"].model_copy(update={"prior": {"grown": 1.0, "taken": 0.0, "made": 0.0}})
    rubric = case.rubric.model_copy(update={"questions": {"origin": sure}})
    result = assess.score(case.model_copy(update={"rubric": rubric}), draws=50)
    for name, plot in figures(result).items():
        assert plot.svg().startswith("<svg"), name
    first, *_, last = plots.waterfall_rows(result, "choir-steered")
    assert (first.to_db, last.to_db, last.probability) == (None, None, 0.0)


def test_dollars_are_no_formula() -> None:
    figure = plots.forest(hostile("costs $5 and $6")).figure()
    written = {text.get_text(): text.get_parse_math() for text in figure.axes[0].texts}
    assert written["costs $5 and $6"] is False


def test_a_figure_of_matplotlib_leaves_no_traces() -> None:
    program = (
        "import sys, matplotlib, assess\n"
        "def settings():\n    return {k: matplotlib.rcParams[k] for k in matplotlib.rcParams if k != 'backend'}\n"
        "before = settings()\n"
        f"plot = assess.plots.forest(assess.score(assess.load_case({str(CHOIR)!r}), draws=0))\n"
        "print(plot.figure(dark=True).get_size_inches()[0] * 72, len(plot.file('png')) > 1000)\n"
        "print(settings() == before, 'matplotlib.pyplot' in sys.modules)"
    )
    assert run(program).split() == ["680.0", "True", "True", "False"]


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_only_png_and_pdf_need_matplotlib() -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import assess\n"
        f"plot = assess.plots.forest(assess.score(assess.load_case({str(CHOIR)!r}), draws=0))\n"
        "assert plot.svg().startswith('<svg') and plot.records()[0]['prior'] == 0.5\n"
        "try:\n    plot.figure()\nexcept assess.AssessError as error:\n    print(error.findings[0])"
    )
    said = run(program)
    assert "E821 PNG, PDF and figures in Python are made with matplotlib, which is not installed" in said
    assert "pip install matplotlib" in said


def test_a_target_that_cannot_be_is_refused(tmp_path: Path) -> None:
    plot = plots.forest(scored(CHOIR))
    for wrong in ("a.jpg", "no/where.svg"):
        with pytest.raises(AssessError, match=r"E822 (a figure ends in|there is no folder)"):
            plot.save(tmp_path / wrong)
    with pytest.raises(ValueError, match="100 px wide; it is 320 or more"):
        plot.svg(100.0)


def test_lines_are_no_wider_than_asked() -> None:
    text = "a-very-long-name-without-any-space-in-it and a few words more, 漢字漢字漢字漢字漢字漢字漢字漢字漢字"
    for wide in (60.0, 90.0, 200.0):
        lines = wrapped(text, wide)
        assert max(map(width_of, lines)) <= wide
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert len(wrapped(text, wide, most=2)) == 2
    assert LEADING > 1.2
