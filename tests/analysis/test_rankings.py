"""What comes first: the order is total, so that ties never change places."""

from __future__ import annotations

import assess
from assess.analysis.rankings import (
    items_by_strength,
    sources_by_items,
    sources_by_move,
    written_items_by_source,
)
from assess.analysis.what_if.swings import swings
from tests.reporting.drawn import CHOIR, scored


def test_sources_through_which_most_came_stand_first_and_ties_by_name() -> None:
    order = [(-source.items_through, source.id) for source in sources_by_items(scored(CHOIR))]
    assert order == sorted(order)


def test_all_items_of_a_case_are_counted_once_as_said() -> None:
    case = assess.load_case(CHOIR)
    counts = written_items_by_source(case)
    assert sum(made for made, _ in counts.values()) == len(case.evidence)
    assert sum(passed for _, passed in counts.values()) == sum(len(item.via) for item in case.evidence)


def test_the_strongest_item_stands_first() -> None:
    strengths = [item.strength_db for item in items_by_strength(scored(CHOIR), "choir/origin")]
    assert strengths == sorted(strengths, reverse=True)


def test_the_source_without_which_most_would_move_stands_first() -> None:
    target = assess.sensitivity(scored(CHOIR), ["choir-steered"]).targets["choir-steered"]
    moves = [abs(out.without.probability - target.now.probability) for out in sources_by_move(target)]
    assert moves == sorted(moves, reverse=True)
    widths = [swing.width(target.now.probability) for swing in swings(target)]
    assert widths == sorted(widths, reverse=True)
    assert min(widths) > 0.0
