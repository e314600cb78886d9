"""A small case whose every probability, given its rows, is written out from the formula, for many rows at once.

One question of three hypotheses, two indicators, three sources: an official, an author who passes the official on and
speaks herself, and a witness whom nobody passes on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.files import load_grading, load_scale

Floats = npt.NDArray[np.float64]

HYPOTHESES = ("x", "y", "z")
PRIOR = {"x": 0.5, "y": 0.3, "z": 0.2}
PRESENT_IF = {"i": {"x": 0.8, "y": 0.4, "z": 0.1}, "j": {"x": 0.3, "y": 0.6, "z": 0.7}}
SIZES = {
    "prior": 8.0,
    "i": 10.0,
    "j": 6.0,
    "official": 5.0,
    "author": 9.0,
    "witness": 3.0,
    "a": 12.0,
    "b": 8.0,
    "c": 6.0,
}
RELIABLE = {"official": 0.6, "author": 0.8, "witness": 0.5}
ACCURACY = {"a": 0.8, "b": 0.7, "c": 0.9}
CHAINS = {"a": ("official", "author"), "b": ("author",), "c": ("witness",)}
ON = {"a": "i", "b": "j", "c": "i"}


def case(says: Mapping[str, str], times: float = 1.0) -> Case:
    """Return the case in which each item says what it is given to, every size times a number."""

    def chance(mean: float, size: str) -> dict[str, float]:
        return {"mean": mean, "n": SIZES[size] * times}

    rubric: dict[str, Any] = {
        "rubric": "small",
        "scale": load_scale("icd203"),
        "grading": load_grading("admiralty"),
        "questions": {
            "q": {
                "per": "body",
                "hypotheses": list(HYPOTHESES),
                "prior": PRIOR,
                "prior_n": SIZES["prior"] * times,
            }
        },
        "indicators": {
            name: {"of": "q", "present_if": {h: chance(p, name) for h, p in rows.items()}}
            for name, rows in PRESENT_IF.items()
        },
    }
    return Case.model_validate(
        {
            "case": "small",
            "rubric": Rubric.model_validate(rubric),
            "subjects": {"o": {"kind": "body"}},
            "ask": {"o": ["q"]},
            "sources": {name: {"reliability": chance(mean, name)} for name, mean in RELIABLE.items()},
            "evidence": [
                {
                    "id": item,
                    "about": "o",
                    "indicator": ON[item],
                    "says": said,
                    "source": CHAINS[item][0],
                    "via": list(CHAINS[item][1:]),
                    "accuracy": chance(ACCURACY[item], item),
                }
                for item, said in says.items()
            ],
        }
    )


@dataclass(frozen=True)
class RowsOfSmall:
    """Rows of the small case: one of each, or as many as the last axis is long.

    Parameters
    ----------
    prior : float64, shape (3, ...)
    present : dict of str to float64, shape (3, ...)
        P(present | hypothesis), by indicator.
    reliable : dict of str to float64
    says_present : dict of str to float64, shape (2, ...)
        Of a reliable origin, if the indicator is present and if it is absent; by item.
    """

    prior: Floats
    present: Mapping[str, Floats]
    reliable: Mapping[str, Floats]
    says_present: Mapping[str, Floats]


def mean_rows() -> RowsOfSmall:
    """Return the means."""
    return RowsOfSmall(
        np.array(list(PRIOR.values())),
        {name: np.array(list(rows.values())) for name, rows in PRESENT_IF.items()},
        {name: np.array(mean) for name, mean in RELIABLE.items()},
        {item: np.array([accuracy, 1.0 - accuracy]) for item, accuracy in ACCURACY.items()},
    )


def drawn_rows(count: int, rng: np.random.Generator) -> RowsOfSmall:
    """Draw rows from their priors."""

    def beta(mean: float, size: str) -> Floats:
        return rng.beta(mean * SIZES[size], (1.0 - mean) * SIZES[size], count)

    return RowsOfSmall(
        rng.dirichlet(np.array(list(PRIOR.values())) * SIZES["prior"], count).T,
        {name: np.stack([beta(p, name) for p in rows.values()]) for name, rows in PRESENT_IF.items()},
        {name: beta(mean, name) for name, mean in RELIABLE.items()},
        {item: np.stack([beta(a, item), beta(1.0 - a, item)]) for item, a in ACCURACY.items()},
    )


def joint(rows: RowsOfSmall, says: Mapping[str, str], chains: Mapping[str, tuple[str, ...]]) -> dict[Any, Floats]:
    """Return P(world, sources, what was said), by (hypothesis, i, j, who is reliable); stories use the mean rows.

    States count from 0: the first hypothesis, present.
    """
    sources = sorted({source for chain in chains.values() for source in chain})
    tables = {}
    for states in itertools.product((True, False), repeat=len(sources)):
        reliable = dict(zip(sources, states, strict=True))
        likelihood = np.ones(())
        broken: dict[str, list[str]] = {}
        for item, chain in chains.items():
            unreliable = [source for source in chain if not reliable[source]]
            if unreliable:
                broken.setdefault(unreliable[-1], []).append(item)
        for source in sources:
            share = rows.reliable[source]
            likelihood = likelihood * (share if reliable[source] else 1.0 - share)
            if source in broken:
                likelihood = likelihood * story(source, broken[source], says, chains)
        intact = [item for item in chains if not any(item in items for items in broken.values())]
        for h, i, j in itertools.product(range(3), range(2), range(2)):
            present = {"i": i, "j": j}
            world = rows.prior[h]
            for name, state in present.items():
                world = world * (rows.present[name][h] if state == 0 else 1.0 - rows.present[name][h])
            for item in intact:
                at = rows.says_present[item][present[ON[item]]]
                world = world * (at if says[item] == "present" else 1.0 - at)
            tables[h, i, j, states] = world * likelihood
    return tables


def story(source: str, items: Iterable[str], says: Mapping[str, str], chains: Mapping[str, tuple[str, ...]]) -> float:
    """Return the probability that a source, unreliable, comes to tell what items say."""
    before = {item: chains[item][: chains[item].index(source)] for item in items}
    return float(sum(joint(mean_rows(), says, before).values()))


def chains_of(says: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {item: CHAINS[item] for item in says}


def exactly_known(small: Case) -> Case:
    """Return the case with every row known for sure."""
    assert isinstance(small.rubric, Rubric)
    rubric = small.rubric.model_dump(mode="json", exclude_defaults=True)
    rubric["questions"]["q"].pop("prior_n")
    for indicator in rubric["indicators"].values():
        indicator["present_if"] = {h: chance["mean"] for h, chance in indicator["present_if"].items()}
    content = small.model_dump(mode="json", exclude_defaults=True) | {"rubric": rubric}
    for source in content["sources"].values():
        source["reliability"] = source["reliability"]["mean"]
    for item in content["evidence"]:
        item["accuracy"] = item["accuracy"]["mean"]
    return Case.model_validate(content)
