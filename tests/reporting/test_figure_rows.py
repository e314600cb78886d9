"""Figures show the numbers of the tables, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

import assess
from assess import AssessError, plots
from assess.analysis.digest.author_differences import author_differences
from assess.analysis.explaining.chain_graph import ANALYST, chain_graph
from assess.domain.number_text import decibans, percent
from assess.domain.quoting import UnknownTargetError
from assess.reporting.figures.chart import Chart, texts_of
from assess.reporting.figures.palette import BLUE
from assess.scoring.labels import Names
from assess.scoring.targets import followed, key_claims
from tests.reporting.drawn import CHOIR, SHIPPED, calibration, figures, scored, shown, written


def test_a_forest_has_the_key_claims_and_their_numbers() -> None:
    result = scored(SHIPPED)
    rows, scale = plots.forest_rows(result), Names(result).scale
    assert {row.id for row in rows} == set(key_claims(result)) < result.claims.keys()
    chart = plots.forest(result)
    assert [text for text in written(chart) if text.endswith(" %")][1:] == [
        percent(row.probability, scale) for row in rows
    ]
    drawn = {row["id"]: row for row in shown(chart) if "id" in row}
    for row in rows:
        claim = result.claims[row.id]
        assert (row.prior, row.probability, row.interval) == (claim.prior, claim.probability, claim.interval)
        assert (drawn[row.id]["prior"], drawn[row.id]["probability"]) == (claim.prior, claim.probability)
        assert drawn[row.id]["interval"] == list(claim.interval or ())


def test_what_nothing_moved_looks_unlike_what_evidence_moved() -> None:
    result = scored(CHOIR)
    claim = result.claims["choir-steered"]
    still = replace(result, claims={**result.claims, "choir-steered": replace(claim, probability=claim.prior)})
    full, hollow = (
        plots.svg(plots.forest(each, ["choir-steered"])).count(f'fill="{BLUE}"') for each in (result, still)
    )
    assert full == hollow + 1


def test_the_words_over_the_bands_are_those_of_the_scale() -> None:
    result = scored(CHOIR)
    chart = plots.forest(result)
    assert {term.term for term in Names(result).scale.terms} <= set(written(chart))
    assert "confidence" not in " ".join(written(chart)).casefold()


@pytest.mark.parametrize(
    ("draw", "title"),
    [
        (lambda r: plots.forest(r, ["choir-steered"]), "The choir is a body of the state: from 50 % to 79 %"),
        (plots.chains, "4 of 7 items reach us through The local newspaper"),
        (lambda r: plots.coverage(r, None), "7 items bear directly on 2 questions; on 0 nothing is reported"),
        (plots.grid, "The choir: origin “Taken over by the state”: from 30 % to 41 %"),
    ],
)
def test_a_title_says_what_is_found(draw: Callable[[assess.Assessment], Chart], title: str) -> None:
    assert texts_of(draw(scored(CHOIR)))["title"] == title


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
    assert {"Grew by itself", "Taken over by the state"} <= set(texts)
    assert {decibans(weight) for row in rows for _, weight in row.weights_db} <= set(texts)


def test_a_map_tells_three_states_apart() -> None:
    rows = plots.coverage_rows(scored(SHIPPED))
    states = {q.id: q.coverage for q in scored(SHIPPED).questions.values()}
    assert {row.instance: row.coverage for row in rows} == states
    assert set(states.values()) == {"assessed", "thin", "unmonitored"}
    signs = {"assessed": "●", "thin": "◐", "unmonitored": "○"}
    drawn = [row["sign"] for row in shown(plots.coverage(scored(SHIPPED), "control")) if "instance" in row]
    assert drawn == [signs[row.coverage] for row in rows if row.question == "control"]


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
        row = by[f"“{names.observable(moved.indicator)}” if “{names.circumstance(moved.indicator, moved.state)}”"]
        assert (row.at_low, row.at_high) == (moved.at_low.probability, moved.at_high.probability)
    (miles,) = [out for out in judged.sources if out.source == "miles"]
    assert [row.at_low for row in rows if row.label == "without Marintha Miles"] == [miles.without.probability]


def test_a_collection_has_the_gains_of_the_plan() -> None:
    result = scored(SHIPPED)
    plan_of_target = assess.plan(result, "utr-directed").targets["utr-directed"]
    rows = plots.collection_rows(result, "utr-directed")
    assert [row.id for row in rows] == [prospect.id for prospect in plan_of_target.prospects]
    assert [row.gain for row in rows] == pytest.approx([prospect.gain for prospect in plan_of_target.prospects])
    assert rows[0].now == pytest.approx(plan_of_target.posterior["true"])


def test_a_ladder_only_falls() -> None:
    rungs: dict[str, list[float]] = {}
    for row in plots.ladder_rows(scored(SHIPPED)):
        rungs.setdefault(row.ladder, []).append(row.probability)
    assert all(values == sorted(values, reverse=True) for values in rungs.values())


def test_a_timeline_has_the_readings() -> None:
    history = assess.timeline(assess.load_case(CHOIR), draws=0)
    rows = plots.timeline_rows(history)
    probabilities = [row.probability for row in rows if row.id == "choir-made"]
    assert probabilities == [point.readings["choir-made"].probability for point in history.points]
    drawn = [row["probability"] for row in shown(plots.timeline(history)) if row.get("id") == "choir-made"]
    assert drawn == probabilities


def test_a_timeline_of_one_step_is_not_drawn() -> None:
    case = assess.load_case(CHOIR)
    at_once = [item.model_copy(update={"reported": "2015", "withdrawn": None}) for item in case.evidence]
    history = assess.timeline(case.model_copy(update={"evidence": tuple(at_once)}), draws=0)
    with pytest.raises(AssessError, match=r"E823 .* the evidence came in on one day at most"):
        plots.timeline(history)


def test_authors_stand_beside_the_bands_of_their_terms() -> None:
    result = scored(SHIPPED)
    rows = plots.author_rows(result)
    assert [(row.id, row.side) for row in rows] == [(d.claim.id, d.side) for d in author_differences(result)]
    for row in rows:
        is_inside = row.low <= row.probability <= row.high
        assert row.side == "no evidence" or is_inside == (row.gap == 0.0)
        assert row.side in ("no evidence", "within") or (row.probability > row.high) == (row.side == "above")


def test_events_stand_at_their_own_dates() -> None:
    result = scored(SHIPPED)
    dated = {
        item.id: item.event_date for item in result.case.evidence if item.event_date and item.id in result.evidence
    }
    assert {row.item: row.event_date for row in plots.event_rows(result)} == dated
    drawn = {row["item"]: row["when"] for row in shown(plots.events(result)) if "when" in row}
    assert {item: int(when) for item, when in drawn.items()} == {item: int(date[:4]) for item, date in dated.items()}


def test_answers_are_stacked_to_one() -> None:
    result = scored(CHOIR)
    drawn = [row for row in shown(plots.answers(result, ["choir/origin"])) if "bar" in row]
    for bar, numbers in (
        ("now", result.questions["choir/origin"].posterior),
        ("before", result.questions["choir/origin"].prior),
    ):
        parts = [row for row in drawn if row["bar"] == bar]
        assert [row["end"] - row["start"] for row in parts] == pytest.approx(list(numbers.values()), abs=1e-12)
        assert parts[-1]["end"] == pytest.approx(1.0)


def test_a_calibration_has_the_groups_of_the_table() -> None:
    rows = [row for row in shown(calibration()) if "label" in row]
    assert [(row["label"], row["count"], row["came_true"]) for row in rows] == [
        ("0 to 10 %", 1, 0),
        ("30 to 40 %", 2, 1),
        ("70 to 80 %", 2, 1),
        ("90 to 100 %", 1, 1),
    ]


def test_chains_are_those_of_the_items() -> None:
    result = scored(CHOIR)
    graph = chain_graph(result)
    ways = {(passage.first, passage.second): passage.items for passage in graph.passages}
    assert ways["member", "newspaper"] == ("e1",)
    assert ways["newspaper", ANALYST] == ("e1", "e3", "e4", "e8")
    for passage in graph.passages:
        assert passage.weight_db == pytest.approx(sum(result.evidence[item].strength_db for item in passage.items))
    assert graph.speakers[0].id == ANALYST
    assert graph.speakers[0].items == len(result.evidence)
    assert {speaker.id: speaker.steps for speaker in graph.speakers}["member"] == 2
    assert {passage.items for passage in chain_graph(result, "club-steered").passages} == {("e3", "e8")}


def test_lines_are_as_wide_as_they_weigh() -> None:
    rows = [row for row in shown(plots.chains(scored(CHOIR))) if "width" in row]
    by_weight = sorted(rows, key=lambda row: row["weight_db"])
    assert [row["width"] for row in by_weight] == sorted(row["width"] for row in rows)


def test_every_figure_tells_its_rows_aloud() -> None:
    for name, chart in figures(scored(CHOIR)).items():
        texts = texts_of(chart)
        assert texts["figure"] == name
        assert texts["alt"].startswith(texts["title"])
        assert texts["caption"].endswith(".")


def test_what_is_not_there_is_said() -> None:
    result = scored(CHOIR)
    assert followed(result, "choir/origin").id in ("choir/origin:taken", "choir/origin:made")
    for draw in (plots.waterfall, plots.tornado, plots.matrix, plots.chains, plots.collection, plots.ladder):
        with pytest.raises(UnknownTargetError, match="there is nothing called 'nobody'"):
            draw(result, "nobody")
    bare = replace(result, claims={}, case=result.case.model_copy(update={"claims": {}}))
    with pytest.raises(AssessError, match="E823 there is nothing to draw in the figure forest"):
        plots.forest(bare)
    with pytest.raises(AssessError, match=r"E823 .* no claims of the case share a ladder"):
        plots.ladder(bare)
