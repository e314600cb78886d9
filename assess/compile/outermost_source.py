"""Cases all of whose evidence came last through one source, whose story is beyond the bound.

The ratio of that story to the probability of the evidence if the source is reliable equals the ratio of the probability
of what the source favours given all the evidence, taken at its word, to that before any evidence.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assess.compile.beyond_bound import BeyondBound
from assess.compile.part import SolveOptions
from assess.compile.problem import bare_world
from assess.compile.solved import Solved
from assess.compile.stories import Stories
from assess.network.outermost import Outermost
from assess.network.solve import solve


def through_outermost(solved: Solved, stories: Stories) -> Solved:
    """Return, to be sampled, a problem whose evidence all came last through one source with an unknown story.

    Raises
    ------
    TooEntangledError
        If it is too large even so.
    """
    ((source, _),) = stories.of_all
    witness = stories.testimony.witnesses[source]
    beyond = solved.beyond or BeyondBound.of(solved.network, solved.part)
    assert beyond is not None
    prior = 1.0
    if witness.favours:
        _, network, plan = bare_world(stories, witness.favours, SolveOptions())
        prior = float(np.exp(solve(network, plan).log_total[0]))
    favoured = {solved.part.nodes[name]: mask == 0.0 for name, mask in witness.favours.items()}
    outermost = Outermost(
        solved.part.sources[source],
        solved.part.tables.sources[source],
        favoured,
        witness.favours_weight if witness.favours else 0.0,
        prior,
    )
    return replace(solved, plan=beyond.cutset.plan, beyond=replace(beyond, outermost=outermost))
