"""Withdrawing and regrading as values: what the case says now, and what it said then; nothing changes in place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import assess
from tests.files.choir_files import write


@pytest.fixture
def case(tmp_path: Path) -> assess.Case:
    return assess.load_case(write(tmp_path))


def made(case: assess.Case, as_of: str | None = None) -> float:
    return assess.score(case, as_of, draws=0).claims["made"].probability


def test_a_case_and_its_rubric_are_printed_in_a_line(case: assess.Case) -> None:
    assert str(case) == repr(case) == "Case choir: 2 items, 1 claim"
    assert str(case.rubric) == repr(case.rubric) == "Rubric clubs 1: 1 question, 1 indicator"


def test_a_withdrawn_item_counts_until_its_day_and_never_after(case: assess.Case) -> None:
    later = case.withdraw("e1", "2019-05-15", "Retracted", "ana", "2019-06-01")
    assert made(later) == made(case.without("e1"))
    assert made(later, "2019-05-14") == made(case)
    assert made(later, "2019-05-15") == made(later)
    assert case.evidence[0].withdrawn is None


def test_a_source_has_the_grade_of_the_day(case: assess.Case) -> None:
    first = case.regrade("clerk", "D", "Caught out", "ana", "2019-05")
    second = first.regrade("clerk", "A", "Cleared", "ana", "2019-07-01")
    assert made(second, "2019-04") == made(second, "2019-05-30") == made(case)
    assert made(second, "2019-05") == made(second, "2019-06-30") == made(first)
    assert made(second, "2019-07") == made(second)
    assert made(first) != made(second) != made(case)
    assert case.sources["clerk"].changes == ()
    assert [change.why for change in second.sources["clerk"].changes] == ["Caught out", "Cleared"]


def test_what_changes_nothing_or_is_not_there_is_refused(case: assess.Case) -> None:
    with pytest.raises(KeyError, match="no evidence called e9"):
        case.withdraw("e9", "2019", "x")
    with pytest.raises(ValueError, match="withdrawn already, since 2019"):
        case.withdraw("e1", "2019", "x").withdraw("e1", "2020", "x")
    with pytest.raises(KeyError, match="no source called e9"):
        case.regrade("e9", "B", "x")
    with pytest.raises(ValueError, match="has the reliability B already"):
        case.regrade("clerk", "B", "x")


def test_who_and_when_are_part_of_the_inputs(case: assess.Case) -> None:
    digests = {case.withdraw("e1", "2019", "x", by).digest() for by in ("ana", "ben")} | {case.digest()}
    assert len(digests) == 3


def test_every_change_says_who_when_and_why(case: assess.Case) -> None:
    today = dt.date.today().isoformat()
    bare = case.evidence[0].model_copy(update={"id": "e3", "why": None})
    own = case.evidence[1].model_copy(update={"id": "e4", "by": "ben"})
    more = case.with_evidence(bare, own, by="ana", recorded="2019-06-01", why="Heard")
    assert [(item.by, item.recorded, item.why) for item in more.evidence[-2:]] == [
        ("ana", "2019-06-01", "Heard"),
        ("ben", "2019-06-01", own.why),
    ]
    assert case.with_evidence(bare).evidence[-1] is bare
    with pytest.raises(ValueError, match=r"E209|date"):
        case.with_evidence(bare, recorded="soon")
    withdrawn = case.withdraw("e1", "2019", "Retracted", "ana").evidence[0].withdrawn
    assert withdrawn == assess.Withdrawal(on="2019", why="Retracted", recorded=today, by="ana")
    (change,) = case.regrade("clerk", "D", "Caught out", "ana").sources["clerk"].changes
    assert (change.recorded, change.by, change.why) == (today, "ana", "Caught out")
