"""A solved network against the sum over all its states."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from assess.network.conditionals import conditionals
from assess.network.elimination import TooLargeError, plan
from assess.network.leave_out import Swaps, leave_out, place_swaps
from assess.network.logs import (
    Floats,
    log,
    log_sum,
)
from assess.network.network import Builder, Network
from assess.network.queries import JointQueries
from assess.network.segments import Segments
from assess.network.solve import solve


def enumerate_all(network: Network, column: int = 0) -> Floats:
    """Return the log of the product of all tables, one axis a variable."""
    joint = np.zeros(network.cards)
    for stack in network.stacks:
        for scope, table in zip(stack.scopes, stack.tables, strict=True):
            chosen = table[..., min(column, table.shape[-1] - 1)]
            order = np.argsort(scope)
            shape = [1] * len(network.cards)
            for variable in scope:
                shape[variable] = network.cards[variable]
            joint = joint + chosen.transpose(order).reshape(shape)
    return joint


def random_network(rng: np.random.Generator, zeros: bool) -> Network:
    builder = Builder()
    count = int(rng.integers(1, 8))
    for _ in range(count):
        builder.variable(int(rng.integers(2, 4)))
    for _ in range(int(rng.integers(1, 10))):
        scope = tuple(rng.choice(count, int(rng.integers(1, min(count, 3) + 1)), replace=False).tolist())
        table = rng.random([builder.cards[v] for v in scope])
        if zeros:
            table = np.where(rng.random(table.shape) < 0.2, 0.0, table)
        home = [tuple({*scope, int(rng.integers(count))})] if rng.random() < 0.3 else None
        builder.tables([scope], log(table)[np.newaxis], home)
    return builder.build()


@pytest.mark.parametrize("zeros", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_totals_and_marginals_are_those_of_the_enumeration(seed: int, zeros: bool) -> None:
    network = random_network(np.random.default_rng(seed), zeros)
    solution = solve(network, plan(network))
    joint = enumerate_all(network)
    total = np.logaddexp.reduce(joint.ravel())
    assert solution.log_total[0] == pytest.approx(total, abs=1e-11)
    if np.isneginf(total):
        return
    for variable in range(len(network.cards)):
        others = tuple(v for v in range(len(network.cards)) if v != variable)
        expected = np.exp(joint - total).sum(axis=others)
        assert np.exp(solution.log_marginal(variable)[:, 0]) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("zeros", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_a_table_swapped_is_a_network_with_the_other_table(seed: int, zeros: bool) -> None:
    rng = np.random.default_rng(seed)
    builder = Builder()
    for _ in range(6):
        builder.variable(2)
    for pair in itertools.combinations(range(6), 2):
        if rng.random() < 0.5:
            builder.table(pair, log(rng.random((2, 2))))
    scope, home = (3, 1), (3, 1, 5)
    old, new = (log(np.where(rng.random((2, 2)) < (0.4 if zeros else 0), 0.0, rng.random((2, 2)))) for _ in range(2))
    builder.tables([scope], old[np.newaxis], [home])
    network = builder.build()
    work = plan(network)
    (swapped,) = place_swaps(work, [Swaps([7], [home], [scope], old[np.newaxis], new[np.newaxis], [5])])
    left_out = leave_out(solve(network, work), swapped)[0, :, 0]
    index = next(k for k, stack in enumerate(network.stacks) if scope in stack.scopes)
    tables = network.stacks[index].tables.copy()
    tables[network.stacks[index].scopes.index(scope), ..., 0] = new
    joint = enumerate_all(network.with_stack(index, tables))
    expected = np.logaddexp.reduce(joint.reshape(-1, 2), axis=0)
    if np.isneginf(expected).all():
        assert np.isneginf(left_out).all()
        return
    # The component of the swap may be less than the whole network, so shares are compared.
    shares = np.exp(left_out - np.logaddexp.reduce(left_out))
    assert shares == pytest.approx(np.exp(expected - np.logaddexp.reduce(expected)), abs=1e-12)


def test_a_batch_is_the_loop_over_its_columns() -> None:
    rng = np.random.default_rng(5)
    network = random_network(rng, zeros=False)
    index = 0
    tables = log(rng.random((*network.stacks[index].tables.shape[:-1], 7)))
    batch = solve(network.with_stack(index, tables), plan(network))
    for column in range(7):
        alone = solve(network.with_stack(index, tables[..., column : column + 1]), plan(network))
        assert batch.log_total[column] == pytest.approx(alone.log_total[0], abs=1e-12)
        for variable in range(len(network.cards)):
            together = np.broadcast_to(batch.log_marginal(variable), (network.cards[variable], 7))[:, column]
            assert together == pytest.approx(alone.log_marginal(variable)[:, 0], abs=1e-12)


@pytest.mark.parametrize("batched", [False, True])
@pytest.mark.parametrize("zeros", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_queries_are_sums_over_the_joint_distribution(seed: int, zeros: bool, batched: bool) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, zeros)
    order = plan(network)
    solution = conditionals(network, order) if batched else solve(network, order)
    joint = np.exp(enumerate_all(network))
    if joint.sum() == 0.0:
        return
    queries, expected = [], []
    for _ in range(6):
        chosen = rng.choice(len(network.cards), int(rng.integers(1, len(network.cards) + 1)), replace=False).tolist()
        # Boxes in which a first variable has one state each exclude each other; what is beneath may be alike.
        first, *rest = chosen
        common = {v: rng.random(network.cards[v]) < 0.6 for v in rest}
        boxes = [
            {first: np.arange(network.cards[first]) == state, **{v: m for v, m in common.items() if rng.random() < 0.7}}
            for state in range(network.cards[first])
        ]
        queries.append(boxes)
        expected.append(0.0)
        for box in boxes:
            held = joint
            for v, states in box.items():
                held = held * states.reshape([-1 if v == w else 1 for w in range(len(network.cards))])
            expected[-1] += held.sum() / joint.sum()
    shares = JointQueries(order, queries).probabilities(solution)
    assert np.concatenate([np.broadcast_to(share, 1) for share in shares]) == pytest.approx(expected, abs=1e-12)


def test_a_table_over_the_bound_is_refused_with_its_variables() -> None:
    builder = Builder()
    for _ in range(8):
        builder.variable(2)
    builder.table(tuple(range(8)), np.zeros((2,) * 8))
    with pytest.raises(TooLargeError, match="the largest over 8 variables, pass the bound of 100") as caught:
        plan(builder.build(), bound=100)
    assert set(caught.value.scope) == set(range(8))


def test_tables_over_the_bound_together_are_refused() -> None:
    builder = Builder()
    for _ in range(8):
        builder.variable(2)
    for first in range(7):
        builder.table((first, first + 1), np.zeros((2, 2)))
    plan(builder.build(), bound=30)
    with pytest.raises(TooLargeError, match="tables of 30 entries together, the largest over 2 variables"):
        plan(builder.build(), bound=29)


def test_sums_in_pairs_lose_no_digits() -> None:
    parts = np.full((100_000, 1), 0.1)
    total = Segments(np.array([0, 99_999]), len(parts)).sum(parts)
    assert total[0, 0] == pytest.approx(9_999.9, rel=1e-15)
    assert total[1, 0] == 0.1


@pytest.mark.parametrize("size", [3, 5000])
def test_a_log_sum_of_nothing_possible_is_nothing(size: int) -> None:
    table = np.full((2, size), -np.inf)
    table[1, 0] = -1000.0
    assert log_sum(table, (1,)).tolist() == [-np.inf, -1000.0]
