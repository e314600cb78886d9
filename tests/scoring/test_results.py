"""A result is data: short to print, complete in its columns, and asked through the networks beside it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated

import pytest

import assess
from assess.cli.listings import claim_listing, plain_text
from assess.compile.model import Compiled
from assess.domain.case import Case
from assess.domain.language import language
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from assess.reporting import notebook
from assess.reporting.report.written_report import markdown
from assess.reporting.tables import claim_tables
from assess.scoring import score as score_module
from assess.scoring.columns import Column, columns, fields_of, restored
from assess.scoring.csv_tables import csv_table
from assess.scoring.labels import Names
from assess.scoring.results import RECORDS, Assessment, ClaimResult, leading
from assess.scoring.score import Scoring, scoring_of
from assess.scoring.targets import followed, key_claims
from tests.exactly import score
from tests.scoring import small_case

CASE = assess.load_case("heuer-iraq-1993")


@pytest.fixture(scope="module")
def result() -> Scoring:
    return score(CASE)


def test_a_result_is_printed_in_a_line(result: Scoring) -> None:
    assert str(result) == repr(result) == "Assessment of heuer-iraq-1993: 1 question, 3 claims, 6 scored items"
    assert "\n" not in repr(assess.score(CASE, "1993-01", draws=0))


def test_what_is_not_asked_has_no_posterior(result: Scoring) -> None:
    (asked,) = result.questions
    assert result.posterior(asked) == result.questions[asked].posterior
    with pytest.raises(KeyError, match=f"'iraq/mood' is not asked; asked are {asked}"):
        result.posterior("iraq/mood")
    with pytest.raises(AssessError, match="E209 as_of 'soon' is not a date"):
        score(CASE, "soon")


def test_of_hypotheses_that_are_equal_to_rounding_error_the_first_of_the_rubric_leads(result: Scoring) -> None:
    assert leading({"grown": 0.4, "made": 0.4 + 1e-12, "bought": 0.2}) == "grown"
    assert leading({"grown": 0.4, "made": 0.4 + 1e-6, "bought": 0.2}) == "made"
    (question,) = result.questions.values()
    even = replace(question, posterior=dict.fromkeys(question.posterior, 1.0 / len(question.posterior)))
    tied = replace(result, questions={question.id: even})
    assert even.leading == next(iter(question.posterior))
    assert followed(tied, question.id).hypothesis == even.leading


def test_a_plain_assessment_is_compiled_where_that_is_needed_and_left_as_it_is(result: Scoring) -> None:
    values = {field.name: getattr(result, field.name) for field in fields(Assessment)}
    bare = Assessment(**values)
    again = scoring_of(bare)
    assert scoring_of(result) is result
    assert again.to_json() == bare.to_json() == result.to_json()
    assert not hasattr(bare, "model")
    (ident, *_) = result.claims
    assert assess.explain(bare, ident).to_dict() == assess.explain(result, ident).to_dict()


def test_a_recorded_result_is_compiled_once_for_its_report(
    result: Scoring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = assess.Ledger(tmp_path / "ledger.db")
    ledger.record(result)
    recorded = ledger.entry(1).assessment
    whole, cases = score_module.compiled, []

    def compiled(case: Case, as_of: str | None = None) -> Compiled:
        cases.append(case)
        return whole(case, as_of)

    monkeypatch.setattr(score_module, "compiled", compiled)
    # It scores the case with other numbers.
    monkeypatch.setattr("assess.analysis.digest.core_findings.leaning_intervals", lambda _: ())
    assert recorded == result
    assert markdown(recorded) == markdown(result)
    assert len(cases) == 1


def test_key_claims_are_those_marked_else_those_moved_most(result: Scoring) -> None:
    unmarked = {ident: claim.model_copy(update={"key": False}) for ident, claim in CASE.claims.items()}
    first, *_ = CASE.claims
    marked = unmarked | {first: CASE.claims[first].model_copy(update={"key": True})}
    assert key_claims(replace(result, case=CASE.model_copy(update={"claims": marked}))) == (first,)
    moved = replace(result, case=CASE.model_copy(update={"claims": unmarked}))
    assert key_claims(moved) == tuple(ident for ident, claim in result.claims.items() if claim.moved)


def test_of_many_countries_the_claims_moved_most_are_key(result: Scoring) -> None:
    """Nine countries, one claim each, the first moved least: it is the one that is left out of the eight."""
    first, *_ = CASE.claims
    names = [f"c{n}" for n in range(9)]
    instance = next(iter(result.questions))
    written = {
        name: CASE.claims[first].model_copy(update={"key": False, "holds_if": ({instance: (name,)},)}) for name in names
    }
    claims = {
        name: replace(result.claims[first], id=name, countries=(name,), prior=0.5, probability=0.6 + 0.04 * n)
        for n, name in enumerate(names)
    }
    many = replace(result, case=CASE.model_copy(update={"claims": written}), claims=claims)
    assert key_claims(many) == tuple(names[1:])


def test_every_column_of_a_record_has_a_name_of_its_own(result: Scoring) -> None:
    for record, parts in RECORDS.values():
        names = [column.name for column in columns(record, "csv")]
        assert len(names) == len(set(names))
        for part in parts:
            for each in getattr(result, part).values():
                assert all(hasattr(each, field.name) for field in fields_of(record))


def test_reasons_are_english_in_a_result_whatever_language_is_spoken() -> None:
    english = assess.score(CASE, draws=20).to_json()
    with language("ru"):
        assert assess.score(CASE, draws=20).to_json() == english


@dataclass(frozen=True, slots=True, kw_only=True)
class SurprisingClaim(ClaimResult):
    """A claim with one field more."""

    surprise_db: Annotated[float, Column("surprise", unit="dB")] = 4.25


def test_one_more_field_is_a_column_of_every_table(result: Scoring, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = {
        ident: SurprisingClaim(**{field.name: getattr(claim, field.name) for field in fields(claim)})
        for ident, claim in result.claims.items()
    }
    more = replace(result, claims=claims)
    assert more.to_dict()["claims"]["H1"]["surprise_db"] == 4.25
    assert restored(SurprisingClaim, more.to_dict()["claims"]["H1"])["surprise_db"] == 4.25
    monkeypatch.setitem(RECORDS, "claims", (SurprisingClaim, ("claims",)))
    monkeypatch.setattr(claim_tables, "ClaimResult", SurprisingClaim)
    monkeypatch.setattr(notebook, "ClaimResult", SurprisingClaim)
    assert [row["surprise_db"] for row in more.table("claims")] == [4.25] * len(claims)
    assert csv_table(more, "claims").splitlines()[1].endswith('"4.25"')
    assert "surprise" in plain_text(claim_listing("Claims", claims, Names(more)))
    assert "| surprise |" in markdown(more, with_annexes=True)
    assert ">surprise</th>" in notebook.html_of(more)


def test_results_import_no_verb() -> None:
    """Loading the records of a result loads neither a network nor what can be asked of one."""
    text = "import sys, assess.scoring.results; print([m for m in sys.modules if m.startswith('assess.')])"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    loaded = done.stdout
    assert "assess.scoring.results" in loaded
    for room in ("network", "compile", "analysis", "history", "reporting", "formats", "scoring.score"):
        assert f"'assess.{room}" not in loaded


def test_labels_name_hypotheses_and_indicators_where_they_are_given() -> None:
    case = small_case.case({"a": "present"})
    assert isinstance(case.rubric, Rubric)
    written = case.rubric.model_dump(mode="json", exclude_defaults=True)
    written["questions"]["q"]["hypotheses"] = {"x": {"text": "It is x", "label": "ex"}, "y": "It is y", "z": None}
    written["indicators"]["i"]["label"] = "the i sign"
    rubric = Rubric.model_validate(written)
    assert rubric.model_dump(mode="json", exclude_defaults=True) == written
    names = Names(score(case.model_copy(update={"rubric": rubric})))
    assert [names.label("q", h) for h in "xyz"] == ["ex", "y", "z"]
    assert [names.hypothesis("q", h) for h in "xyz"] == ["It is x", "It is y", "z"]
    assert (names.indicator_label("i"), names.indicator_label("j")) == ("the i sign", "j")
    assert (names.state("i", "x"), names.answer("o/q", "x")) == ("ex", "Q of o ex")
