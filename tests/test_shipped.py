"""What ships: every rubric and case loads, checks, scores and reports; and says nothing in the paper's own words."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from assess.domain.scale import Scale
from assess.files import check, load_case, load_grading, load_rubric, load_scale, shipped_ids, verify
from assess.present.report import markdown
from assess.study.assessment import Assessment
from assess.study.score import score
from assess.study.what_if import without_each_source

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT.parent / "shared" / "seed").glob("*.txt"))
CASE = "russia-diasporas-2017"
LOADERS = {"case": load_case, "rubric": load_rubric, "scale": load_scale, "grading": load_grading}
SHIPPED = [(kind, ident) for kind in LOADERS for ident in shipped_ids(kind)]
RUN = 8


@pytest.fixture(scope="module")
def result() -> Assessment:
    return score(load_case(CASE))


@pytest.mark.parametrize(("kind", "ident"), SHIPPED)
def test_what_ships_loads_and_checks_without_a_finding(kind: str, ident: str) -> None:
    assert LOADERS[kind](ident) is not None
    assert [str(f) for f in check(ident) if f.severity == "error"] == []


def test_every_file_that_ships_is_known() -> None:
    known = {ident for _, ident in SHIPPED}
    for path in [*(ROOT / "rubrics").glob("*.yaml"), *(ROOT / "rubrics" / "scales").glob("*.yaml")]:
        assert path.stem in known
    assert {path.name for path in (ROOT / "cases").iterdir()} <= known


@pytest.mark.parametrize("ident", shipped_ids("case"))
def test_a_case_that_ships_scores_and_reports(ident: str) -> None:
    text = markdown(score(load_case(ident)))
    assert "nan" not in re.findall(r"\w+", text)
    assert text.startswith("# ")


def test_the_closure_of_arac_has_no_evidence_and_stays_at_its_prior(result: Assessment) -> None:
    closure = result.questions["arac/closure"]
    assert closure.items == 0
    assert dict(closure.posterior) == pytest.approx(dict(closure.prior), abs=1e-12)


def test_everything_hangs_on_one_author(result: Assessment) -> None:
    author = result.sources["miles"]
    assert author.as_origin + author.as_relay == len(result.evidence)
    assert author.posterior == pytest.approx(author.prior, abs=1e-12)
    without = without_each_source(result)["miles"]
    assert without == pytest.approx({ident: claim.prior for ident, claim in result.claims.items()}, abs=1e-12)


def test_no_claim_has_a_word_outside_its_number(result: Assessment) -> None:
    scale = result.rubric.scale
    assert isinstance(scale, Scale)
    for claim in [*result.claims.values(), *result.predictions.values()]:
        term = scale.find(str(claim.term))
        assert term is not None
        assert scale.holds(term, claim.probability) or not 0.01 <= claim.probability <= 0.99


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", text.lower())


@pytest.mark.skipif(not SEEDS, reason="the document is not here")
def test_no_run_of_eight_words_is_the_papers() -> None:
    runs: set[tuple[str, ...]] = set()
    for seed in SEEDS:
        said = words(seed.read_text(encoding="utf-8"))
        runs |= {tuple(said[k : k + RUN]) for k in range(len(said) - RUN + 1)}
    found = []
    for folder in ("rubrics", "cases", "docs", "assess", "tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".yaml", ".md", ".py"):
                own = words(path.read_text(encoding="utf-8", errors="replace"))
                found += [
                    (path.name, run) for k in range(len(own) - RUN + 1) if (run := tuple(own[k : k + RUN])) in runs
                ]
    assert found == []


@pytest.mark.skipif(not SEEDS, reason="the document is not here")
def test_every_citation_reads_as_in_the_paper() -> None:
    assert [str(finding) for finding in verify(CASE, {"cap-190": SEEDS[0]})] == []


def test_an_installed_wheel_finds_what_ships(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="no build backend here")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = "import assess; print(assess.__file__); assess.score(assess.load_case('russia-diasporas-2017'))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path / "site", capture_output=True, text=True, check=True
    )
    assert str(tmp_path) in done.stdout
