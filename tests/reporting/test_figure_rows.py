"""Figures show the numbers of the tables, and nothing else."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

import assess
from assess import AssessError, plots
from assess.analysis.explaining.claim_graph import claim_graph
from assess.domain.number_text import decibans
from assess.domain.quoting import UnknownTargetError
from assess.reporting.figures.canvas import Letters
from assess.reporting.tables.claim_tables import claim_rows
from assess.scoring.labels import Names
from assess.scoring.targets import followed
from tests.reporting.drawn import CHOIR, SHIPPED, calibration, figures, scored


def written(plot: plots.Plot) -> list[str]:
    return [mark.text for mark in plot.sheet().marks if isinstance(mark, Letters)]


def test_a_forest_has_the_numbers_of_the_table() -> None:
    result = scored(SHIPPED)
    rows, table = plots.forest_rows(result), claim_rows(result.claims.values(), Names(result))
    assert [row.id for row in rows] == [row["id"] for row in table]
    numbers = [text for text in written(plots.forest(result)) if text.endswith(" %")]
    on_one_line = [re.sub("^just (under|over) ", "", row["probability"]) for row in table]
    assert numbers[:-1] == on_one_line
    assert numbers[-1] == "probability, %"
    for row in rows:
        claim = result.claims[row.id]
        assert (row.prior, row.probability, row.interval) == (claim.prior, claim.probability, claim.interval)


def test_a_forest_grows_with_its_claims_and_says_nothing_of_confidence() -> None:
    result = scored(CHOIR)
    claim = result.claims["choir-steered"]
    many = {f"c{n}": replace(claim, id=f"c{n}") for n in range(100)}
    stated = dict.fromkeys(many, result.case.claims["choir-steered"])
    case = result.case.model_copy(update={"claims": stated})
    hundred = plots.forest(replace(result, claims=many, case=case))
    assert hundred.sheet().height > 100 * 20
    assert len(hundred.svg()) < 40_000
    assert "And 88 more." in hundred.alt
    assert "confidence" not in " ".join(written(hundred)).casefold()


def test_the_words_over_the_bands_are_those_of_the_scale() -> None:
    result = scored(CHOIR)
    texts = written(plots.forest(result))
    assert {term.term for term in Names(result).scale.terms} <= set(texts)


@pytest.mark.parametrize("by", ["item", "theme", "source", "country"])
def test_a_waterfall_closes(by: str) -> None:
    result = scored(SHIPPED)
    for ident in ("utr-directed", "utr/control@2017", "utr/control@2017:partial"):
        rows = plots.waterfall_rows(result, ident, by)  # type: ignore[arg-type]
        first, *steps, last = rows
        assert first.to_db is not None
        total = first.to_db + math.fsum(row.step_db or 0.0 for row in steps)
        assert total == pytest.approx(last.to_db, abs=1e-9)
        assert [row.from_db for row in steps] == pytest.approx([row.to_db for row in rows[:-2]], abs=1e-9)
        assert last.from_db is None
        assert steps[-1].to_db == pytest.approx(last.to_db, abs=1e-9)


def test_a_matrix_has_the_weights_of_the_items() -> None:
    result = scored(CHOIR)
    rows = plots.matrix_rows(result, "choir/origin")
    assert {row.item: dict(row.weights_db) for row in rows} == {
        ident: item.weight_db for ident, item in result.evidence.items() if item.instance == "choir/origin"
    }
    texts = written(plots.matrix(result, "choir/origin"))
    assert {decibans(weight) for row in rows for _, weight in row.weights_db} <= set(texts)


def test_a_map_tells_three_states_apart() -> None:
    rows = plots.coverage_rows(scored(SHIPPED))
    states = {q.id: q.coverage for q in scored(SHIPPED).questions.values()}
    assert {row.instance: row.coverage for row in rows} == states
    assert set(states.values()) == {"assessed", "thin", "unmonitored"}
    plot = plots.coverage(scored(SHIPPED), "control")
    assert {"assessed", "thin", "unmonitored"} <= set(written(plot))


def test_sources_are_those_heard() -> None:
    result = scored(CHOIR)
    rows = {row.id: row for row in plots.source_rows(result)}
    assert rows.keys() == {"treasurer", "newspaper", "member", "ministry"}
    assert rows["newspaper"].posterior == result.sources["newspaper"].posterior
    # e3, e4 and e8 are its own; e1 came through it.
    assert (rows["newspaper"].as_origin, rows["newspaper"].as_relay) == (3, 1)


def test_a_tornado_has_the_numbers_of_the_study() -> None:
    result, names = scored(SHIPPED), Names(scored(SHIPPED))
    judged = assess.sensitivity(result, ["utr-directed"]).targets["utr-directed"]
    rows = plots.tornado_rows(result, "utr-directed")
    ends = [[end for end in (row.now, row.at_low, row.at_high) if end is not None] for row in rows]
    widths = [max(some) - min(some) for some in ends]
    assert widths == sorted(widths, reverse=True)
    by = {row.label: row for row in rows if row.kind == "row"}
    for moved in judged.rows[:5]:
        row = by[f"{names.indicator_label(moved.indicator)} given {names.state(moved.indicator, moved.state)}"]
        assert (row.at_low, row.at_high) == (moved.at_low.probability, moved.at_high.probability)
    (miles,) = [out for out in judged.sources if out.source == "miles"]
    assert [row.at_low for row in rows if row.label == "without Marintha Miles"] == [miles.without.probability]


def test_a_collection_has_the_gains_of_the_plan() -> None:
    result = scored(SHIPPED)
    plan_of_target = assess.plan(result, "utr-directed").targets["utr-directed"]
    rows = plots.collection_rows(result, "utr-directed")
    assert [(row.id, row.gain) for row in rows] == [
        (prospect.id, prospect.gain) for prospect in plan_of_target.prospects
    ]
    assert rows[0].now == plan_of_target.posterior["true"]


def test_a_ladder_only_falls() -> None:
    rungs: dict[str, list[float]] = {}
    for row in plots.ladder_rows(scored(SHIPPED)):
        rungs.setdefault(row.ladder, []).append(row.probability)
    assert all(values == sorted(values, reverse=True) for values in rungs.values())


def test_a_timeline_has_the_readings_and_numbers_the_days() -> None:
    history = assess.timeline(assess.load_case(CHOIR), draws=0)
    plot = plots.timeline(history)
    probabilities = [row.probability for row in plot.rows if row.id == "choir-made"]
    assert probabilities == [point.readings["choir-made"].probability for point in history.points]
    assert "6. 2017-04-18: 1 item withdrawn (e7)" in written(plot)


def test_a_calibration_has_the_groups_of_the_table() -> None:
    rows = calibration().rows
    assert [(row.label, row.count, row.came_true) for row in rows] == [
        ("0 to 10 %", 1, 0),
        ("30 to 40 %", 2, 1),
        ("70 to 80 %", 2, 1),
        ("90 to 100 %", 1, 1),
    ]


def test_edges_are_those_of_the_items() -> None:
    graph = claim_graph(scored(CHOIR), "club-steered")
    said = {(edge.first, edge.second, edge.says, edge.items) for edge in graph.edges if edge.kind == "says"}
    assert said == {
        ("newspaper", "club/blessing", "present", ("e3",)),
        ("newspaper", "club/election", "present", ("e8",)),
    }
    assert {edge.second for edge in graph.edges if edge.kind == "bears on"} == {"club/origin"}
    passed = [edge for edge in claim_graph(scored(CHOIR), "choir-made").edges if edge.kind == "passes on"]
    assert [(edge.first, edge.second, edge.items) for edge in passed] == [("newspaper", "member", ("e1",))]


def test_every_figure_tells_its_rows_aloud() -> None:
    for name, plot in figures(scored(CHOIR)).items():
        assert plot.name == name
        assert plot.rows
        assert plot.alt.startswith(plot.title)
        assert plot.caption.endswith(".")
        assert len(plot.records()) == len(plot.rows)


def test_what_is_not_there_is_said() -> None:
    result = scored(CHOIR)
    assert followed(result, "choir/origin").id in ("choir/origin:taken", "choir/origin:made")
    for draw in (plots.waterfall, plots.tornado, plots.matrix, plots.network, plots.collection, plots.ladder):
        with pytest.raises(UnknownTargetError, match="there is nothing called 'nobody'"):
            draw(result, "nobody")
    bare = replace(result, claims={}, case=result.case.model_copy(update={"claims": {}}))
    with pytest.raises(AssessError, match="E823 there is nothing to draw in the figure forest"):
        plots.forest(bare)
    with pytest.raises(AssessError, match=r"E823 .* no claims of the case share a ladder"):
        plots.ladder(bare)
