"""All marginals of published networks, by this package and by pyAgrum.

The networks are those in pgmpy's wheel, which has them from the repository of bnlearn (Scutari 2010).
"""

from __future__ import annotations

import gzip
import importlib.util
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assess.network.elimination import TooLargeError, plan
from assess.network.logs import Floats
from assess.network.solve import solve
from benchmarks.peer_networks import as_network, gum

BOUND = 1 << 25
"""Entries of all tables together; more than a case may have, so that three more of the networks are solved."""

_STATES = re.compile(r"\{ ([^{};]*) \};|^  \(([^)]*)\)", re.MULTILINE)
"""The states of a variable, or those of the parents at the head of a row, in BIF as bnlearn writes it."""


def _plain_states(match: re.Match[str]) -> str:
    """Return a list of states with names that pyAgrum reads too."""
    states = [re.sub(r"\W", "_", state.strip()) for state in (match[1] or match[2]).split(",")]
    return f"{{ {', '.join(states)} }};" if match[1] else f"  ({', '.join(states)})"


def published_files() -> dict[str, Path]:
    """Return the files of the published networks in pgmpy's wheel by name, the smaller first; none where it lacks."""
    package = importlib.util.find_spec("pgmpy")
    roots = [] if package is None else [Path(root) for root in package.submodule_search_locations or ()]
    files = [path for root in roots for path in root.glob("utils/example_models/*.bif.gz")]
    return {path.name.partition(".")[0]: path for path in sorted(files, key=lambda path: path.stat().st_size)}


def published(names: set[str] | None = None) -> Iterator[tuple[str, Any]]:
    """Yield the name of each published network, or of some, and what pyAgrum reads."""
    for name, path in published_files().items():
        if names is not None and name not in names:
            continue
        with tempfile.TemporaryDirectory(prefix="networks") as folder:
            plain = Path(folder) / f"{name}.bif"
            text = gzip.decompress(path.read_bytes()).decode()
            plain.write_text(_STATES.sub(_plain_states, text), encoding="utf-8")
            yield name, gum.loadBN(str(plain))


@dataclass(frozen=True)
class Compared:
    """The seconds for all marginals of a network, and the largest difference of a probability."""

    name: str
    nodes: int
    ours: float | None
    agrum: float | None
    apart: float
    refused: str = ""


def compared(names: set[str] | None = None) -> Iterator[Compared]:
    """Yield the comparison for each published network, or for those of some names."""
    for name, net in published(names):
        try:
            mine, ours = timed(marginals, net)
        except TooLargeError as error:
            yield Compared(name, net.size(), None, None, 0.0, f"refused: {error.cells:,} entries")
            continue
        theirs, agrum = timed(marginals_by_agrum, net)
        apart = max(float(np.abs(mine[node] - theirs[node]).max()) for node in theirs)
        yield Compared(name, net.size(), ours, agrum, apart)


def timed(work: Callable[[Any], dict[str, Floats]], net: Any) -> tuple[dict[str, Floats], float]:
    """Return what some work on a network gives, and its seconds."""
    start = time.perf_counter()
    answer = work(net)
    return answer, time.perf_counter() - start


def marginals(net: Any) -> dict[str, Floats]:
    """Return the probability of each state of each node, by this package."""
    network, names = as_network(net)
    solution = solve(network, plan(network, BOUND))
    return {name: solution.marginal(variable)[:, 0] for name, variable in names.items()}


def marginals_by_agrum(net: Any) -> dict[str, Floats]:
    """Return the probability of each state of each node, by pyAgrum."""
    solver: Any = gum.LazyPropagation(net)  # type: ignore[no-untyped-call]
    solver.makeInference()
    return {name: solver.posterior(name).toarray() for name in net.names()}
