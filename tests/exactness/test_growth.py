"""How work grows with a case, by the entries of the tables that are summed, not by the clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assess.analysis.explaining.explain import explain
from assess.analysis.what_if.sensitivity import sensitivity
from assess.network.conditionals import Conditionals, conditionals
from assess.network.elimination import EliminationPlan
from assess.network.network import Network
from assess.network.solve import Solution, solve
from assess.scoring.score import score
from benchmarks.speed import made_up_case


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], int]:
    """Return a count of the entries of all tables that perturbations are solved with while something is done."""
    counts: list[int] = []

    def counted(network: Network, plan: EliminationPlan) -> Solution:
        counts.append(plan.cells * max(stack.tables.shape[-1] for stack in network.stacks))
        return solve(network, plan)

    def during(work: Callable[[], object]) -> int:
        counts.clear()
        work()
        return sum(counts)

    def counted_too(network: Network, plan: EliminationPlan) -> Conditionals:
        counts.append(plan.cells * max(stack.tables.shape[-1] for stack in network.stacks))
        return conditionals(network, plan)

    monkeypatch.setattr("assess.compile.story_batch.solve", counted)
    monkeypatch.setattr("assess.compile.story_batch.conditionals", counted_too)
    monkeypatch.setattr("assess.compile.story_batch.BATCH_CELLS", 2**8)
    return during


def test_explaining_twice_the_items_is_twice_the_work(entries: Callable[[Callable[[], object]], int]) -> None:
    few, many = (score(made_up_case(items, indicators=3), draws=0) for items in (60, 240))
    assert entries(lambda: explain(many, "o0/q")) < 5 * entries(lambda: explain(few, "o0/q"))


def test_the_sensitivity_to_twice_the_sources_is_twice_the_work(entries: Callable[[Callable[[], object]], int]) -> None:
    few, many = (score(made_up_case(items, indicators=3, size=8.0), draws=0) for items in (30, 120))
    assert entries(lambda: sensitivity(many, ["o0/q"])) < 6 * entries(lambda: sensitivity(few, ["o0/q"]))


def test_explaining_one_body_is_no_more_work_for_others(entries: Callable[[Callable[[], object]], int]) -> None:
    alone, among = (score(made_up_case(20 * n, indicators=3, subjects=n), draws=0) for n in (1, 8))
    assert entries(lambda: explain(among, "o0/q")) < 9 * entries(lambda: explain(alone, "o0/q"))
