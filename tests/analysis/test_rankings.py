"""What comes first: the order is total, so that ties never change places."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

import assess
from assess.analysis.rankings import (
    items_by_strength,
    reports_by_indicator,
    rungs,
    sources_by_items,
    written_items_by_source,
)
from assess.analysis.study_rankings import sources_by_move
from assess.analysis.what_if.one_at_a_time import OneAtATime
from assess.analysis.what_if.swings import swings
from assess.analysis.what_if.verdicts import places_of_leading
from assess.scoring.results import foremost, leading
from assess.scoring.targets import followed
from tests.reporting.drawn import CHOIR, SHIPPED, scored


def test_sources_through_which_most_came_stand_first_and_ties_by_name() -> None:
    order = [(-source.items_through, source.id) for source in sources_by_items(scored(CHOIR))]
    assert order == sorted(order)


def test_all_items_of_a_case_are_counted_once_as_said() -> None:
    case = assess.load_case(CHOIR)
    counts = written_items_by_source(case)
    assert sum(each.as_origin for each in counts) == len(case.evidence)
    assert sum(each.as_relay for each in counts) == sum(len(item.via) for item in case.evidence)


@pytest.mark.parametrize("slight", [0.0, 1e-12, -1e-12])
def test_of_equal_hypotheses_the_first_leads_wherever_it_is_asked(slight: float) -> None:
    posterior = {"made": 0.2, "grown": 0.4, "taken": 0.4 + slight}
    columns = np.array([[p] for p in posterior.values()])
    assert leading(posterior) == [*posterior][places_of_leading(columns)[0]] == "grown"
    assert foremost(posterior, 2) == ["grown", "taken"]
    assert foremost(posterior, 9) == ["grown", "taken", "made"]


def test_indicators_are_counted_by_what_they_are_asked_of() -> None:
    result = scored(CHOIR)
    for row in reports_by_indicator(result):
        asked = [question for question in result.questions.values() if question.question == row.question]
        assert row.asked == len(asked)
        assert row.reported == len([q for q in asked if row.indicator not in q.unsearched])


def test_indicators_of_a_question_that_is_not_asked_have_no_row() -> None:
    result = scored(CHOIR)
    (gone, *_) = {row.question for row in reports_by_indicator(result)}
    questions = {ident: question for ident, question in result.questions.items() if question.question != gone}
    left = reports_by_indicator(dataclasses.replace(result, questions=questions))
    assert left == [row for row in reports_by_indicator(result) if row.question != gone]


def test_rungs_rise_within_each_ladder() -> None:
    result = scored(SHIPPED)
    every = rungs(result)
    assert len(every) == len([claim for claim in result.case.claims.values() if claim.ladder])
    for ladder, some in itertools.groupby(every, lambda rung: rung.ladder):
        steps = list(some)
        assert [rung.rung for rung in steps] == sorted(rung.rung for rung in steps)
        assert steps == rungs(result, ladder)
    with pytest.raises(KeyError, match="no-such-ladder"):
        rungs(result, "no-such-ladder")


def test_the_strongest_item_stands_first() -> None:
    strengths = [item.strength_db for item in items_by_strength(scored(CHOIR), "choir/origin")]
    assert strengths == sorted(strengths, reverse=True)


def test_the_source_without_which_most_would_move_stands_first() -> None:
    target = assess.sensitivity(scored(CHOIR), ["choir-steered"]).targets["choir-steered"]
    moves = [abs(out.without.probability - target.now.probability) for out in sources_by_move(target)]
    assert moves == sorted(moves, reverse=True)
    changes = OneAtATime(scored(CHOIR), [followed(scored(CHOIR), "choir-steered")])
    widths = [swing.width(target.now.probability) for swing in swings(changes, "choir-steered")]
    assert widths == sorted(widths, reverse=True)
    assert min(widths) > 0.0
