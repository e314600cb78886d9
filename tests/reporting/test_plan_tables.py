"""What is said of a plan: a word of likelihood stands with its number, and every row has its figures."""

from __future__ import annotations

import re

import pytest

import assess
from assess.analysis.collection.collection_plan import CollectionPlan
from assess.reporting.tables.plan_tables import (
    FEW,
    heading,
    look_for,
    overview_table,
)
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


@pytest.fixture(scope="module")
def result(shipped_result: Assessment) -> Assessment:
    return shipped_result


@pytest.fixture(scope="module")
def collection(result: Assessment) -> CollectionPlan:
    return assess.plan(result, ["arac-closed-control-lost", "arac-created", "utr-created"])


def test_a_word_stands_with_its_number(result: Assessment, collection: CollectionPlan) -> None:
    names = Names(result)
    terms = "|".join(sorted((re.escape(term.term) for term in names.scale.terms), key=len, reverse=True))
    said = 0
    for target in collection.targets.values():
        indicators = {p.id: names.indicator(p.indicator, p.about) for p in target.prospects}
        for text in [heading(target, names), *look_for(target, collection, names)]:
            own = text.removeprefix(names.claim(target.id))
            for indicator in indicators.values():
                own = own.removeprefix(indicator)
            for match in re.finditer(rf"\b({terms})\b(.{{3}})?", own):
                said += 1
                assert match[2] is not None
                assert match[2].startswith(" (")
    assert said > len(collection.targets)


def test_a_sentence_says_what_either_report_would_do(result: Assessment, collection: CollectionPlan) -> None:
    target = collection.targets["arac-closed-control-lost"]
    assert look_for(target, collection, Names(result), most=2) == [
        "ARAC publicly crossed the sponsor before its closure: reported present by a source graded B2 (chance 37 %), "
        "it would stand at roughly even chance (47 %); reported absent, at very unlikely (19 %).",
        "Other bodies with the same breaches as ARAC are left alone: reported present by a source graded B2 (chance "
        "39 %), it would stand at unlikely (42 %); reported absent, at unlikely (22 %).",
    ]


def test_rows_are_few_and_in_order(result: Assessment, collection: CollectionPlan) -> None:
    for target in collection.targets.values():
        rows = target.rows(FEW)
        assert [row.prospect.id for row in rows] == [p.id for p in target.prospects[: len(rows)]]
        assert len(overview_table([target], Names(result), "shell").rows) == len(rows) <= FEW
