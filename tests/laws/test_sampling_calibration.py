"""Simulation-based calibration of sampling (Talts and others 2018): truths drawn with their evidence rank evenly.

A world, which sources are reliable, and what they say are drawn from the model; the case is sampled; and the truth is
ranked among draws of what was sampled. Were these from anything but the posterior, the truth would stand too often at
one end, at both, or in the middle.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from scipy import special, stats

from assess.compile import beyond_bound, solved
from assess.compile.model import compile_case
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.network import cutset_sampling
from assess.network.cutset_sampling import CutsetSample
from assess.network.logs import Bools, Floats, Ints
from assess.network.queries import SolvedNetwork
from assess.scoring.sampled_draws import sampled_states
from tests.made_up import GRADING, SCALE

WORLDS = (10, 400)
"""How many worlds: by default, and under ``--thorough``."""

OUTLETS, COUNTRIES, SIGNS = 4, 4, 2
RELIABLE, ACCURATE, SIZE = 0.6, 0.95, 3.0
STEERED = (0.8, 0.3)
"""P(steered), under one policy and under none."""

PRESENT_IF = (0.85, 0.2)
DRAWS = 99
NAMES = np.sqrt([2, 3, 5, 7, 11, 13, 17, 19, 23])
"""Weights of questions and sources, by which draws of their states have an order."""

SELDOM = 1.95
"""What the square root of their number times the distance of ranks from evenness exceeds once in a thousand times."""


def drawn_world(rng: np.random.Generator) -> tuple[Ints, Bools]:
    """Return the states of all questions, and which signs are there, shape (countries, signs)."""
    policy = rng.integers(2)
    postures = (rng.random(COUNTRIES) >= STEERED[policy]).astype(np.int64)
    means = np.array(PRESENT_IF)
    rates = rng.beta(SIZE * means, SIZE * (1.0 - means), (SIGNS, 2))
    return np.array([policy, *postures]), rng.random((COUNTRIES, SIGNS)) < rates[:, postures].T


def drawn_case(rng: np.random.Generator) -> tuple[Case, Ints]:
    """Return a case drawn from its own model, and the states of its questions and sources."""
    states, signs = drawn_world(rng)
    unreliable = (rng.random(OUTLETS) >= RELIABLE).astype(np.int64)
    evidence = []
    for outlet, lies in enumerate(unreliable):
        seen = drawn_world(rng)[1] if lies else signs
        says = seen == (rng.random(seen.shape) < ACCURATE)
        evidence += [
            {
                "id": f"e{outlet}-{country}-{sign}",
                "about": f"c{country}",
                "indicator": f"i{sign}",
                "says": "present" if says[country, sign] else "absent",
                "source": f"s{outlet}",
                "accuracy": ACCURATE,
            }
            for country in range(COUNTRIES)
            for sign in range(SIGNS)
        ]
    prior = {name: {"steers": p, "leaves": 1.0 - p} for name, p in zip(("one", "none"), STEERED, strict=True)}
    rows = {state: {"mean": p, "n": SIZE} for state, p in zip(("steers", "leaves"), PRESENT_IF, strict=True)}
    posture = {"per": "country", "hypotheses": ["steers", "leaves"], "given": "policy", "prior": prior}
    content = {
        "case": "drawn",
        "rubric": {
            "rubric": "drawn",
            "scale": SCALE,
            "grading": GRADING,
            "questions": {
                "policy": {"per": "sponsor", "hypotheses": ["one", "none"], "prior": "uniform"},
                "posture": posture,
            },
            "indicators": {f"i{sign}": {"of": "posture", "present_if": rows} for sign in range(SIGNS)},
        },
        "subjects": {"m": {"kind": "sponsor"}}
        | {f"c{k}": {"kind": "country", "within": "m"} for k in range(COUNTRIES)},
        "ask": {"m": ["policy"], **{f"c{k}": ["posture"] for k in range(COUNTRIES)}},
        "sources": {f"s{k}": {"reliability": RELIABLE} for k in range(OUTLETS)},
        "evidence": evidence,
    }
    return Case.model_validate(content), np.concatenate([states, unreliable])


def solutions(case: Case, seed: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Floats, Floats, Ints]:
    """Return P(first state) of each question and source, exactly and as sampled, and draws of their states."""
    assert isinstance(case.rubric, Rubric)
    firsts = []
    for bound in (solved.BOUND, 1):
        with monkeypatch.context() as patched:
            patched.setattr(solved, "BOUND", bound)
            model = compile_case(case, case.rubric)
        part = model.after.part
        variables = [part.nodes[ident] for ident in model.world.instances]
        variables += [part.sources[f"s{k}"] for k in range(OUTLETS)]
        after = model.after.sampled(partial(marginals, variables), seed)
        firsts.append(np.exp([after.marginal(variable)[0] for variable in variables]))
    assert isinstance(after.solution, CutsetSample)
    draws = sampled_states(after.solution, 0, DRAWS, DRAWS, np.random.default_rng(seed))[variables]
    return firsts[0], firsts[1], draws


def marginals(variables: list[int], column: SolvedNetwork) -> list[Floats]:
    return [column.marginal(variable) for variable in variables]


def rank(truth: float, draws: Floats, rng: np.random.Generator) -> float:
    """Return where a number stands among others, from 0 to 1, between its equals at random."""
    below, equal = np.count_nonzero(draws < truth - 1e-12), np.count_nonzero(np.abs(draws - truth) <= 1e-12)
    return float((below + rng.integers(equal + 1) + rng.random()) / (len(draws) + 1))


def unevenness(ranks: list[float]) -> float:
    """Return the distance of numbers from evenness between 0 and 1, times the square root of how many there are."""
    return float(stats.kstest(ranks, "uniform").statistic * len(ranks) ** 0.5)


@pytest.mark.parametrize("few_cells", [beyond_bound.FEW_CELLS, 1], ids=["sources", "sources and rates"])
def test_truths_rank_evenly_among_draws_of_what_was_sampled(
    few_cells: int, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    monkeypatch.setattr(beyond_bound, "FEW_CELLS", few_cells)
    monkeypatch.setattr(cutset_sampling, "MOST_SWEEPS", 20)
    monkeypatch.setattr(cutset_sampling, "FEWEST_CHAINS", 16)
    monkeypatch.setattr(cutset_sampling, "MOST_CHAINS", 16)
    rng = np.random.default_rng(0)
    worlds = WORLDS[pytestconfig.getoption("--thorough")]
    by_name: list[float] = []
    by_chance: list[float] = []
    off, spread = [], []
    for world in range(worlds):
        case, truth = drawn_case(rng)
        exact, first, draws = solutions(case, world, monkeypatch)
        for weights, ranks in ((NAMES, by_name), (np.clip(special.logit(exact), -50.0, 50.0), by_chance)):
            ranks.append(rank(float(weights @ truth), weights @ draws, rng))
        off.append((truth == 0).sum() - first.sum())
        spread.append((draws == 0).sum(axis=0).var())
    assert unevenness(by_name) < SELDOM
    assert unevenness(by_chance) < SELDOM
    assert abs(sum(off)) < 3.3 * sum(spread) ** 0.5
