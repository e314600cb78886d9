"""Stories beyond the bound are estimated, and are those of an exact solution within their own error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from assess.analysis.explaining.explain import explain
from assess.compile import compile_case, estimated_stories, stories
from assess.compile.model import Compiled
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.errors import TooEntangledError
from assess.network import annealing, cutset_sampling
from assess.scoring.score import score
from benchmarks.sampled_desks import desk as desk_of_outlets
from tests.scoring.test_sampled_scores import desk as desk_with_a_favourite


def compiled(case: Case) -> Compiled:
    assert isinstance(case.rubric, Rubric)
    return compile_case(case, case.rubric)


def outlets(count: int, countries: int, seed: int) -> Case:
    return desk_of_outlets(count, countries, 3, seed)


@pytest.fixture
def beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every story be beyond the bound, and chains be short."""
    monkeypatch.setattr(stories, "BOUND", 1)
    monkeypatch.setattr(cutset_sampling, "MOST_SWEEPS", 100)
    monkeypatch.setattr(cutset_sampling, "MOST_CHAINS", 64)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("make", [desk_with_a_favourite, outlets])
def test_they_are_those_of_an_exact_solution(
    make: Callable[[int, int, int], Case], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make(2, 4, seed)
    exact = compiled(case).stories
    monkeypatch.setattr(stories, "BOUND", 1)
    estimated = compiled(case).stories
    assert len(estimated.errors) == 2
    for key, error in estimated.errors.items():
        assert 0.0 < error <= 0.01
        assert abs(estimated.totals[key] - exact.totals[key]) < 4.0 * error
        assert estimated.without[key] == pytest.approx(exact.without[key], abs=0.05)


def test_a_case_of_them_is_sampled_and_their_error_is_in_its_own(beyond: None, monkeypatch: pytest.MonkeyPatch) -> None:
    case = outlets(2, 4, 1)
    result = score(case, draws=100)
    assert result.method == "cutset"
    assert result.log_evidence is None
    monkeypatch.setattr(stories, "BOUND", 2**24)
    exact = score(case, draws=0)
    assert exact.method == "exact"
    for name, source in exact.sources.items():
        sampled = result.sources[name]
        assert sampled.error is not None
        assert sampled.posterior == pytest.approx(source.posterior, abs=5.0 * sampled.error)


def test_what_an_estimate_may_shift_is_added_to_the_error(beyond: None) -> None:
    after = compiled(outlets(2, 4, 1)).after
    assert after.beyond is not None
    variables = list(after.part.sources.values())
    assert set(after.beyond.story_errors) == set(variables)
    sample = after.beyond.sampled(lambda solved: [solved.marginal(variables[0])], 3)
    unreliable = np.array([min(0.5, float(sample.marginal(v)[1, 0])) for v in variables])
    errors = np.array([after.beyond.story_errors[v] for v in variables])
    assert sample.shift == pytest.approx(np.sqrt((errors**2 * unreliable * (1.0 - unreliable)).sum()))
    assert sample.error_of_tables(np.array([0.0, 0.5, 1.0])) == pytest.approx([0.0, sample.shift / 2, 0.0])
    assert (sample.error(variables[0]) >= sample.error_of_tables(sample.marginal(variables[0])[:, 0])).all()


def test_what_explains_a_case_is_about_what_it_is_exactly(beyond: None, monkeypatch: pytest.MonkeyPatch) -> None:
    case = outlets(2, 3, 2)
    sampled = explain(score(case, draws=0), "one").targets[0]
    monkeypatch.setattr(stories, "BOUND", 2**24)
    exact = explain(score(case, draws=0), "one").targets[0]
    assert sampled.steps[-1].after == pytest.approx(exact.steps[-1].after, abs=0.02)


def test_two_outlets_on_thirty_countries_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annealing, "ENOUGH_ERROR", 0.02)
    model = compiled(desk_of_outlets(2, 30, 5))
    assert model.method == "cutset"
    assert len(model.stories.errors) == 2
    assert max(model.stories.errors.values()) <= 0.02


def test_one_that_cannot_be_estimated_is_refused(beyond: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimated_stories, "MOST_ERROR", 1e-6)
    with pytest.raises(TooEntangledError, match="too many uses share the rates of"):
        compiled(outlets(2, 4, 1))
