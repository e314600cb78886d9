"""Networks of pyAgrum as those of pgmpy and of this package: the same tables, so that answers and times compare."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from assess.network.logs import Floats, log
from assess.network.network import Builder, Network

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its extension module warns of itself where it is loaded
    import pyagrum as gum

__all__ = ["as_network", "as_pgmpy", "gum", "table", "variables"]


def table(net: Any, name: str) -> Floats:
    """Return the table of a node, its own states on the first axis and those of its parents on the others."""
    numbers: Floats = np.asarray(net.cpt(name).toarray(), dtype=float).T
    return numbers


def variables(net: Any) -> list[str]:
    """Return the names of the nodes, parents first."""
    return [net.variable(node).name() for node in net.topologicalOrder()]


def as_network(net: Any) -> tuple[Network, dict[str, int]]:
    """Return the network of this package, and the variable that each node became."""
    builder = Builder()
    names = {name: builder.variable(net.variable(name).domainSize()) for name in variables(net)}
    for name in names:
        builder.table(tuple(names[other] for other in net.cpt(name).names), log(table(net, name)))
    return builder.build(), names


def as_pgmpy(net: Any) -> Any:
    """Return the network of pgmpy, with the same names of nodes and states."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of its own modules
        from pgmpy.factors.discrete import TabularCPD  # optional, and takes seconds
        from pgmpy.models import DiscreteBayesianNetwork

        model = DiscreteBayesianNetwork()
        model.add_nodes_from(variables(net))
        for name in variables(net):
            own, *parents = net.cpt(name).names
            numbers = table(net, name)
            model.add_edges_from((parent, own) for parent in parents)
            model.add_cpds(
                TabularCPD(
                    own,
                    len(numbers),
                    numbers.reshape(len(numbers), -1),
                    evidence=parents or None,
                    evidence_card=list(numbers.shape[1:]) or None,
                    state_names={node: list(net.variable(node).labels()) for node in (own, *parents)},
                )
            )
    return model
