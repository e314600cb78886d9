"""A network solved without logarithms against the same in logs."""

from __future__ import annotations

import numpy as np
import pytest

from assess.network.conditionals import Conditionals, conditionals
from assess.network.elimination import plan
from assess.network.network import Network
from assess.network.products import Products
from tests.network.test_solve import random_network


def below_one(network: Network, rng: np.random.Generator, columns: int) -> Network:
    """Return the network with other numbers in each column, none above 1."""
    for number, stack in enumerate(network.stacks):
        moved = stack.tables - stack.tables.max(initial=0.0) - rng.random((*stack.tables.shape[:-1], columns))
        network = network.with_stack(number, moved)
    return network


def in_products(network: Network, wanted: range) -> Conditionals | None:
    return Products(plan(network), wanted).conditionals([np.exp(stack.tables) for stack in network.stacks])


@pytest.mark.parametrize("zeros", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_products_are_what_logs_give(seed: int, zeros: bool) -> None:
    rng = np.random.default_rng(seed)
    network = below_one(random_network(rng, zeros), rng, 5)
    in_logs, variables = conditionals(network, plan(network)), range(len(network.cards))
    solved = in_products(network, variables)
    if solved is None:
        assert any((in_logs.marginal(variable).sum(axis=0) < 0.5).any() for variable in variables)
        return
    for variable in variables:
        assert solved.conditional(variable) == pytest.approx(in_logs.conditional(variable), abs=1e-12)
        assert solved.marginal(variable) == pytest.approx(in_logs.marginal(variable), abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_wanted_does_not_depend_on_what_else_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = below_one(random_network(rng, zeros=False), rng, 3)
    every = in_products(network, range(len(network.cards)))
    assert every is not None
    for variable in range(len(network.cards)):
        alone = in_products(network, range(variable, variable + 1))
        assert alone is not None
        assert (alone.marginal(variable) == every.marginal(variable)).all()
        assert (alone.others(variable) == every.others(variable)).all()


def test_sums_that_products_would_lose_are_left_to_logs() -> None:
    rng = np.random.default_rng(0)
    network = below_one(random_network(rng, zeros=False), rng, 3)
    small = network.stacks[0].tables.copy()
    small[..., 1] -= 500.0
    assert in_products(network, range(1)) is not None
    assert in_products(network.with_stack(0, small), range(1)) is None
