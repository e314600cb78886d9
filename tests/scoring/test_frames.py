"""Rows of results as plain records, and as frames of pandas and polars: the same cells, with types that fit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pytest

import assess
from assess.analysis.collection.plan import plan
from assess.scoring.frames import Table
from tests.reporting.drawn import CHOIR, SHIPPED, forecasts, scored

CLAIM = "choir-steered"


def changed() -> assess.Change:
    case = assess.load_case(CHOIR)
    first = case.evidence[0].id
    return assess.compare(scored(CHOIR), assess.score(case.without(first), draws=200))


MADE: dict[str, Callable[[], Table]] = {
    "hypotheses": lambda: scored(CHOIR).table(),
    "claims": lambda: scored(CHOIR).table("claims"),
    "sources": lambda: scored(CHOIR).table("sources"),
    "weights": lambda: scored(CHOIR).table("weights"),
    "without draws": lambda: scored(CHOIR, 0).table("claims"),
    "contributions": lambda: assess.explain(scored(CHOIR), CLAIM, "source").table(),
    "contributions of an instance": lambda: assess.explain(scored(CHOIR), "choir/origin").table(),
    "plan": lambda: assess.plan(scored(CHOIR), CLAIM).table(),
    "plan of all": lambda: assess.plan(scored(CHOIR)).table(),
    "sensitivity": lambda: assess.sensitivity(scored(CHOIR), [CLAIM]).table(),
    "timeline": lambda: assess.timeline(assess.load_case(CHOIR), draws=50).table(),
    "change": lambda: changed().table(),
    "change of a claim": lambda: changed().contributions(CLAIM),
    "calibration": lambda: assess.calibration(forecasts(), assess.load_scale("icd203")).records(),
    "calibration plot": lambda: assess.plots.records(
        assess.plots.calibration_rows(assess.calibration(forecasts(), assess.load_scale("icd203")))
    ),
    "shares plot": lambda: assess.plots.records(assess.plots.shares_rows(changed(), CLAIM)),
    "items plot": lambda: assess.plots.records(assess.plots.items_rows(assess.load_case(CHOIR))),
    "of nothing": lambda: assess.score(assess.load_case(CHOIR).model_copy(update={"evidence": ()})).table("weights"),
}


def cells(row: dict[str, Any]) -> list[Any]:
    """Return what a frame has of a row: an interval is two cells."""
    values: list[Any] = []
    for name, value in row.items():
        is_pair = name.startswith("interval")
        values += [*(value or (None, None))] if is_pair else [list(value) if isinstance(value, tuple) else value]
    return values


@pytest.fixture(params=MADE)
def made(request: pytest.FixtureRequest) -> Table:
    return MADE[request.param]()


def check_frames(made: Table) -> None:
    polars = made.to_polars()
    pandas = made.to_pandas()
    assert pandas.columns.to_list() == polars.columns
    assert len(pandas) == polars.height == len(made)
    assert [list(row) for row in polars.iter_rows()] == [cells(row) for row in made]
    for row, (_, other) in zip(made, pandas.iterrows(), strict=True):
        for value, cell in zip(cells(row), other, strict=True):
            assert pd.isna(cell) if value is None else cell == value
    for name in pandas.columns:
        values = [value for value in pandas[name] if isinstance(value, float)]
        assert not values or pandas[name].dtype != object or pandas[name].isna().any()


def test_frames_have_the_cells_of_the_records(made: Table) -> None:
    check_frames(made)
    assert isinstance(made, list)
    assert made == [dict(row) for row in made]
    assert all(list(row) == list(made.columns) for row in made)
    assert pl.Object not in made.to_polars().dtypes


def test_the_columns_do_not_hang_on_what_the_rows_hold() -> None:
    full, bare = MADE["claims"](), MADE["without draws"]()
    assert bare[0]["interval"] is None
    assert bare.to_pandas()["low"].dtype == full.to_pandas()["low"].dtype == "float64"
    assert bare.to_polars().schema == full.to_polars().schema
    empty = MADE["of nothing"]()
    assert empty == []
    assert (
        empty.to_polars().columns
        == empty.to_pandas().columns.to_list()
        == ["item", "instance", "hypothesis", "weight_db"]
    )


def test_named_numbers_have_a_column_each() -> None:
    records = assess.plots.records(assess.plots.matrix_rows(scored(CHOIR), "choir/origin"))
    frame = records.to_polars()
    for label in ("made", "grown"):
        assert frame[f"weights_db.{label}"].to_list() == [dict(row["weights_db"])[label] for row in records]


def test_whole_numbers_and_truths_with_gaps_keep_their_kind() -> None:
    made = Table([{"n": 1, "is": True}, {"n": None, "is": None}], {"n": "count", "is": "truth"})
    assert [str(kind) for kind in made.to_pandas().dtypes] == ["Int64", "boolean"]
    assert made.to_polars().dtypes == [pl.Int64, pl.Boolean]
    whole = Table(made[:1], made.columns)
    assert [str(kind) for kind in whole.to_pandas().dtypes] == ["int64", "bool"]


def test_the_steps_of_a_claim_sum_to_its_posterior() -> None:
    frame = assess.explain(scored(SHIPPED), "utr-directed", "source").table().to_pandas()
    explained = assess.explain(scored(SHIPPED), "utr-directed", "source").targets[0]
    assert frame["step_db"].sum() == pytest.approx(explained.posterior_db, abs=1e-9)
    assert frame["kind"].to_list() == ["prior"] + ["step"] * len(explained.steps)
    assert frame["after"].iloc[-1] == pytest.approx(scored(SHIPPED).claims["utr-directed"].probability, abs=1e-12)


def test_the_plan_is_that_of_assess_plan() -> None:
    plan_of_claim = plan(scored(CHOIR), CLAIM).targets[CLAIM]
    rows = assess.plan(scored(CHOIR), CLAIM).table()
    assert [row["gain"] for row in rows] == [prospect.gain for prospect in plan_of_claim.prospects]
    assert [row["if_present"] for row in rows] == [
        prospect.present.posterior and prospect.present.posterior["true"] for prospect in plan_of_claim.prospects
    ]


def test_the_shares_of_a_claim_sum_to_its_change() -> None:
    change = changed()
    for ident, move in change.claims.items():
        assert sum(row["db"] for row in change.contributions(ident)) == pytest.approx(move.change_db, abs=1e-9)
    with pytest.raises(KeyError, match="nothing called 'choir-sterred': did you mean choir-steered"):
        change.contributions("choir-sterred")


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(KeyError, match="nothing called 'claim': did you mean claims"):
        scored(CHOIR).table("claim")  # type: ignore[arg-type]


@pytest.mark.parametrize(("library", "method"), [("pandas", "to_pandas"), ("polars", "to_polars")])
def test_a_library_that_is_missing_is_named_with_the_way_out(
    library: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(assess.AssessError, match=f"E411 this table is made by the library {library}") as caught:
        getattr(scored(CHOIR).table(), method)()
    assert caught.value.findings[0].hint == f"pip install '{library}'"
