"""What the written numbers become."""

from __future__ import annotations

import numpy as np
import pytest

from assess.compile.numbers import prior_table


@pytest.mark.parametrize("weight", [1.0, 0.4])
def test_rows_that_are_off_by_rounding_are_distributions(weight: float) -> None:
    thirds = {"x": 0.3333333, "y": 0.3333333, "z": 0.3333333}
    table = prior_table({"p": thirds, "n": {"x": 0.5, "y": 0.25, "z": 0.2500009}}, [("p", "n")], tuple("xyz"), weight)
    assert table.sum(axis=-1) == pytest.approx(1.0, abs=1e-15)
    assert prior_table(thirds, [], tuple("xyz"), 1.0) == pytest.approx(np.full(3, 1 / 3), abs=1e-15)
