"""What ships: every rubric and case loads, checks, scores and reports; and says nothing in the paper's own words."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assess.analysis.rubric_checks import numbers_findings
from assess.analysis.what_if.without_sources import without_each_source
from assess.domain.scale import Scale
from assess.domain.translations import text_paths
from assess.files import (
    check,
    load_case,
    load_coding,
    load_confidence,
    load_grading,
    load_rubric,
    load_scale,
    shipped_ids,
    verify,
)
from assess.formats.ach import import_ach
from assess.reporting.report.written_report import markdown
from assess.scoring.results import Assessment
from assess.scoring.score import score

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT.parent / "shared" / "seed").glob("*.txt"))
CASE = "russia-diasporas-2017"
LOADERS = {
    "case": load_case,
    "rubric": load_rubric,
    "scale": load_scale,
    "grading": load_grading,
    "coding": load_coding,
    "confidence": load_confidence,
}
SHIPPED = [(kind, ident) for kind in LOADERS for ident in shipped_ids(kind)]
MATRICES = set((ROOT / "cases").glob("*/*.csv"))
STARTERS = sorted({*shipped_ids("rubric")} - {"diaspora-control"})
RUN = 8


@pytest.fixture(scope="module")
def result(shipped_result: Assessment) -> Assessment:
    return shipped_result


@pytest.mark.parametrize(("kind", "ident"), SHIPPED)
def test_what_ships_loads_and_checks_without_a_finding(kind: str, ident: str) -> None:
    assert LOADERS[kind](ident) is not None
    assert [str(f) for f in check(ident) if f.severity == "error"] == []


def test_every_file_that_ships_is_known() -> None:
    known = {ident for _, ident in SHIPPED}
    for path in [path for below in ("", "scales", "confidence") for path in (ROOT / "rubrics" / below).glob("*.yaml")]:
        assert path.stem in known
    assert {path.name for path in (ROOT / "cases").iterdir()} <= known


def included(path: Path) -> set[Path]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {path, *(path.parent / name for name in content.get("include", ()))}


def test_no_piece_is_left_out() -> None:
    """Every file of a case or a rubric is read: it is a whole one, or is included by one."""
    wholes = [*(ROOT / "rubrics").glob("*.yaml"), *(ROOT / "cases").glob("*/case.yaml")]
    wholes += (ROOT / "cases").glob("*/rubrics/*.yaml")
    read = {piece for path in wholes for piece in included(path)}
    read |= {path for below in ("scales", "confidence") for path in (ROOT / "rubrics" / below).glob("*.yaml")}
    read |= MATRICES
    read |= {path for name in ("rubrics", "cases/*") for path in ROOT.glob(f"{name}/translations/*.yaml")}
    assert {path for name in ("rubrics", "cases") for path in (ROOT / name).rglob("*") if path.is_file()} == read


def test_no_two_rubrics_that_ship_have_a_text_under_one_key_path() -> None:
    """Their words in another language stand in one file."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for ident in shipped_ids("rubric"):
        for path in text_paths(load_rubric(ident)):
            owners[path].append(ident)
    assert len(owners) > 100
    assert {path: idents for path, idents in owners.items() if len(idents) > 1} == {}


@pytest.mark.parametrize("ident", shipped_ids("case"))
def test_a_case_that_ships_scores_and_reports(ident: str, shipped_report: str) -> None:
    text = shipped_report if ident == CASE else markdown(score(load_case(ident)), with_annexes=True)
    assert "nan" not in re.findall(r"\w+", text)
    assert text.startswith("# ")


@pytest.mark.parametrize("rubric", STARTERS)
def test_a_rubric_to_start_from_has_nothing_to_mend(rubric: str) -> None:
    assert [str(f) for f in (*check(rubric), *numbers_findings(load_rubric(rubric)))] == []


@pytest.mark.parametrize("ident", shipped_ids("case"))
def test_the_evidence_of_a_settled_case_speaks_for_what_turned_out(ident: str, result: Assessment) -> None:
    scored = result if ident == CASE else score(load_case(ident))
    assert bool(scored.case.resolved) == (scored.rubric.rubric in STARTERS)
    for instance, settled in scored.case.resolved.items():
        question = scored.questions[instance]
        assert question.posterior[settled.hypothesis] > question.prior[settled.hypothesis]


@pytest.mark.parametrize("matrix", sorted(MATRICES), ids=lambda path: path.parent.name)
def test_a_matrix_that_ships_makes_the_case_beside_it(matrix: Path, tmp_path: Path) -> None:
    case = load_case(matrix.parent)
    question = case.rubric.questions["hypothesis"].text
    published = case.documents["matrix"].published
    made = import_ach(matrix, tmp_path / case.case, case.title, question, published)
    for path in made.files:
        shipped = matrix.parent / path.relative_to(made.folder)
        assert path.read_bytes() == shipped.read_bytes()


def test_the_closure_of_arac_has_no_evidence_and_moves_by_its_control_alone(result: Assessment) -> None:
    closure = result.questions["arac/closure"]
    assert closure.items == 0
    assert result.case.priors["arac/closure"].given == ("arac/control@2001", "arac/control@2017")
    assert closure.posterior["control-lost"] == pytest.approx(closure.prior["control-lost"], abs=0.03)


def test_everything_hangs_on_one_author(result: Assessment) -> None:
    author = result.sources["miles"]
    assert author.as_origin + author.as_relay == len(result.evidence)
    assert author.posterior == pytest.approx(author.prior, abs=1e-12)
    without = without_each_source(result)["miles"]
    assert without == pytest.approx({ident: claim.prior for ident, claim in result.claims.items()}, abs=1e-12)


def test_without_what_passes_through_the_author_all_is_at_its_prior(result: Assessment) -> None:
    """The same by another way: the case is scored again, without those items."""
    through = [item.id for item in result.case.evidence if "miles" in (item.source, *item.via)]
    assert set(result.evidence) <= set(through)
    rest = score(result.case.without(*through))
    assert not rest.evidence
    assert rest.log_evidence == pytest.approx(0.0, abs=1e-12)
    for claim in rest.claims.values():
        assert claim.probability == pytest.approx(result.claims[claim.id].prior, abs=1e-9)
    for question in rest.questions.values():
        assert question.posterior == pytest.approx(dict(result.questions[question.id].prior), abs=1e-9)


def word_of(bands: list[dict[str, Any]], p: float) -> str:
    """Return the word of ICD 203 for a probability, by the rule that the scale's file states."""
    inside = [band["term"] for band in bands if band["low"] <= p < band["high"]]
    return str(inside[0] if inside else bands[0]["term"] if p < bands[0]["low"] else bands[-1]["term"])


def test_no_word_disagrees_with_its_number(result: Assessment) -> None:
    written = yaml.safe_load((ROOT / "rubrics" / "scales" / "icd203.yaml").read_text(encoding="utf-8"))
    assert isinstance(result.rubric.scale, Scale)
    assert written["scale"] == result.rubric.scale.scale
    assert (written["ends"], written["outside"]) == ("upper", "nearest")
    bands = written["terms"]
    stated = [*result.claims.values(), *result.predictions.values()]
    assert [(c.id, c.term) for c in stated] == [(c.id, word_of(bands, c.probability)) for c in stated]
    for question in result.questions.values():
        assert question.term == {h: word_of(bands, p) for h, p in question.posterior.items()}
    for claim in stated:
        if claim.asserted is not None and claim.asserted.term is not None:
            assert claim.asserted.inside == (
                claim.asserted.term == word_of(bands, claim.probability) and 0.01 <= claim.probability <= 0.99
            )


FOLDERS = ("rubrics", "cases", "docs", "assess", "tests", "benchmarks", ".ci")
TEXTS = {"", ".yaml", ".yml", ".md", ".py", ".txt", ".toml", ".json", ".html", ".typed"}


def texts() -> Iterator[Path]:
    """Yield every text that the repository holds."""
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and path.suffix in TEXTS)
    for name in FOLDERS:
        yield from (p for p in sorted((ROOT / name).rglob("*")) if p.is_file() and p.suffix in TEXTS)


def words(text: str) -> list[str]:
    """Return the words of a text, without case, accents, punctuation and apostrophes of either form."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", re.sub("['\u2018\u2019\u02bc]", "", plain))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    said = words(text)
    return (tuple(said[k : k + RUN]) for k in range(len(said) - RUN + 1))


def test_a_run_of_the_papers_words_would_be_seen() -> None:
    paper = set(runs("It was Moscow\u2019s long-standing r\u00f4le, he said, that mattered."))
    assert len(paper) == 3
    copied = "# It was   Moscow's LONG\n# standing role; \u201che\u201d said _that_"
    assert set(runs(copied)) & paper
    assert set(runs("why: 'it was Moscow''s long-standing role he said'")) & paper
    assert not set(runs("It was Moscow's long-standing role that mattered, he said")) & paper


def test_the_texts_that_are_read_are_all_there() -> None:
    paths = {path.relative_to(ROOT).as_posix() for path in texts()}
    assert {
        "README.md",
        "CHANGELOG.md",
        "docs/model.md",
        f"cases/{CASE}/case.yaml",
        "rubrics/diaspora-control.yaml",
    } <= paths


@pytest.mark.skipif(not SEEDS, reason="the document is not here")
def test_no_run_of_eight_words_is_the_papers() -> None:
    paper = {run for seed in SEEDS for run in runs(seed.read_text(encoding="utf-8"))}
    copied = [
        f"{path.relative_to(ROOT)}: {' '.join(run)}"
        for path in texts()
        for run in runs(path.read_text(encoding="utf-8", errors="replace"))
        if run in paper
    ]
    assert copied == []


@pytest.mark.skipif(not SEEDS, reason="the document is not here")
def test_every_citation_reads_as_in_the_paper() -> None:
    assert [str(finding) for finding in verify(CASE, {"cap-190": SEEDS[0]})] == []


def test_an_installed_wheel_finds_what_ships(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="no build backend here")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = (
        "import assess; from assess.files import shipped_ids; print(assess.__file__, *shipped_ids('rubric'))\n"
        "for case in shipped_ids('case'): print(assess.load_case(case).case)\n"
        "assess.score(assess.load_case('russia-diasporas-2017'))\n"
        "from assess.domain.language import FOLDER, language, say_as\n"
        "for po in FOLDER.rglob('*.po'): po.unlink() if po.with_suffix('.mo').is_file() else 1 / 0\n"
        "with language('ru'): assert say_as('confidence', 'high') == 'высокая'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path / "site", capture_output=True, text=True, check=True
    )
    where, *names = done.stdout.split()
    assert str(tmp_path) in where
    assert sorted(names) == sorted([*shipped_ids("rubric"), *shipped_ids("case")])
