"""Heuer's count beside the posterior: a matrix by hand, laws, and each reason why the two may disagree."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assess
from assess.analysis.explaining.inconsistency import Inconsistency, inconsistency
from assess.domain.case import Case, Prior
from assess.domain.chance import Chance
from assess.formats.ach import import_ach

INSTANCE = "matter/hypothesis"


def case_of(folder: Path, text: str) -> Case:
    (folder / "m.csv").write_text(text, encoding="utf-8")
    return assess.load_case(import_ach(folder / "m.csv", folder / "m").folder)


def both(case: Case) -> Inconsistency:
    return inconsistency(assess.score(case, draws=0))[INSTANCE]


def believed(case: Case) -> Case:
    """Return the case with every source reliable and every statement and indicator to the letter."""
    exact = Chance(value=1.0)
    sources = {name: source.model_copy(update={"reliability": exact}) for name, source in case.sources.items()}
    evidence = tuple(item.model_copy(update={"credibility": None, "accuracy": exact}) for item in case.evidence)
    indicators = {n: i.model_copy(update={"weight": 1.0}) for n, i in case.rubric.indicators.items()}
    rubric = case.rubric.model_copy(update={"indicators": indicators})
    return case.model_copy(update={"sources": sources, "evidence": evidence, "rubric": rubric})


def test_a_matrix_by_hand(tmp_path: Path) -> None:
    """Credibility high is √2, low 1/√2; so is relevance. Likelihoods multiply where nobody errs."""
    rows = "x,H,H,CC,II\ny,L,H,I,C\nz,L,L,I,C\nu,,,N,N\n"
    case = case_of(tmp_path, f"Evidence,Cred,Rel,a,b\n{rows}")
    counts = both(case)
    tally = {t.hypothesis: t for t in counts.tallies}
    assert (tally["a"].count, tally["b"].count) == (2, 2)
    assert tally["a"].weighted == pytest.approx(math.sqrt(0.5) * math.sqrt(2) + 0.5)
    assert tally["b"].weighted == pytest.approx(2 * 2)
    assert counts.unworded == 1
    posterior = assess.score(believed(case), draws=0).posterior(INSTANCE)
    a, b = 0.9 * 0.3 * 0.3 * 0.5, 0.1 * 0.7 * 0.7 * 0.5
    assert posterior == pytest.approx({"a": a / (a + b), "b": b / (a + b)}, abs=1e-12)


def test_the_example_of_heuer_has_his_order_by_both_measures() -> None:
    """Three minuses under the first hypothesis, none under the second, two under the third."""
    counts = both(assess.load_case("heuer-iraq-1993"))
    assert {t.hypothesis: t.count for t in counts.tallies} == {"H1": 3, "H2": 0, "H3": 2}
    assert [t.hypothesis for t in counts.tallies] == ["H2", "H3", "H1"]
    assert counts.disagreements == ()
    result = assess.score(assess.load_case("heuer-iraq-1993"), draws=0)
    assert all(weight == pytest.approx(0.0, abs=1e-9) for weight in result.evidence["e01"].weight_db.values())
    assert result.rubric.indicators["row-e01"].present_if["H1"].mean == 0.7


def reasons(counted: Inconsistency) -> dict[str, tuple[str, ...]]:
    (pair,) = counted.disagreements
    return {part.reason: part.items for part in pair.decisive}


def test_consistent_items_that_discriminate_are_passed_over_by_the_count(tmp_path: Path) -> None:
    counts = both(case_of(tmp_path, "Evidence,Cred,Rel,a,b\nx,H,H,CC,N\ny,H,H,CC,N\nz,H,H,CC,N\nu,,,I,C\n"))
    assert [(t.hypothesis, t.count) for t in counts.tallies] == [("a", 1), ("b", 0)]
    assert reasons(counts) == {"uncounted": ("e01", "e02", "e03")}


def test_an_item_of_low_credibility_counts_whole_in_the_count(tmp_path: Path) -> None:
    counts = both(case_of(tmp_path, "Evidence,Cred,Rel,a,b\nx,L,L,I,C\ny,L,L,I,C\nz,H,H,C,I\n"))
    assert [(t.hypothesis, t.count, t.count_rank) for t in counts.tallies] == [("a", 2, 2), ("b", 1, 1)]
    assert reasons(counts) == {"discount": ("e01", "e02", "e03")}


def test_the_count_knows_no_prior(tmp_path: Path) -> None:
    case = case_of(tmp_path, "Evidence,a,b\nx,I,C\n")
    prior = Prior(prior={"a": 0.9, "b": 0.1}, why="Seldom")
    counts = both(case.model_copy(update={"priors": {INSTANCE: prior}}))
    assert reasons(counts) == {"prior": ()}


def test_items_of_one_source_are_not_so_many_witnesses(tmp_path: Path) -> None:
    text = "Evidence,Source,Cred,Rel,a,b\n" + "x,Guard,H,H,C,I\n" * 6 + "y,,H,H,I,C\n" * 5
    counts = both(case_of(tmp_path, text))
    assert [(t.hypothesis, t.count) for t in counts.tallies] == [("b", 6), ("a", 5)]
    assert reasons(counts)["shared"] == tuple(f"e{n:02d}" for n in range(1, 7))


def test_a_source_that_has_the_name_of_one_made_to_set_items_apart_is_another(tmp_path: Path) -> None:
    case = case_of(tmp_path, "Evidence,Source,Cred,Rel,a,b\n" + "x,Guard,H,H,C,I\n" * 6 + "y,,H,H,I,C\n" * 5)
    *others, last = case.evidence
    poor = case.sources[last.source].model_copy(update={"reliability": Chance(value=0.3)})

    def from_one_called(name: str) -> Case:
        evidence = (*others, last.model_copy(update={"source": name}))
        return case.model_copy(update={"sources": {**case.sources, name: poor}, "evidence": evidence})

    counts = both(from_one_called("somebody"))
    assert reasons(counts).keys() >= {"shared"}
    assert both(from_one_called(f"{others[0].source}.{others[0].id}")) == counts


def test_a_tie_that_the_evidence_breaks_is_told_and_a_withdrawn_item_is_not_counted(tmp_path: Path) -> None:
    case = case_of(tmp_path, "Evidence,Cred,Rel,a,b\nx,H,H,I,I\ny,H,H,CC,N\nz,H,H,II,CC\n").withdraw(
        "e03", "2020", "Forged"
    )
    counts = both(case)
    (pair,) = counts.disagreements
    assert (pair.tied, pair.by_posterior, counts.items) == (True, "a", ("e01", "e02"))


def test_what_is_ruled_out_has_no_finite_weight(tmp_path: Path) -> None:
    case = case_of(tmp_path, "Evidence,a,b\nx,I,C\n")
    prior = Prior(prior={"a": 1.0, "b": 0.0}, why="Known")
    (pair,) = both(case.model_copy(update={"priors": {INSTANCE: prior}})).disagreements
    assert (pair.weight_db, pair.parts, pair.decisive) == (None, (), ())


def test_a_case_from_elsewhere_has_no_count() -> None:
    assert inconsistency(assess.score(assess.load_case("russia-diasporas-2017"), draws=0)) == {}


CELLS = st.sampled_from(["CC", "C", "N", "I", "II", "NA", ""])
ROW = st.tuples(
    st.sampled_from(["", "Guard", "Clerk"]), st.sampled_from("HML"), st.sampled_from("HML"), CELLS, CELLS, CELLS
)


@given(st.lists(ROW, min_size=1, max_size=6))
def test_the_parts_add_up_and_the_counts_are_counts(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    text = "".join(f"x,{','.join(row)}\n" for row in rows)
    result = assess.score(case_of(tmp_path_factory.mktemp("m"), f"Evidence,Source,Cred,Rel,a,b,c\n{text}"), draws=0)
    if not any("".join(row[3:]) for row in rows):
        assert inconsistency(result) == {}
        return
    counted = inconsistency(result)[INSTANCE]
    posterior = result.posterior(INSTANCE)
    for tally in counted.tallies:
        column = [row[3 + "abc".index(tally.hypothesis)] for row in rows]
        assert tally.count == column.count("I") + 2 * column.count("II")
    wrong = {
        (x.hypothesis, y.hypothesis)
        for x in counted.tallies
        for y in counted.tallies
        if x.posterior > y.posterior * (1 + 1e-6) and x.count > y.count
    }
    assert {(pair.by_posterior, pair.by_count) for pair in counted.disagreements if not pair.tied} == wrong
    for pair in counted.disagreements:
        odds = 10 * math.log10(posterior[pair.by_posterior] / posterior[pair.by_count])
        assert pair.weight_db == pytest.approx(odds, abs=1e-9)
        assert sum(part.weight_db for part in pair.parts) == pytest.approx(odds, abs=1e-9)
        assert not any(part.items for part in pair.parts if part.reason == "prior")
