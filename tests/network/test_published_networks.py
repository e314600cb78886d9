"""Marginals of published networks against pyAgrum."""

from __future__ import annotations

import pytest

pytest.importorskip("pyagrum", reason="pyAgrum is not installed")

from benchmarks.published_networks import compared, published_files

SMALL = {"alarm", "asia", "child", "earthquake", "hailfinder", "hepar2", "insurance", "pathfinder", "sachs", "win95pts"}


@pytest.mark.skipif(not published_files(), reason="the networks are in pgmpy's wheel, which is not installed")
def test_all_marginals_are_those_of_pyagrum(request: pytest.FixtureRequest) -> None:
    comparisons = list(compared(None if request.config.getoption("--thorough") else SMALL))
    assert len(comparisons) >= len(SMALL)
    for network in comparisons:
        assert network.refused or network.apart < 1e-9, network
