"""The engine against the sum over every state, on random cases that use every feature."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assess.domain.case import Case
from tests.exactly import score
from tests.made_up import Maker
from tests.oracle import Oracle, added, band_mean

TOLERANCE = 1e-9
SEEDS = range(250)

FEATURES = {
    "chain of 1",
    "chain of 2",
    "chain of 3",
    "chance: band",
    "chance: mean",
    "chance: number",
    "chance: term",
    "event",
    "copies",
    "favours",
    "favours_weight",
    "given_weight below 1",
    "indicator of an indicator",
    "item on a nested subject",
    "override with another parent",
    "override without parent",
    "period",
    "same: all",
    "same: country",
    "same: use",
    "says absent",
    "says not-found",
    "says present",
    "says silent",
    "search named",
    "shared statement",
    "step",
    "sure source",
    "uniform row",
    "weight below 1",
    "withdrawn",
}


def check_against_enumeration(case: Case, as_of: str | None) -> None:
    result = score(case, as_of)
    oracle = Oracle(case, as_of)
    joint = oracle.solve()
    worlds = added(joint)
    total = math.fsum(worlds)
    assert result.log_evidence == pytest.approx(math.log(total), abs=TOLERANCE)
    for ident in oracle.instances:
        assert result.questions[ident].posterior == pytest.approx(oracle.marginal(worlds, ident), abs=TOLERANCE)
        assert result.questions[ident].prior == pytest.approx(oracle.marginal(oracle.prior, ident), abs=TOLERANCE)
    for ident, indicator in result.indicators.items():
        assert indicator.posterior == pytest.approx(oracle.marginal(worlds, ident)["present"], abs=TOLERANCE)
        assert indicator.prior == pytest.approx(oracle.marginal(oracle.prior, ident)["present"], abs=TOLERANCE)
    for name, source in result.sources.items():
        is_used = any(name in reliable for reliable, _ in joint)
        reliable_worlds = math.fsum(math.fsum(table) for reliable, table in joint if is_used and reliable[name])
        expected = reliable_worlds / total if is_used else oracle.reliability(name)
        assert source.posterior == pytest.approx(expected, abs=TOLERANCE)
    for ident, claim in case.claims.items():
        alternatives = [
            np.all([np.isin(oracle.worlds[i], h) for i, h in alternative.items()], axis=0)
            for alternative in claim.holds_if
        ]
        holds = np.any(alternatives, axis=0)
        assert result.claims[ident].probability == pytest.approx(math.fsum(worlds[holds]) / total, abs=TOLERANCE)
        assert result.claims[ident].prior == pytest.approx(math.fsum(oracle.prior[holds]), abs=TOLERANCE)
    assert set(result.evidence) == set(oracle.items)
    for ident, item in result.evidence.items():
        with_it = oracle.marginal(worlds, item.instance)
        without = oracle.marginal(added(oracle.solve(without=ident)), item.instance)
        for state, share in with_it.items():
            ratio = share / (1.0 - share) / without[state] * (1.0 - without[state])
            assert item.weight_db[state] == pytest.approx(10.0 * math.log10(ratio), abs=TOLERANCE)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_case_is_the_sum_over_all_its_states(seed: int) -> None:
    check_against_enumeration(Maker(seed).case(), None)


@pytest.mark.parametrize("as_of", ["2015", "2016-12", "2017-05", "2017-05-02"])
@pytest.mark.parametrize("seed", range(300, 310))
def test_a_random_case_as_of_a_date(seed: int, as_of: str) -> None:
    check_against_enumeration(Maker(seed).case(), as_of)


def test_the_random_cases_use_every_feature() -> None:
    used: set[str] = set()
    for seed in SEEDS:
        maker = Maker(seed)
        maker.case()
        used |= maker.features
    assert used == FEATURES


@pytest.mark.parametrize(("low", "high"), [(0.9, 0.99), (0.05, 0.95), (0.01, 0.05), (0.3, 0.8), (0.45, 0.46)])
def test_the_mean_of_a_band_by_two_routes(low: float, high: float) -> None:
    from assess.network.beta import beta_of_quantiles

    a, b = beta_of_quantiles(low, high)
    assert a / (a + b) == pytest.approx(band_mean(low, high), abs=1e-11)
