"""What cannot stand together is found in few steps, however many items and repeats there are."""

from __future__ import annotations

import itertools
import random
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from assess.compile.model import Compiled
from assess.compile.solved import Solved
from assess.domain.case import Case
from assess.errors import ImpossibleEvidenceError
from assess.files import load_case
from assess.network.hitting_set import Effort, TooLongError, smallest_hitting_set
from assess.scoring import conflict
from tests.broken import BAD
from tests.exactly import score
from tests.made_up import GRADING, SCALE


def excluding(statements: int, items: int) -> Case:
    """Return a case whose statements, of several items each, rule out one hypothesis each and all of them together."""
    hypotheses = [f"h{k}" for k in range(statements)]
    return Case.model_validate(
        {
            "case": "excluding",
            "rubric": {
                "rubric": "excluding",
                "scale": SCALE,
                "grading": GRADING,
                "questions": {"q": {"per": "body", "hypotheses": hypotheses, "prior": "uniform"}},
                "indicators": {
                    f"i{k}": {"of": "q", "present_if": {h: 0.0 if h == f"h{k}" else 0.5 for h in hypotheses}}
                    for k in range(statements)
                },
            },
            "subjects": {"o": {"kind": "body"}},
            "ask": {"o": ["q"]},
            "sources": {"sure": {"reliability": 1.0}},
            "evidence": [
                {"id": f"e{k}-{n}", "about": "o", "indicator": f"i{k}", "says": "present", "source": "sure"}
                | {"accuracy": 1.0, "statement": f"s{k}"}
                for k, n in itertools.product(range(statements), range(items))
            ],
        }
    )


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """Return the sets of reports whose problems have been posed, as they come."""
    met: list[tuple[int, ...]] = []
    with_only = Compiled.with_only

    def counting(model: Compiled, reports: Iterable[int]) -> Solved:
        met.append(tuple(reports))
        return with_only(model, met[-1])

    monkeypatch.setattr(Compiled, "with_only", counting)
    return met


def refused(case: Case) -> tuple[str, ...]:
    with pytest.raises(ImpossibleEvidenceError) as caught:
        score(case)
    return caught.value.items


@pytest.mark.parametrize(("statements", "items"), [(3, 3), (8, 4), (8, 5)])
def test_repeats_cost_little(
    statements: int, items: int, solved: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conflict, "MAX_BRANCHES", 10 * statements**2)
    named = refused(excluding(statements, items))
    assert {name.split("-")[0] for name in named} == {f"e{k}" for k in range(statements)}
    assert len(named) == statements
    assert len(solved) <= statements * 2 * items * statements


@pytest.mark.parametrize("bound", ["MAX_SOLVES", "MAX_BRANCHES"])
def test_a_bound_on_effort_leaves_a_set_of_which_nothing_can_be_spared(
    bound: str, solved: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conflict, bound, 3)
    case = excluding(4, 3)
    named = refused(case)
    assert len(solved) <= 4 * len(case.evidence)
    for spared in named:
        assert score(case.without(*(item.id for item in case.evidence if item.id not in named or item.id == spared)))


@pytest.mark.parametrize("seed", range(60))
def test_a_smallest_hitting_set_is_as_small_as_trying_all_finds(seed: int) -> None:
    draw = random.Random(seed)
    sets = [frozenset(draw.sample(range(9), draw.randint(1, 4))) for _ in range(draw.randint(0, 9))]
    size = next(
        size
        for size in range(10)
        for chosen in itertools.combinations(range(9), size)
        if all(not members.isdisjoint(chosen) for members in sets)
    )
    hitting_set = smallest_hitting_set(sets, Effort(200))
    assert len(hitting_set) == size
    assert all(not members.isdisjoint(hitting_set) for members in sets)


def test_sets_apart_are_hit_at_once() -> None:
    sets = [frozenset(range(10 * k, 10 * k + 10)) for k in range(40)]
    assert smallest_hitting_set(sets, Effort(41)) == frozenset(range(0, 400, 10))


def test_effort_is_bounded() -> None:
    with pytest.raises(TooLongError):
        smallest_hitting_set([frozenset({1, 2}), frozenset({2, 3}), frozenset({1, 3})], Effort(1))


def test_items_that_exclude_each_other_are_told_with_their_places(tmp_path: Path) -> None:
    shutil.copytree(BAD, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "good.yaml").read_text(encoding="utf-8").replace("pieces/ask.yaml", "pieces/ask.yaml, more.yaml")
    text = text.partition("evidence:\n")[0].replace("reliability: B", "reliability: 1.0")
    says = "about: union, indicator: money, source: leader, accuracy: 1.0"
    (tmp_path / "case.yaml").write_text(f"{text}evidence:\n  - {{id: e1, says: present, {says}}}\n", encoding="utf-8")
    (tmp_path / "more.yaml").write_text(f"evidence:\n  - {{id: e2, says: absent, {says}}}\n", encoding="utf-8")
    case = load_case(tmp_path)
    with pytest.raises(ImpossibleEvidenceError) as caught:
        score(case)
    (finding,) = caught.value.findings
    line = text.count("\n") + 2
    assert re.findall(r"(\w+\.yaml:\d+:\d+)", str(finding)) == [f"case.yaml:{line}:10", "more.yaml:2:10"]
    with pytest.raises(ImpossibleEvidenceError) as caught:
        score(case.model_copy(update={"title": "Another"}))
    assert caught.value.findings[0].file is None
