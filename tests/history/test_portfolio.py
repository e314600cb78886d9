"""Many cases side by side: what moved since the ledger, what is due, who carries most, what came of predictions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pytest

import assess
from assess.domain.claim import Prediction
from assess.history.portfolio import Portfolio, portfolio
from assess.scoring.score_many import CaseScore, score_many
from tests.scoring.many_cases import write_cases

AGENCY, CLERK = "agency", "clerk"


@pytest.fixture
def cases(tmp_path: Path) -> list[assess.Case]:
    return [assess.load_case(path) for path in write_cases(tmp_path, 3)]


def side_by_side(cases: list[assess.Case], ledger: Path | None = None, by: str = "2022") -> Portfolio:
    return portfolio(score_many(cases, draws=0), by, ledger)


def with_predictions(case: assess.Case, **predictions: Mapping[str, object]) -> assess.Case:
    state = {"holds_if": {"club/made": ["state"]}}
    made = {name: Prediction.model_validate({**state, **each}) for name, each in predictions.items()}
    return case.model_copy(update={"predictions": made})


def test_what_moved_is_told_from_the_last_recording_of_each_case(tmp_path: Path, cases: list[assess.Case]) -> None:
    ledger = assess.Ledger(tmp_path / "ledger.db")
    first, second, third = cases
    assert side_by_side(cases, ledger.path).moved == ()
    for case in (first.without("e1"), first, second):
        ledger.record(assess.score(case, draws=0))
    ledger.record(assess.score(second, "2020", draws=0))
    changed = second.without("e3")
    made = side_by_side([third, changed, first], ledger.path)
    (move,) = made.moved
    before, after = (assess.score(case, draws=0).claims["of-the-state"].probability for case in (second, changed))
    assert (move.case, move.change.id) == ("c001", "of-the-state")
    assert (move.change.before.probability, move.change.after.probability) == (before, after)
    odds = [p / (1 - p) for p in (before, after)]
    assert move.change.change_db == pytest.approx(10 * math.log10(odds[1] / odds[0]))
    assert [case.recorded is None for case in made.cases] == [False, False, True]
    assert made.new == 0


def test_sources_are_summed_over_all_cases(cases: list[assess.Case]) -> None:
    results = [assess.score(case, draws=0) for case in cases]
    made = side_by_side(cases)
    expected = {
        source: math.fsum(
            result.evidence[item.id].strength_db
            for result in results
            for item in result.case.evidence
            if item.source == source
        )
        for source in (AGENCY, CLERK)
    }
    assert {each.id: each.weight_db for each in made.sources} == pytest.approx(expected)
    assert [(each.id, each.cases, each.items) for each in made.sources] == [(AGENCY, 3, 6), (CLERK, 3, 3)]


def test_predictions_are_due_settled_or_neither(tmp_path: Path, cases: list[assess.Case]) -> None:
    settled = {"resolves_by": "2021", "resolved": {"outcome": True, "on": "2021-03"}}
    late, early = {"resolves_by": "2023-05"}, {"resolves_by": "2021-12-31"}
    case = with_predictions(cases[0], settled=settled, late=late, early=early, undated={})
    made = side_by_side([case])
    assert [(each.id, each.overdue) for each in made.due] == [("early", True), ("late", False)]
    forecast = assess.score(case, "2021-02-28", draws=0).predictions["settled"].probability
    assert made.calibration.brier == pytest.approx((1 - forecast) ** 2)
    assert made.outcomes.overdue == ("c000/early",)
    unrecorded = assess.Ledger(tmp_path / "ledger.db")
    unrecorded.record(assess.score(case, draws=0))
    assert side_by_side([case], unrecorded.path).calibration is None


def test_two_cases_of_one_id_are_both_refused(cases: list[assess.Case]) -> None:
    first, second, _ = score_many(cases, draws=0)
    made = portfolio([first, CaseScore("copy", first.result), second], "2022")
    assert list(made.results) == ["c001"]
    assert [(each.given, each.findings[0].code) for each in made.refused] == [("c000", "E801"), ("copy", "E801")]


def test_the_order_of_cases_makes_no_difference(cases: list[assess.Case]) -> None:
    assert side_by_side(cases).to_dict() == side_by_side(cases[::-1]).to_dict()


def test_nothing_scored_is_a_portfolio_of_nothing() -> None:
    made = side_by_side([])
    assert (made.cases, made.calibration, made.to_dict()["refused"]) == ((), None, [])
