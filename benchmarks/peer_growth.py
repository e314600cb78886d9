"""How the time of this package and of its peers grows with indicators and with countries, and where each breaks.

Each size of each tool is done in a process of its own, and given up after a minute: ``python -m benchmarks.peer_growth
TOOL SHAPE SIZE`` prints its seconds and its answer as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from assess.compile import compile_case
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.network.solve import solve
from assess.scoring.score import score
from benchmarks.sampled_desks import desk
from benchmarks.speed import closed_form, compiled_case, made_up_case

PATIENCE = 60.0
"""Seconds after which a tool is given up."""
AGREES = 1e-6

SHAPES: dict[str, tuple[int, ...]] = {
    "indicators": (10, 30, 100, 300, 600, 1_000, 3_000, 10_000, 100_000),
    "countries": (3, 10, 30, 100, 190),
}
TOOLS = ("closed form", "assess, compiled", "assess", "pyAgrum", "pgmpy")


def case_of(shape: str, size: int) -> Case:
    """Return a case of so many indicators with two reports each, or of so many countries under one pattern."""
    return made_up_case(2 * size, indicators=size) if shape == "indicators" else desk(2, size, 5, exactly=True)


def _scored(case: Case) -> list[list[float]]:
    result = score(case, draws=0)
    return [list(question.posterior.values()) for question in result.questions.values()]


def _compiled(shape: str, size: int) -> Callable[[], Any]:
    case = case_of(shape, size)
    assert isinstance(case.rubric, Rubric)
    after = compile_case(case, case.rubric).after
    asked = [after.part.nodes[ident] for ident in score(case, draws=0).questions]

    def run() -> list[list[float]]:
        solution = solve(after.network, after.plan)
        return [solution.marginal(node)[:, 0].tolist() for node in asked]

    return run


def _by_hand(shape: str, size: int) -> Callable[[], Any]:
    if shape == "countries":
        message = "no closed form: countries share sources and a pattern"
        raise ValueError(message)
    run = closed_form(compiled_case(2 * size, indicators=size))
    return lambda: [run().tolist()]


def _peer(tool: str, shape: str, size: int) -> Callable[[], Any]:
    from assess.formats.bayes_net import bayes_net  # with the peers, which are optional
    from benchmarks.peers import Peers

    peers = Peers(bayes_net(score(case_of(shape, size), draws=0)))
    asked = [name for name, node in peers.exported.names.items() if node["kind"] == "question"]
    if tool == "pgmpy":
        _ = peers.pgmpy
        return lambda: [values.tolist() for values in peers.by_pgmpy(peers.evidence, *asked)]
    return lambda: [values.tolist() for values in peers.agrum(peers.evidence, *asked)]


def work_of(tool: str, shape: str, size: int) -> Callable[[], Any]:
    """Return what a tool does to have the posteriors of all questions, with what it works on made ready."""
    match tool:
        case "assess":
            return partial(_scored, case_of(shape, size))
        case "assess, compiled":
            return _compiled(shape, size)
        case "closed form":
            return _by_hand(shape, size)
        case _:
            return _peer(tool, shape, size)


@dataclass(frozen=True)
class Grown:
    """The time of a tool at one size (seconds), or why there is none."""

    tool: str
    shape: str
    size: int
    seconds: float | None
    broke: str = ""


def measured(tool: str, shape: str, size: int) -> tuple[Grown, Any]:
    """Return the time of a tool at one size, and its answer."""
    words = (sys.executable, "-W", "ignore", "-m", "benchmarks.peer_growth", tool, shape, str(size))
    try:
        done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return Grown(tool, shape, size, None, f"not done in {PATIENCE:.0f} s"), None
    if done.returncode:
        return Grown(tool, shape, size, None, _reason(done.stderr)), None
    answer = json.loads(done.stdout)
    return Grown(tool, shape, size, answer["seconds"]), answer["posteriors"]


def _reason(said: str) -> str:
    """Return the name of the error in the last line that a process said, and how its message begins."""
    name, _, message = said.strip().splitlines()[-1].partition(": ")
    return f"{name.rpartition('.')[2]}: {message.removeprefix('[pyAgrum] ').partition(':')[0]}"


def grown(shape: str) -> Iterator[Grown]:
    """Yield the time of each tool at each size; a tool that broke is not asked for larger ones."""
    broken: set[str] = set()
    for size in SHAPES[shape]:
        own, expected = measured("assess", shape, size)
        yield own
        for tool in TOOLS:
            if tool == "assess" or tool in broken or (tool == "closed form" and shape == "countries"):
                continue
            point, answer = measured(tool, shape, size)
            if answer is not None and not np.allclose(
                np.concatenate(answer), np.concatenate(expected), rtol=0.0, atol=AGREES
            ):
                point = Grown(
                    tool, shape, size, None, f"a wrong answer: {np.round(np.concatenate(answer), 4).tolist()[:6]}"
                )
            if point.broke:
                broken.add(tool)
            yield point


def main(tool: str, shape: str, size: str) -> None:
    """Print the seconds and the answer of a tool at one size."""
    work = work_of(tool, shape, int(size))
    times: list[float] = []
    while not times or (len(times) < 7 and sum(times) < 2.0):
        start = time.perf_counter()
        posteriors = work()
        times.append(time.perf_counter() - start)
    print(json.dumps({"seconds": min(times), "posteriors": posteriors}))


if __name__ == "__main__":
    main(*sys.argv[1:])
