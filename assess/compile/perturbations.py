"""Perturbations of a case: other numbers in the same network.

A perturbation may leave reports out, or give nodes of the world, sources and statements other numbers. The stories of
unreliable sources are worked out again for each, or kept: a story does not depend on the rows of a draw, because it is
told in a world with rates of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assess.compile.dropped import Dropped
from assess.compile.regraded import Regraded
from assess.network.logs import Floats


@dataclass(frozen=True, slots=True)
class Perturbations:
    """The numbers of a case that differ between perturbations, which are the last axis of each array.

    Parameters
    ----------
    count : int
    nodes : dict of str to float64, shape (states of each parent ..., states, count), nats
        By node of the world: its table. Nodes that share rows use the one given for the first of them.
    sizes : dict of str to float64, shape (states of each parent ..., count)
        By node of the world: the effective sample size of its rows, infinite if exactly known.
    sources : Regraded
        The sources with another reliability.
    likelihoods : dict of int to float64, shape (2, count), nats
        By report: the likelihood of what it says if its indicator is present and if it is absent.
    dropped : Dropped
        The reports that are left out.
    virtual_evidence : dict of str to float64, shape (states, count), nats
        By node of the world: the likelihood, in each of its states, of further findings (virtual evidence, Pearl 1988),
        which no story takes into account.
    """

    count: int
    nodes: Mapping[str, Floats] = field(default_factory=dict)
    sizes: Mapping[str, Floats] = field(default_factory=dict)
    sources: Regraded = field(default_factory=Regraded)
    likelihoods: Mapping[int, Floats] = field(default_factory=dict)
    dropped: Dropped = field(default_factory=Dropped)
    virtual_evidence: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def of_rows(self) -> bool:
        """Whether rows of the world differ."""
        return bool(self.nodes or self.sizes)

    def some(self, chosen: slice) -> Perturbations:
        """Return the chosen perturbations."""
        first, last, _ = chosen.indices(self.count)
        return Perturbations(
            len(range(self.count)[chosen]),
            {name: values[..., chosen] for name, values in self.nodes.items()},
            {name: values[..., chosen] for name, values in self.sizes.items()},
            self.sources.some(first, last),
            {name: values[..., chosen] for name, values in self.likelihoods.items()},
            self.dropped.some(first, last),
            {name: values[..., chosen] for name, values in self.virtual_evidence.items()},
        )


def dropping(sets: Sequence[Iterable[int]]) -> Perturbations:
    """Return one perturbation for each set of reports, leaving that set out."""
    return Perturbations(len(sets), dropped=Dropped.of_sets(sets))
