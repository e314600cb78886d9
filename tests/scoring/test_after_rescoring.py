"""What takes a scoring takes one that was scored again, and says the same of it as of one from scratch."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import assess
from assess.analysis.what_if.moved import moved
from assess.reporting.report import markdown
from assess.scoring import rescore as module
from assess.scoring import score as scoring
from tests.scoring.test_rescore import Towns, close


@functools.cache
def pair() -> tuple[assess.Assessment, assess.Assessment]:
    """Return a case scored again after an item more, a withdrawal and a regrading, and from scratch."""
    towns = Towns(random.Random(5))
    first = assess.score(towns.case, draws=0)
    new = assess.Evidence.model_validate({**towns.item(2), "source": "s2-0", "via": []})
    more = towns.case.with_evidence(new)
    less = more.withdraw(new.id, "2020", "Wrong.", "ana")
    case = less.regrade("s1-1", 0.35, "Caught out", "ana", "2020-01-02")
    found = first
    for each in (more, less, case):
        found = module.rescore(found, each)
        assert found.model is None
    return found, assess.score(case, draws=0)


@pytest.fixture
def both() -> tuple[assess.Assessment, assess.Assessment]:
    return pair()


def test_it_is_compiled_once_and_where_that_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    towns = Towns(random.Random(5))
    found = module.rescore(assess.score(towns.case, draws=0), towns.case.without("e1"))
    compiled = 0
    whole = scoring.compiled

    def counted(*arguments: Any) -> Any:
        nonlocal compiled
        compiled += 1
        return whole(*arguments)

    monkeypatch.setattr(scoring, "compiled", counted)
    found.to_json()
    assert compiled == 0
    assess.explain(found, "both")
    assess.sensitivity(found)
    assert compiled == 1


@pytest.mark.parametrize(
    "asked",
    [
        lambda result: result.to_dict(),
        lambda result: {"inputs": result.inputs},
        lambda result: assess.explain(result, "both").to_dict(),
        lambda result: assess.sensitivity(result).to_dict(),
        lambda result: assess.plan(result).to_dict(),
        lambda result: assess.diagnose(result, "t0/q").to_dict(),
        lambda result: assess.without_each_source(result),
        lambda result: {ident: asdict(width) for ident, width in assess.widths(result, pairs=200).items()},
        lambda result: assess.compare(assess.score(Towns(random.Random(5)).case, draws=0), result).to_dict(),
        lambda result: {
            ident: one.to_dict()
            for ident, one in moved(assess.score(Towns(random.Random(5)).case, draws=0), result).items()
        },
    ],
    ids=["json", "inputs", "explain", "sensitivity", "plan", "diagnose", "sources", "widths", "compare", "moved"],
)
def test_asked_the_same_it_says_the_same(
    asked: Callable[[assess.Assessment], dict[str, Any]], both: tuple[assess.Assessment, assess.Assessment]
) -> None:
    again, scratch = both
    assert close(asked(again), asked(scratch)) == []


def test_its_report_is_the_same(both: tuple[assess.Assessment, assess.Assessment], tmp_path: Path) -> None:
    again, scratch = both
    assert markdown(again) == markdown(scratch)
    assess.report(again, tmp_path / "report.md")
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == markdown(scratch)


def test_it_is_recorded_and_replayed(both: tuple[assess.Assessment, assess.Assessment], tmp_path: Path) -> None:
    again, scratch = both
    ledger = assess.Ledger(tmp_path / "ledger.db")
    assert ledger.record(again).case_digest == scratch.inputs
    assert ledger.verify().sound
    assert ledger.replay(1).same


def test_with_draws_it_is_what_a_scoring_gives_to_the_last_digit() -> None:
    towns = Towns(random.Random(2))
    found = assess.rescore(assess.score(towns.case, draws=0), towns.case.without("e1"), draws=300, seed=7)
    expected = assess.score(towns.case.without("e1"), draws=300, seed=7)
    assert found.to_json() == expected.to_json()
    assert (found.draws, found.seed) == (300, 7)
    assert found.claims["both"].interval is not None
    with pytest.raises(ValueError, match="draws is -1"):
        assess.rescore(found, towns.case, draws=-1)
