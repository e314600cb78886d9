"""Expected counts of each row of a rubric, once answers are known: how often it was used, with which outcome."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assess.compile.model import Compiled
from assess.compile.perturbations import Perturbations
from assess.compile.world import Node
from assess.network.counts import step_counts
from assess.network.cutset_reweighted import ReweightedSample
from assess.network.logs import Floats, log
from assess.network.queries import JointQueries
from assess.network.solve import Solution

Kind = Literal["prior", "over_time", "indicator"]


@dataclass(frozen=True, slots=True)
class Use:
    """One instance's use of rows of the rubric.

    Parameters
    ----------
    kind : {"prior", "over_time", "indicator"}
    name : str
        Of the question or indicator.
    counts : float64, shape (states of each parent ..., states)
        Adds up to 1: the probability of each combination, given the evidence and all answers.
    means : float64, the same shape
        The rows as they are used: with the weight applied.
    sizes : float64, shape (states of each parent ...)
    """

    kind: Kind
    name: str
    counts: Floats
    means: Floats
    sizes: Floats


def learning_from(compiled: Compiled, answers: Mapping[str, str]) -> Solution | ReweightedSample:
    """Return the network of a case solved with the evidence and what turned out to be true.

    Parameters
    ----------
    compiled : Compiled
    answers : dict of str to str
        By instance: its true hypothesis. No unreliable source's story knows of it.
    """
    nodes = compiled.world.nodes
    virtual_evidence = {
        instance: log([float(state == true) for state in nodes[instance].states])[:, np.newaxis]
        for instance, true in answers.items()
    }
    ((_, solution),) = compiled.story_batch.solutions(
        Perturbations(1, virtual_evidence=virtual_evidence), with_stories=False
    )
    return solution


def uses(compiled: Compiled, solution: Solution | ReweightedSample, learned: Mapping[str, str]) -> Iterator[Use]:
    """Yield the uses of rows by some answered instances, and by what was reported on of their indicators.

    Parameters
    ----------
    compiled : Compiled
    solution : Solution
        As `learning_from` returns it.
    learned : dict of str to str
        The instances, of those answered, that shall be learned from. One whose case gives it a prior of its own uses
        no row of the rubric.
    """
    layout = compiled.layout
    for ident in learned:
        instance = layout.instances[ident]
        if ident not in layout.case.priors:
            kind: Kind = "prior" if layout.previous(instance) is None else "over_time"
            yield from _uses(kind, instance.question, compiled, solution, ident)
    scored = (item for item in layout.case.evidence if compiled.standings[item.id] == "scored")
    hanging = {o.id: o for item in scored for o in layout.observables(item)}
    for observable in hanging.values():
        if observable.instance in learned:
            yield from _uses("indicator", observable.indicator, compiled, solution, observable.id)


def _uses(
    kind: Kind, name: str, compiled: Compiled, solution: Solution | ReweightedSample, ident: str
) -> Iterator[Use]:
    node = compiled.world.nodes[ident]
    family = _family(compiled, solution, node)
    if node.steps == 1:
        yield Use(kind, name, family, np.exp(node.table), node.sizes)
        return
    rows = compiled.world.one_step(node)
    for counts in step_counts(family, rows, node.steps):
        yield Use(kind, name, counts, rows, node.sizes)


def _family(compiled: Compiled, solution: Solution | ReweightedSample, node: Node) -> Floats:
    """Return the joint probability of the states of a node's parents and its own."""
    variables = [compiled.after.part.nodes[ident] for ident in (*node.parents, node.id)]
    shape = node.table.shape
    counts = np.zeros(shape)
    possible = [np.flatnonzero(solution.marginal(variable)[:, 0] > 0.0) for variable in variables]
    combinations = list(itertools.product(*possible))
    queries = [
        [{v: np.arange(card) == state for v, card, state in zip(variables, shape, states, strict=True)}]
        for states in combinations
    ]
    for states, share in zip(combinations, JointQueries(solution.plan, queries).probabilities(solution), strict=True):
        counts[states] = share[0]
    family: Floats = counts / counts.sum()
    return family
