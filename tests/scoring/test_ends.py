"""Ends of intervals are probabilities, whatever is rounded on the way."""

import numpy as np

from assess.scoring.draws import ranges


def test_no_end_is_above_1() -> None:
    just_above = float(np.nextafter(1.0, 2.0))
    assert ranges(np.full((1, 8), just_above)) == [((1.0, 1.0), (1.0, 1.0))]
