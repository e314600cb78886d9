"""How many origins are independent, and why an item does not count."""

from __future__ import annotations

import pytest

from assess.compile.coverage import independent_origins
from assess.compile.testimony import standing
from tests.laws.law_cases import plain_case
from tests.laws.test_copies_and_silence import ROWS, item


@pytest.mark.parametrize(
    ("chains", "everywhere", "count"),
    [
        ([], (), 0),
        ([("a",), ("b", "a"), ("c",)], (), 2),
        ([("a", "b", "c"), ("b",), ("c",)], (), 2),  # the short ones are taken first
        ([("a", "z"), ("b", "z")], (), 1),
        ([("a", "z"), ("b", "z")], ("z",), 2),
        ([("z",), ("a", "z"), ("b", "z")], ("z",), 3),
        ([("a",), ("a",)], (), 1),
    ],
)
def test_origins_are_independent_that_no_source_passed_on_together(
    chains: list[tuple[str, ...]], everywhere: tuple[str, ...], count: int
) -> None:
    assert independent_origins(chains, everywhere) == count
    assert independent_origins(chains[::-1], everywhere) == count


def test_an_item_counts_or_there_is_a_reason() -> None:
    said = [
        item("sound", "a", reported="2015"),
        item("doubtful", "a", says="unclear", hit=None, false_alarm=None),
        item("gone", "a", withdrawn={"on": "2016-05", "why": "Forged"}),
    ]
    case = plain_case(said, {"a": {"reliability": 0.7}}, ROWS)
    reasons = {
        as_of: [standing(each, case, as_of) for each in case.evidence] for as_of in (None, "2014", "2016", "2017")
    }
    assert reasons == {
        None: [None, "unclear", "withdrawn"],
        "2014": ["later", "unclear", None],
        "2016": [None, "unclear", "withdrawn"],
        "2017": [None, "unclear", "withdrawn"],
    }
