"""Versions of a case, solved side by side, against scoring each of them from scratch."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.compile.dropped import Dropped
from assess.compile.perturbations import Perturbations, dropping
from assess.compile.regraded import Regraded
from assess.compile.testimony import favoured
from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.network.cutset_reweighted import SolvedInLogs
from assess.network.logs import log
from assess.scoring.claims import Claims
from assess.scoring.score import Scoring
from tests.exactly import left_out, score
from tests.random_cases import random_case

CLOSE = 1e-9


def agree(result: Scoring, solution: SolvedInLogs, column: int, expected: Scoring) -> None:
    """Check that a column of a solution says what a scoring does."""
    nodes = result.model.after.part.nodes

    def own(values: np.ndarray) -> np.ndarray:
        return values[..., column if values.shape[-1] > 1 else 0]

    for ident, question in expected.questions.items():
        posterior = np.exp(own(solution.log_marginal(nodes[ident])))
        assert posterior == pytest.approx(list(question.posterior.values()), abs=CLOSE)
    for ident, variable in result.model.after.part.sources.items():
        if expected.sources[ident].as_origin + expected.sources[ident].as_relay:
            reliable = np.exp(own(solution.log_marginal(variable)))[0]
            assert reliable == pytest.approx(expected.sources[ident].posterior, abs=CLOSE)
    claims = Claims({ident: claim.proposition for ident, claim in result.case.claims.items()}, result.model)
    for ident, values in claims.probabilities(solution).items():
        assert own(values) == pytest.approx(expected.claims[ident].probability, abs=CLOSE)


def cases(first: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return pytest.mark.parametrize("seed", range(first, first + 60))


@cases(7_000)
def test_items_left_out(seed: int) -> None:
    rng = random.Random(seed)
    result = score(random_case(rng, most=10))
    items = [report.item for report in result.model.testimony.reports]
    sets = [frozenset(rng.sample(range(len(items)), rng.randint(0, len(items)))) for _ in range(5)]
    for chosen, solution in result.model.story_batch.solutions(dropping(sets)):
        for column, gone in enumerate(sets[chosen]):
            agree(result, solution, column, score(left_out(result.case, *(items[n] for n in gone))))


@cases(7_100)
def test_sources_of_other_reliability(seed: int) -> None:
    rng = random.Random(seed)
    result = score(random_case(rng, most=10))
    uncertain = sorted(result.model.after.part.sources)
    if not uncertain:
        return
    changes = [(rng.choice(uncertain), rng.uniform(0.05, 0.95)) for _ in range(4)]
    tables = {
        name: np.tile(np.exp(result.model.testimony.witnesses[name].log_reliable)[:, None], 4) for name in uncertain
    }
    for column, (name, reliability) in enumerate(changes):
        tables[name][:, column] = reliability, 1.0 - reliability
    versions = Perturbations(4, sources=Regraded.of({name: log(table) for name, table in tables.items()}))
    for chosen, solution in result.model.story_batch.solutions(versions):
        for column, (name, reliability) in enumerate(changes[chosen]):
            agree(
                result, solution, column, score(with_source(result.case, name, reliability=Chance(value=reliability)))
            )


@cases(7_325)  # whose first has one report of a source that favours something
def test_a_smaller_batch_says_the_same_of_what_it_is_about(seed: int) -> None:
    rng = random.Random(seed)
    model = score(random_case(rng, most=12)).model
    reports = range(len(model.testimony.reports))
    sets = [frozenset(rng.sample(reports, rng.randint(0, len(reports)))) for _ in range(6)]
    versions = dropping(sets)
    uncertain = sorted(model.after.part.sources)
    if uncertain and rng.random() < 0.5:
        grades = {name: np.array([rng.choice([0.0, 0.2, rng.random()]) for _ in sets]) for name in uncertain}
        tables = {name: log([means, 1.0 - means]) for name, means in grades.items() if rng.random() < 0.7}
        versions = replace(versions, sources=Regraded.of(tables))
    about = rng.sample(model.world.instances, rng.randint(1, len(model.world.instances)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assess.compile.story_batch.BATCH_CELLS", rng.choice([1, 200]))
        smaller = model.story_batch.about(about, versions)
        in_part = [np.array([]) for _ in about]
        for chosen, solution in smaller.solutions(versions):
            for k, instance in enumerate(about):
                logs = np.broadcast_to(solution.log_marginal(smaller.nodes[instance])[0], (chosen.stop - chosen.start,))
                in_part[k] = np.append(in_part[k], logs)
    for chosen, solution in model.story_batch.solutions(versions):
        for k, instance in enumerate(about):
            whole = np.broadcast_to(solution.log_marginal(model.story_batch.nodes[instance])[0], (len(sets),))[chosen]
            assert np.exp(in_part[k][chosen]) == pytest.approx(np.exp(whole), abs=1e-12, nan_ok=True)


@given(st.lists(st.frozensets(st.integers(0, 5)), max_size=9), st.integers(0, 9), st.integers(0, 9))
def test_runs_are_the_sets_that_they_are_of(sets: list[frozenset[int]], first: int, last: int) -> None:
    some = Dropped.of_sets(sets).some(first, min(last, len(sets)))
    for report in range(6):
        expected = [report in gone for gone in sets[first:last]]
        assert some.columns(report, len(expected)).tolist() == expected
        assert (report in some) == any(expected)


@cases(7_200)
def test_a_source_that_favours_something_else(seed: int) -> None:
    rng = random.Random(seed)
    result = score(random_case(rng, most=10))
    for name in result.case.sources:
        instance = rng.choice(list(result.questions))
        favours = {instance: tuple(result.questions[instance].posterior)[:1]}
        if result.questions[instance].prior[favours[instance][0]] == 0.0:
            continue
        solution = result.model.story_batch.supposing(name, favoured(favours, result.model.layout))
        agree(result, solution, 0, score(with_source(result.case, name, favours=favours)))


def with_source(case: Case, name: str, **changes: object) -> Case:
    source = case.sources[name].model_copy(update=changes)
    return case.model_copy(update={"sources": {**case.sources, name: source}})
