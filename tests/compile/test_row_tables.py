"""Draws of rows given their uses, against the Beta distributions that the uses make of them."""

from __future__ import annotations

import numpy as np
import pytest

from assess.compile.row_tables import PASSED_OVER, TAKEN, UNUSED, RowTable
from assess.network.quantile_tables import QuantileTables

DRAWS = 4_000


def table_of(nodes: int, means: tuple[float, ...], size: float) -> tuple[QuantileTables, RowTable]:
    """Return the table of one row that several nodes share, and of another like it that stands alone."""
    kind, rows = len(means), nodes + 1
    tables, of_kind = RowTable.of_each(
        {kind: np.array([means] * rows)},
        {kind: np.full(rows, size)},
        {kind: ["indicator"] * nodes + ["prior"]},
        {kind: [np.arange(nodes)[:, np.newaxis]] if nodes > 1 else []},
    )
    return tables, of_kind[kind]


@pytest.mark.parametrize("nodes", [1, 2, 10, 11, 30])
def test_a_row_that_nodes_share_is_drawn_as_often_used_as_they_use_it(nodes: int) -> None:
    tables, table = table_of(nodes, (0.3, 0.5, 0.2), 5.0)
    rng = np.random.default_rng(nodes)
    assert (table.numbers[0] >= 0).tolist() == [nodes <= 10] * 2  # of more nodes there would be too many tables
    assert (table.numbers[-1] >= 0).all()
    uses = table.unused(DRAWS)
    taken = nodes - nodes // 3
    uses[:taken, 0] = TAKEN
    uses[taken:nodes, 0] = PASSED_OVER
    uses[taken:nodes, 1] = TAKEN
    drawn = table.draw(uses, tables.pool(rng), rng)
    assert drawn.sum(axis=1) == pytest.approx(1.0)
    assert (drawn[:nodes] == drawn[0]).all()
    counts = np.array([taken, nodes - taken, 0.0])
    for row, size, after in ((0, 5.0 + nodes, counts), (nodes, 5.0, 0.0)):
        mean = (5.0 * np.array([0.3, 0.5, 0.2]) + after) / size
        error = np.sqrt(mean * (1.0 - mean) / (size + 1.0) / DRAWS)
        assert (np.abs(drawn[row].mean(axis=-1) - mean) < 4.5 * error).all()
        spread = np.sqrt(mean * (1.0 - mean) / (size + 1.0))
        assert drawn[row].std(axis=-1) == pytest.approx(spread, rel=0.08)


def test_what_is_known_for_certain_is_as_it_is_written() -> None:
    rng = np.random.default_rng(0)
    tables, sure = table_of(1, (0.3, 0.7), np.inf)
    assert not sure.free.any()
    assert sure.draw(sure.unused(3), tables.pool(rng), rng) == pytest.approx(np.full((2, 2, 3), [[0.3], [0.7]]))
    tables, half = table_of(1, (0.4, 0.0, 0.6), 5.0)
    drawn = half.draw(half.unused(200), tables.pool(rng), rng)
    assert (drawn[:, 1] == 0.0).all()
    assert drawn[0, 0].mean() == pytest.approx(0.4, abs=0.07)
    assert (UNUSED, half.of_groups(["prior"]).tolist()) == (0, [False, True])
