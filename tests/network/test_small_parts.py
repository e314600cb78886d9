"""Counts, blankets, orders, edits and tails, each by itself, beside what they are by definition."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from assess.network.counting import both_table, count_table
from assess.network.cutset_leave_out import tail_shape
from assess.network.elimination import plan
from assess.network.elimination_order import eliminate
from assess.network.logs import log
from assess.network.markov_blanket import MarkovBlanket
from assess.network.network import Builder, TableRows
from assess.network.network_edit import NetworkEdit, columns, restricted
from assess.network.outermost import mixed
from assess.network.sampling import sample_states_within
from tests.network.test_solve import enumerate_all, random_network


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_chain_of_counts_counts(most: int) -> None:
    holds = [np.array([True, False]), np.array([False, True, True]), np.array([True, False, True])]
    for states in itertools.product(*(range(len(each)) for each in holds)):
        count, before = 0, None
        for state, each in zip(states, holds, strict=True):
            table = np.exp(count_table(each, most, before))
            row = table[state] if before is None else table[count, state]
            before = min((before or 0) + 1, most)
            assert row.shape == (before + 1,)
            count = int(row.argmax())
            assert sorted(row.tolist()) == [0.0] * before + [1.0]
        assert count == min(most, sum(bool(each[state]) for state, each in zip(states, holds, strict=True)))


def test_both_hold_where_each_does() -> None:
    table = np.exp(both_table(np.array([True, False, True])))
    for before, state in itertools.product(range(2), range(3)):
        holds = before == 0 and state in (0, 2)
        assert table[before, state].tolist() == [float(holds), float(not holds)]


@pytest.mark.parametrize("seed", range(12))
def test_a_blanket_tells_what_the_whole_network_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, zeros=False)
    joint = enumerate_all(network)
    within = sorted({v for stack in network.stacks for scope in stack.scopes for v in scope})
    states = np.array([rng.integers(card, size=5) for card in network.cards])
    for variable in within:
        logs = MarkovBlanket(network, variable).logs(states)
        for column in range(5):
            index = [*states[:, column]]
            index[variable] = slice(None)
            expected = joint[tuple(index)]
            assert logs[:, column] - logs[0, column] == pytest.approx(expected - expected[0], abs=1e-12)


def graph_of(size: int, scopes: list[tuple[int, ...]]) -> list[set[int]]:
    near: list[set[int]] = [set() for _ in range(size)]
    for a, b in scopes:
        near[a].add(b)
        near[b].add(a)
    return near


def fill_of(near: list[set[int]], variable: int) -> int:
    return sum(b not in near[a] for a, b in itertools.permutations(near[variable], 2))


@pytest.mark.parametrize("size", [6, 30, 403])
def test_an_order_joins_what_it_says_and_takes_what_is_cheapest_of_what_is_left(size: int) -> None:
    """Up to 400 variables by least fill, smallest table, number; of more by least degree; first what needs no fill."""
    rng = np.random.default_rng(size)
    cards = rng.integers(2, 4, size).tolist()
    scopes = [tuple(rng.choice(size, 2, replace=False).tolist()) for _ in range(2 * size if size < 400 else 420)]
    near, left = graph_of(size, scopes), set(range(size))
    order = eliminate(cards, scopes)
    assert sorted(order.sequence) == list(range(size))
    for variable in order.sequence:
        around = near[variable]
        assert set(order.neighbours[variable]) == around
        if fill_of(near, variable) > 0 and len(left) <= 400:
            costs = {v: (fill_of(near, v), math.prod(cards[w] for w in (v, *near[v])), v) for v in left}
            assert variable == min(left, key=costs.__getitem__)
        elif fill_of(near, variable) > 0:
            assert variable == min(left, key=lambda v: (len(near[v]), v))
        left.remove(variable)
        for other in around:
            near[other] |= around
            near[other] -= {other, variable}


def test_what_fills_least_goes_first_and_of_these_what_makes_the_smallest_table() -> None:
    square = [(0, 1), (1, 2), (2, 3), (3, 0)]
    assert eliminate([2, 2, 2, 5], square).sequence[0] == 1  # 0 and 2 are joined to the large one; 1 is not
    assert eliminate([2, 2, 2, 2], square).sequence[0] == 0
    # 0 to 3 make a square whose corners all but 0 have a tail: a tail adds a fill to its corner.
    tails = [(1, 4), (1, 5), (4, 5), (4, 6), (5, 6), (2, 4), (3, 5)]
    assert eliminate([2] * 7, [*square, *tails]).sequence[0] == 6
    chain = [(n, n + 1) for n in range(9)]
    assert max(map(len, eliminate([2] * 10, chain).neighbours)) == 1


def test_a_table_is_restricted_once_and_the_network_stays_as_it_was() -> None:
    builder = Builder()
    a, b = builder.variable(2), builder.variable(3)
    builder.tables([(a, b), (a, b)], np.zeros((2, 2, 3)))
    builder.table((b,), np.zeros(3))
    network = builder.build()
    joint = enumerate_all(restricted(network, {b: np.array([True, False, True]), a: np.array([False, True])}))
    assert (joint == [[-np.inf] * 3, [0.0, -np.inf, 0.0]]).all()
    assert (enumerate_all(network) == 0.0).all()


def test_what_is_written_over_stands_in_its_column_and_columns_are_chosen() -> None:
    builder = Builder()
    a = builder.variable(2)
    first = builder.tables([(a,), (a,)], log([[0.5, 0.5], [0.2, 0.8]]))
    builder.table((a, builder.variable(1)), log([[0.3], [0.7]]))
    edit = NetworkEdit(builder.build(), 3)
    edit.put_at(first.at(1), log([[0.1, 0.2, 0.3], [0.9, 0.8, 0.7]]))
    edit.put(0, np.array([0]), log([[[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]]))
    network = edit.network()
    assert [stack.tables.shape for stack in network.stacks] == [(2, 2, 3), (1, 2, 1, 1)]
    assert np.exp(enumerate_all(network, 1))[:, 0] == pytest.approx([0.2 * 0.3, 0.0])
    chosen = columns(network, np.array([False, False, True]))
    assert [stack.tables.shape for stack in chosen.stacks] == [(2, 2, 1), (1, 2, 1, 1)]
    assert np.exp(enumerate_all(chosen))[:, 0] == pytest.approx([0.0, 0.7 * 0.7])
    assert TableRows(2, 1, 3).at(1) == TableRows(2, 2, 3)


@pytest.mark.parametrize("shape", [0.2, 0.5, 1.0])
def test_the_shape_of_a_tail_is_that_of_what_it_was_drawn_from(shape: float) -> None:
    """Quantiles of a Pareto distribution of that shape, at even places; the prior draws what is found towards 1/2."""
    count = 40_000
    weights = (1.0 - (np.arange(count) + 0.5) / count) ** -shape
    tail = int(3.0 * count**0.5)
    assert tail_shape(weights[::-1]) == pytest.approx((shape * tail + 5.0) / (tail + 10.0), abs=0.03)
    assert tail_shape(weights * 1e9) == pytest.approx(tail_shape(weights), abs=1e-9)


def test_of_few_weights_nothing_is_known_and_equal_ones_are_safe() -> None:
    assert tail_shape(np.arange(24.0)) == np.inf
    assert np.isfinite(tail_shape(np.arange(25.0)))
    assert tail_shape(np.ones(100)) == -np.inf
    assert tail_shape(np.where(np.arange(100) < 1, 1.0, 0.0)) > 0.7


@pytest.mark.parametrize("seed", range(6))
def test_states_are_drawn_within_boxes_as_often_as_they_are_probable(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, zeros=False)
    first, *_, last = sorted({v for stack in network.stacks for scope in stack.scopes for v in scope}) * 2
    is_first, is_last = np.arange(network.cards[first]) == 0, np.arange(network.cards[last]) == 0
    boxes = [{first: is_first}, {first: ~is_first, last: is_last}][: 1 if first == last else 2]
    joint = np.exp(enumerate_all(network))
    place = np.indices(joint.shape)
    inside = (place[first] == 0) | ((place[last] == 0) & (first != last))
    expected = np.where(inside, joint, 0.0) / joint[inside].sum()
    states = sample_states_within(network, plan(network), boxes, 4_000, rng)
    drawn = np.zeros(joint.shape)
    np.add.at(drawn, tuple(states), 1.0 / 4_000)
    assert (drawn[~inside] == 0.0).all()
    assert (np.abs(drawn - expected) <= 4.5 * np.sqrt(expected * (1.0 - expected) / 4_000) + 1e-9).all()


def test_two_samples_are_mixed_by_the_shares_of_each_chain() -> None:
    first, second = (np.arange(each, each + 24).reshape(1, 8, 3) for each in (0, 100))
    states = mixed(first, second[:, ::2], np.array([1.0, 0.0, 0.25]))
    assert states[0, :, 0].tolist() == first[0, :, 0].tolist()
    assert states[0, :, 1].tolist() == np.repeat(second[0, ::2, 1], 2).tolist()
    assert (states[0, :, 2] < 100).tolist() == [True] * 2 + [False] * 6
    assert {*states[0, :2, 2].tolist()} == {first[0, 0, 2], first[0, 4, 2]}
    assert {*states[0, 2:, 2].tolist()} == {*second[0, ::2, 2].tolist()}
