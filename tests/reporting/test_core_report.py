"""The core of a report: the answer first, short, without ids, and said once."""

import itertools
import re
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

import assess
from assess.analysis.digest.core_findings import SOUGHT
from assess.cli.app import app
from assess.reporting.report.short_report import in_short
from assess.reporting.report.written_report import markdown
from assess.scoring.results import Assessment

SHIPPED = "russia-diasporas-2017"
WORD = re.compile(r"\w")


@pytest.fixture(scope="module")
def core(shipped: Assessment) -> str:
    return markdown(shipped)


def words(text: str) -> list[str]:
    """Return the words of Markdown, without the rules of its tables."""
    return [word for word in re.sub(r"[|#*]|-{3,}:?", " ", text).split() if WORD.search(word)]


def test_the_first_probability_comes_within_forty_words(core: str) -> None:
    assert len(words(core.partition(" %")[0])) <= 40


def test_the_core_has_at_most_three_thousand_words(core: str) -> None:
    assert len(words(core)) <= 3000


def test_the_first_screen_has_at_most_150_words_beside_its_bar(core: str) -> None:
    first = core.partition("\n## ")[2].partition("\n## ")[0]
    beside = "\n".join(line for line in first.splitlines() if not line.startswith("|"))
    assert len(words(beside)) <= 150


def test_a_country_has_at_most_350_words(core: str) -> None:
    countries = core.partition("## What is known, country by country")[2].partition("\n## ")[0]
    lengths = {part.splitlines()[0]: len(words(part)) for part in countries.split("\n### ")[1:]}
    assert len(lengths) == 4
    assert {name: length for name, length in lengths.items() if length > 350} == {}


@pytest.mark.parametrize(
    ("section", "most"),
    [
        ("Whose word it is", 300),
        ("What would change the answer", 250),
        ("The authors' words beside our numbers", 150),
        ("What is assumed", 250),
    ],
)
def test_a_section_of_the_core_is_as_short_as_it_may_be(core: str, section: str, most: int) -> None:
    """Beside the table that stands for the tornado, as the first screen beside that for its bar."""
    text = core.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    if section == "What would change the answer":
        text = text.partition("\n### ")[2]
    assert 0 < len(words(text)) <= most


def test_what_to_look_for_is_a_list_for_the_whole_case(core: str, shipped: Assessment) -> None:
    rows = core.partition("\n### What to look for\n")[2].strip().partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert len(cells) == SOUGHT
    assert all(re.fullmatch(r"\d+ %", cell) for row in cells for cell in row[:3])
    assert len({bears_on for *_, bears_on, _ in cells}) >= 5
    assert ["30 %", "58 %", "22 %", "The Russian state created ARAC"] in [row[:4] for row in cells]


def test_an_abbreviation_in_the_lead_question_is_resolved(core: str) -> None:
    assert "ARAC: All-Russia Azerbaijani Congress." in " ".join(core.partition("\n## ")[2].partition("|")[0].split())


def test_no_sentence_stands_more_than_three_times(core: str) -> None:
    prose = " ".join(line for line in core.splitlines() if not line.startswith(("|", "#")))
    said = Counter(re.split(r"(?<=[.!?])\s+", " ".join(prose.split())))
    assert {sentence: count for sentence, count in said.items() if count > 3} == {}


def test_no_id_stands_in_the_core(core: str, shipped: Assessment) -> None:
    case, rubric = shipped.case, shipped.rubric
    hypotheses = itertools.chain.from_iterable(question.hypotheses for question in rubric.questions.values())
    idents = {*case.claims, *case.predictions, *(item.id for item in case.evidence), *rubric.indicators, *hypotheses}
    telling = {ident for ident in idents if re.search(r"[-_\d]", ident)} | set(case.sources)
    labels = {h.label for question in rubric.questions.values() for h in question.hypotheses.values()}
    labels |= {indicator.label for indicator in rubric.indicators.values()}
    names = {source.name for source in case.sources.values()}
    tokens = set(re.findall(r"(?<![\w-])[\w-]+(?![\w-])", core))
    assert telling & tokens - labels - names == set()


def test_the_terminal_has_at_most_sixty_lines(shipped: Assessment) -> None:
    for width in (60, 80, 110):
        lines = in_short(shipped, width).splitlines()
        assert len(lines) <= 59
        assert max(map(len, lines)) <= width


def test_no_answer_is_cut_at_the_width_of_a_terminal(shipped: Assessment) -> None:
    for width in (80, 120):
        grid = in_short(shipped, width).partition("Every question")[2]
        assert "set up by the sponsor state" in grid
        assert "…" not in grid
        assert "54.6 % (+22)" in grid
        assert "A number has a decimal where rounding would carry it" in grid


@pytest.mark.parametrize("of", ["heuer-iraq-1993", "fresh"])
def test_other_cases_read_as_well(of: str, tmp_path: Path) -> None:
    folder = of
    if of == "fresh":
        folder = str(tmp_path / "fresh")
        assert CliRunner().invoke(app, ["new", folder]).exit_code == 0
    scored = assess.score(assess.load_case(folder), draws=200)
    text, short = markdown(scored), in_short(scored)
    assert "Hypotheses of hypothesis" not in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
        assert all(any(cell not in ("", "-") for cell in column) for column in zip(*rows, strict=True)), table
    assert len(short.splitlines()) <= 60


def test_the_command_prints_the_first_screen_and_how_to_have_the_page() -> None:
    done = CliRunner().invoke(app, ["report", SHIPPED, "--draws", "0"])
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) <= 59
    assert "-o report.html" in done.stderr
    assert CliRunner().invoke(app, ["report", SHIPPED, "--annexes"]).exit_code == 2
    assert CliRunner().invoke(app, ["report", SHIPPED, "--full", "-o", "r.md"]).exit_code == 2
