"""How many origins are independent, and why an item does not count."""

from __future__ import annotations

from typing import Any

import pytest

from assess.compile.coverage import coverages, independent_origins, present_rows
from assess.compile.testimony import standing
from assess.domain.rubric import Indicator, Rubric
from tests.exactly import score
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


@pytest.mark.parametrize(
    ("said", "state", "share", "independent"),
    [
        ([], "unmonitored", 0.0, 0),
        ([item("e", "a")], "thin", 0.5, 1),
        ([item("e", "a"), item("f", "a", indicator="j")], "thin", 1.0, 1),
        ([item("e", "a"), item("f", "b")], "assessed", 0.5, 2),
        ([item("e", "a", indicator="weak"), item("f", "b", indicator="weak")], "thin", 0.0, 2),
    ],
)
def test_what_was_looked_for_by_several_is_assessed(
    said: list[dict[str, Any]], state: str, share: float, independent: int
) -> None:
    """Of two indicators that tell as much as each other, and one that tells nothing."""
    sources = {"a": {"reliability": 0.7}, "b": {"reliability": 0.6}}
    case = plain_case(said, sources, {"i": (0.7, 0.2), "j": (0.7, 0.2), "weak": (0.4, 0.4)})
    (coverage,) = coverages(score(case).model).values()
    assert (coverage.state, coverage.independent) == (state, independent)
    assert coverage.share == pytest.approx(share)


def test_an_indicator_of_an_indicator_is_read_through_it() -> None:
    case = plain_case([], {}, {"i": (0.7, 0.2)})
    assert isinstance(case.rubric, Rubric)
    below = Indicator.model_validate({"of": "i", "present_if": {"present": 0.9, "absent": 0.4}})
    rubric = case.rubric.model_copy(update={"indicators": {**case.rubric.indicators, "below": below}})
    rows = present_rows(score(case.model_copy(update={"rubric": rubric})).model)
    assert rows["q"]["i"] == pytest.approx([0.7, 0.2])
    assert rows["q"]["below"] == pytest.approx([0.7 * 0.9 + 0.3 * 0.4, 0.2 * 0.9 + 0.8 * 0.4])


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
