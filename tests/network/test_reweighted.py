"""A solved network multiplied by products of functions, against the sum over all its states."""

from __future__ import annotations

import numpy as np
import pytest

from assess.network.conditionals import conditionals
from assess.network.elimination import plan
from assess.network.queries import JointQueries
from assess.network.reweighted import Reweighted, expectations, reweighted
from tests.network.test_solve import enumerate_all, random_network


@pytest.mark.parametrize("zeros", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_means_marginals_and_joint_probabilities_are_those_of_the_enumeration(seed: int, zeros: bool) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, zeros)
    joint = np.exp(enumerate_all(network))
    if joint.sum() == 0.0:
        return
    joint /= joint.sum()
    count = joint.ndim
    products = []
    for _ in range(6):
        chosen = rng.choice(count, int(rng.integers(0, count + 1)), replace=False).tolist()
        products.append({v: rng.random(network.cards[v]) * (rng.random(network.cards[v]) < 0.8) for v in chosen})
    box = {v: rng.random(network.cards[v]) < 0.6 for v in range(count) if rng.random() < 0.5}
    solution = conditionals(network, plan(network))
    weighted = Reweighted(solution, products)
    means = expectations(solution, products)
    within = np.broadcast_to(JointQueries(solution.plan, [[box]]).probabilities(weighted)[0], (6,))
    for column, product in enumerate(products):
        expected, allowed = joint, np.ones_like(joint)
        for variable in range(count):
            shape = [-1 if axis == variable else 1 for axis in range(count)]
            expected = expected * product.get(variable, np.ones(network.cards[variable])).reshape(shape)
            allowed = allowed * box.get(variable, np.ones(network.cards[variable])).reshape(shape)
        mean = expected.sum()
        assert weighted.means[column] == pytest.approx(mean, abs=1e-12)
        assert means[column] == weighted.means[column]
        assert mean * within[column] == pytest.approx((expected * allowed).sum(), abs=1e-12)
        for variable in range(count):
            marginal = np.broadcast_to(weighted.marginal(variable), (network.cards[variable], 6))[:, column]
            others = tuple(v for v in range(count) if v != variable)
            assert mean * marginal == pytest.approx(expected.sum(axis=others), abs=1e-12)


def test_products_are_taken_a_few_at_a_time_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    network = random_network(rng, False)
    solution = conditionals(network, plan(network))
    monkeypatch.setattr("assess.network.reweighted._AT_ONCE", 3 * solution.plan.largest_cells)
    products = [{0: rng.random(network.cards[0])} for _ in range(8)]
    parts = [(chosen, weighted.means) for chosen, weighted in reweighted(solution, products)]
    assert [(chosen.start, chosen.stop) for chosen, _ in parts] == [(0, 3), (3, 6), (6, 8)]
    assert np.concatenate([means for _, means in parts]) == pytest.approx(Reweighted(solution, products).means)
