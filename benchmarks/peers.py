"""The same work by this package, by its peers and by the closed form in bare NumPy: agreement first, then time.

One question, 30 indicators, 60 reports of 60 sources. The peers take the network that the case is exported as.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from assess.formats.bayes_net import ExportedNetwork, bayes_net
from assess.network.logs import Floats
from assess.network.solve import solve
from assess.scoring.draws import draw
from assess.scoring.score import score
from benchmarks.peer_networks import as_pgmpy, gum, table
from benchmarks.speed import closed_form, compiled_case, leaving_out, made_up_case

ASKED = "o0/q"
DRAWS = 10_000
AGREES = 1e-9


class DisagreementError(Exception):
    """Two tools have different answers to the same question."""


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median time of some runs, after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@dataclass(frozen=True)
class Peers:
    """The engines of the peers on one exported network."""

    exported: ExportedNetwork

    @cached_property
    def asked(self) -> str:
        """The node of the question."""
        return next(name for name, node in self.exported.names.items() if node["id"] == ASKED)

    @cached_property
    def evidence(self) -> dict[str, str]:
        """What is observed."""
        return dict(self.exported.evidence)

    @cached_property
    def pgmpy(self) -> Any:
        """The engine of pgmpy."""
        from pgmpy.inference import VariableElimination  # optional, and takes seconds

        return VariableElimination(as_pgmpy(self.exported.net))

    def hidden(self, evidence: Mapping[str, str]) -> list[str]:
        """Return the nodes that are not observed."""
        return [name for name in self.exported.names if name not in evidence]

    def agrum(self, evidence: Mapping[str, str], *wanted: str, engine: Any = gum.LazyPropagation) -> list[Floats]:
        """Return the posteriors that pyAgrum gives, of all nodes that are not observed where none is named."""
        solver = engine(self.exported.net)
        solver.setEvidence(dict(evidence))
        for name in wanted:
            solver.addTarget(name)
        solver.makeInference()
        return [solver.posterior(name).toarray() for name in wanted or self.hidden(evidence)]

    def by_pgmpy(self, evidence: Mapping[str, str], *wanted: str) -> list[Floats]:
        """Return the posteriors that pgmpy gives, one question for each node."""
        engine, given = self.pgmpy, dict(evidence)
        names = wanted or self.hidden(evidence)
        return [engine.query([name], evidence=given, show_progress=False).values for name in names]

    def without_each(self) -> Iterator[dict[str, str]]:
        """Yield the evidence without each of its reports."""
        for left in self.evidence:
            yield {name: state for name, state in self.evidence.items() if name != left}

    def redrawn(self, draws: int) -> None:
        """Solve by pyAgrum with other numbers in all tables of indicators and of the question, so many times."""
        rng = np.random.default_rng(0)
        drawn = [name for name, node in self.exported.names.items() if node["kind"] in ("question", "indicator")]
        shapes = {name: table(self.exported.net, name).T.shape for name in drawn}
        for _ in range(draws):
            for name, shape in shapes.items():
                numbers = rng.gamma(1.0, size=shape) + 0.01
                self.exported.net.cpt(name)[:] = numbers / numbers.sum(axis=-1, keepdims=True)
            self.agrum(self.evidence, self.asked)


def agree(what: str, ours: Sequence[float], theirs: Floats) -> float:
    """Return the largest difference between two posteriors.

    Raises
    ------
    DisagreementError
        If it is above 1e-9.
    """
    furthest = float(np.abs(np.asarray(ours) - theirs).max())
    if not furthest < AGREES:
        message = f"{what} differs by {furthest:.2g}"
        raise DisagreementError(message)
    return furthest


@dataclass(frozen=True)
class Work:
    """One kind of work: what it is, and the seconds that each tool takes for it (None where it was not tried)."""

    what: str
    bare: float | None
    ours: float
    agrum: float | None
    pgmpy: float | None

    @property
    def best_peer(self) -> float | None:
        """How many times as long as ours the better of the peers takes."""
        peers = [peer for peer in (self.agrum, self.pgmpy) if peer is not None]
        return min(peers) / self.ours if peers else None


def differences() -> dict[str, float]:
    """Return how far the posterior of the closed form and of each peer is from ours."""
    result = score(made_up_case(60), draws=0)
    ours = list(result.questions[ASKED].posterior.values())
    peers = Peers(bayes_net(result))
    answers = {
        "closed form": closed_form(compiled_case(60))(),
        "pyAgrum": peers.agrum(peers.evidence, peers.asked)[0],
        "pgmpy": peers.by_pgmpy(peers.evidence, peers.asked)[0],
    }
    return {name: agree(name, ours, answer) for name, answer in answers.items()}


def works() -> Iterator[Work]:
    """Yield each kind of work with its times."""
    case = made_up_case(60)
    model = compiled_case(60)
    by_hand = closed_form(model)
    peers = Peers(bayes_net(score(case, draws=0)))
    said, asked = peers.evidence, peers.asked

    def all_at_once() -> object:
        return solve(model.after.network, model.after.plan).log_marginals

    bare, ours = seconds(by_hand, 300), seconds(all_at_once, 300)
    best = min(
        seconds(lambda: peers.agrum(said, asked), 30),
        seconds(lambda: peers.agrum(said, asked, engine=gum.VariableElimination), 30),
    )
    yield Work("one posterior (ours: all at once)", bare, ours, best, seconds(lambda: peers.by_pgmpy(said, asked), 5))
    yield Work(
        "all marginals",
        bare,
        ours,
        seconds(lambda: peers.agrum(said), 10),
        seconds(lambda: peers.by_pgmpy(said), 1),
    )

    yield Work(
        "leave each of 60 reports out",
        None,
        seconds(leaving_out(model), 100),
        seconds(lambda: [peers.agrum(left, asked) for left in peers.without_each()], 3),
        seconds(lambda: [peers.by_pgmpy(left, asked) for left in peers.without_each()], 1),
    )
    uncertain = compiled_case(60, size=10.0)
    rows = 1 + 3 * 30 + 60 + 2 * 60
    mean = np.random.default_rng(0).uniform(0.1, 0.9, (rows, 1))
    yield Work(
        "10,000 draws (bare: the Beta values alone; pyAgrum: 20 draws, times 500)",
        seconds(lambda: np.random.default_rng(0).beta(10.0 * mean, 10.0 - 10.0 * mean, (rows, DRAWS)), 5),
        seconds(lambda: draw(uncertain, {}, DRAWS, seed=0, threads=1), 5),
        seconds(lambda: peers.redrawn(20), 1) * DRAWS / 20,
        None,
    )
    yield Work(
        "from a case to its scores and levels of confidence",
        None,
        seconds(lambda: score(case, draws=0), 20),
        None,
        None,
    )
