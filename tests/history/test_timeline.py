"""A point of a timeline is the scoring of that day, withdrawn items included until theirs."""

from __future__ import annotations

import gc
import json
import random
import weakref
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import assess
from assess.compile.model import compile_case
from assess.compile.testimony import standing
from assess.domain.dates import Span
from assess.errors import AssessError, TooEntangledError
from assess.history.comparing.timeline import changing_days, timeline
from tests.exactly import score
from tests.laws.law_cases import plain_case
from tests.laws.test_copies_and_silence import ROWS, item
from tests.random_cases import random_case


@given(st.integers(0, 10_000))
def test_each_point_is_the_scoring_of_its_day(seed: int) -> None:
    case = random_case(random.Random(seed))
    try:
        line = timeline(case, draws=0)
    except AssessError:
        assume(False)
        raise
    for point in line.points:
        assert point.result.to_dict() == score(case, point.as_of).to_dict()
        for ident, reading in point.readings.items():
            assert reading.probability == pytest.approx(score(case, point.as_of).claims[ident].probability, abs=1e-12)
    json.dumps(line.to_dict(), allow_nan=False)


@given(st.integers(0, 10_000))
def test_between_two_points_nothing_counts_that_did_not_before(seed: int) -> None:
    case = random_case(random.Random(seed))
    days = changing_days(case)
    for day in ("2014", "2015", "2016-01", "2016-06-15", "2016-06-30", "2017-01-14", "2017-01-15", "2017-06", "2019"):
        last = max((d for d in days if d <= Span(day).last), default=None)
        if last is not None:
            same = [standing(item, case, day) is None for item in case.evidence]
            assert same == [standing(item, case, str(last)) is None for item in case.evidence]


def _dated() -> assess.Case:
    from tests.history.test_compare import _town

    case = _town(["present", "present", "absent"], 0.8, 0.9)
    dates = [{"reported": "2015"}, {"reported": "2016-05"}, {}]
    items = [
        {**item.model_dump(exclude_defaults=True), **date} for item, date in zip(case.evidence, dates, strict=True)
    ]
    items[0]["withdrawn"] = {"on": "2017-01-15", "why": "A forgery."}
    return case.model_copy(update={"evidence": tuple(assess.Evidence.model_validate(item) for item in items)})


def test_an_item_counts_from_its_report_to_its_withdrawal() -> None:
    line = timeline(_dated(), ["so", "town/fire:no"], draws=0)
    reported_days = [(point.as_of, point.reported, point.withdrawn) for point in line.points]
    assert reported_days == [
        ("2015-12-30", ("e2",), ()),
        ("2015-12-31", ("e0",), ()),
        ("2016-05-31", ("e1",), ()),
        ("2017-01-15", (), ("e0",)),
    ]
    values = [point.readings["so"].probability for point in line.points]
    assert values[0] < values[1] < values[2] > values[3]
    assert values[1] == pytest.approx(values[3])
    assert [p.readings["town/fire:no"].probability for p in line.points] == pytest.approx([1.0 - v for v in values])


def test_whom_somebody_may_repeat_is_known_from_the_day_of_the_words() -> None:
    """What b says may be a's words only from the day on which a has said them, and again when a says otherwise."""
    b = {"reliability": 0.8, "copies": {"a": 0.6}}
    items = [
        *(item("before", "b", reported="2014"), item("first", "a", cites=[{"document": "d", "at": "1"}])),
        *(item("after", "b", says="absent", reported="2016"), item("second", "a", says="absent", reported="2017")),
    ]
    case = plain_case(items, {"a": {"reliability": 0.7}, "b": b}, ROWS)
    case = case.model_copy(update={"documents": {"d": assess.Document(title="Of that year", published="2015")}})
    points = timeline(case, ["o/q:x"], draws=0).points
    assert len(points) == 1 + len(items)  # the first before anything was said
    for point in points:
        exact = score(case, point.as_of).questions["o/q"].posterior["x"]
        assert point.readings["o/q:x"].probability == pytest.approx(exact, abs=1e-12)


def _regraded(rng: random.Random) -> assess.Case:
    """Return a random case of which some sources had other grades once."""
    case = random_case(rng)
    for name in rng.sample(sorted(case.sources), rng.randint(1, len(case.sources))):
        for day in sorted(rng.sample(["2014", "2015-06", "2016-03-01", "2018-11"], rng.randint(1, 2))):
            case = case.regrade(name, rng.uniform(0.2, 0.9), "Found out", on=day)
    return case


@given(st.integers(0, 10_000))
def test_a_regrading_is_a_point_and_the_last_point_is_the_scoring_of_today(seed: int) -> None:
    case = _regraded(random.Random(seed))
    try:
        line = timeline(case, draws=0)
    except AssessError:
        assume(False)
        raise
    for day in ("2013", "2014-06", "2014", "2015-06", "2016-02", "2016-03-01", "2018-11-29", "2018-11", "2019", None):
        before = [p for p in line.points if day is None or p.as_of is None or Span(p.as_of).last <= Span(day).last]
        if not before:
            continue
        now = score(case, day)
        for ident, reading in before[-1].readings.items():
            assert reading.probability == pytest.approx(now.claims[ident].probability, rel=1e-12)
    last: dict[str, Any] = {}
    for point in line.points:
        assert point.reported == tuple(ident for ident in point.result.evidence if ident not in last)
        assert point.withdrawn == tuple(ident for ident in last if ident not in point.result.evidence)
        last = dict(point.result.evidence)
    named = {name for point in line.points for name in point.regraded}
    assert named <= set(case.sources)
    assert len(named) > 0


def test_intervals_are_those_of_the_scoring() -> None:
    line = timeline(_dated(), ["so"], draws=50, seed=3)
    for point in line.points:
        alone = assess.score(_dated(), point.as_of, draws=50, seed=3).claims["so"]
        assert point.readings["so"].interval == alone.interval
        assert point.readings["so"].term == alone.term


@pytest.mark.parametrize(
    ("bound", "most", "draws", "message"),
    [
        ("MOST_READINGS", 3, 0, "4 probabilities; the bound is 3"),
        ("MOST_NUMBERS", 10, 0, "numbers summed; the bound is 10"),
        ("MOST_NUMBERS", 700, 50, "numbers drawn; the bound is 700"),
    ],
)
def test_a_timeline_too_long_is_refused(
    bound: str, most: int, draws: int, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"assess.history.comparing.dated_readings.{bound}", most)
    with pytest.raises(AssessError, match=f"E413 a timeline of 4 dates would be .*{message}"):
        timeline(_dated(), ["so"], draws=draws)


def test_dates_that_cannot_be_weighed_together_are_weighed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    together = timeline(_dated(), draws=0)

    def refused(*_: Any) -> Any:
        raise TooEntangledError(["s0"], 2, 1)

    monkeypatch.setattr("assess.history.comparing.dated_readings.by_date", refused)
    for point, other in zip(timeline(_dated(), draws=0).points, together.points, strict=True):
        assert point.as_of == other.as_of
        assert point.readings["so"].probability == pytest.approx(other.readings["so"].probability, abs=1e-12)


def test_a_long_timeline_compiles_one_network(monkeypatch: pytest.MonkeyPatch) -> None:
    cases: list[assess.Case] = []

    def counted(case: assess.Case, *rest: Any, as_before: Any = compile_case) -> Any:
        cases.append(case)
        return as_before(case, *rest)

    monkeypatch.setattr("assess.compile.case_by_date.compile_case", counted)
    monkeypatch.setattr("assess.scoring.score.compile_case", counted)
    assert len(timeline(_dated(), draws=0).points) == 4
    assert len(cases) == 3  # all days together, the first and the last


def test_a_case_without_dates_has_one_point() -> None:
    from tests.history.test_compare import _town

    line = timeline(_town(["present"], 0.8, 0.9), draws=0)
    assert [(point.as_of, point.reported) for point in line.points] == [(None, ("e0",))]


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(KeyError, match="did you mean so"):
        timeline(_dated(), ["soo"], draws=0)


def test_a_timeline_holds_no_networks_but_those_of_its_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[weakref.ref[Any]] = []

    as_before = assess.score

    def scored(*args: Any) -> Any:
        result = as_before(*args)
        kept.append(weakref.ref(result))
        return result

    monkeypatch.setattr("assess.history.comparing.timeline.score", scored)
    steps: list[tuple[int, int]] = []
    line = timeline(_dated(), draws=0, progress=lambda done, of: steps.append((done, of)))
    gc.collect()
    assert [each() is not None for each in kept] == [False] * (len(kept) - 1) + [True]
    assert line.points[-1].result.claims == line.last.claims
    assert steps[-1] == (len(line.points), len(line.points))
