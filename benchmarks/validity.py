"""Whether probabilities mean what they say, in made-up worlds: ``python -m benchmarks.validity [WORLDS] [--write]``.

Each world is drawn as it is said to be, and scored twice: as an analyst would who does not know of its trap, and with
the key of the format that states it. With ``--write`` the table goes to ``docs/validity.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from assess.domain.case import Case
from assess.scoring.score import score
from benchmarks.made_page import put

WORLDS = 1500
COMMAND = "python -m benchmarks.validity --write"
PAGE = Path(__file__).parents[1] / "docs" / "validity.md"
HEADS = ("world", "scored", "worlds", "mean", "true", "error", "slope", "over 95 %", "right", "90 % covers")

Rng = np.random.Generator
Floats = npt.NDArray[np.float64]
TRAP, REMEDY = "not knowing", "stated"
_BINS = 10
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Trial:
    """A world, as it is scored in each way.

    Parameters
    ----------
    cases : dict of str to Case
        By how it is scored.
    holds : bool
        Whether hypothesis x of the question asked first is true.
    rate : float or None
        A true rate, of which `unseen` are further uses, where intervals are asked for too.
    unseen : sequence of str
    """

    cases: Mapping[str, Case]
    holds: bool
    rate: float | None = None
    unseen: Sequence[str] = ()


def made_case(rubric: dict[str, Any], evidence: list[dict[str, Any]], sources: dict[str, Any], **parts: Any) -> Case:
    """Return a case about one body, unless `parts` says what it is about."""
    items = [{"id": f"e{n}", "about": "o", "accuracy": ACCURACY, **item} for n, item in enumerate(evidence)]
    about = {"subjects": {"o": {"kind": "body"}}, "ask": {"o": ["q"]}}
    return Case.model_validate(
        {"case": "made-up", "rubric": {"rubric": "made-up", **rubric}, **about, "sources": sources, "evidence": items}
        | parts
    )


ACCURACY = 0.85
PRIOR = {"x": 0.4, "y": 0.6}
ROWS = [(0.8, 0.3), (0.6, 0.2), (0.5, 0.1), (0.7, 0.4)]
OTHER = {"present": "absent", "absent": "present"}


def asked(rows: Sequence[tuple[float, float]], prior: Mapping[str, float] = PRIOR) -> dict[str, Any]:
    """Return a rubric of one question with an indicator for each pair of rows, under x and under y."""
    return {
        "questions": {"q": {"per": "body", "hypotheses": ["x", "y"], "prior": dict(prior)}},
        "indicators": {f"i{n}": {"of": "q", "present_if": {"x": x, "y": y}} for n, (x, y) in enumerate(rows)},
    }


def world(rng: Rng, rows: Sequence[tuple[float, float]], prior: float = PRIOR["x"]) -> tuple[bool, list[bool]]:
    """Draw a world: whether x holds, and which indicators are present."""
    x = bool(rng.random() < prior)
    return x, [bool(rng.random() < row[0 if x else 1]) for row in rows]


def seen(rng: Rng, present: bool) -> str:
    """Draw what a reliable source says."""
    return "present" if present == (rng.random() < ACCURACY) else "absent"


def told_by(rng: Rng, reliability: float, truth: list[bool], rows: Sequence[tuple[float, float]]) -> list[str]:
    """Draw what a source says of every indicator; an unreliable one tells of a world of its own."""
    present = truth if rng.random() < reliability else world(rng, rows)[1]
    return [seen(rng, each) for each in present]


def as_stated(rng: Rng) -> Trial:
    """Draw a world that is as the model has it, with three sources and all that they say."""
    x, truth = world(rng, ROWS)
    grades = {"a": 0.9, "b": 0.7, "c": 0.5}
    said = {name: told_by(rng, grade, truth, ROWS) for name, grade in grades.items()}
    evidence = [
        {"indicator": f"i{n}", "says": says, "source": s} for s, all_ in said.items() for n, says in enumerate(all_)
    ]
    return Trial({REMEDY: made_case(asked(ROWS), evidence, {s: {"reliability": r} for s, r in grades.items()})}, x)


def wrong_grades(rng: Rng) -> Trial:
    """Draw a world in which sources graded .9 are reliable six times of ten."""
    x, truth = world(rng, ROWS)
    said = {name: told_by(rng, 0.6, truth, ROWS) for name in "ab"}
    evidence = [
        {"indicator": f"i{n}", "says": says, "source": s} for s, all_ in said.items() for n, says in enumerate(all_)
    ]
    grades = {TRAP: 0.9, REMEDY: 0.6}
    return Trial(
        {how: made_case(asked(ROWS), evidence, {s: {"reliability": r} for s in said}) for how, r in grades.items()}, x
    )


def wrong_base_rate(rng: Rng) -> Trial:
    """Draw a world from cases of which x holds in 15 %, where the prior says half."""
    x, truth = world(rng, ROWS, 0.15)
    evidence = [{"indicator": f"i{n}", "says": seen(rng, present), "source": "a"} for n, present in enumerate(truth)]
    priors = {TRAP: {"x": 0.5, "y": 0.5}, REMEDY: {"x": 0.15, "y": 0.85}}
    sources = {"a": {"reliability": 1.0}}
    return Trial({how: made_case(asked(ROWS, prior), evidence, sources) for how, prior in priors.items()}, x)


def left_out(rng: Rng) -> Trial:
    """Draw a world in which a third hypothesis, true of a quarter, shows half of the signs of x."""
    which = rng.choice(["x", "y", "z"], p=[0.3, 0.45, 0.25])
    third = [(x + y) / 2.0 for x, y in ROWS]
    rates = {"x": [x for x, _ in ROWS], "y": [y for _, y in ROWS], "z": third}
    evidence = [
        {"indicator": f"i{n}", "says": seen(rng, bool(rng.random() < rate)), "source": "a"}
        for n, rate in enumerate(rates[str(which)])
    ]
    full = {
        "questions": {"q": {"per": "body", "hypotheses": ["x", "y", "z"], "prior": {"x": 0.3, "y": 0.45, "z": 0.25}}},
        "indicators": {
            f"i{n}": {"of": "q", "present_if": {"x": x, "y": y, "z": z}}
            for n, ((x, y), z) in enumerate(zip(ROWS, third, strict=True))
        },
    }
    rubrics: dict[str, dict[str, Any]] = {TRAP: asked(ROWS), REMEDY: full}
    sources = {"a": {"reliability": 1.0}}
    return Trial({how: made_case(rubric, evidence, sources) for how, rubric in rubrics.items()}, which == "x")


def dependent(rng: Rng) -> Trial:
    """Draw a world in which three indicators come of one event."""
    x = bool(rng.random() < PRIOR["x"])
    event = rng.random() < (0.7 if x else 0.2)
    truth = [bool(rng.random() < (0.9 if event else 0.1)) for _ in range(3)]
    evidence = [{"indicator": f"i{n}", "says": seen(rng, present), "source": "a"} for n, present in enumerate(truth)]
    apart = asked([(0.7 * 0.9 + 0.3 * 0.1, 0.2 * 0.9 + 0.8 * 0.1)] * 3)
    nested = asked([])
    nested["indicators"] = {"event": {"of": "q", "present_if": {"x": 0.7, "y": 0.2}}}
    nested["indicators"] |= {f"i{n}": {"of": "event", "present_if": {"present": 0.9, "absent": 0.1}} for n in range(3)}
    sources = {"a": {"reliability": 1.0}}
    return Trial({TRAP: made_case(apart, evidence, sources), REMEDY: made_case(nested, evidence, sources)}, x)


def copying(rng: Rng) -> Trial:
    """Draw a world in which three outlets repeat an agency half of the time."""
    x, truth = world(rng, ROWS)
    agency = told_by(rng, 0.8, truth, ROWS)
    evidence = [{"indicator": f"i{n}", "says": says, "source": "agency"} for n, says in enumerate(agency)]
    for name in ("b", "c", "d"):
        own = told_by(rng, 0.8, truth, ROWS)
        said = [first if rng.random() < 0.5 else second for first, second in zip(agency, own, strict=True)]
        evidence += [{"indicator": f"i{n}", "says": says, "source": name} for n, says in enumerate(said)]
    plain: dict[str, dict[str, Any]] = {name: {"reliability": 0.8} for name in ("agency", "b", "c", "d")}
    stated = {
        name: source | ({"copies": {"agency": 0.5}} if name != "agency" else {}) for name, source in plain.items()
    }
    ways: dict[str, dict[str, Any]] = {TRAP: plain, REMEDY: stated}
    return Trial({how: made_case(asked(ROWS), evidence, sources) for how, sources in ways.items()}, x)


def presents_only(rng: Rng) -> Trial:
    """Draw a world in which a source that looked at six indicators tells of six finds in ten, and of no absence."""
    rows = [*ROWS, *ROWS[:2]]
    x, truth = world(rng, rows)
    told = [seen(rng, present) == "present" and rng.random() < 0.6 for present in truth]
    finds = [{"indicator": f"i{n}", "says": "present", "source": "a"} for n, each in enumerate(told) if each]
    silences = [
        {"indicator": f"i{n}", "says": "silent", "tells": 0.6, "source": "a"} for n, each in enumerate(told) if not each
    ]
    sources = {"a": {"reliability": 1.0}}
    ways: dict[str, list[dict[str, Any]]] = {TRAP: finds, REMEDY: [*finds, *silences]}
    return Trial({how: made_case(asked(rows), evidence, sources) for how, evidence in ways.items()}, x)


def planted(rng: Rng) -> Trial:
    """Draw a world in which a source reliable three times of ten would have x believed when it is not reliable."""
    x, truth = world(rng, ROWS)
    favoured = rng.random() < 0.9
    story = [bool(rng.random() < row[0]) for row in ROWS] if favoured else world(rng, ROWS)[1]
    said = [seen(rng, each) for each in (truth if rng.random() < 0.3 else story)]
    other = told_by(rng, 0.8, truth, ROWS)
    evidence = [{"indicator": f"i{n}", "says": says, "source": "a"} for n, says in enumerate(said)]
    evidence += [{"indicator": f"i{n}", "says": says, "source": "b"} for n, says in enumerate(other[:2])]
    ways: dict[str, dict[str, Any]] = {TRAP: {}, REMEDY: {"favours": {"q": ["x"]}}}
    return Trial(
        {
            how: made_case(asked(ROWS), evidence, {"a": {"reliability": 0.3, **more}, "b": {"reliability": 0.8}})
            for how, more in ways.items()
        },
        x,
    )


def one_rate(rng: Rng, countries: int = 30) -> Trial:
    """Draw a pattern and its thirty countries, all with the same unknown rate under it."""
    x = bool(rng.random() < 0.5)
    mean = 0.6 if x else 0.4
    rate = rng.beta(8.0 * mean, 8.0 * (1.0 - mean))
    names = [f"c{n}" for n in range(countries)]
    evidence = [
        {
            "about": name,
            "indicator": "seen",
            "accuracy": 1.0,
            "source": "a",
            "says": "present" if rng.random() < rate else "absent",
        }
        for name in names
    ]

    def pattern(same: str) -> dict[str, Any]:
        rows = {"x": {"s": 0.6, "t": 0.4}, "y": {"s": 0.4, "t": 0.6}}
        return {
            "questions": {
                "q": {"per": "state", "hypotheses": ["x", "y"], "prior": "uniform"},
                "posture": {
                    "per": "country", "hypotheses": ["s", "t"], "given": "q", "prior": rows, "prior_n": 8, "same": same,
                },
            },
            "indicators": {"seen": {"of": "posture", "present_if": {"s": 1.0, "t": 0.0}}},
        }  # fmt: skip

    about = {
        "subjects": {"o": {"kind": "state"}} | {name: {"kind": "country", "within": "o"} for name in names},
        "ask": {"o": ["q"]} | {name: ["posture"] for name in names},
    }
    ways = {TRAP: "use", REMEDY: "all"}
    sources = {"a": {"reliability": 1.0}}
    return Trial({how: made_case(pattern(same), evidence, sources, **about) for how, same in ways.items()}, x)


def share_of_many(rng: Rng, watched: int = 10, unseen: int = 30) -> Trial:
    """Draw a rate, ten countries in which sources tell of it, and thirty of which nothing is told."""
    rate = float(rng.beta(4.0, 4.0))
    names = [f"c{n}" for n in range(watched + unseen)]
    evidence = [
        {"about": name, "indicator": "seen", "source": "a", "says": seen(rng, bool(rng.random() < rate))}
        for name in names[:watched]
    ]

    def pattern(same: str) -> dict[str, Any]:
        asked_of = {"per": "country", "hypotheses": ["x", "y"], "prior": "uniform", "prior_n": 8, "same": same}
        return {"questions": {"q": asked_of}, "indicators": {"seen": {"of": "q", "present_if": {"x": 1.0, "y": 0.0}}}}

    about = {"subjects": {n: {"kind": "country"} for n in names}, "ask": {n: ["q"] for n in names}}
    cases = {
        how: made_case(pattern(same), evidence, {"a": {"reliability": 1.0}}, **about)
        for how, same in {TRAP: "use", REMEDY: "all"}.items()
    }
    return Trial(cases, bool(rng.random() < rate), rate, [f"{name}/q" for name in names[watched:]])


KINDS: dict[str, Callable[[Rng], Trial]] = {
    "as the model has it": as_stated,
    "one rate for thirty countries": one_rate,
    "the mean share of thirty countries": share_of_many,
    "outlets that repeat an agency": copying,
    "a source that tells only what it found": presents_only,
    "a source that would have it believed": planted,
    "three indicators of one event": dependent,
    "sources graded too well": wrong_grades,
    "cases of another base rate": wrong_base_rate,
    "a hypothesis left out": left_out,
}


@dataclass(frozen=True, slots=True)
class Validity:
    """How the probabilities of many worlds stand to what was true in them.

    Parameters
    ----------
    worlds : int
    mean, true : float
        Mean probability of the claim, and the share of worlds in which it holds.
    error : float
        Expected calibration error: the mean distance of probability and share, over ten bins of width 0.1.
    slope : (float, float) or None
        Of the logistic regression of truth on log odds, and its standard error: 1 where probabilities mean what they
        say, below 1 where they are too sure of themselves (Cox 1958). None where all of them are alike.
    sure, right : float
        Share of worlds in which either side is over 95 %, and the share of these in which that side is true.
    covered : float or None
        Share of the 90 % intervals that hold the true rate.
    """

    worlds: int
    mean: float
    true: float
    error: float
    slope: tuple[float, float] | None
    sure: float
    right: float
    covered: float | None

    @property
    def cells(self) -> list[str]:
        """The figures as the table shows them."""
        return [
            f"{self.worlds:,}",
            f"{self.mean:.3f}",
            f"{self.true:.3f}",
            f"{self.error:.3f}",
            "" if self.slope is None else f"{self.slope[0]:.2f} ± {self.slope[1]:.2f}",
            f"{100.0 * self.sure:.0f} %",
            "" if not self.sure else f"{100.0 * self.right:.0f} %",
            "" if self.covered is None else f"{100.0 * self.covered:.0f} %",
        ]


def validity(kind: Callable[[Rng], Trial], worlds: int, seed: int = 0) -> dict[str, Validity]:
    """Return how probabilities stand to truth in worlds of one kind, by how these are scored."""
    rng = np.random.default_rng(seed)
    said: dict[str, list[float]] = {}
    covered: dict[str, list[bool]] = {}
    truth: list[bool] = []
    for _ in range(worlds):
        trial = kind(rng)
        truth.append(trial.holds)
        for how, case in trial.cases.items():
            result = score(case, draws=0 if trial.rate is None else 1000)
            asked_first = trial.unseen[0] if trial.unseen else "o/q"
            said.setdefault(how, []).append(result.posterior(asked_first)["x"])
            if trial.rate is not None:
                assert result.drawn is not None
                means = np.mean([result.drawn.questions[ident][0] for ident in trial.unseen], axis=0)
                low, high = np.quantile(means, [0.05, 0.95])
                covered.setdefault(how, []).append(bool(low <= trial.rate <= high))
    return {
        how: summed_up(np.array(p), np.array(truth), float(np.mean(covered[how])) if how in covered else None)
        for how, p in said.items()
    }


def summed_up(p: Floats, truth: npt.NDArray[np.bool_], covered: float | None) -> Validity:
    """Return how probabilities stand to what was true."""
    bins = np.minimum((p * _BINS).astype(int), _BINS - 1)
    gaps = [abs(p[bins == b].mean() - truth[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    slope = recalibration_slope(p, truth)
    sure = np.maximum(p, 1.0 - p) > _SURE
    right = float((truth == (p > 0.5))[sure].mean()) if sure.any() else float("nan")
    return Validity(
        len(p), float(p.mean()), float(truth.mean()), float(sum(gaps)), slope, float(sure.mean()), right, covered
    )


def recalibration_slope(p: Floats, truth: npt.NDArray[np.bool_]) -> tuple[float, float] | None:
    """Return the slope of the logistic regression of truth on log odds, and its standard error; None of equal odds."""
    bounded = np.clip(p, 1e-9, 1.0 - 1e-9)
    odds = np.log(bounded / (1.0 - bounded))
    if np.ptp(odds) < 1e-9:
        return None
    design = np.stack([np.ones_like(odds), odds], axis=1)
    signs = np.where(truth, 1.0, -1.0)

    def loss(beta: Floats) -> float:
        return float(np.logaddexp(0.0, -signs * (design @ beta)).mean())

    beta = minimize(loss, [0.0, 1.0]).x
    fit = expit(design @ beta)
    information = design.T @ (design * (fit * (1.0 - fit))[:, np.newaxis])
    return float(beta[1]), float(np.linalg.inv(information)[1, 1] ** 0.5)


def table(worlds: int, chosen: Mapping[str, Callable[[Rng], Trial]] = KINDS) -> str:
    """Return the table of all worlds, in Markdown."""
    lines = [f"| {' | '.join(HEADS)} |", f"|{' --- |' * 2}{' ---: |' * (len(HEADS) - 2)}"]
    for name, kind in chosen.items():
        for how, each in validity(kind, worlds).items():
            lines.append(f"| {name} | {how} | {' | '.join(each.cells)} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> None:
    """Print the table, or write it to its page."""
    counts = [int(each) for each in arguments if each.isdigit()]
    made = table(counts[0] if counts else WORLDS)
    if "--write" not in arguments:
        sys.stdout.write(made)
        return
    put(PAGE, COMMAND, made)


if __name__ == "__main__":
    main(sys.argv[1:])
