"""Speed as ratios within one run: ``python benchmarks/speed.py``.

Each pair of times is measured in turn, so that what else the machine does weighs on both. Beside a ratio stands the
bound that it is to keep.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assess.analysis.collection.plan import plan as plan_collection
from assess.analysis.explaining.variance_shares import variance_shares_in
from assess.analysis.what_if.sensitivity import sensitivity
from assess.compile import Compiled, compile_case
from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.evidence import Evidence
from assess.domain.rubric import Rubric
from assess.domain.source import Source
from assess.files import load_case, load_grading, load_scale
from assess.network.logs import Floats
from assess.network.solve import solve
from assess.scoring.claims import stated_in
from assess.scoring.draws import draw
from assess.scoring.score import score

SHIPPED = Path(__file__).parent.parent / "cases" / "russia-diasporas-2017"
BYTECODE = Path(tempfile.gettempdir()) / "assess-bytecode"
HYPOTHESES = ("x", "y", "z")


def made_up_case(
    items: int, indicators: int = 30, subjects: int = 1, relayed: bool = False, size: float | None = None
) -> Case:
    """Return a case in which every item has a source of its own, and all may pass through one relay.

    Every number is exactly known, or is judged with an effective sample size.
    """
    rng = np.random.default_rng(0)

    def chance(low: float, high: float) -> float | dict[str, float]:
        mean = float(rng.uniform(low, high))
        return mean if size is None else {"mean": mean, "n": size}

    rubric = Rubric.model_validate(
        {
            "rubric": "made-up",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "questions": {
                "q": {
                    "per": "body",
                    "hypotheses": dict.fromkeys(HYPOTHESES, ""),
                    "prior": "uniform",
                    **({} if size is None else {"prior_n": size}),
                }
            },
            "indicators": {
                f"i{k}": {
                    "of": "q",
                    "present_if": {hypothesis: chance(0.1, 0.9) for hypothesis in HYPOTHESES},
                }
                for k in range(indicators)
            },
        }
    )
    evidence = [
        Evidence(
            **{
                "id": f"e{k}",
                "about": f"o{k % subjects}",
                "indicator": f"i{k // subjects % indicators}",
                "says": "present" if rng.random() < 0.5 else "absent",
                "source": f"s{k}",
                "via": ["m"] if relayed else [],
                "accuracy": chance(0.55, 0.95),
            }
        )
        for k in range(items)
    ]
    sources = {f"s{k}": Source(reliability=Chance.model_validate(chance(0.4, 0.95))) for k in range(items)}
    bodies = [f"o{k}" for k in range(subjects)]
    return Case.model_validate(
        {
            "case": "made-up",
            "rubric": rubric,
            "subjects": {body: {"kind": "body"} for body in bodies},
            "ask": {body: ["q"] for body in bodies},
            "sources": {**sources, "m": Source(reliability=Chance(value=0.8))},
            "evidence": evidence,
        }
    )


def closed_form(model: Compiled) -> Callable[[], np.ndarray]:
    """Return the same sum by hand: sources that speak once, on the indicators of one question."""
    reports = model.testimony.reports
    names = list(dict.fromkeys(report.node for report in reports))
    rows = np.exp(np.array([model.world.nodes[name].table for name in names]))
    said = np.exp(np.array([report.log_likelihood for report in reports]))
    reliable = np.exp(np.array([model.testimony.witnesses[r.chain[0]].log_reliable[0] for r in reports]))[:, None]
    place = {name: k for k, name in enumerate(names)}
    of = np.array([place[report.node] for report in reports])
    prior = np.full(len(HYPOTHESES), 1.0 / len(HYPOTHESES))

    def run() -> Floats:
        marginal = prior @ rows
        story = (marginal[of] * said).sum(axis=1, keepdims=True)
        likelihood = np.zeros((len(names), 2))
        np.add.at(likelihood, of, np.log(reliable * said + (1.0 - reliable) * story))
        weights = np.logaddexp.reduce(np.log(rows) + likelihood[:, None, :], axis=2).sum(axis=0)
        posterior: Floats = np.exp(weights - weights.max()) * prior
        posterior /= posterior.sum()
        return posterior

    return run


def median_ratio(work: Callable[[], object], over: Callable[[], object], runs: int) -> float:
    """Return the median of several ratios of two times, each pair measured one after the other."""
    ratios = []
    for _ in range(runs):
        start = time.perf_counter()
        over()
        middle = time.perf_counter()
        work()
        ratios.append((time.perf_counter() - middle) / (middle - start))
    return statistics.median(ratios)


def compiled_case(items: int, indicators: int = 30, size: float | None = None) -> Compiled:
    """Return a made-up case as networks."""
    case = made_up_case(items, indicators, size=size)
    assert isinstance(case.rubric, Rubric)
    return compile_case(case, case.rubric)


def ratio_to_closed_form() -> float:
    """Return the time for all posteriors of 60 reports on 30 indicators, over that of the closed form.

    The closed form gives those of the question alone. The network is the one without the cliques for leaving out.
    """
    model = compiled_case(60)
    by_hand = closed_form(model)
    network, plan = model.after.lean
    question = model.after.part.nodes["o0/q"]
    assert np.allclose(by_hand(), solve(network, plan).marginal(question)[:, 0], atol=1e-12)
    return median_ratio(lambda: solve(network, plan).log_marginals, by_hand, 500)


def ratios_to_bare_sampling() -> tuple[float, float]:
    """Return the time for 10,000 draws over that for as many Beta values, with one thread and with several.

    Every row is uncertain: one of the prior, three of each of 30 indicators, one of each of 60 sources, two of each
    report. The bare sampling has one thread.
    """
    model = compiled_case(60, size=10.0)
    rows = 1 + 3 * 30 + 60 + 2 * 60
    mean = np.random.default_rng(0).uniform(0.1, 0.9, (rows, 1))

    def bare() -> Floats:
        return np.random.default_rng(0).beta(10.0 * mean, 10.0 - 10.0 * mean, (rows, 10_000))

    on_one_thread = median_ratio(lambda: draw(model, {}, 10_000, seed=0, threads=1), bare, 11)
    return on_one_thread, median_ratio(lambda: draw(model, {}, 10_000, seed=0), bare, 11)


def leaving_out(model: Compiled) -> Callable[[], object]:
    """Return the work of leaving each item out, one pass up and down included."""
    after = model.after
    assert after.swaps

    def run() -> object:
        for cached in ("solution", "exact"):
            vars(after).pop(cached, None)
        return list(model.without_each())

    return run


def ratio_of_leaving_out() -> float:
    """Return the time for leaving each of 60 items out over that for all posteriors."""
    model = compiled_case(60)
    after = model.after
    return median_ratio(leaving_out(model), lambda: solve(after.network, after.plan).log_marginals, 200)


def process_time(*words: str) -> float:
    """Return the processor time of a Python process and its threads, in seconds: what else runs does not count.

    It has its bytecode, as an installed program has; without, about a sixth of ``assess score --draws 0`` would be
    compiling our sources. OpenBLAS has one thread: starting several takes a quarter as long again as the imports,
    which would flatter every ratio to them.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))
    environment["OPENBLAS_NUM_THREADS"] = "1"
    subprocess.run([sys.executable, *words], check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def process_ratio(work: Sequence[str], over: Sequence[str], runs: int) -> float:
    """Return the least processor time of one process over that of another, run in turn."""
    times = [(process_time(*work), process_time(*over)) for _ in range(runs + 1)][1:]  # the first compiles
    return min(time for time, _ in times) / min(time for _, time in times)


def ratio_to_imports(command: str, *options: str) -> float:
    """Return the time of a command on the shipped case, over that of importing what it stands on."""
    return process_ratio(("-m", "assess", command, str(SHIPPED), *options), ("-c", "import numpy, pydantic, yaml"), 9)


def everything() -> None:
    """Score the shipped case with all that can be said of it: intervals, confidence, sensitivity, widths and plan."""
    case = load_case(SHIPPED)
    result = score(case)
    sensitivity(result, [*result.claims, *result.questions])
    variance_shares_in(result.model, stated_in(case))
    plan_collection(result)


def ratio_of_everything() -> float:
    """Return the time of a process that says all of the shipped case, over ``assess score --draws 0``."""
    return process_ratio((__file__, "everything"), ("-m", "assess", "score", str(SHIPPED), "--draws", "0"), 5)


def growth(relayed: bool) -> list[tuple[int, float]]:
    """Return, for cases of growing size, the microseconds that compiling and scoring take for each item."""
    costs = []
    for items in (100, 1_000, 10_000, 100_000):
        case = made_up_case(items, subjects=max(1, items // 100), relayed=relayed)
        start = time.perf_counter()
        score(case, draws=0)
        costs.append((items, (time.perf_counter() - start) / items * 1e6))
    return costs


def main() -> None:
    """Print the figures."""

    def say(what: str, ratio: float, bound: float | None = None) -> None:
        print(f"{what}: {ratio:.2f}{'' if bound is None else f' (bound {bound:g})'}", flush=True)

    say("all posteriors, compiled, over the closed form", ratio_to_closed_form(), 4)
    on_one_thread, on_all_threads = ratios_to_bare_sampling()
    say("10,000 draws over the bare Beta sampling, one thread for both", on_one_thread, 1)
    say("10,000 draws over the bare Beta sampling, all threads", on_all_threads, 1)
    say("leaving each of 60 items out, over all posteriors", ratio_of_leaving_out(), 3)
    say("assess score --draws 0 of the shipped case, over its imports", ratio_to_imports("score", "--draws", "0"), 4)
    say("assess score of the shipped case, over its imports, all threads", ratio_to_imports("score"), 5)
    say("assess report --draws 0 of the shipped case, over its imports", ratio_to_imports("report", "--draws", "0"), 5)
    say("score, sensitivity, widths and plan in one process, over assess score --draws 0", ratio_of_everything(), 10)
    for relayed in (False, True):
        each = ", ".join(f"{items:,} items: {cost:.0f} µs" for items, cost in growth(relayed))
        print(f"compile and score, an item ({'one relay for all' if relayed else 'no relay'}): {each}")


if __name__ == "__main__":
    everything() if sys.argv[1:] == ["everything"] else main()
