"""Draws against what they must average to, and against another way of sampling."""

from __future__ import annotations

import itertools
import random
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from assess.compile.model import compile_case
from assess.compile.rows import ParameterRows
from assess.domain.chance import Chance
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from assess.files import load_case
from assess.network.network import TableRows as Place
from assess.network.quantiles import PassingQuantiles
from assess.network.sampling import sample_states
from assess.scoring.draws import _in_order
from assess.scoring.score import Scoring, score
from tests.random_cases import random_case
from tests.scoring.small_case import (
    HYPOTHESES,
    Floats,
    RowsOfSmall,
    case,
    chains_of,
    drawn_rows,
    exactly_known,
    joint,
    mean_rows,
)

SAID = {"a": "present", "b": "absent", "c": "absent"}
ROUNDING = 1e-9


def worst_error(result: Scoring) -> float:
    """Return the largest distance of a mean of draws from its headline figure, in Monte Carlo standard errors."""
    assert result.drawn is not None
    pairs = [(result.drawn.claims[name], claim.probability) for name, claim in result.claims.items()]
    pairs += [(values, result.sources[name].posterior) for name, values in result.drawn.sources.items()]
    for name, question in result.questions.items():
        pairs += zip(result.drawn.questions[name], question.posterior.values(), strict=True)
    errors = [
        abs(values.mean() - headline) / (values.std() / np.sqrt(len(values)) + ROUNDING) for values, headline in pairs
    ]
    return float(max(errors))


@pytest.mark.parametrize("seed", range(50))
def test_the_mean_of_the_draws_is_the_headline(seed: int) -> None:
    result = score(random_case(random.Random(9_000 + seed), most=8), draws=20_000, seed=seed)
    assert worst_error(result) < 4.0


def test_the_mean_of_the_draws_of_the_shipped_case_is_its_headline() -> None:
    assert worst_error(score(load_case("russia-diasporas-2017"))) < 4.0


def test_the_small_case_is_scored_as_by_hand() -> None:
    tables = joint(mean_rows(), SAID, chains_of(SAID))
    total = sum(tables.values())
    for number, posterior in enumerate(score(case(SAID), draws=0).posterior("o/q").values()):
        assert posterior == pytest.approx(sum(p for key, p in tables.items() if key[0] == number) / total, abs=1e-12)


@pytest.mark.parametrize("said", [SAID, {"a": "present"}, {"a": "absent", "b": "absent"}])
def test_draws_are_distributed_as_weighted_ones_from_the_priors_of_the_rows(said: dict[str, str]) -> None:
    """Kolmogorov-Smirnov at 0.1 %: rows drawn blindly, each weighted by how probable it makes the evidence."""
    result = score(case(said), draws=20_000, seed=3)
    assert result.drawn is not None
    rows = drawn_rows(40_000, np.random.default_rng(11))
    tables = joint(rows, said, chains_of(said))
    total = np.sum(list(tables.values()), axis=0)
    weights = total / total.sum()
    effective = 1.0 / (weights**2).sum()
    bound = 1.95 * np.sqrt(1.0 / effective + 1.0 / result.draws)
    for number in range(len(HYPOTHESES)):
        by_weight = np.sum([p for key, p in tables.items() if key[0] == number], axis=0) / total
        drawn = np.sort(result.drawn.questions["o/q"][number])
        order = np.argsort(by_weight)
        below = np.searchsorted(drawn, by_weight[order]) / len(drawn)
        assert np.abs(np.cumsum(weights[order]) - below).max() < bound


def test_a_row_that_is_exactly_known_gives_no_width() -> None:
    result = score(exactly_known(case(SAID)), draws=50)
    for question in result.questions.values():
        assert question.interval is not None
        for hypothesis, (low, high) in question.interval.items():
            assert low == pytest.approx(question.posterior[hypothesis], abs=1e-12)
            assert high == pytest.approx(question.posterior[hypothesis], abs=1e-12)


@pytest.mark.parametrize("said", [SAID, {"a": "present"}, {"b": "absent", "c": "present"}])
def test_more_certain_rows_give_narrower_intervals(said: dict[str, str]) -> None:
    once, twice, ten = (score(case(said, times), seed=5).questions["o/q"].interval for times in (1.0, 2.0, 10.0))
    assert once is not None
    assert twice is not None
    assert ten is not None
    for h in HYPOTHESES:
        widths = [interval[h][1] - interval[h][0] for interval in (once, twice, ten)]
        assert widths[0] > widths[1] > widths[2]


def test_a_source_that_cannot_be_judged_is_wide_and_not_fifty_fifty_for_sure() -> None:
    small = case({"c": "present"})

    def graded(reliability: Chance) -> Scoring:
        sources = {**small.sources, "witness": small.sources["witness"].model_copy(update={"reliability": reliability})}
        return score(small.model_copy(update={"sources": sources}))

    f, sure = graded(Chance(term="F")), graded(Chance(value=0.5))
    assert f.posterior("o/q") == pytest.approx(sure.posterior("o/q"), abs=1e-9)
    by_grade, by_number = f.sources["witness"].interval, sure.sources["witness"].interval
    assert by_grade is not None
    assert by_number is not None
    assert by_grade[1] - by_grade[0] > 0.8 > by_number[1] - by_number[0]


def test_the_same_seed_gives_the_same_bytes_and_no_headline_depends_on_it() -> None:
    first, again, other = (score(case(SAID), draws=200, seed=seed) for seed in (1, 1, 2))
    assert first.to_json() == again.to_json()
    assert first.questions["o/q"].interval != other.questions["o/q"].interval
    assert first.posterior("o/q") == other.posterior("o/q")


def test_without_draws_there_are_no_intervals() -> None:
    result = score(case(SAID), draws=0)
    assert result.drawn is None
    assert result.to_dict()["questions"]["o/q"]["interval"] is None
    with pytest.raises(ValueError, match="draws is -1"):
        score(case(SAID), draws=-1)


def test_the_middle_interval_lies_in_the_wide_one() -> None:
    question = score(case(SAID)).questions["o/q"]
    assert question.interval is not None
    assert question.interval_50 is not None
    for h in HYPOTHESES:
        (low, high), (inner_low, inner_high) = question.interval[h], question.interval_50[h]
        assert low < inner_low < question.posterior[h] < inner_high < high


class FakeArviz(ModuleType):
    """Stands for ArviZ, which is not needed to test what it is given."""

    def __init__(self, version: str) -> None:
        super().__init__("arviz")
        self.__version__ = version

    def from_dict(self, *given: Any, **named: Any) -> Any:
        return given, named


@pytest.mark.parametrize("version", ["0.23.4", "1.0.0"])
def test_arviz_is_given_one_chain_of_every_variable(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arviz", FakeArviz(version))
    result = score(case(SAID), draws=30)
    assert result.drawn is not None
    given, named = result.drawn.to_arviz()
    posterior = named["posterior"] if version.startswith("0") else given[0]["posterior"]
    shapes = {name: values.shape for name, values in posterior.items()}
    assert shapes.pop("question o:q") == (1, 30, 3)
    assert shapes == {f"source {name}": (1, 30) for name in ("official", "author", "witness")}


ITEMS = ("a", "b", "c")
RUNS, BINS, DRAWS = 4_000, 20, 99


def test_calibration_by_simulation() -> None:
    """Rows and states drawn from the model, data made from them: their ranks among draws are uniform (Talts 2018)."""
    rng = np.random.default_rng(2018)
    rows = drawn_rows(RUNS, rng)
    outcomes = [dict(zip(ITEMS, said, strict=True)) for said in itertools.product(("present", "absent"), repeat=3)]
    ranks: dict[str, list[int]] = {}
    for said, truths in zip(outcomes, simulate(rows, outcomes, rng), strict=True):
        for name, (true, drawn) in compare(said, truths, rows, rng).items():
            below, equal = (drawn < true[:, np.newaxis]).sum(axis=1), (drawn == true[:, np.newaxis]).sum(axis=1)
            ranks.setdefault(name, []).extend((below + rng.integers(equal + 1)).tolist())
    for name, ranked in ranks.items():
        assert len(ranked) == RUNS
        counts = np.bincount(np.array(ranked) * BINS // (DRAWS + 1), minlength=BINS)
        statistic = ((counts - RUNS / BINS) ** 2 / (RUNS / BINS)).sum()
        assert statistic < 43.8, name  # chi-square, 19 degrees of freedom, 0.1 %


def simulate(
    rows: RowsOfSmall, outcomes: list[dict[str, str]], rng: np.random.Generator
) -> list[list[tuple[int, int]]]:
    """Draw the states and all that is said from their joint distribution, once for each run.

    Returns, for each outcome, the runs in which it was said, each with its hypothesis.
    """
    shares = np.zeros((len(outcomes), len(HYPOTHESES), RUNS))
    for number, said in enumerate(outcomes):
        for (hypothesis, *_), probability in joint(rows, said, chains_of(said)).items():
            shares[number, hypothesis] += probability
    assert shares.sum(axis=(0, 1)) == pytest.approx(1.0)
    rising = shares.reshape(-1, RUNS).cumsum(axis=0)
    chosen = (rising < rng.random(RUNS)).sum(axis=0)
    runs_by_outcome: list[list[tuple[int, int]]] = [[] for _ in outcomes]
    for run, place in enumerate(chosen.tolist()):
        runs_by_outcome[place // len(HYPOTHESES)].append((run, place % len(HYPOTHESES)))
    return runs_by_outcome


def compare(
    said: dict[str, str], truths: list[tuple[int, int]], rows: RowsOfSmall, rng: np.random.Generator
) -> dict[str, tuple[Floats, Floats]]:
    """Return the true value of each run, and draws of it given what was said in the run, shape (runs, draws)."""
    small = case(said)
    assert isinstance(small.rubric, Rubric)
    model = compile_case(small, small.rubric)
    posterior = ParameterRows(model)
    runs = np.array([run for run, _ in truths], dtype=np.int64)
    states = sample_states(model.after.conditionals, max(1, len(runs)) * DRAWS, rng)
    network = posterior.network(posterior.draw(states, posterior.pool(rng), rng))
    part = model.after.part

    def table(where: Place) -> Floats:
        return network.stacks[where.stack].tables[where.first]

    (of_a,) = [
        where
        for *_, utterances, where in part.tables.statements
        for utterance in utterances
        if model.testimony.reports[utterance.reports[0]].item == "a"
    ]
    at = rows.says_present["a"][0, runs]
    values = {
        "hypothesis": (np.array([h for _, h in truths]), states[part.nodes["o/q"]]),
        "prior": (np.log(rows.prior[0, runs]), table(part.tables.nodes["o/q"])[0]),
        "indicator": (np.log(rows.present["i"][0, runs]), table(part.tables.nodes["o/i"])[0, 0]),
        "source": (np.log(rows.reliable["author"][runs]), table(part.tables.sources["author"])[0]),
        "statement": (np.log(at if said["a"] == "present" else 1.0 - at), table(of_a)[0, 0, 0]),
    }
    return {
        name: (true, drawn[: len(runs) * DRAWS].reshape(len(runs), DRAWS)) for name, (true, drawn) in values.items()
    }


@pytest.mark.parametrize(("draws", "seed"), [(10**9, 0), (10**30, 0), (10**400, 0), (10, 2**64)])
def test_numbers_out_of_bounds_are_refused(draws: int, seed: int) -> None:
    with pytest.raises(AssessError, match=r"E412 (draws|seed) is"):
        score(random_case(random.Random(3)), draws=draws, seed=seed)


def test_a_number_out_of_bounds_is_written_out() -> None:
    with pytest.raises(AssessError, match=r"E412 draws is 10,000,001; the most is 10,000,000"):
        score(random_case(random.Random(3)), draws=10_000_001)


def test_draws_that_would_not_fit_into_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.scoring.intervals.MOST_VALUES", 100)
    with pytest.raises(AssessError, match=r"E412 4,000 draws of .* are over the bound of 100 numbers"):
        score(random_case(random.Random(3)))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list to which every reading of draws that passed by adds how many of them were held."""
    counts: list[int] = []
    read = PassingQuantiles.read

    def counted(self: PassingQuantiles) -> Floats:
        counts.append(self.held)
        return read(self)

    monkeypatch.setattr(PassingQuantiles, "read", counted)
    monkeypatch.setattr("assess.compile.model._DRAWN_CELLS", 2**13)
    return counts


def test_draws_that_are_too_many_to_keep_give_the_same_intervals(
    readings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assess.network.quantiles.PILOT", 2_000)
    small = random_case(random.Random(9_001), most=8)
    whole = score(small, draws=30_000)
    monkeypatch.setattr("assess.scoring.draws.MOST_KEPT", 1_000)
    passing = score(small, draws=30_000)
    assert passing.to_json() == whole.to_json()
    assert whole.drawn is not None
    assert passing.drawn is None
    assert readings
    assert max(readings) < 50_000


def test_what_was_held_too_narrowly_is_drawn_again(readings: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    small = random_case(random.Random(9_001), most=8)
    whole = score(small, draws=9_000)
    monkeypatch.setattr("assess.scoring.draws.MOST_KEPT", 1_000)
    score(small, draws=9_000)
    once = len(readings)
    monkeypatch.setattr("assess.network.quantiles.PILOT", 100)
    monkeypatch.setattr("assess.scoring.draws.SPREAD", 1.1)
    assert score(small, draws=9_000).to_json() == whole.to_json()
    assert len(readings) - once > once


def test_blocks_are_drawn_only_a_little_ahead() -> None:
    begun: list[int] = []

    def work(task: int) -> int:
        begun.append(task)
        return task

    blocks = _in_order(work, range(100), threads=2)
    assert [next(blocks) for _ in range(5)] == [0, 1, 2, 3, 4]
    assert len(begun) <= 8
    assert list(blocks) == list(range(5, 100))
